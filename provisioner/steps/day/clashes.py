"""What would go wrong on the day: rooms, commissions, examiners, times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, time, timedelta
from itertools import combinations, pairwise

from provisioner.schema.day import DayPlan
from provisioner.steps.day.model import Conflict, Slot, at, hour, numbers
from provisioner.steps.day.seats import together


def found(plan: DayPlan, slots: Sequence[Slot]) -> list[Conflict]:
    """Return every clash of a plan whose candidates are seated, in the order of its slots."""
    clashes = [
        *_rooms(plan, slots),
        *_workstations(plan, slots),
        *_commissions(plan, slots),
        *_examiners(plan, slots),
        *_together(plan, slots),
        *_remarks(slots),
    ]
    order = {slot.wave: index for index, slot in enumerate(slots)}
    return sorted(clashes, key=lambda one: (not one.blocking, order.get(one.wave, -1)))


def _rooms(plan: DayPlan, slots: Sequence[Slot]) -> Iterator[Conflict]:
    """One wave after another in a room of its own: not before the last candidate has gone."""
    for name, room in plan.rooms.items():
        mine = [slot for slot in slots if slot.room == name]
        for before, after in pairwise(mine):
            if not room.shared:
                yield from _follow(before, after, timedelta(minutes=plan.turnaround_min))


def _follow(before: Slot, after: Slot, pause: timedelta) -> Iterator[Conflict]:
    late = tuple(one.who.number for one in before.seats if one.ends > after.begins)
    where, start = (after.wave, after.room), hour(after.begins)
    if after.begins < before.usual_end:
        says = (
            f"{at(after)} : elle commence à {start}, "
            f"alors que la vague « {before.wave} » occupe la salle jusqu’à {hour(before.usual_end)}."
        )
        mend = f"Commencez-la à {hour(_rounded(before.ends + pause))} au plus tôt, ou prenez une autre salle."
        yield Conflict("room", *where, (), says, mend)
    elif late:
        some = len(late) > 1
        says = (
            f"{at(after)} : elle commence à {start}, alors que {'les candidats' if some else 'le candidat'} "
            f"{numbers(late)} (tiers-temps) de la vague « {before.wave} » "
            f"{'travaillent' if some else 'travaille'} dans la salle jusqu’à {hour(before.ends)}."
        )
        mend = (
            f"Commencez-la à {hour(_rounded(before.ends + pause))} au plus tôt, "
            f"ou convoquez {'ces candidats' if some else 'ce candidat'} à la dernière vague de la demi-journée."
        )
        yield Conflict("extra-time", *where, late, says, mend)
    elif after.begins < before.ends + pause:
        minutes = int((after.begins - before.ends).total_seconds() // 60)
        says = (
            f"{at(after)} : elle commence à {start}, {minutes} min après la fin de la vague « {before.wave} » "
            f"({hour(before.ends)}) ; le plan demande {pause.total_seconds() / 60:.0f} min."
        )
        mend = f"Commencez-la à {hour(_rounded(before.ends + pause))} au plus tôt, ou réduisez « turnaround_min »."
        yield Conflict("turnaround", *where, (), says, mend)


def _workstations(plan: DayPlan, slots: Sequence[Slot]) -> Iterator[Conflict]:
    for slot in slots:
        room = plan.rooms[slot.room]
        # Where only one wave has the room, another one that is still there is a clash of its own.
        others = [one for one in slots if one.room == slot.room and one.begins <= slot.begins < one.ends]
        count = sum(len(one.seats) for one in others) if room.shared else len(slot.seats)
        bears = room.workstations
        if slot.seats and count > bears:
            says = f"{at(slot)} : {count} candidats à {hour(slot.begins)} pour {bears} postes."
            mend = f"Convoquez {count - bears} candidat(s) à une autre vague, ou dans une autre salle."
            yield Conflict("workstations", slot.wave, slot.room, (), says, mend)


def _commissions(plan: DayPlan, slots: Sequence[Slot]) -> Iterator[Conflict]:
    """Look for commissions in two places at a time; within one room `_rooms` has looked already."""
    for before, after in combinations(slots, 2):
        if before.room == after.room and not plan.rooms[after.room].shared:
            continue
        for commission in before.commissions:
            if commission in after.commissions and before.meets(after):
                says = (
                    f"{at(after)} : la commission {commission} y siège à {hour(after.begins)}, "
                    f"alors qu’elle est salle {before.room} jusqu’à {hour(before.ends)} (vague « {before.wave} »)."
                )
                mend = "Ne la gardez que dans l’une des deux, ou décalez la seconde vague."
                yield Conflict("commission-twice", after.wave, after.room, (), says, mend)


def _examiners(plan: DayPlan, slots: Sequence[Slot]) -> Iterator[Conflict]:
    for (one, first), (two, second) in combinations(plan.commissions.items(), 2):
        both = [name for name in first.examiners if name in second.examiners]
        for before, after in ((b, a) for b in slots for a in slots if one in b.commissions and two in a.commissions):
            for name in both:
                if before.meets(after):
                    says = f"{at(after)} : {name} siège à la fois dans les commissions {one} et {two}"
                    rest = "." if before == after else f" (vague « {before.wave} », salle {before.room})."
                    mend = "Remplacez cette personne dans l’une des deux commissions, ou décalez l’une des vagues."
                    yield Conflict("examiner", after.wave, after.room, (), says + rest, mend)


def _together(plan: DayPlan, slots: Sequence[Slot]) -> Iterator[Conflict]:
    for slot in slots:
        for commission in slot.commissions:
            mine = [one.who.number for one in slot.seats if one.who.commission == commission]
            most = together(plan, commission)
            if len(mine) > most:
                says = (
                    f"{at(slot)} : la commission {commission} y verrait {len(mine)} candidats à la fois "
                    f"({numbers(mine)}), {most} au plus."
                )
                mend = f"Convoquez {len(mine) - most} de ces candidats à une autre vague."
                yield Conflict("together", slot.wave, slot.room, tuple(mine), says, mend)


def _remarks(slots: Sequence[Slot]) -> Iterator[Conflict]:
    for slot in slots:
        if not slot.seats:
            says, mend = f"{at(slot)} : personne n’y est convoqué.", "Retirez cette salle de la vague, si c’est voulu."
            yield Conflict("empty", slot.wave, slot.room, (), says, mend, blocking=False)
        for commission in slot.commissions:
            mine = [one.who for one in slot.seats if one.who.commission == commission]
            subjects = sorted({f"{one.cms} {one.subject}" for one in mine})
            if len(subjects) > 1:
                who = tuple(one.number for one in mine)
                says = f"{at(slot)} : la commission {commission} y suit {len(subjects)} sujets différents à la fois."
                mend = f"« ./e5b draw --together {len(mine)} » donne le même sujet à ceux qui passent ensemble."
                yield Conflict("subjects", slot.wave, slot.room, who, says, mend, blocking=False)


def _rounded(moment: datetime) -> datetime:
    """Return the next time that a calendar would say: a multiple of five minutes."""
    over = (moment - datetime.combine(moment.date(), time())) % timedelta(minutes=5)
    return moment + (timedelta(minutes=5) - over if over else timedelta())
