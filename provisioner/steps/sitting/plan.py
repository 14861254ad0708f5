"""What `up` has to do: compares the roster with the wave that is there, and refuses what would lose something."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from provisioner.adapters import ports
from provisioner.errors import SittingError
from provisioner.schema.sitting import Access, Candidate, RosterLine, Sitting, Wave
from provisioner.steps.sitting import store

_PORTS = range(1024, 60_000)
_LABEL = re.compile(r"[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?")
_PATTERN = re.compile(rf"\*(\.{_LABEL.pattern})+(:[1-9]\d{{1,4}})?")


@dataclass(frozen=True)
class Plan:
    """The wave as it must be, and which candidates have what to do."""

    wave: Wave
    fresh: tuple[Candidate, ...]
    """A new copy to start."""
    asleep: tuple[Candidate, ...]
    """A copy that is there, stopped: started again as it is."""
    there: tuple[Sitting, ...]
    """Nothing to do."""


def make(
    wanted: Wave, roster: Sequence[RosterLine], states: Mapping[str, str], access: Callable[[RosterLine, int], Access]
) -> Plan:
    """Compare. `wanted` holds the wave's name, exam and host and no candidate; `states` the containers' by number.

    Candidates to start again keep the port and credentials they had. Ports of new ones are 0 until `with_ports`.
    Raises SittingError.
    """
    known = store.read_wave(wanted.wave)
    old = {one.who.number: one for one in known.candidates} if known else {}
    if known and old:
        _same_wave(wanted, known, roster)
    candidates = tuple(_candidate(line, old.get(line.number), access) for line in roster)
    # Those who came from another machine are on no list of this one.
    candidates += tuple(one for one in old.values() if one.host and not _listed_in(one, roster))
    fresh, asleep, there = [], [], []
    for one in candidates:
        sitting = store.read_sitting(wanted.wave, one.who.number)
        state = states.get(one.who.number, "")
        if (sitting and sitting.moved_to) or (one.host and not state):
            continue  # it lives elsewhere, or is to come from there: a new one here would be empty
        if sitting and state in {"running", "restarting"}:
            there.append(sitting)
        elif sitting and state:
            asleep.append(one)
        else:
            if sitting:
                _not_captured(sitting)
            fresh.append(one)
    return Plan(wanted.model_copy(update={"candidates": candidates}), tuple(fresh), tuple(asleep), tuple(there))


def check_names(host: str, numbers: Sequence[str]) -> None:
    """Refuse a pattern of names that is none, or numbers that cannot be part of a name. Raises SittingError."""
    if "*" not in host:
        return
    if not _PATTERN.fullmatch(host):
        raise SittingError(
            f"« {host} » ne peut pas nommer les sites.",
            "Écrivez-le ainsi : « --host '*.e5b.lycee.fr' » ; l’étoile devient le numéro du candidat.",
        )
    wrong = [number for number in numbers if not _LABEL.fullmatch(number)]
    if wrong:
        raise SittingError(
            f"Le numéro « {wrong[0]} » ne peut pas faire partie d’un nom de site.",
            "Lettres sans accent, chiffres et tiret ; ou donnez une adresse à --host : chaque site a alors son port.",
        )


def _candidate(line: RosterLine, old: Candidate | None, access: Callable[[RosterLine, int], Access]) -> Candidate:
    if old and old.who.cms == line.cms:
        return Candidate(who=line, access=old.access, host=old.host)
    return Candidate(who=line, access=access(line, 0))


def _listed_in(one: Candidate, roster: Sequence[RosterLine]) -> bool:
    return any(line.number == one.who.number for line in roster)


def _same_wave(wanted: Wave, known: Wave, roster: Sequence[RosterLine]) -> None:
    name = wanted.wave
    other = "Donnez un autre nom de vague (--wave), ou retirez d’abord celle-ci : « ./e5b down --wave {} »."
    hint = other.format(name)
    if known.exam != wanted.exam:
        raise SittingError(f"La vague « {name} » est celle de l’épreuve {known.exam}, pas {wanted.exam}.", hint)
    if known.host != wanted.host:
        raise SittingError(f"La vague « {name} » a été ouverte à l’adresse {known.host}, pas {wanted.host}.", hint)
    lines = {line.number: line for line in roster}
    here = [one for one in known.candidates if not store.removed(known.wave, one.who.number)]
    gone = [one.who.number for one in here if one.who.number not in lines and not one.host]
    if gone:
        raise SittingError(
            f"La vague « {name} » comporte aussi {_listed(gone)}, absent(s) de cette liste.",
            f"Retirez-les : « ./e5b down --wave {name} {' '.join(gone[:8])} » ; ou nommez une autre vague (--wave).",
        )
    moved = [one.who.number for one in here if one.who.cms != lines.get(one.who.number, one.who).cms]
    if moved:
        raise SittingError(
            f"La liste change le CMS de {_listed(moved)}, dont le site existe déjà dans la vague « {name} ».",
            f"Retirez d’abord ce site : « ./e5b down --wave {name} {' '.join(moved[:8])} ».",
        )


def _not_captured(sitting: Sitting) -> None:
    if store.captured(sitting.wave, sitting.number):
        raise SittingError(
            f"Le candidat {sitting.number} a déjà passé l’épreuve dans la vague « {sitting.wave} ».",
            "Donnez un autre nom de vague (--wave)."
            if sitting.removed_at
            else f"« ./e5b reset --wave {sitting.wave} {sitting.number} » lui donne un site neuf ; "
            "ou donnez un autre nom de vague (--wave).",
        )


def _listed(numbers: Sequence[str]) -> str:
    more = f" et {len(numbers) - 8} autres" if len(numbers) > 8 else ""
    return f"le candidat {numbers[0]}" if len(numbers) == 1 else f"les candidats {', '.join(numbers[:8])}{more}"


def with_ports(plan: Plan, base: int, ours: Mapping[str, int]) -> Plan:
    """Give each fresh candidate a port; `ours` are the front door's, by container. Raises SittingError."""
    if base not in _PORTS:
        raise SittingError(f"Le port {base} ne convient pas.", "Donnez à --port-base un nombre de 1024 à 59999.")
    door = set(ours.values())
    used = door | {one.access.port for one in plan.wave.candidates}
    free = (port for port in range(base, 65_536) if port not in used)
    new = {one.who.number: one.access.port or next(free) for one in plan.fresh}
    for port in new.values():
        if port not in door and ports.busy(port):
            _refuse(port)
    ported = {
        one.who.number: one.model_copy(update={"access": one.access.model_copy(update={"port": new[one.who.number]})})
        for one in plan.fresh
    }
    candidates = tuple(ported.get(one.who.number, one) for one in plan.wave.candidates)
    return Plan(
        plan.wave.model_copy(update={"candidates": candidates}), tuple(ported.values()), plan.asleep, plan.there
    )


def _refuse(port: int) -> None:
    holder = ports.listener(port)
    raise SittingError(
        f"Le port {port} est déjà pris" + (f" par {holder}." if holder else " par un autre programme."),
        "Arrêtez ce programme, ou choisissez d’autres ports : « --port-base 9001 », par exemple.",
    )
