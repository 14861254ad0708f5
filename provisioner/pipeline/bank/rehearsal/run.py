"""The bank on real sites: every subject untouched, solved in several orders, question by question, and badly."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from provisioner import exams, subjects
from provisioner.errors import DataError
from provisioner.pipeline.accuracy.play import PATIENCE_S
from provisioner.pipeline.bank.rehearsal import judge, play
from provisioner.pipeline.bank.rehearsal.judge import Result
from provisioner.pipeline.bank.rehearsal.plan import Job, prepared
from provisioner.schema.exam import Exam

__all__ = ["AT_ONCE", "Asked", "Job", "Rehearsed", "Result", "Told", "prepared", "run"]

AT_ONCE = 2


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
        wrong = [
            *(reason for reasons in judge.wrong(job) for reason in reasons),
            *([job.trouble] if job.trouble else []),
        ]
        with turn:
            done["jobs"] += 1
            told(done["jobs"], len(jobs), job, wrong)

    if asked.again:
        for job in jobs:
            play.remember(exam, job)
            ended(job)
    else:
        play.play_all(exam, jobs, asked.at_once, asked.patience_s, ended)
    results = tuple(judge.judged(exam, one, [job for job in jobs if job.ready is one]) for one in ready)
    return Rehearsed(exam, results, round(time.monotonic() - since, 1))
