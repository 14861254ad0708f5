"""One sitting made again on this machine from its copy: a fresh site, its work, and the way that it came."""

from __future__ import annotations

import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from provisioner import exams, paths
from provisioner.adapters import disk
from provisioner.adapters.docker import containers
from provisioner.adapters.docker.containers import Golden
from provisioner.pipeline.sitting.opening import Say
from provisioner.pipeline.sitting.opening import stack as stack_of
from provisioner.pipeline.spare import clock
from provisioner.pipeline.spare.look import iso
from provisioner.schema.sitting import Wave
from provisioner.schema.spare import Followed, Look, Move, SittingCopy
from provisioner.steps.capture.evidence import ROOT
from provisioner.steps.sitting import start as starting
from provisioner.steps.sitting import store
from provisioner.steps.spare import again
from provisioner.steps.spare import folder as copies
from provisioner.steps.spare.again import Work

MOVES = "moves"
"""In a candidate's folder: one folder per machine that their site came from."""
_KIND = "sitting"


@dataclass(frozen=True)
class Wanted:
    """One sitting to make again."""

    copy: SittingCopy
    seen: Followed
    place: Path
    """Its life in the copy."""

    @property
    def wave(self) -> str:
        """Name of the wave."""
        return self.copy.sitting.wave

    @property
    def number(self) -> str:
        """The candidate's number."""
        return self.copy.sitting.number


def enrol(wave: str, mine: Sequence[Wanted]) -> None:
    """Add these candidates to the wave of this machine, with the credentials and the address that they have."""
    known = store.read_wave(wave) or Wave(wave=wave, exam=mine[0].copy.exam, host=mine[0].copy.host, candidates=())
    coming = {one.number: one.copy.candidate.model_copy(update={"host": one.copy.host}) for one in mine}
    kept = tuple(coming.pop(one.who.number, one) for one in known.candidates)
    store.write_wave(known.model_copy(update={"candidates": (*kept, *coming.values())}))


def make(one: Wanted, work: Work, look: Look, say: Say) -> Move:
    """Start a fresh copy of the image, put the work in it, wait for its first page; return the way that it came.

    Raises SittingError, EngineError, DiskError, DataError; nothing is left of the site then.
    """
    place = store.folder(one.wave, one.number)
    _set_aside(one)
    _bring_evidence(one, place)
    aside = _next(place / MOVES)
    moves: list[Move] = []

    def back() -> None:
        clock.taken(one.wave, one.number, look.host, one.seen.alive, look.at)
        moves.append(_move(one, work, look, again.keep(work, aside)))
        disk.write(aside / "move.json", moves[0].model_dump_json(indent=1))

    # It lives: whatever the other machine wrote of its leaving is over.
    sitting = one.copy.sitting.model_copy(update={"removed_at": "", "moved_to": "", "closed_at": ""})
    order = _order(one)
    starting.again(order, sitting, lambda state: say(one.number, state), lambda: _fill(order, work), back)
    return moves[0]


def _order(one: Wanted) -> starting.Order:
    copy = one.copy
    golden = Golden(copy.sitting.image, "", copy.sitting.cms_version, copy.sitting.reservations)
    exam, stack = exams.load_exam(copy.exam), stack_of(copy.sitting.cms)
    return starting.Order(one.wave, exam, stack, golden, copy.candidate, copy.host, time.monotonic(), copy.seed)


def _fill(order: starting.Order, work: Work) -> None:
    run = paths.run() / order.container
    # The database is still starting: the files need it not.
    again.put_files(order.container, run, work, [f"{ROOT.strip('/')}/{name}" for name in order.stack.caches])
    again.put_rows(order.container, run, work)


def _move(one: Wanted, work: Work, look: Look, log: dict[str, str]) -> Move:
    vouched = work.vouched(look)
    return Move(
        number=one.number,
        from_host=look.host,
        copied_until=iso(vouched) if vouched else "",
        last_write=iso(work.last_at) if work.last_at else "",
        alive=iso((one.seen.alive or look.at).at.timestamp()),
        back_at=iso(time.time()),
        gtid=work.gtid,
        log=log,
        lost=work.lost,
    )


def _set_aside(one: Wanted) -> None:
    """Take away what a former life of this sitting left here: it was let go, and comes back."""
    if store.read_sitting(one.wave, one.number):
        store.set_evidence_aside(one.wave, one.number)
    else:
        # An attempt that was interrupted.
        shutil.rmtree(store.folder(one.wave, one.number) / MOVES, ignore_errors=True)
    for found in containers.find(kind=_KIND, wave=one.wave, number=one.number):
        containers.remove(found.id)
    shutil.rmtree(paths.run() / one.copy.sitting.container, ignore_errors=True)


def _bring_evidence(one: Wanted, place: Path) -> None:
    """Bring what was kept of before, and the front door's log: the pages opened there are part of the sitting."""
    disk.folder(place)
    kept = one.place / copies.KEPT
    for path in kept.rglob("*") if kept.is_dir() else ():
        target = place / path.relative_to(kept)
        if path.is_file() and not path.is_symlink() and not path.name.startswith(".") and not target.exists():
            disk.write(disk.folder(target.parent) / target.name, path.read_bytes(), durable=False)
    # Not replaced: the front door goes on writing in the file that it opened.
    log = place / store.ACCESS_LOG
    with disk.told(log), log.open("wb") as stream:
        stream.write(copies.whole_lines(one.place / copies.ACCESS))


def _next(place: Path) -> Path:
    rank = sum(1 for _ in place.glob("*")) + 1
    return disk.folder(place / f"{rank:02}")
