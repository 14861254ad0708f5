"""What this machine tells to who watches it from elsewhere, line by line, as long as somebody listens."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from provisioner import paths
from provisioner.errors import E5BError
from provisioner.pipeline.sitting import load, seats
from provisioner.pipeline.sitting.seats import Seat
from provisioner.schema.watch import CopyTold, MachineTold
from provisioner.steps.console import presence
from provisioner.steps.sitting import store
from provisioner.steps.spare import folder as copied

COPIES = Path("/var/lib/e5b-copie")
"""Where a spare keeps the copies of other hosts' sittings, a folder each (inventories/playbooks/spare.yml)."""
LOOK_S = 0.5
BEAT_S = 1.0
"""A line comes at least this often: silence then means that the machine, or the way to it, is cut."""


def told(wave: str = "", copies: Path = COPIES) -> MachineTold:
    """Return what there is to tell now, of one wave or all; a wave that cannot be read does not hide the others."""
    here, unkept, problems = list[Seat](), list[str](), list[str]()
    for name in [one for one in store.waves() if one == wave or not wave]:
        try:
            gone = {one.number for one in store.entries(name) if one.sitting and one.sitting.removed_at}
            room = seats.read(name)
        except E5BError as error:
            problems.append(error.message)
            continue
        here += [one for one in room.seats if one.number not in gone]
        if room.unkept:
            unkept.append(name)
    return MachineTold(
        at=time.time(),
        unkept=tuple(unkept),
        load=load.measure(),
        console=presence.address(),
        seats=tuple(here),
        copies=tuple(_copy(path) for path in sorted(copies.glob("*/look.json"))),
        problems=tuple(problems),
    )


def follow(wave: str, copies: Path, tell: Callable[[MachineTold], None], heard: Callable[[float], bool]) -> None:
    """Tell whenever something changed, and each second anyway, until nobody listens any more.

    `heard` waits so many seconds and says whether somebody still does.
    """
    last, known, at = _stamp(), told(wave, copies), time.monotonic()
    tell(known)
    while heard(LOOK_S):
        stamp, late = _stamp(), time.monotonic() - at >= BEAT_S
        if stamp == last and not late:
            continue
        last, fresh = stamp, told(wave, copies)
        if late or _matter(fresh) != _matter(known):
            known, at = fresh, time.monotonic()
            tell(fresh)


def _matter(one: MachineTold) -> list[Any]:
    """Return what is worth a line at once: all but clocks that count, loads, ages."""
    return [
        one.unkept,
        one.console,
        one.problems,
        [seat.model_copy(update={"left_s": 0.0, "paused_s": 0.0}) for seat in one.seats],
        [(copy.host, copy.sittings, copy.problems) for copy in one.copies],
    ]


def _stamp() -> tuple[tuple[str, int, int], ...]:
    """Return what changes with every fact and every site: a look at it costs no reading."""
    places = [
        *paths.waves().glob("*/journal.sqlite*"),
        *paths.waves().glob("*/roster.json"),
        *paths.waves().glob("*/*/sitting.json"),
    ]
    found = []
    for path in places:
        try:
            stat = path.stat()
        except OSError:
            continue
        found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return tuple(sorted(found))


def _copy(path: Path) -> CopyTold:
    try:
        look = copied.look(path.parent)
    except E5BError:
        return CopyTold(host=path.parent.name, age_s=0.0, sittings=0, problems=1)
    every = [one for sittings in look.sittings.values() for one in sittings.values()]
    return CopyTold(
        host=path.parent.name,
        age_s=round(max(0.0, time.time() - look.at.at.timestamp()), 1),
        sittings=len(every),
        problems=sum(bool(one.problem) for one in every),
    )
