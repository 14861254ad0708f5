"""What a plan is made of: seats in slots, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from provisioner.schema.sitting import RosterLine

MOST_TOLD = 6


@dataclass(frozen=True)
class Machine:
    """A host that carries sites."""

    name: str
    capacity: int | None
    """Sites at once; None: nobody said."""


@dataclass(frozen=True)
class Seat:
    """One candidate in their place."""

    who: RosterLine
    ends: datetime
    host: str = ""


@dataclass(frozen=True)
class Slot:
    """One room during one wave."""

    wave: str
    room: str
    begins: datetime
    usual_end: datetime
    """Of those without extra time."""
    commissions: tuple[str, ...]
    seats: tuple[Seat, ...] = ()

    @property
    def ends(self) -> datetime:
        """When the last of its candidates ends."""
        return max((one.ends for one in self.seats), default=self.usual_end)

    @property
    def hosts(self) -> tuple[str, ...]:
        """Hosts that carry its sites."""
        return tuple(sorted({one.host for one in self.seats if one.host}))

    def meets(self, other: Slot) -> bool:
        """Say whether there is a moment when both are at work."""
        return self.begins < other.ends and other.begins < self.ends


@dataclass(frozen=True)
class Conflict:
    """Something that would go wrong on the day."""

    kind: str
    wave: str
    room: str
    candidates: tuple[str, ...]
    says: str
    """French: what is wrong, naming wave, room, candidates."""
    mend: str
    """French: what to do."""
    blocking: bool = True
    """False: a remark, the plan can be carried out."""


def numbers(found: Sequence[str]) -> str:
    """Return candidates' numbers as a sentence tells them."""
    shown = ", ".join(found[:MOST_TOLD])
    more = len(found) - MOST_TOLD
    return shown + (f" et {more} autre{'s' if more > 1 else ''}" if more > 0 else "")


def at(slot: Slot) -> str:
    """Return how a sentence names a slot."""
    return f"Vague « {slot.wave} », salle {slot.room}"


def hour(moment: datetime) -> str:
    """Return a time of day as the French write it; seconds only where there are some."""
    return f"{moment:%-H h %M}" + (f" {moment:%S} s" if moment.second else "")


def day(moment: datetime) -> str:
    """Return a date as the French write it in figures."""
    return f"{moment:%d/%m/%Y}"
