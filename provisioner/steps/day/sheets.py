"""The plan as people read it: for each day its course, then a page per room. Numbers and names, no subject, no CMS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from jinja2 import Template

from provisioner.adapters import templates
from provisioner.dates import long_day
from provisioner.schema.day import DayPlan
from provisioner.schema.exam import Exam
from provisioner.steps.day.hosts import Load
from provisioner.steps.day.model import Conflict, Slot, hour

_DENSE, _DENSEST = 60, 100
"""Lines from which a room's page is set smaller, so that it stays one."""


@dataclass(frozen=True)
class RoomSheet:
    """One room, one day."""

    room: str
    slots: tuple[Slot, ...]

    @property
    def look(self) -> str:
        """How small the page is set."""
        lines = sum(2 + len(slot.seats) for slot in self.slots)
        return "densest" if lines > _DENSEST else "dense" if lines > _DENSE else ""


@dataclass(frozen=True)
class Turn:
    """One wave, all its rooms, and what each host carries of it."""

    wave: str
    slots: tuple[Slot, ...]
    loads: tuple[Load, ...]


@dataclass(frozen=True)
class DaySheets:
    """What is printed of one day."""

    date: date
    turns: tuple[Turn, ...]
    rooms: tuple[RoomSheet, ...]


def days(slots: Sequence[Slot], loads: Sequence[Load]) -> list[DaySheets]:
    """Cut a plan into days, each into waves and rooms. Slots where nobody sits are left out."""
    sheets = []
    taken = [slot for slot in slots if slot.seats]
    for one in sorted({slot.begins.date() for slot in taken}):
        mine = [slot for slot in taken if slot.begins.date() == one]
        waves = dict.fromkeys(slot.wave for slot in mine)
        turns = tuple(
            Turn(wave, tuple(s for s in mine if s.wave == wave), tuple(load for load in loads if load.wave == wave))
            for wave in waves
        )
        rooms = tuple(
            RoomSheet(room, tuple(slot for slot in mine if slot.room == room))
            for room in sorted({slot.room for slot in mine})
        )
        sheets.append(DaySheets(one, turns, rooms))
    return sheets


def render(
    plan: DayPlan, exam: Exam, sheets: Sequence[DaySheets], remarks: Sequence[Conflict], rosters: Mapping[str, str]
) -> str:
    """Return the whole plan as one HTML document. `rosters`: where the list of a host's wave is (`wave host`)."""
    return _template().render(plan=plan, exam=exam, days=sheets, remarks=remarks, rosters=rosters)


@lru_cache(maxsize=1)
def _template() -> Template:
    return templates.environment("day", {"hour": hour, "long_day": long_day}).get_template("plan.html.j2")
