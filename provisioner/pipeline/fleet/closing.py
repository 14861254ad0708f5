"""`fleet start`, `close`, `collect` and `down`: the end of a wave, from the bell to the dossiers in one place."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from provisioner.adapters import disk
from provisioner.adapters.ansible import FleetError
from provisioner.pipeline.evidence import dossier
from provisioner.pipeline.evidence.dossier import Verified
from provisioner.pipeline.fleet.centre import SILENT, Centre, Done, Say, done
from provisioner.steps.fleet.words import Told

SEALED_S = 1800.0
"""Time given to a room's hosts to seal all that they carry, the two minutes of a possible undo included."""
_LOOK_S = 5.0
_IDLE = frozenset({"", "waiting"})


def start(centre: Centre, wave: str, say: Say = SILENT) -> Done:
    """Start the clocks of all who wait; `changed` tells the hosts where some did. Raises FleetError."""
    carriers = _carriers(centre, wave)
    before = centre.order("État des candidats", {name: ["status", "--wave", wave, "--json"] for name in carriers}, say)
    waiting = {name for name, rows in before.answers.items() if any(one["clock"] in _IDLE for one in rows)}
    came = centre.order(
        "Début de l’épreuve", {name: ["start", "--wave", wave, "--json"] for name in sorted(waiting)}, say
    )
    return Done({**before.answers, **came.answers}, {**before.failures, **came.failures}, frozenset(came.answers))


@dataclass(frozen=True)
class Closed:
    """What came of a closing."""

    stopped: dict[str, list[str]]
    """By host: whose sitting was ended by this order."""
    waiting: dict[str, list[str]]
    """By host: whose dossier is not sealed yet."""
    idle: dict[str, list[str]]
    """By host: those whose clock never started: there is nothing to seal."""
    failures: dict[str, Told]
    seconds: float


def close(centre: Centre, wave: str, say: Say = SILENT, *, wait_s: float = SEALED_S) -> Closed:
    """End what still goes, then wait until every dossier is sealed. Raises FleetError."""
    began = time.monotonic()
    carriers = _carriers(centre, wave)
    came = centre.order("Fin de l’épreuve", {name: ["stop", "--wave", wave, "--json"] for name in carriers}, say)
    stopped = {name: [one["number"] for one in ended] for name, ended in came.answers.items()}
    failures = dict(came.failures)
    stood = centre.order("État des candidats", {name: ["status", "--wave", wave, "--json"] for name in came.answers})
    failures |= stood.failures
    idle = {name: [one["number"] for one in rows if one["clock"] in _IDLE] for name, rows in stood.answers.items()}
    waiting = {
        name: [one["number"] for one in rows if one["clock"] not in _IDLE] for name, rows in stood.answers.items()
    }
    while any(waiting.values()):
        left = [name for name, numbers in waiting.items() if numbers]
        sealed = _sealed(centre, wave, left, failures)
        for name in left:
            waiting[name] = [one for one in waiting[name] if one not in sealed.get(name, set())]
            if name in failures:
                waiting[name] = []
            elif waiting[name]:
                say(name, f"{len(waiting[name])} dossier(s) à sceller")
        if time.monotonic() - began > wait_s:
            break
        if any(waiting.values()):
            time.sleep(_LOOK_S)
    late = {name: one for name, one in waiting.items() if one}
    return Closed(stopped, late, {name: one for name, one in idle.items() if one}, failures, time.monotonic() - began)


def _sealed(centre: Centre, wave: str, hosts: list[str], failures: dict[str, Told]) -> dict[str, set[str]]:
    """Return, by host, the candidates whose dossier is sealed."""
    came = centre.order("Journal de la vague", {name: ["log", "--wave", wave, "--json"] for name in hosts})
    failures |= came.failures
    return {
        name: {fact["number"] for fact in facts if fact["kind"] == "sealed"} for name, facts in came.answers.items()
    }


@dataclass(frozen=True)
class Collected:
    """What was brought back."""

    dossiers: dict[str, list[Path]]
    """By host."""
    new: int
    """Files that were not here before."""
    verified: dict[str, Verified]
    """By host: each host has a key and a chain of its own."""
    missing: tuple[str, ...]
    """Candidates of the wave of whom no dossier came."""
    failures: dict[str, Told]

    @property
    def ok(self) -> bool:
        """Whether every candidate's dossier is here, and intact."""
        return not self.failures and not self.missing and not any(one.problems for one in self.verified.values())


def collect(centre: Centre, wave: str, say: Say = SILENT) -> Collected:
    """Bring the sealed dossiers here and verify them; what is here already is not brought again. Raises FleetError."""
    carriers = _carriers(centre, wave)
    # All of a host's: its chain, of whatever waves, is verified as one.
    place = disk.folder(centre.folder / "dossiers")
    came = done(centre.play("collect", carriers, say, {"e5b_place": str(place)}))
    found = {name: sorted((place / name).glob("*.zip")) for name in carriers}
    verified = {name: dossier.verify(files) for name, files in found.items() if files}
    there = {
        one.manifest.sitting.number
        for checked in verified.values()
        for one in checked.dossiers
        if one.manifest and one.manifest.sitting.wave == wave
    }
    missing = tuple(one.number for one in centre.settled(wave).places if one.number not in there)
    new = sum(int(told["new"]) for told in came.answers.values())
    return Collected(found, new, verified, missing, came.failures)


def down(centre: Centre, wave: str, say: Say = SILENT, *, force: bool = False) -> Done:
    """Take the wave's sites off every host, and the copies of them; `changed` tells where there were some.

    A host that carries nobody any more (it died, its candidates are elsewhere) may well not answer. Raises FleetError.
    """
    known = centre.settled(wave)
    carriers = _carriers(centre, wave)
    homes = {one.home for one in known.places}
    pairs = [{"from": one.name, "to": one.spare} for one in centre.inventory.hosts if one.spare and one.name in homes]
    hosts = [one.name for one in centre.inventory.hosts if one.name in homes | {pair["to"] for pair in pairs}]
    addresses = [one.name for one in centre.inventory.hosts if one.floating and one.name in homes]
    variables = {
        "e5b_wave": wave,
        "e5b_force": force,
        "e5b_carriers": carriers,
        "e5b_copies": pairs,
        "e5b_addresses": addresses,
    }
    came = done(centre.play("down", list(dict.fromkeys([*hosts, *carriers])), say, variables))
    gone = {name for name, one in came.failures.items() if one.unreachable and name not in carriers}
    failures = {name: one for name, one in came.failures.items() if name not in gone}
    if not failures:
        centre.keep(known.model_copy(update={"over": True}))
    return Done(came.answers, failures, came.changed)


def _carriers(centre: Centre, wave: str) -> list[str]:
    """Return the hosts that carry somebody of this wave, in the inventory's order. Raises FleetError."""
    known = centre.settled(wave)
    carriers = [one.name for one in centre.inventory.hosts if known.on(one.name)]
    gone = sorted({one.host for one in known.places} - set(carriers))
    if gone:
        raise FleetError(
            f"{', '.join(gone)} : porte des candidats de la vague {wave}, et n’est plus dans l’inventaire.",
            "Remettez cet hôte dans l’inventaire.",
        )
    return carriers
