"""Plays scripted candidates on real sites and keeps what was captured of each, to be looked at and checked again."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from provisioner import candidate_folder, catalog, paths
from provisioner.adapters.workstation import Browser, chromium, window
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline.accuracy import sites as accuracy_sites
from provisioner.pipeline.accuracy.plan import IDLE, SILENCE, Job
from provisioner.pipeline.accuracy.sites import Sites
from provisioner.pipeline.evidence import capture
from provisioner.pipeline.sitting import opening
from provisioner.robots import player
from provisioner.robots.candidate import Desk
from provisioner.robots.library import BACK_OFFICES
from provisioner.schema.changes import Diff
from provisioner.schema.exam import Cms, Exam
from provisioner.steps import pictures
from provisioner.steps.sitting import store
from provisioner.steps.sitting.store import Entry

PATIENCE_S = 20.0
"""Longest wait for the answer to one gesture."""
PARTS = ("sitting.json", "capture", "diff.json")
STEPS = "steps.json"
"""What was played: kept beside the capture, so that nobody judges an older script by it."""


PICTURE = "image.png"
"""The page on which a sitting stopped."""
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


@dataclass(frozen=True)
class Means:
    """What sittings are played with."""

    sites: Sites
    files: Mapping[str, Path]
    """Pictures that candidates bring along, by id."""
    root: Path
    """Where what is captured is kept."""
    patience_ms: int


def play_all(
    exam: Exam, jobs: Sequence[Job], told: Told, stopped: Event, *, at_once: int, patience_s: float = PATIENCE_S
) -> None:
    """Play these sittings on real sites; `told` hears of each as it ends. Raises E5BError.

    `stopped` is set at the end, or when the order is interrupted: whoever waits goes on.
    """
    root, files = kept(exam), pictured(exam, jobs)
    # Whoever waits does not take the place of whoever works.
    queues = [deque(job for job in jobs if not _idle(job)), *(deque([job]) for job in jobs if _idle(job))]
    turns = [queues[0]] * min(at_once, len(queues[0])) + queues[1:]
    runs = Counter(job.cms for job in jobs)
    with (
        accuracy_sites.opened(exam.id, _counts(jobs, at_once), runs) as sites,
        ThreadPoolExecutor(len(turns), "candidat") as workers,
    ):
        try:
            means = Means(sites, files, root, round(patience_s * 1000))
            for one in [workers.submit(_play_turn, queue, means, told) for queue in turns]:
                one.result()
        finally:
            for queue in queues:
                queue.clear()
            stopped.set()


def _play_turn(jobs: deque[Job], means: Means, told: Told) -> None:
    """Play one sitting after another until none is left, with one browser as long as all goes well."""
    while jobs:
        with chromium() as browser:
            fine = True
            while fine and (job := _next(jobs)):
                played = play(job, means, browser)
                told(played)
                fine = not played.trouble


def _next(jobs: deque[Job]) -> Job | None:
    try:
        return jobs.popleft()
    except IndexError:
        return None


def play(job: Job, means: Means, browser: Browser) -> Played:
    """Play one sitting on a site in its first state, capture it, and keep the capture."""
    target = means.root / job.key
    shutil.rmtree(target, ignore_errors=True)
    since = time.monotonic()
    try:
        with means.sites.lent(job.cms) as entry:
            since = time.monotonic()
            folder = store.folder(means.sites.wave, entry.number)
            _work(job, entry, browser, means)
            diff = capture.capture(folder, capture.capture_password(folder), pages=False)
            _keep(folder, target)
            (target / STEPS).write_text(_steps(job), encoding="utf-8")
    except E5BError as error:
        return Played(job, None, error.message, error.hint, round(time.monotonic() - since, 1))
    return Played(job, diff, seconds=round(time.monotonic() - since, 1))


def again(exam: Exam, job: Job, image: str = "") -> Played:
    """Take what was kept of a sitting, compared anew with the present model, without playing it.

    With `image`, only if it was played on a copy of that golden image.
    """
    folder = kept(exam) / job.key
    if not (folder / STEPS).is_file():
        return Played(job, None, "Pas encore joué jusqu’au bout.", _PLAY)
    if (folder / STEPS).read_text(encoding="utf-8") != _steps(job):
        return Played(job, None, "Ce candidat automatique a changé depuis qu’il a été joué.", _PLAY)
    if image and candidate_folder.sitting(folder).image != image:
        return Played(job, None, "L’image du site a changé depuis.", _PLAY)
    return Played(job, capture.again(folder))


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


def _work(job: Job, entry: Entry, browser: Browser, means: Means) -> None:
    if entry.sitting is None:
        raise SittingError(f"Le site {entry.number} n’est pas prêt.", "Relancez la même commande.")
    access = entry.candidate.access
    with window(browser, entry.sitting.url, means.patience_ms) as station:
        desk = Desk(station.page, entry.sitting.url, access.login, access.password, opening.stack(job.cms).login_path)
        work = [*job.plain, *player.gestures(job.steps, means.files)]
        player.sitting(desk, BACK_OFFICES[job.cms], work, means.root / job.key / PICTURE)


def _steps(job: Job) -> str:
    steps = [[step.action.name, step.arguments] for step in job.steps] or job.what
    return json.dumps(steps, ensure_ascii=False, indent=1) + "\n"


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
    """Return the sites to open of each CMS: one more than work at once, made new while the others are at work."""
    counts: dict[Cms, int] = {}
    for cms in dict.fromkeys(job.cms for job in jobs):
        mine = [job for job in jobs if job.cms == cms]
        idle = sum(map(_idle, mine))
        counts[cms] = min(at_once + 1, len(mine) - idle) + idle
    return counts
