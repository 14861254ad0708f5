"""Who sits in which wave and room: lists in, slots out."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from provisioner.schema.day import DayPlan, begins, lasts, wave_name
from provisioner.schema.exam import Exam
from provisioner.schema.sitting import RosterLine
from provisioner.steps.day.model import Conflict, Seat, Slot, at, day, hour, numbers


@dataclass
class _Room:
    """The plan while it is filled."""

    plan: DayPlan
    exam: Exam
    slots: list[Slot]
    limits: Mapping[str, int]
    conflicts: list[Conflict] = field(default_factory=list)

    def sit(self, index: int, who: RosterLine) -> None:
        slot = self.slots[index]
        time = lasts(self.exam.duration_min, self.exam.extra_time_ratio, extra_time=who.extra_time)
        self.slots[index] = replace(slot, seats=(*slot.seats, Seat(who, slot.begins + time)))

    def of(self, commission: str) -> list[int]:
        """Return the slots where a commission sits, in their order."""
        return [index for index, slot in enumerate(self.slots) if commission in slot.commissions]

    def free(self, index: int, commission: str) -> bool:
        """Say whether a slot can still take one of that commission's candidates."""
        slot = self.slots[index]
        here = sum(one.who.commission == commission for one in slot.seats)
        return here < together(self.plan, commission) and len(slot.seats) < self.limits[slot.room]

    def roomy(self, index: int, commission: str) -> bool:
        """Say whether extra time taken here bothers nobody that comes after."""
        slot = self.slots[index]
        long = lasts(self.exam.duration_min, self.exam.extra_time_ratio, extra_time=True)
        after = slot.begins + long + timedelta(minutes=self.plan.turnaround_min)
        alone = not self.plan.rooms[slot.room].shared
        return not any(
            slot.begins < other.begins < after
            and ((alone and other.room == slot.room) or commission in other.commissions)
            for other in self.slots
        )


def together(plan: DayPlan, commission: str) -> int:
    """Return how many candidates a commission sees at once."""
    known = plan.commissions.get(commission)
    return (known.together if known else None) or plan.together


def empty(plan: DayPlan, exam: Exam) -> list[Slot]:
    """Return the slots of a plan in their order, nobody in them yet."""
    usual = lasts(exam.duration_min, exam.extra_time_ratio, extra_time=False)
    slots = [
        Slot(wave_name(one.date, wave), room, begins(one.date, wave), begins(one.date, wave) + usual, commissions)
        for one in plan.days
        for wave in one.waves
        for room, commissions in wave.rooms.items()
    ]
    return sorted(slots, key=lambda slot: (slot.begins, slot.wave, slot.room))


def shared_out(
    plan: DayPlan, exam: Exam, everyone: Sequence[RosterLine], limits: Mapping[str, int]
) -> tuple[list[Slot], list[Conflict]]:
    """Give the candidates of one list for all to the waves where their commission sits, in the order of the list.

    Those with extra time come first, where it bothers nobody after them. `limits` are the seats of each room, by what
    its workstations and its hosts bear. Nobody is left out silently: whoever has no seat is in a conflict.
    """
    room = _Room(plan, exam, empty(plan, exam), limits)
    left = _summoned(room, {one.number: one for one in everyone})
    waiting = [one for one in everyone if one.number in left]
    lost: dict[str, list[str]] = defaultdict(list)
    for one in sorted(waiting, key=lambda who: not who.extra_time):
        places = [index for index in room.of(one.commission) if room.free(index, one.commission)]
        if one.extra_time:
            places.sort(key=lambda index, who=one: (not room.roomy(index, who.commission), index))  # type: ignore[misc]
        if places:
            room.sit(places[0], one)
        else:
            lost[one.commission].append(one.number)
    for commission, found in lost.items():
        room.conflicts.append(_seatless(room, commission, found))
    return _sorted(room.slots), room.conflicts


