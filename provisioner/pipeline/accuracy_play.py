"""Plays scripted candidates on real sites and keeps what was captured of each, to be looked at and checked again."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provisioner import catalog, paths
from provisioner.adapters.workstation import workstation
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline import accuracy_sites, capture, sittings
from provisioner.pipeline.accuracy_plan import IDLE, SILENCE, Job
from provisioner.pipeline.accuracy_sites import WAVE, Sites
from provisioner.robots import player
from provisioner.robots.candidate import Desk
from provisioner.robots.library import BACK_OFFICES
from provisioner.schema.changes import Diff
from provisioner.schema.exam import Cms, Exam
from provisioner.steps import pictures
from provisioner.steps.sitting import store
from provisioner.steps.sitting.store import Entry

PATIENCE_MS = 20_000
"""Longest wait for the answer to one gesture."""
PARTS = ("sitting.json", "capture", "diff.json")
STEPS = "steps.json"
"""What was played: kept beside the capture, so that nobody judges an older script by it."""


_PLAY = "Relancez sans --again."


@dataclass(frozen=True)
class Played:
    """What became of one sitting."""

    job: Job
    diff: Diff | None = None
    trouble: str = ""
    """French: why it was not played to its end."""
    hint: str = ""
    seconds: float = 0.0


Told = Callable[[Played], None]


def play_all(exam: Exam, jobs: Sequence[Job], at_once: int, told: Told) -> list[Played]:
    """Play these sittings on real sites, in the order given; `told` hears of each. Raises E5BError."""
    root = kept(exam)
    files = pictured(exam, jobs)
    with accuracy_sites.opened(exam.id, _counts(jobs, at_once)) as sites:

        def one(job: Job) -> Played:
            played = play(job, sites, files, root / job.key)
            told(played)
            return played

        # Whoever waits does not take the place of whoever works.
        idle = [job for job in jobs if _idle(job)]
        with _pool(at_once) as workers, _pool(max(1, len(idle))) as waiting:
            done = {job.key: (waiting if _idle(job) else workers).submit(one, job) for job in jobs}
            return [done[job.key].result() for job in jobs]


def play(job: Job, sites: Sites, files: Mapping[str, Path], target: Path) -> Played:
    """Play one sitting on a site in its first state, capture it, and keep the capture in `target`."""
    since = time.monotonic()
    shutil.rmtree(target, ignore_errors=True)
    try:
        with sites.lent(job.cms) as entry:
            folder = store.folder(WAVE, entry.number)
            _work(job, entry, files, target / "image.png")
            diff = capture.capture(folder, capture.capture_password(folder), pages=False)
            _keep(folder, target)
            (target / STEPS).write_text(_steps(job), encoding="utf-8")
    except E5BError as error:
        return Played(job, None, error.message, error.hint, round(time.monotonic() - since, 1))
    return Played(job, diff, seconds=round(time.monotonic() - since, 1))


def again(exam: Exam, jobs: Sequence[Job], told: Told) -> list[Played]:
    """Take what was kept of these sittings, compared anew with the present model, without playing them."""
    found = []
    for job in jobs:
        folder = kept(exam) / job.key
        if not (folder / STEPS).is_file():
            played = Played(job, None, "Pas encore joué jusqu’au bout.", _PLAY)
        elif (folder / STEPS).read_text(encoding="utf-8") != _steps(job):
            played = Played(job, None, "Ce candidat automatique a changé depuis qu’il a été joué.", _PLAY)
        else:
            played = Played(job, capture.again(folder))
        told(played)
        found.append(played)
    return found


def kept(exam: Exam) -> Path:
    """Folder of what is kept of the sittings of an exam, one folder each."""
    return paths.home() / "accuracy" / exam.id


def pictured(exam: Exam, jobs: Sequence[Job]) -> dict[str, Path]:
    """Return, as JPEG files by id, the pictures that these sittings bring along."""
    asked = {id_ for job in jobs for step in job.steps for id_ in step.pictures.values()}
    context = catalog.context_folder(exam)
    known = catalog.load_context(context).pictures if asked else ()
    wanted = [one.model_copy(update={"format": "jpg"}) for one in known if one.id in asked]
    out = kept(exam) / "pictures"
    pictures.render(context, wanted, out)
    return {one.id: out / f"{one.id}.jpg" for one in wanted}


def _work(job: Job, entry: Entry, files: Mapping[str, Path], trouble: Path) -> None:
    if entry.sitting is None:
        raise SittingError(f"Le site {entry.number} n’est pas prêt.", "Relancez la même commande.")
    access = entry.candidate.access
    with workstation(entry.sitting.url, PATIENCE_MS) as station:
        desk = Desk(station.page, entry.sitting.url, access.login, access.password, sittings.stack(job.cms).login_path)
        work = [*job.plain, *player.gestures(job.steps, files)]
        player.sitting(desk, BACK_OFFICES[job.cms], work, trouble)


def _steps(job: Job) -> str:
    return json.dumps([[step.action.name, step.arguments] for step in job.steps], ensure_ascii=False, indent=1) + "\n"


def _keep(folder: Path, target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    for part in PARTS:
        source = folder / part
        if source.is_dir():
            shutil.copytree(source, target / part, copy_function=_shared, dirs_exist_ok=True)
        elif source.is_file():
            shutil.copy2(source, target / part)


def _shared(source: str, target: str) -> None:
    """Share the bytes where the file system can: the state before is the same for all."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _idle(job: Job) -> bool:
    return (job.id, job.name) == (SILENCE, IDLE)


def _counts(jobs: Sequence[Job], at_once: int) -> dict[Cms, int]:
    counts: dict[Cms, int] = {}
    for cms in dict.fromkeys(job.cms for job in jobs):
        mine = [job for job in jobs if job.cms == cms]
        idle = sum(map(_idle, mine))
        counts[cms] = min(at_once, len(mine) - idle) + idle
    return counts


@contextmanager
def _pool(workers: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that finish what they hold, and begin nothing more, when the order is interrupted."""
    pool = ThreadPoolExecutor(workers)
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
