"""Judges a rehearsal: each part of each sitting, and the whole solution against the official list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from provisioner.pipeline.accuracy import plan
from provisioner.pipeline.bank.rehearsal.plan import Job, Ready
from provisioner.schema.changes import Diff
from provisioner.schema.exam import Exam
from provisioner.steps import checks, rehearsal
from provisioner.steps.accuracy import Expected, Judged, silent
from provisioner.steps.rehearsal import Line


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


def wrong(job: Job) -> list[tuple[str, ...]]:
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


def judged(exam: Exam, ready: Ready, jobs: Sequence[Job]) -> Result:
    """Judge the sittings of one subject."""
    subject = ready.filed.data
    lines = rehearsal.lines(subject, {job.name: (job.parts, wrong(job), job.trouble) for job in jobs})
    whole = [job for job in jobs if len(job.diffs) == len(job.parts) and _is_whole(job, len(subject.questions))]
    surprises, remarks = list[str](), [_replayed(job) for job in jobs if job.stumbled]
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
    listed = plan.Listed(ready.filed.data.cms, checks.load_checks(exam.checks, ready.filed.data.cms), {})
    return [_surprise(one) for one in listed.judge(diff, expected) if not one.right]


def _surprise(one: Judged) -> str:
    labels = {"found": "constaté", "not_found": "non constaté", "undetermined": "indéterminé"}
    return f"fonctionnalité « {one.id} » : attendu {labels[one.expected]}, obtenu {labels[one.got]} ({one.reason})"


def _replayed(job: Job) -> str:
    return f"« {job.name} » a été joué deux fois, le premier essai s’étant arrêté : {job.stumbled}"


def _remarks(diff: Diff) -> list[str]:
    told = [f"« Autres changements » montre une ligne de la table {one.table}" for one in diff.others]
    if diff.witness and not diff.witness.agrees:
        told += [f"les deux témoins se contredisent : {one}" for one in diff.witness.disagreements]
    return told