def as_listed(
    plan: DayPlan, exam: Exam, lists: Mapping[str, Sequence[RosterLine]]
) -> tuple[list[Slot], list[Conflict]]:
    """Seat the candidates of each wave's own list (by the wave's name) in the room where their commission sits."""
    room = _Room(plan, exam, empty(plan, exam), {})
    for wave, lines in lists.items():
        for line in lines:
            place = next((i for i in room.of(line.commission) if room.slots[i].wave == wave), None)
            if place is None:
                room.conflicts.append(_elsewhere(wave, line))
            else:
                room.sit(place, line)
    return _sorted(room.slots), [*room.conflicts, *_twice(room.slots)]


def _sorted(slots: Sequence[Slot]) -> list[Slot]:
    """Put the candidates of each slot in the order of its commissions, then of their numbers."""
    return [
        replace(
            slot,
            seats=tuple(
                sorted(slot.seats, key=lambda one, at=slot.commissions: (at.index(one.who.commission), one.who.number))  # type: ignore[misc]
            ),
        )
        for slot in slots
    ]


def _summoned(room: _Room, known: Mapping[str, RosterLine]) -> set[str]:
    """Seat those whom a wave names; return who is left."""
    times = Counter[str]()
    for one in room.plan.days:
        for wave in one.waves:
            name = wave_name(one.date, wave)
            for number in wave.candidates:
                times[number] += 1
                if number not in known:
                    room.conflicts.append(_unknown(name, number))
                    continue
                place = next((i for i in room.of(known[number].commission) if room.slots[i].wave == name), None)
                if place is None:
                    room.conflicts.append(_elsewhere(name, known[number]))
                else:
                    room.sit(place, known[number])
    room.conflicts += _twice(room.slots)
    return set(known) - set(times)


def _twice(slots: Sequence[Slot]) -> list[Conflict]:
    seen: dict[str, list[Slot]] = defaultdict(list)
    for slot in slots:
        for one in slot.seats:
            seen[one.who.number.casefold()].append(slot)
    found = []
    for number, places in seen.items():
        if len(places) > 1:
            where = " et ".join(f"le {day(one.begins)} à {hour(one.begins)} salle {one.room}" for one in places[:3])
            says = f"Le candidat {number} est convoqué {len(places)} fois : {where}."
            mend = "Gardez une seule de ces convocations."
            found.append(Conflict("twice", places[1].wave, places[1].room, (number,), says, mend))
    return found


def _unknown(wave: str, number: str) -> Conflict:
    says = f"Vague « {wave} » : le candidat {number} n’est pas dans la liste des candidats."
    return Conflict("unknown", wave, "", (number,), says, "Corrigez ce numéro, ou ajoutez le candidat à la liste.")


def _elsewhere(wave: str, line: RosterLine) -> Conflict:
    says = (
        f"Vague « {wave} » : la commission {line.commission} du candidat {line.number} "
        f"(ligne {line.line} de la liste) n’y siège dans aucune salle."
    )
    mend = f"Ajoutez la commission {line.commission} à une salle de cette vague, ou convoquez ce candidat ailleurs."
    return Conflict("commission", wave, "", (line.number,), says, mend)


def _seatless(room: _Room, commission: str, found: Sequence[str]) -> Conflict:
    places = room.of(commission)
    who = f"Commission {commission} : {len(found)} candidat{'s' if len(found) > 1 else ''} sans place"
    if not places:
        says = f"{who} ({numbers(found)}) : elle ne siège dans aucune vague."
        return Conflict("seatless", "", "", tuple(found), says, "Ajoutez-la à une salle d’une vague.")
    last = room.slots[places[-1]]
    says = (
        f"{who} ({numbers(found)}) : ses {len(places)} passages sont complets, "
        f"le dernier le {day(last.begins)} à {hour(last.begins)} salle {last.room}."
    )
    mend = f"Ajoutez une vague où la commission {commission} siège, ou une salle plus grande, ou une machine de plus."
    return Conflict("seatless", last.wave, last.room, tuple(found), says, mend)


__all__ = ["as_listed", "at", "empty", "shared_out", "together"]
