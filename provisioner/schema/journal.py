"""What is written of a wave while it is conducted: who ordered what, when, about whom. Facts are only added."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal, get_args

from provisioner.schema.base import Strict

Kind = Literal[
    "start",
    "pause",
    "resume",
    "extend",
    "end",
    "undo",
    "reset",
    "move",
    "left",
    "taken",
    "boot",
    "grace",
    "closing",
    "captured",
    "reported",
    "closed",
    "sealed",
    "failed",
    "note",
    "refused",
]
"""Orders of people (up to `move`, to another workstation), sites that go on at another machine (`left` there, `taken`
here), what happened to the machine (`boot`), the keeper's work (`grace` to `failed`; only the seal comes after
`closed`), remarks, and orders that were refused."""
KINDS: tuple[Kind, ...] = get_args(Kind)


class Moment(Strict):
    """A reading of the machine's clocks, all at once."""

    at: datetime
    """Time of day, UTC: somebody may have moved it."""
    boot: str
    """Which start of the machine (`/proc/sys/kernel/random/boot_id`)."""
    since_boot_s: float
    """`CLOCK_BOOTTIME`: nobody can move it, it counts while the machine sleeps, it is 0 again when it starts."""


class Entry(Strict):
    """One fact of the journal."""

    id: int
    """From 1, in the order of writing."""
    at: datetime
    boot: str
    since_boot_s: float
    who: str
    """Account or machine part (`gardien`) that gave the order; never a candidate's name."""
    number: str
    """The candidate, or empty: several (`detail["numbers"]`), or the whole room."""
    kind: Kind
    detail: dict[str, Any]
    """`extend`: `minutes`, `reason`; `end`: `why` (`order` or `time`); `undo`: `entry`, `kind`; `reset`: `again`;
    `boot` and `taken`: `last_boot`, `last_since_s`, `last_at`; `taken`: `host`, the machine before; `left`: `to`;
    `from`: the machine whose journal it was brought from, and its number there; `failed`: `step`, `error`;
    `refused`: `order`, `why`."""

    @property
    def moment(self) -> Moment:
        """When it was written."""
        return Moment(at=self.at, boot=self.boot, since_boot_s=self.since_boot_s)

    def concerns(self, number: str) -> bool:
        """Say whether this fact is about that candidate, alone or with others."""
        if self.number:
            return self.number == number
        numbers = self.detail.get("numbers")
        return numbers is None or number in numbers


class ClockFact(Strict):
    """A line of the journal as a candidate's folder keeps it: without the account that gave the order."""

    at: datetime
    kind: Kind
    minutes: float = 0.0
    reason: str = ""


class ClockRecord(Strict):
    """`clock.json` of a candidate's folder: how their time went. Written when the sitting is closed."""

    format: Literal[1] = 1
    number: str
    duration_s: int
    """The candidate's own, extra time included."""
    grace_s: int
    started_at: datetime
    ended_at: datetime
    on_time: bool
    """False: somebody ended it before its time."""
    given_s: float
    paused_s: float
    facts: tuple[ClockFact, ...]
