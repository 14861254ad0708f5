"""The bank on real sites: every subject untouched, solved in several orders, question by question, and badly."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Lock

from provisioner import catalog, exams, paths, subjects
from provisioner.adapters.workstation import Browser, chromium, window
from provisioner.errors import DataError, E5BError
from provisioner.pipeline import accuracy_plan, accuracy_sites, bank, capture, sittings
from provisioner.pipeline.accuracy_play import PATIENCE_S
from provisioner.pipeline.accuracy_sites import OUTSIDE, Sites
from provisioner.robots import player
from provisioner.robots.candidate import Desk
from provisioner.robots.library import BACK_OFFICES
from provisioner.robots.scripts import Step
from provisioner.schema.changes import Diff
from provisioner.schema.exam import Cms, Exam
from provisioner.steps import checks, pictures, rehearsal
from provisioner.steps.accuracy import Expected, Judged, silent
from provisioner.steps.rehearsal import Line, Part, Sitting
from provisioner.steps.sitting import store
from provisioner.subjects import Filed

AT_ONCE = 2
STEPS = "steps.json"


@dataclass(frozen=True)
class Asked:
    """What is to be rehearsed, and how."""

    exam: str = exams.DEFAULT
    only: tuple[str, ...] = ()
    at_once: int = AT_ONCE
    patience_s: float = PATIENCE_S
    """Longest wait for the answer to one gesture."""
    again: bool = False
    """From what was kept of the last rehearsal: the same gestures, judged by the present expectations."""


@dataclass(frozen=True)
class Ready:
    """One subject, bound."""

    filed: Filed
    bound: checks.BoundSubject
    solved: tuple[bank.Solved, ...]
    plan: Mapping[str, Sitting]

    def steps(self, part: Part) -> tuple[Step, ...]:
        """Return the gestures of a part."""
        if part.kind == "untouched":
            return ()
        one = self.solved[part.question]
        return one.solution if part.kind == "question" else one.mistakes[part.mistake]


@dataclass
class Job:
    """One sitting to play, and what was seen after each of its parts."""

    ready: Ready
    name: str
    parts: Sitting
    diffs: list[Diff] = field(default_factory=list)
    trouble: str = ""
    picture: Path | None = None
    seconds: float = 0.0

    @property
    def cms(self) -> Cms:
        """Of its subject."""
        return self.ready.filed.data.cms

    @property
    def key(self) -> str:
        """`wordpress-a/ordre-1234`."""
        return f"{self.ready.filed.id}/{self.name}"

    @property
    def script(self) -> str:
        """What is played, to know later whether it still is the same."""
        told = [[[step.action.name, step.arguments] for step in self.ready.steps(part)] for part in self.parts]
        seeds = [one.model_dump() for one in self.ready.filed.data.seed]
        return json.dumps([seeds, told], ensure_ascii=False, indent=1) + "\n"


@dataclass(frozen=True)
class Means:
    """What all sittings are played with."""

    files: Mapping[str, Path]
    """Pictures that candidates bring along, by id."""
    root: Path
    patience_ms: int


@dataclass(frozen=True)
class Result:
    """One subject, judged."""

    id: str
    label: str
    title: str
    lines: tuple[Line, ...]
    surprises: tuple[str, ...]
    """French: functionalities that the whole solution shows, or should, against what the subject says."""
    remarks: tuple[str, ...]
    """French: worth knowing, and no fault of the subject."""
    functionalities: tuple[str, ...]
    """Official labels of what the questions ask for."""
    text: str
    """Fingerprint of the subject's file: which text was played."""
    seconds: float
    sittings: int

    @property
    def ok(self) -> bool:
        """All is as it should be."""
        return all(line.ok for line in self.lines) and not self.surprises


@dataclass(frozen=True)
class Rehearsed:
    """The whole rehearsal."""

    exam: Exam
    results: tuple[Result, ...]
    total_s: float

    @property
    def ok(self) -> bool:
        """Every subject passed, and there was one."""
        return bool(self.results) and all(one.ok for one in self.results)


Told = Callable[[int, int, Job, Sequence[str]], None]
"""Hears of each sitting: how many are done, of how many, this one, and what is wrong with it."""


def run(asked: Asked, told: Told) -> Rehearsed:
    """Play and judge. Raises DataError for a subject that cannot be played, E5BError when nothing can."""
    since = time.monotonic()
    exam = exams.load_exam(asked.exam)
    ready = [prepared(exam, id_) for id_ in asked.only or subjects.ids(exam.id)]
    if not ready:
        raise DataError(f"La banque {exam.id} est vide.", "« ./e5b subject new » commence un sujet.")
    jobs = [Job(one, name, parts) for one in ready for name, parts in one.plan.items()]
    turn, done = Lock(), Counter[str]()

    def ended(job: Job) -> None:
        wrong = [*(reason for reasons in _wrong(job) for reason in reasons), *([job.trouble] if job.trouble else [])]
        with turn:
            done["jobs"] += 1
            told(done["jobs"], len(jobs), job, wrong)

    if asked.again:
        for job in jobs:
            _remembered(exam, job)
            ended(job)
    else:
        _play_all(exam, jobs, asked, ended)
    results = tuple(_result(exam, one, [job for job in jobs if job.ready is one]) for one in ready)
    return Rehearsed(exam, results, round(time.monotonic() - since, 1))


def kept(exam: Exam) -> Path:
    """Folder of what is kept of the rehearsal of an exam's bank."""
    return paths.home() / "rehearsal" / exam.id


