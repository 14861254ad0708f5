"""What a subject expects, looked for in a difference: satisfied, not, or undetermined, with evidence. Never a mark."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from provisioner.adapters import disk
from provisioner.predicates import Scope, expected
from provisioner.predicates._trace import NotRecorded, Trace
from provisioner.schema.changes import Change, Diff
from provisioner.schema.checks import Rule
from provisioner.schema.criteria import Criteria, Criterion, QuestionCriteria
from provisioner.schema.subject import Expectation, Subject
from provisioner.schema.verdicts import Evidence
from provisioner.steps.checks.load import BoundRule, Kinds, bind, load_labels

NEAR = 3
"""Changes told of an expectation that is not satisfied."""
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class BoundExpectation:
    """An expectation with its predicate and checked arguments."""

    data: Expectation
    rule: BoundRule


@dataclass(frozen=True)
class BoundSubject:
    """A subject whose expectations are ready to be looked for."""

    id: str
    data: Subject
    questions: tuple[tuple[BoundExpectation, ...], ...]
    labels: Mapping[str, Mapping[str, str]]
    """French labels of fields, by kind."""


def bind_expectation(one: Expectation, key: str, path: Path, kinds: Kinds) -> BoundExpectation:
    """Bind one expectation of the file `path`. Raises DataError naming file and key."""
    rule = Rule.model_validate({"predicate": one.predicate, "with": one.arguments})
    return BoundExpectation(one, bind(rule, key, path, kinds))


def bind_subject(id_: str, subject: Subject, path: Path, kinds: Kinds) -> BoundSubject:
    """Bind all expectations of a subject. Raises DataError naming file and key."""
    questions = tuple(
        tuple(
            bind_expectation(one, f"questions.{index}.expectations.{place}", path, kinds)
            for place, one in enumerate(question.expectations)
        )
        for index, question in enumerate(subject.questions)
    )
    return BoundSubject(id_, subject, questions, load_labels(subject.cms))


def look(diff: Diff, subject: BoundSubject) -> Criteria:
    """Look for every expectation of a subject in a difference."""
    questions = tuple(
        QuestionCriteria(title=question.title, criteria=tuple(_look(one, diff, subject) for one in bound))
        for question, bound in zip(subject.data.questions, subject.questions, strict=True)
    )
    return Criteria(exam=subject.data.exam, subject=subject.id, title=subject.data.title, questions=questions)


def write(folder: Path, criteria: Criteria) -> Criteria:
    """Write `criteria.json` in a candidate's folder and return it. Raises DiskError."""
    disk.write(folder / "criteria.json", criteria.model_dump_json(indent=1) + "\n")
    return criteria


def _look(one: BoundExpectation, diff: Diff, subject: BoundSubject) -> Criterion:
    """Look for one expectation. One that crashes never costs the candidate: it is undetermined."""
    try:
        traces = list(one.rule.predicate.find(diff, one.rule.arguments))
    except NotRecorded as missing:
        return _said(one, "undetermined", f"Ce point n’a pas pu être établi ({missing}) : à vérifier sur le site.")
    except Exception as error:  # whatever goes wrong must end in a state, with its reason
        log.debug("expectation %s", one.data.id, exc_info=True)
        reason = f"{type(error).__name__} : {error}"
        return _said(one, "undetermined", f"L’analyse n’a pas abouti ({reason}) : à vérifier sur le site.")
    if traces:
        return _said(one, "satisfied", "Constaté sur le site.", tuple(dict.fromkeys(_proof(t) for t in traces)))
    near = _near(diff, one.rule.arguments)
    if not near:
        return _said(one, "unsatisfied", "Rien de tel n’a été vu sur le site.")
    sentence = "Pas tel que demandé. Ce qui a été fait de plus proche :"
    return _said(one, "unsatisfied", sentence, tuple(_short_of(change, one, diff, subject) for change in near))


def _said(one: BoundExpectation, state: str, sentence: str, evidence: tuple[Evidence, ...] = ()) -> Criterion:
    told = {"id": one.data.id, "says": one.data.says, "functionality": one.data.functionality}
    return Criterion.model_validate({**told, "state": state, "sentence": sentence, "evidence": evidence})


def _short_of(change: Change, one: BoundExpectation, diff: Diff, subject: BoundSubject) -> Evidence:
    """Return what was done, and what of it is not as asked where that can be told."""
    proof, arguments = _proof(Trace(change)), one.rule.arguments
    if not isinstance(arguments, expected.Arguments):
        return proof
    labels = subject.labels.get(change.kind, {})
    try:
        lacking = expected.lacking(change, arguments, diff)
    except NotRecorded:
        return proof
    lacks = [f"{labels.get(name, name)} ({held})" for name, held in lacking.items()]
    told = f"{proof.sentence.rstrip('.')}. Pas comme demandé : {' ; '.join(lacks)}." if lacks else proof.sentence
    return proof.model_copy(update={"sentence": told})


def _proof(trace: Trace) -> Evidence:
    return trace.evidence("")


def _near(diff: Diff, arguments: Scope) -> Sequence[Change]:
    """Return changes of the kinds asked, those of the title asked first: what an examiner will want to look at."""
    title = tuple(str(one).casefold() for one in getattr(arguments, "title", ()))
    mine = [change for change in diff.changes if change.kind in arguments.kinds]
    named = [change for change in mine if title and all(one in change.title.casefold() for one in title)]
    return (named or mine)[:NEAR]
