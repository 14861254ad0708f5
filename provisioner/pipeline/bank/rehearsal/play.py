"""Plays the sittings of a rehearsal on real sites, or takes what was seen of them the last time."""

from __future__ import annotations

import shutil
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from provisioner import catalog, paths
from provisioner.adapters.workstation import Browser, chromium, window
from provisioner.errors import E5BError
from provisioner.pipeline.accuracy import sites as accuracy_sites
from provisioner.pipeline.accuracy.sites import OUTSIDE, Sites
from provisioner.pipeline.bank.rehearsal.plan import Job, mixed
from provisioner.pipeline.evidence import capture
from provisioner.pipeline.sitting import opening
from provisioner.robots import player
from provisioner.robots.candidate import Desk
from provisioner.robots.library import BACK_OFFICES
from provisioner.schema.changes import Diff
from provisioner.schema.exam import Cms, Exam
from provisioner.steps import pictures
from provisioner.steps.rehearsal import Part
from provisioner.steps.sitting import store

STEPS = "steps.json"


@dataclass(frozen=True)
class Means:
    """What all sittings are played with."""

    files: Mapping[str, Path]
    """Pictures that candidates bring along, by id."""
    root: Path
    patience_ms: int


def kept(exam: Exam) -> Path:
    """Folder of what is kept of the rehearsal of an exam's bank."""
    return paths.home() / "rehearsal" / exam.id


def play_all(exam: Exam, jobs: Sequence[Job], at_once: int, patience_s: float, ended: Callable[[Job], None]) -> None:
    """Play these sittings, so many at once; `ended` hears of each. Raises E5BError when nothing can be played."""
    means = Means(_pictures(exam, jobs), kept(exam), round(patience_s * 1000))
    queue = deque(mixed(jobs))
    runs = Counter(job.cms for job in jobs)
    spare = 0 if at_once == 1 else 1
    counts: dict[Cms, int] = {cms: min(at_once + spare, count) for cms, count in runs.items()}
    with accuracy_sites.opened(exam.id, counts, runs) as sites, ThreadPoolExecutor(at_once, "sujet") as workers:
        try:
            for one in [workers.submit(_turn, queue, sites, means, ended) for _ in range(at_once)]:
                one.result()
        finally:
            queue.clear()


def remember(exam: Exam, job: Job) -> None:
    """Take what was seen the last time, if the same was played."""
    folder = kept(exam) / job.key
    script = folder / STEPS
    if not script.is_file() or script.read_text(encoding="utf-8") != job.script:
        job.trouble = "pas encore joué, ou modifié depuis ; relancez sans --again."
        return
    for place in range(len(job.parts)):
        job.diffs.append(Diff.model_validate_json((folder / f"{place}.json").read_bytes()))


def _turn(queue: deque[Job], sites: Sites, means: Means, ended: Callable[[Job], None]) -> None:
    """Play one sitting after another until none is left, with one browser as long as all goes well."""
    while queue:
        with chromium() as browser:
            fine = True
            while fine:
                try:
                    job = queue.popleft()
                except IndexError:
                    return
                _play(job, sites, browser, means)
                fine = not job.trouble
                if fine or job.stumbled:
                    ended(job)
                else:
                    # A gesture that a page lost is no fault of the subject: one that cannot be played stops twice.
                    job.rewind()
                    queue.append(job)


def _play(job: Job, sites: Sites, browser: Browser, means: Means) -> None:
    """Play one sitting on a site in its first state, looking at the site after each part."""
    target = means.root / job.key
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    data = job.ready.filed.data
    since = time.monotonic()
    try:
        with sites.lent(job.cms, data.letter if data.seed else OUTSIDE) as entry:
            since = time.monotonic()
            assert entry.sitting  # noqa: S101 a site that is lent is ready
            folder = store.folder(sites.wave, entry.number)
            access = entry.candidate.access
            with window(browser, entry.sitting.url, means.patience_ms) as station:
                path = opening.stack(job.cms).login_path
                desk = Desk(station.page, entry.sitting.url, access.login, access.password, path)
                work = [gesture for part in job.parts for gesture in _work(job, part, means.files, folder, target)]
                player.sitting(desk, BACK_OFFICES[job.cms], work, target / "image.png")
        (target / STEPS).write_text(job.script, encoding="utf-8")
    except E5BError as error:
        job.trouble = error.message
        job.picture = target / "image.png" if (target / "image.png").is_file() else None
    job.seconds = round(time.monotonic() - since, 1)


def _work(job: Job, part: Part, files: Mapping[str, Path], folder: Path, target: Path) -> list[player.Gesture]:
    def look(_desk: Desk) -> None:
        found = capture.capture(folder, capture.capture_password(folder), pages=False)
        (target / f"{len(job.diffs)}.json").write_text(found.model_dump_json() + "\n", encoding="utf-8")
        job.diffs.append(found)

    return [*player.gestures(job.ready.steps(part), files), ("Relever le site", look)]


def _pictures(exam: Exam, jobs: Sequence[Job]) -> dict[str, Path]:
    """Return the pictures that the gestures bring along: the context's as JPEG, and those of the subjects' folders."""
    steps = [(job, step) for job in jobs for part in job.parts for step in job.ready.steps(part)]
    asked = {id_ for _, step in steps for id_ in step.pictures.values()}
    context = catalog.context_folder(exam)
    known = catalog.load_pictures(context) if asked else ()
    wanted = [one.model_copy(update={"format": "jpg"}) for one in known if one.id in asked]
    out = kept(exam) / "pictures"
    pictures.render(context, wanted, out)
    found = {one.id: out / f"{one.id}.jpg" for one in wanted}
    for job, step in steps:
        for id_ in step.pictures.values():
            if id_ not in found:
                found[id_] = job.ready.filed.folder / id_
    return found
