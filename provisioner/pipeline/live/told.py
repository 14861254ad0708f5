"""Tells what a sitting changed so far: by question of its subject, with what was expected, and the official list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from provisioner import candidate_folder, exams
from provisioner.errors import DataError, SittingError
from provisioner.pipeline.bank import judge
from provisioner.pipeline.sitting import seeds
from provisioner.schema.changes import Change, Diff
from provisioner.schema.criteria import Criteria
from provisioner.schema.exam import Cms
from provisioner.schema.live import Live, LiveChange, LiveField, LiveFunctionality, LiveQuestion
from provisioner.schema.sitting import Sitting
from provisioner.schema.subject import Subject
from provisioner.schema.verdicts import CheckResult, Verdicts
from provisioner.steps import checks
from provisioner.steps import diff as differ
from provisioner.steps.checks import BoundSubject
from provisioner.steps.diff.replay import Replay

_SHORT = 180
_FIELDS = 4
Seen = dict[tuple[str, str], tuple[str, int]]
"""What each change was when last told, and when it became so."""


def tell(sitting: Sitting, replay: Replay, events: int, last: int, seen: Seen) -> Live:
    """Return what a sitting changed, its writes put on its first state; `last` is the time of the last one."""
    model = differ.load_model(sitting.cms)
    found = differ.diff(replay.before, replay.snapshot(), model, differ.personal_of(sitting))
    found = found.model_copy(update={"day": sitting.created_at[:10]})
    zone = datetime.fromisoformat(sitting.created_at).tzinfo
    times = {
        (change.kind, change.id): datetime.fromtimestamp(_since(change, last, seen), zone).isoformat(timespec="seconds")
        for change in found.changes
    }
    live = nothing(sitting, events=events, others=len(found.others))
    last_write = datetime.fromtimestamp(last, zone).isoformat() if last else ""
    return live.model_copy(update={**_arranged(sitting, found, times), "last_write": last_write})


def captured(folder: Path) -> Live:
    """Return the same of a sitting that was captured, every field in full. Raises SittingError, DataError."""
    sitting = candidate_folder.sitting(folder)
    path = folder / "diff.json"
    if not path.is_file():
        raise SittingError(
            f"Le travail du candidat {sitting.number} n’a pas encore été relevé.", "Il le sera à la clôture."
        )
    found = candidate_folder.part(folder, path.name, Diff)
    spans = found.timeline.spans if found.timeline else ()
    times = {(span.kind, span.id): span.times[-1] for span in spans if span.times}
    live = nothing(sitting, events=found.witness.events if found.witness else 0, others=len(found.others))
    return live.model_copy(update=_arranged(sitting, found, times, full=True))


def _arranged(
    sitting: Sitting, found: Diff, times: Mapping[tuple[str, str], str], *, full: bool = False
) -> dict[str, object]:
    """Return changes, expectations and functionalities, by question of the subject."""
    verdicts = checks.evaluate(found, _checks(sitting.exam, sitting.cms))
    told = {who: _change(change, times.get(who, ""), full=full) for who, change in _by_id(found).items()}
    shown = [_functionality(one) for one in verdicts.results]
    new: dict[str, object] = {"found": tuple(line for line in shown if line.verdict == "found")}
    subject, problem = _subject(sitting.exam, sitting.cms, sitting.subject)
    if subject is None:
        return {**new, "outside": tuple(told.values()), "problem": problem}
    criteria = checks.look(found, subject)
    owned = [
        set(_evidence(criteria, verdicts, subject.data, index)) & set(told) for index in range(len(criteria.questions))
    ]
    questions = tuple(
        LiveQuestion(
            title=question.title,
            criteria=question.criteria,
            functionalities=tuple(line for line in shown if line.id in subject.data.questions[index].functionalities),
            changes=tuple(told[who] for who in told if who in owned[index]),
        )
        for index, question in enumerate(criteria.questions)
    )
    outside = tuple(change for who, change in told.items() if not any(who in mine for mine in owned))
    return {**new, "questions": questions, "outside": outside}


def _evidence(criteria: Criteria, verdicts: Verdicts, subject: Subject, index: int) -> Iterator[tuple[str, str]]:
    """Yield the entities that speak for a question: proofs of what it expected, then of its functionalities."""
    expected = {(proof.kind, proof.id) for one in criteria.questions[index].criteria for proof in one.evidence}
    yield from expected
    claimed = {
        (proof.kind, proof.id) for question in criteria.questions for one in question.criteria for proof in one.evidence
    }
    wanted = subject.questions[index].functionalities
    for result in verdicts.results:
        if result.id in wanted:
            # A text that answers one question also evidences « write » of the others: it stays where it was expected.
            yield from ((proof.kind, proof.id) for proof in result.evidence if (proof.kind, proof.id) not in claimed)


def _since(change: Change, last: int, seen: Seen) -> int:
    """Return when a change became what it is: the last write of the reading in which it did."""
    print_ = json.dumps([change.action, [(field.name, field.after_text) for field in change.fields]])
    known = seen.get((change.kind, change.id))
    if known is None or known[0] != print_:
        known = seen[change.kind, change.id] = (print_, last)
    return known[1]


def _by_id(found: Diff) -> dict[tuple[str, str], Change]:
    return {(change.kind, change.id): change for change in found.changes}


def _change(change: Change, at: str, *, full: bool) -> LiveChange:
    short = str if full else _short
    fields = tuple(
        LiveField(label=one.label, before=short(one.before_text), after=short(one.after_text))
        for one in change.fields[: None if full else _FIELDS]
    )
    return LiveChange(
        kind=change.kind,
        id=change.id,
        kind_label=change.kind_label,
        title=change.title,
        action=change.action,
        sentence=change.sentence,
        fields=fields,
        pages=change.pages[:1] if change.action != "removed" else (),
        at=at,
    )


def _functionality(result: CheckResult) -> LiveFunctionality:
    return LiveFunctionality(id=result.id, label=result.label, verdict=result.verdict)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHORT else flat[:_SHORT].rstrip() + "…"


def nothing(sitting: Sitting, **more: object) -> Live:
    """Return what is told of a sitting of which nothing is known yet."""
    told = {
        "wave": sitting.wave,
        "number": sitting.number,
        "made_at": sitting.created_at,
        "read_at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "last_write": "",
        "events": 0,
    }
    return Live.model_validate({**told, **more})


@lru_cache(maxsize=8)
def _checks(exam: str, cms: Cms) -> checks.Checks:
    return checks.load_checks(exams.load_exam(exam).checks, cms)


@lru_cache(maxsize=64)
def _subject(exam: str, cms: Cms, told: str) -> tuple[BoundSubject | None, str]:
    try:
        filed = seeds.subject_of(exam, cms, told)
        if filed is None:
            return (
                None,
                f"Le sujet « {told} » n’est pas dans la banque : les changements ne sont pas rangés par question.",
            )
        return judge.bound(filed), ""
    except DataError as error:
        return None, f"Le sujet « {told} » ne peut pas être lu ({error.message})."
