"""`fleet check` and `fleet status`: nothing is changed anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provisioner.errors import KitError
from provisioner.pipeline.fleet import consoles
from provisioner.pipeline.fleet.centre import SILENT, Centre, Say, done
from provisioner.pipeline.kit import trust
from provisioner.schema.doctor import Check
from provisioner.steps.fleet import preflight
from provisioner.steps.fleet.words import Told
from provisioner.steps.kit import manifest, place

_CLOCK = "Horloge"


@dataclass(frozen=True)
class Checked:
    """What came of looking at every host."""

    checks: dict[str, list[Check]]
    """By host."""
    failures: dict[str, Told]
    """Hosts that could not be looked at."""
    centre: tuple[Check, ...]
    """About all hosts together."""

    @property
    def ok(self) -> bool:
        """Whether nothing is blocking."""
        every = (*self.centre, *(check for checks in self.checks.values() for check in checks))
        return not self.failures and not any(one.state == "bloquant" for one in every)


def check(centre: Centre, say: Say = SILENT, kit: Path | None = None) -> Checked:
    """Look at every host. `kit` is the kit whose software they should have. Raises FleetError, KitError."""
    hosts = [one.name for one in centre.inventory.hosts]
    played = centre.play("check", hosts, say)
    came = done(played)
    wanted = _software(kit) if kit else ""
    checks: dict[str, list[Check]] = {}
    software: dict[str, str] = {}
    for name, told in came.answers.items():
        began, ended = played.moments.get(name, {}).get(_CLOCK, (0.0, 0.0))
        found = preflight.seen(told, began, ended)
        checks[name] = preflight.judge(centre.host(name), found, wanted)
        software[name] = found.facts.get("software", "")
    alike = preflight.alike(software)
    ordered = {name: checks[name] for name in hosts if name in checks}
    return Checked(ordered, came.failures, (alike,) if alike else ())


def _software(kit: Path) -> str:
    found = manifest.read(kit, trust.verified)
    if found.manifest is None:
        raise KitError(f"{kit} n’est pas un kit intact : {found.problems[0].says}", "Demandez un autre exemplaire.")
    return place.named(found.manifest)


@dataclass(frozen=True)
class Stood:
    """Where every candidate of every host stands."""

    rows: dict[str, list[Mapping[str, Any]]]
    """By host: the lines of its `e5b status --json`."""
    failures: dict[str, Told]
    strays: dict[str, list[str]]
    """By host: whose site is still there although another host carries them: it came back from the dead."""
    consoles: dict[str, str]
    """By host: where its console answers examiners; empty: nowhere."""
    commissions: dict[str, list[str]]
    """By host: whose candidates it carries."""


def status(centre: Centre, wave: str = "", say: Say = SILENT) -> Stood:
    """Ask every host. Raises FleetError when nobody could be asked."""
    orders = {one.name: ["status", "--json"] for one in centre.inventory.hosts if one.capacity}
    came = centre.order("État des candidats", orders, say)
    rows = {
        name: [one for one in came.answers[name] if not wave or one["wave"] == wave]
        for name in orders
        if name in came.answers
    }
    return Stood(
        rows, came.failures, _strays(centre, rows), consoles.answering(centre, rows), _commissions(centre, wave)
    )


def _commissions(centre: Centre, wave: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for placement in [one for one in centre.going() if one.wave == wave or not wave]:
        for one in placement.places:
            known = found.setdefault(one.host, [])
            if one.commission not in known:
                known.append(one.commission)
    return found


def _strays(centre: Centre, rows: Mapping[str, list[Mapping[str, Any]]]) -> dict[str, list[str]]:
    places = {(wave, one.number): one.host for wave in centre.waves() for one in centre.settled(wave).places}
    found = {
        name: [str(one["number"]) for one in lines if places.get((one["wave"], one["number"]), name) != name]
        for name, lines in rows.items()
    }
    return {name: numbers for name, numbers in found.items() if numbers}
