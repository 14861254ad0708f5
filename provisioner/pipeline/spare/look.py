"""What a copy of sittings holds, and how far it goes."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from provisioner.schema.spare import Followed, Look
from provisioner.steps.spare import again
from provisioner.steps.spare import folder as copies


@dataclass(frozen=True)
class Copied:
    """How far the copy of one sitting goes."""

    wave: str
    number: str
    url: str
    copied_until: str
    """ISO 8601: whatever was acknowledged before is in the copy; empty: nothing is copied yet."""
    age_s: float
    """Seconds since then, by this machine's time of day."""
    last_write: str
    """ISO 8601 of the last row written; empty: none."""
    transactions: int
    files: int
    bytes: int
    alive: bool
    """Its site ran at the last look."""
    problem: str
    """French."""
    remarks: tuple[str, ...]
    """French: what is there by half, or not at all."""


def status(folder: Path, wave: str = "") -> list[Copied]:
    """Return how far a copy goes, sitting by sitting. Raises SittingError when there is none."""
    look = copies.look(folder)
    return [
        _copied(folder, name, number, seen, look)
        for name, sittings in sorted(look.sittings.items())
        if name == wave or not wave
        for number, seen in sorted(sittings.items())
    ]


def _copied(folder: Path, wave: str, number: str, seen: Followed, look: Look) -> Copied:
    alive = seen.alive is not None and seen.alive.at >= look.at.at
    copy = copies.sitting(folder, wave, number)
    if copy is None:
        absent = "Rien n’est encore copié de ce candidat."
        return Copied(wave, number, "", "", 0.0, "", 0, 0, 0, alive, seen.problem or absent, ())
    place = copies.life(folder, wave, number, copy.life)
    work = again.read(place, seen)
    vouched = work.vouched(look)
    return Copied(
        wave,
        number,
        copy.sitting.url,
        iso(vouched) if vouched else "",
        round(time.time() - vouched, 1) if vouched else 0.0,
        iso(work.last_at) if work.last_at else "",
        sum(extent.transactions for _, extent in work.logs),
        sum(one.action == "kept" for one in work.files),
        sum(path.stat().st_size for path in place.rglob("*") if path.is_file()),
        alive,
        seen.problem,
        work.lost,
    )


def iso(at: float) -> str:
    """Return a moment (seconds since 1970) as ISO 8601 with offset, to the millisecond."""
    return datetime.fromtimestamp(at, UTC).astimezone().isoformat(timespec="milliseconds")
