"""Case files from real sittings: what was done, almost done, not done, and what a site writes by itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from provisioner.errors import DataError
from provisioner.pipeline.accuracy import plan
from provisioner.pipeline.accuracy.plan import BROWSE, SILENCE, Job, Listed
from provisioner.schema.changes import Diff
from provisioner.schema.checks import Case
from provisioner.schema.exam import Exam
from provisioner.schema.verdicts import CheckResult
from provisioner.steps import cases, checks
from provisioner.steps.accuracy import OUTCOME_LABELS, Judged
from provisioner.steps.checks import Check

Right = Mapping[str, tuple[Job, Diff]]
"""What was captured, by the key of the sitting."""
_VISITS = "visits"
"""Part of a difference, and the predicate that reads it."""


@dataclass
class Recorded:
    """What came of recording."""

    written: list[Path] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    """French: which case is not recorded, and why."""


def record(exam: Exam, lists: Sequence[Listed], only: Sequence[str], right: Right) -> Recorded:
    """Write the case files of these functionalities (all those with a script of their own when none is named)."""
    done = Recorded()
    for listed in lists:
        for id_ in listed.scripts:
            check = next((one for one in listed.checks.checks if one.functionality.id == id_), None)
            if (only and id_ not in only) or check is None:
                continue
            for name, job in _sources(listed, id_, right):
                where = f"{listed.cms}/{id_}/{name}"
                if job is None or job.key not in right:
                    done.refused.append(f"{where} : le candidat automatique dont il vient n’a pas été joué.")
                    continue
                try:
                    case = _case(listed, check, name, job, right[job.key][1])
                except DataError as error:
                    done.refused.append(f"{where} ({job.key}) : {error.message}")
                    continue
                done.written.append(cases.write(exam.checks, listed.cms, id_, name, case))
    return done


def _sources(listed: Listed, id_: str, right: Right) -> Iterator[tuple[str, Job | None]]:
    """Yield each case to record, with the sitting it comes from."""
    for kind in ("done", "near_miss"):
        first = True
        for run in listed.scripts[id_].runs:
            if run.data.kind == kind:
                job = plan.job(listed, listed.scripts[id_], run)
                yield (kind if first else f"{kind}_{run.data.name.replace('-', '_')}"), job
                first = False
    others = [job for job in plan.companion(listed, id_) if job.key in right]
    fair = (job for job in others if _own(listed, id_, job, right[job.key][1]).right)
    yield "not_done", next(fair, others[0] if others else None)
    browse = f"{listed.cms}/{SILENCE}/{BROWSE}"
    yield "noise", right[browse][0] if browse in right else None


def _own(listed: Listed, id_: str, job: Job, diff: Diff) -> Judged:
    return next(one for one in listed.judge(diff, job.expected) if one.id == id_)


def _case(listed: Listed, check: Check, name: str, job: Job, diff: Diff) -> Case:
    own = _own(listed, check.functionality.id, job, diff)
    if not own.right:
        raise DataError(f"{OUTCOME_LABELS[own.outcome]}. {own.reason}", "Corrigez la vérification, puis recommencez.")
    keep = {_VISITS} if any(rule.predicate.name == _VISITS for rule in check.rules) else set()
    small = cases.reduced(
        diff,
        _day(diff),
        lambda one: checks.run_check(check, one),
        keep=frozenset(keep | ({"noise"} if name == "noise" else set())),
    )
    return Case(
        format=1,
        what=f"{job.id}, {job.name} : {job.what}",
        diff=small,
        verdict=own.got,
        evidence=_titles(checks.run_check(check, small), small),
    )


def _titles(result: CheckResult, diff: Diff) -> tuple[str, ...]:
    """Return the titles that the evidence must go on naming: a few, as written in its sentences."""
    titles = {(change.kind, change.id): change.title for change in diff.changes}
    named = [titles.get((proof.kind, proof.id), "") for proof in result.evidence]
    told = [title for title, proof in zip(named, result.evidence, strict=True) if title and title in proof.sentence]
    return tuple(dict.fromkeys(told))[:3]


def _day(diff: Diff) -> date:
    """Return the day of a sitting: what the difference says of it, else today."""
    told = getattr(diff, "day", "")
    return date.fromisoformat(told) if told else datetime.now().astimezone().date()
