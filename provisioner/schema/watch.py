"""What a machine tells of itself while it is watched: one line of `e5b status --json --follow`."""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict


class SeatTold(Strict):
    """One candidate as a room sees them: by number only."""

    wave: str
    number: str
    commission: str
    cms: str
    subject: str
    extra_time: bool
    url: str
    state: str
    """Of the clock; empty while there is no site."""
    left_s: float
    total_s: float
    given_s: float
    paused_s: float
    closing: str
    """French: how far the closing is; empty before."""
    trouble: str
    """French: what the closing failed on."""
    exam: str
    moved_to: str = ""
    """Name of the machine where their site goes on; empty: here."""


class LoadTold(Strict):
    """Parts of what the machine has, from 0 to 1 (the processor: more when work waits)."""

    processor: float
    memory: float
    disk: float
    memory_free_gb: float
    disk_free_gb: float


class CopyTold(Strict):
    """How far the copy of another host's sittings goes, as the spare that holds it sees it."""

    host: str
    age_s: float
    """Seconds since what it vouches for, by this machine's time of day."""
    sittings: int
    problems: int
    """Sittings that are not copied further."""


class MachineTold(Strict):
    """One machine at one moment."""

    format: Literal[1] = 1
    at: float
    """Seconds since 1970, by this machine's time of day."""
    unkept: tuple[str, ...]
    """Waves where clocks go while no keeper is at work."""
    load: LoadTold
    console: str
    """Where its console answers, `address:port`; empty: it does not."""
    seats: tuple[SeatTold, ...]
    """Those whose site is on this machine, of all waves or the one asked for."""
    copies: tuple[CopyTold, ...]
    problems: tuple[str, ...] = ()
    """French: waves that cannot be read."""