def prepared(exam: Exam, id_: str) -> Ready:
    """Return a subject with its gestures and expectations bound, and its sittings planned. Raises DataError."""
    filed = subjects.read_one(exam.id, id_)
    return Ready(filed, bank.bound(filed), bank.solved(exam, filed), rehearsal.plan(filed.data))


def _play_all(exam: Exam, jobs: Sequence[Job], asked: Asked, ended: Callable[[Job], None]) -> None:
    means = Means(_pictures(exam, jobs), kept(exam), round(asked.patience_s * 1000))
    at_once = asked.at_once
    queue = deque(_mixed(jobs))
    runs = Counter(job.cms for job in jobs)
    spare = 0 if at_once == 1 else 1
    counts: dict[Cms, int] = {cms: min(at_once + spare, count) for cms, count in runs.items()}
    with accuracy_sites.opened(exam.id, counts, runs) as sites, ThreadPoolExecutor(at_once) as workers:
        try:
            for one in [workers.submit(_turn, queue, sites, means, ended) for _ in range(at_once)]:
                one.result()
        finally:
            queue.clear()


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
                ended(job)
                fine = not job.trouble


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
                path = sittings.stack(job.cms).login_path
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


def _remembered(exam: Exam, job: Job) -> None:
    """Take what was seen the last time, if the same was played."""
    folder = kept(exam) / job.key
    script = folder / STEPS
    if not script.is_file() or script.read_text(encoding="utf-8") != job.script:
        job.trouble = "pas encore joué, ou modifié depuis ; relancez sans --again."
        return
    for place in range(len(job.parts)):
        job.diffs.append(Diff.model_validate_json((folder / f"{place}.json").read_bytes()))


def _wrong(job: Job) -> list[tuple[str, ...]]:
    """Return what is wrong after each part that was played."""
    subject = job.ready.filed.data
    found = []
    for place, diff in enumerate(job.diffs):
        reasons = rehearsal.judge(subject, job.parts[: place + 1], checks.look(diff, job.ready.bound))
        if job.parts[place].kind == "untouched" and not silent(diff):
            reasons += tuple(f"rien n’a été fait, et pourtant : {one.sentence}" for one in diff.changes)
            reasons += tuple(f"rien n’a été fait, et pourtant {one.table} a changé" for one in diff.others)
        found.append(reasons)
    return found


def _result(exam: Exam, ready: Ready, jobs: Sequence[Job]) -> Result:
    subject = ready.filed.data
    lines = rehearsal.lines(subject, {job.name: (job.parts, _wrong(job), job.trouble) for job in jobs})
    whole = [job for job in jobs if len(job.diffs) == len(job.parts) and _is_whole(job, len(subject.questions))]
    surprises, remarks = [], list[str]()
    if not whole:
        surprises.append("la solution entière n’a pas été jouée jusqu’au bout")
    for job in whole:
        surprises += [one for one in _surprises(exam, ready, job.diffs[-1]) if one not in surprises]
        for told in _remarks(job.diffs[-1]):
            if told not in remarks:
                remarks.append(told)
    seconds = round(sum(job.seconds for job in jobs), 1)
    return Result(
        ready.filed.id,
        ready.filed.label,
        subject.title,
        lines,
        tuple(surprises),
        tuple(remarks),
        _asked(exam, ready),
        sha256(ready.filed.path.read_bytes()).hexdigest()[:12],
        seconds,
        len(jobs),
    )


def _asked(exam: Exam, ready: Ready) -> tuple[str, ...]:
    asked = {id_ for question in ready.filed.data.questions for id_ in question.functionalities}
    official = checks.load_official(exam.checks).of(ready.filed.data.cms)
    return tuple(line.label for line in official if line.id in asked)


def _is_whole(job: Job, count: int) -> bool:
    return {part.question for part in job.parts if part.kind == "question"} == set(range(count)) and not any(
        part.kind == "mistake" for part in job.parts
    )


def _surprises(exam: Exam, ready: Ready, diff: Diff) -> list[str]:
    """Return where the verdicts on the whole solution are not what the subject says of it."""
    questions = ready.filed.data.questions
    found = {id_ for question in questions for id_ in (*question.functionalities, *question.also)}
    unsure = {id_ for question in questions for id_ in question.unsure}
    # What one question shows for sure is found, even if another only hints at it.
    sure = {
        id_
        for question in questions
        for id_ in (*question.functionalities, *question.also)
        if id_ not in question.unsure
    }
    expected = Expected(frozenset(sure), frozenset((found | unsure) - sure))
    listed = accuracy_plan.Listed(ready.filed.data.cms, checks.load_checks(exam.checks, ready.filed.data.cms), {})
    return [_surprise(one) for one in listed.judge(diff, expected) if not one.right]


def _surprise(one: Judged) -> str:
    labels = {"found": "constaté", "not_found": "non constaté", "undetermined": "indéterminé"}
    return f"fonctionnalité « {one.id} » : attendu {labels[one.expected]}, obtenu {labels[one.got]} ({one.reason})"


def _remarks(diff: Diff) -> list[str]:
    told = [f"« Autres changements » montre une ligne de la table {one.table}" for one in diff.others]
    if diff.witness and not diff.witness.agrees:
        told += [f"les deux témoins se contredisent : {one}" for one in diff.witness.disagreements]
    return told


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


def _mixed(jobs: Sequence[Job]) -> list[Job]:
    """Order the sittings so that CMSs take turns, and subjects that lay something over the context stay together."""
    places: Counter[Cms] = Counter()
    ranked = []
    for job in jobs:
        places[job.cms] += 1
        ranked.append((places[job.cms], job))
    return [job for _, job in sorted(ranked, key=lambda pair: pair[0])]
