"""Marks side by side: what a harmonisation meeting looks at. By number; the machine adds and compares, no more."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from provisioner.console.room import Room, Seat
from provisioner.steps.console import marks
from provisioner.steps.console.database import Database
from provisioner.steps.console.marks import Mark

WIDE = Decimal(2)
"""A gap between two markings that people talk about."""


@dataclass(frozen=True)
class Line:
    """One candidate."""

    seat: Seat
    first: Mark | None
    second: Mark | None

    @property
    def gap(self) -> Decimal | None:
        """Second less first."""
        if not (self.first and self.second and self.first.value is not None and self.second.value is not None):
            return None
        return self.second.value - self.first.value

    @property
    def wide(self) -> bool:
        """The two markings are far apart."""
        return self.gap is not None and abs(self.gap) >= WIDE


@dataclass(frozen=True)
class Group:
    """Marks of one subject, or one commission."""

    name: str
    count: int
    mean: Decimal
    lowest: Decimal
    highest: Decimal


@dataclass(frozen=True)
class Table:
    """A wave."""

    wave: str
    lines: tuple[Line, ...]
    subjects: tuple[Group, ...]
    commissions: tuple[Group, ...]


def table(database: Database, room: Room, numbers: Collection[str] | None = None, *, both_only: bool = False) -> Table:
    """Return the validated marks of these candidates (None: all); `both_only`: a second one only beside a first."""
    known = {who: mark for who, mark in marks.of_wave(database, room.wave).items() if mark.validated}
    lines = []
    for seat in room.seats:
        if numbers is None or seat.number in numbers:
            first, second = known.get((seat.number, 1)), known.get((seat.number, 2))
            lines.append(Line(seat, first, second if first or not both_only else None))
    return Table(
        room.wave,
        tuple(lines),
        _groups((line.seat.label_subject, line.first) for line in lines),
        _groups((line.seat.commission, line.first) for line in lines),
    )


def _groups(pairs: Iterable[tuple[str, Mark | None]]) -> tuple[Group, ...]:
    values: dict[str, list[Decimal]] = {}
    for name, mark in pairs:
        if mark and mark.value is not None:
            values.setdefault(name, []).append(mark.value)
    return tuple(
        Group(name, len(found), (sum(found, Decimal(0)) / len(found)).quantize(Decimal("0.01")), min(found), max(found))
        for name, found in sorted(values.items())
    )
