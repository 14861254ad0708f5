"""Measures the verdicts: scripted candidates on real sites, and what is found against what should be."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock

from provisioner import exams
from provisioner.adapters.docker import containers
from provisioner.errors import DataError
from provisioner.pipeline.accuracy import plan, play
from provisioner.pipeline.accuracy import record as accuracy_record
from provisioner.pipeline.accuracy.plan import BROWSE, SILENCE, Job, Listed
from provisioner.pipeline.accuracy.play import Played
from provisioner.pipeline.accuracy.record import Recorded
from provisioner.schema.changes import Diff
from provisioner.schema.exam import Cms, Exam
from provisioner.steps import accuracy
from provisioner.steps.accuracy import Judged, Matrix

AT_ONCE = 2
IDLE_MINUTES = 0.5


@dataclass(frozen=True)
class Asked:
    """What is to be measured, and how."""

    exam: str = exams.DEFAULT
    cms: tuple[Cms, ...] = ()
    """All those of the exam when empty."""
    only: tuple[str, ...] = ()
    """Functionalities, or `silence`; all, and silence, when empty."""
    at_once: int = AT_ONCE
    patience_s: float = play.PATIENCE_S
    """Longest wait for the answer to one gesture."""
    clumsy: bool = True
    idle_minutes: float = IDLE_MINUTES
    record: bool = False
    again: bool = False
    """From what was kept of earlier sittings, without playing them."""
    resume: bool = False
    """Those that were right stay as they were kept; the others are played."""


@dataclass(frozen=True)
class Result:
    """One sitting, judged."""

    played: Played
    judged: tuple[Judged, ...] = ()
    noisy: tuple[str, ...] = ()
    """French: what a sitting that changed nothing shows all the same."""
    quarrel: tuple[str, ...] = ()
    """French: where the database's own log and the comparison of its states do not tell the same."""

    @property
    def job(self) -> Job:
        """What was to be played."""
        return self.played.job

    @property
    def surprises(self) -> tuple[Judged, ...]:
        """What is not as it should be."""
        return tuple(one for one in self.judged if not one.right)

    @property
    def ok(self) -> bool:
        """Played to its end, and all as it should be."""
        return not (self.played.trouble or self.surprises or self.noisy or self.quarrel)


@dataclass(frozen=True)
class Accuracy:
    """All that was measured."""

    exam: str
    results: tuple[Result, ...]
    matrices: dict[Cms, Matrix]
    total_s: float
    recorded: Recorded | None = None

    @property
    def ok(self) -> bool:
        """All is right."""
        return all(one.ok for one in self.results) and not (self.recorded and self.recorded.refused)


Told = Callable[[int, int, Result], None]
"""Hears of each sitting: how many are done, of how many, and this one."""


def run(asked: Asked, told: Told) -> Accuracy:
    """Play, judge, and record when asked. Raises E5BError when nothing can be played."""
    since = time.monotonic()
    exam = exams.load_exam(asked.exam)
    lists = {cms: plan.load(exam, cms) for cms in asked.cms or sorted(exam.cms)}
    stopped = Event()
    jobs = _jobs(asked, list(lists.values()), stopped)
    results: list[Result] = []
    turn = Lock()

    def judged(played: Played) -> None:
        result = _judged(played, lists[played.job.cms])
        with turn:
            results.append(result)
            told(len(results), len(jobs), result)

    if asked.again:
        for job in jobs:
            judged(play.again(exam, job))
    else:
        kept = _still_right(exam, jobs, lists) if asked.resume else {}
        for played in kept.values():
            judged(played)
        left = [job for job in jobs if job.key not in kept]
        if left:
            play.play_all(exam, left, judged, stopped, at_once=asked.at_once, patience_s=asked.patience_s)
    order = {job.key: index for index, job in enumerate(jobs)}
    results.sort(key=lambda one: order[one.job.key])
    matrices = {
        cms: accuracy.matrix(one.judged for one in results if one.judged and one.job.cms == cms) for cms in lists
    }
    recorded = None
    if asked.record:
        right = {one.job.key: (one.job, one.played.diff) for one in results if one.played.diff and not one.noisy}
        recorded = accuracy_record.record(exam, list(lists.values()), asked.only, right)
    return Accuracy(exam.id, tuple(results), matrices, round(time.monotonic() - since, 1), recorded)


def picture(exam: str, job: Job) -> Path:
    """Return where the page on which a sitting stopped is pictured."""
    return play.kept(exams.load_exam(exam)) / job.key / play.PICTURE


def _jobs(asked: Asked, lists: Sequence[Listed], stopped: Event) -> list[Job]:
    only = [id_ for id_ in asked.only if id_ != SILENCE]
    runs = [] if asked.only and not only else plan.jobs(lists, only, clumsy=asked.clumsy)
    silence = [job for one in lists for job in plan.silence(one.cms, asked.idle_minutes, stopped)]
    if only and len(only) == len(asked.only):
        silence = [job for job in silence if asked.record and job.name == BROWSE and job.cms in {r.cms for r in runs}]
    if asked.record:
        runs += _companions(lists, runs)
    if not runs and not silence:
        raise DataError("Rien à jouer.", "Écrivez des candidats automatiques dans checks/ÉPREUVE/scripted/.")
    return _mixed([*silence, *runs])


def _companions(lists: Sequence[Listed], runs: Sequence[Job]) -> list[Job]:
    """Return the sittings that give the cases « not done », when they are not played already."""
    known = {job.key: job for job in runs}
    for one in lists:
        for id_ in {job.id for job in runs if job.cms == one.cms}:
            nearest = next(iter(plan.companion(one, id_)), None)
            if nearest:
                known.setdefault(nearest.key, nearest)
    return sorted((job for key, job in known.items() if job not in runs), key=lambda job: job.key)


def _still_right(exam: Exam, jobs: Sequence[Job], lists: Mapping[Cms, Listed]) -> dict[str, Played]:
    """Return the sittings whose captures, of the present images, are right with the present checks."""
    images = {cms: containers.golden(exam.id, cms, exam.cms[cms].php).tag for cms in lists}
    kept = [play.again(exam, job, images[job.cms]) for job in jobs]
    return {one.job.key: one for one in kept if _judged(one, lists[one.job.cms]).ok}


def _mixed(jobs: Sequence[Job]) -> list[Job]:
    """Order the sittings so that CMSs take turns: the heavier one does not wait for its last site alone."""
    places: dict[Cms, int] = {}
    ranked = []
    for job in jobs:
        places[job.cms] = places.get(job.cms, 0) + 1
        ranked.append((places[job.cms], job))
    return [job for _, job in sorted(ranked, key=lambda pair: pair[0])]


def _judged(played: Played, listed: Listed) -> Result:
    if played.diff is None:
        return Result(played)
    judged = listed.judge(played.diff, played.job.expected)
    return Result(played, judged, _noise(played), _quarrel(played.diff))


def _noise(played: Played) -> tuple[str, ...]:
    diff = played.diff
    if played.job.id != SILENCE or diff is None or accuracy.silent(diff):
        return ()
    others = [f"Autre changement : {one.table} {one.key}" for one in diff.others]
    files = [f"Fichier : {one.path}" for one in diff.files]
    return (*(one.sentence for one in diff.changes), *others, *files)


def _quarrel(diff: Diff) -> tuple[str, ...]:
    """Return where the two witnesses disagree, or why one of them was not heard."""
    witness = getattr(diff, "witness", None)
    unread = getattr(diff, "unread_log", "")
    told = witness.disagreements if witness and not witness.agrees else ()
    return (*told, *([unread] if unread else []))
