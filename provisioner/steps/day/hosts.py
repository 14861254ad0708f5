"""Which host carries which candidate's site, and whether the next wave can wait on it while one is at work."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from math import ceil

from provisioner.steps.day.model import Conflict, Machine, Seat, Slot, at, hour

_MANY = 1_000_000
_CLOSED_S, _OPENED_S = 6.0, 1.0
"""For each site, on two cores: capturing and reporting what its candidate did, then making another one
(docs/performance.md: 169 s and 23 s for thirty)."""


@dataclass(frozen=True)
class Load:
    """What one host carries during one wave."""

    wave: str
    host: str
    sites: int
    ahead: bool | None
    """Its sites can be made ready while those of the wave before are at work; None: nobody said what it bears."""
    first: bool
    """Nothing is at work on it before, that day."""


def placed(slots: Sequence[Slot], rooms: Mapping[str, Sequence[Machine]]) -> tuple[list[Slot], list[Conflict]]:
    """Give each candidate a host of their room: a commission on one host where it fits, the emptiest host first."""
    done: list[Slot] = []
    conflicts = []
    for slot in slots:
        machines = rooms[slot.room]
        if not machines and slot.seats:
            conflicts.append(_none(slot))
        free = {
            one.name: (_MANY if one.capacity is None else one.capacity) - _busy(one, slot, done) for one in machines
        }
        before = dict(free)
        seats = _seats(slot, free) if machines else slot.seats
        done.append(replace(slot, seats=seats))
        if any(left < 0 for left in free.values()):
            conflicts.append(_full(done[-1], machines, sum(max(0, left) for left in before.values())))
    return done, conflicts


def loads(slots: Sequence[Slot], rooms: Mapping[str, Sequence[Machine]]) -> list[Load]:
    """Return what each host carries, wave by wave."""
    capacities = {one.name: one.capacity for machines in rooms.values() for one in machines}
    by_host: dict[str, dict[tuple[date, str], int]] = defaultdict(lambda: defaultdict(int))
    for slot in slots:
        for seat in slot.seats:
            by_host[seat.host][slot.begins.date(), slot.wave] += 1
    found = []
    for host, waves in sorted(by_host.items()):
        day, before = None, 0
        for (on, wave), sites in waves.items():
            before = before if on == day else 0
            capacity = capacities.get(host)
            ahead = None if capacity is None else before + sites <= capacity
            found.append(Load(wave, host, sites, ahead, first=not before))
            day, before = on, sites
    return found


def tight(slots: Sequence[Slot], found: Sequence[Load]) -> list[Conflict]:
    """Return the waves whose sites cannot be ready in time where a host has no room for two waves at once."""
    conflicts = []
    for before, load in pairwise(found):
        if before.host != load.host or load.first or load.ahead is not False:
            continue
        ended = max(
            one.ends for slot in slots if slot.wave == before.wave for one in slot.seats if one.host == load.host
        )
        slot = next(one for one in slots if one.wave == load.wave and load.host in one.hosts)
        need = before.sites * _CLOSED_S + load.sites * _OPENED_S
        left = (slot.begins - ended).total_seconds()
        if 0 <= left < need:
            says = (
                f"{at(slot)} : {load.host} ne porte pas deux vagues à la fois, et n’a que {left / 60:.0f} min "
                f"pour relever {before.sites} sites et en ouvrir {load.sites} ; il en faut environ {ceil(need / 60)}."
            )
            mend = "Commencez cette vague plus tard, ajoutez une machine, ou convoquez moins de candidats à la fois."
            conflicts.append(Conflict("closing", slot.wave, slot.room, (), says, mend))
    return conflicts


def _busy(machine: Machine, slot: Slot, done: Sequence[Slot]) -> int:
    """Return how many sites a host carries already when a slot begins."""
    return sum(one.host == machine.name for other in done if other.meets(slot) for one in other.seats)


def _seats(slot: Slot, free: dict[str, int]) -> tuple[Seat, ...]:
    """Place the commissions, the largest first; `free` is what is left of each host, and is brought up to date."""
    groups: dict[str, list[Seat]] = defaultdict(list)
    for seat in slot.seats:
        groups[seat.who.commission].append(seat)
    host: dict[str, str] = {}
    for _, group in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        best = max(sorted(free), key=lambda name: free[name])
        for seat in group:
            # A commission that fits nowhere whole is cut rather than refused.
            name = best if free[best] >= len(group) else max(sorted(free), key=lambda one: free[one])
            host[seat.who.number] = name
        for seat in group:
            free[host[seat.who.number]] -= 1
    return tuple(replace(seat, host=host[seat.who.number]) for seat in slot.seats)


def _none(slot: Slot) -> Conflict:
    says = f"{at(slot)} : aucune machine ne porte les sites de cette salle."
    mend = f"Donnez « hosts » à la salle {slot.room} dans le plan, ou « e5b_room: {slot.room} » à une machine du parc."
    return Conflict("hosts", slot.wave, slot.room, (), says, mend)


def _full(slot: Slot, machines: Sequence[Machine], room_left: int) -> Conflict:
    names = ", ".join(one.name for one in machines)
    says = (
        f"{at(slot)} : {len(slot.seats)} sites à ouvrir à {hour(slot.begins)}, "
        f"mais {names} n’en {'portent' if len(machines) > 1 else 'porte'} que {room_left} de plus à ce moment."
    )
    mend = "Ajoutez une machine à cette salle, convoquez moins de candidats à la fois, ou déplacez une commission."
    return Conflict("capacity", slot.wave, slot.room, (), says, mend)
