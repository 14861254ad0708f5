"""The bank of an exam: subjects read, bound to predicates, gestures and context, and judged by the rules."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from provisioner import catalog, exams, paths
from provisioner.errors import DataError
from provisioner.robots.action import Action
from provisioner.robots.library import BACK_OFFICES
from provisioner.robots.scripts import Known as Gestures
from provisioner.robots.scripts import Step, bind_steps
from provisioner.schema.context import Context
from provisioner.schema.entities import Model
from provisioner.schema.exam import Cms, Exam
from provisioner.steps import bank, checks
from provisioner.steps import diff as differ
from provisioner.steps.bank import Known, Problem
from provisioner.steps.bank.files import shown, unreadable
from provisioner.steps.bank.problem import CONTEXT, FORM, LIST
from provisioner.steps.bank.texts import flat, length, values
from provisioner.steps.bank.whole import steps
from provisioner.steps.sitting import seed
from provisioner.subjects import Filed


@dataclass(frozen=True)
class Bank:
    """The subjects of an exam that could be read, and all that is wrong."""

    exam: Exam
    subjects: tuple[Filed, ...]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Nothing is wrong."""
        return not self.problems


@dataclass(frozen=True)
class Solved:
    """The steps of one question, ready to play."""

    solution: tuple[Step, ...]
    mistakes: tuple[tuple[Step, ...], ...]


def check(exam_id: str) -> Bank:
    """Read the bank of an exam and hold it to every rule. Raises DataError when the exam itself is wrong."""
    exam = exams.load_exam(exam_id)
    subjects, problems = bank.read(exam.id)
    official = checks.load_official(exam.checks)
    found = [*problems]
    for filed in subjects:
        found += judge(exam, filed)
    lists: dict[str, tuple[str, ...]] = {cms: tuple(line.id for line in official.of(cms)) for cms in exam.cms}
    found += bank.bank_problems(subjects, lists, shown(paths.SUBJECTS / exam.id))
    return Bank(exam, subjects, tuple(found))


def judge(exam: Exam, filed: Filed) -> list[Problem]:
    """Return all that is wrong with one subject, apart from the others."""
    return [*bank.subject_problems(filed, _known(exam.id, filed.data.cms)), *_bound(exam, filed)]


def bound(filed: Filed) -> checks.BoundSubject:
    """Return a subject whose expectations are ready to be looked for. Raises DataError naming file and key."""
    return checks.bind_subject(filed.id, filed.data, filed.path, checks.load_kinds(filed.data.cms))


def solved(exam: Exam, filed: Filed) -> tuple[Solved, ...]:
    """Return the steps of each question, ready to play. Raises DataError naming file and key."""
    known = _gestures(exam.id, filed)
    return tuple(
        Solved(
            bind_steps(question.solution, f"questions.{index}.solution", filed.path, known),
            tuple(
                bind_steps(mistake.steps, f"questions.{index}.mistakes.{place}.steps", filed.path, known)
                for place, mistake in enumerate(question.mistakes)
            ),
        )
        for index, question in enumerate(filed.data.questions)
    )


def _bound(exam: Exam, filed: Filed) -> Iterator[Problem]:
    """Yield what cannot be bound: predicates and their arguments, gestures and theirs, seeds."""
    kinds, known = checks.load_kinds(filed.data.cms), _gestures(exam.id, filed)
    for index, question in enumerate(filed.data.questions):
        key = f"questions.{index}"
        for place, one in enumerate(question.expectations):
            where = f"{key}.expectations.{place}"
            yield from _tried(filed, LIST, lambda: checks.bind_expectation(one, where, filed.path, kinds))  # noqa: B023 called at once
        lists = [(f"{key}.solution", question.solution)]
        lists += [(f"{key}.mistakes.{place}.steps", one.steps) for place, one in enumerate(question.mistakes)]
        for where, gestures in lists:
            for place, step in enumerate(gestures):
                yield from _tried(filed, FORM, lambda: _step(step, f"{where}.{place}", filed.path, known))  # noqa: B023 called at once
    yield from _tried(filed, CONTEXT, lambda: seed.render(filed.data.cms, filed.data.seed, filed.path))


def _step(step: str | dict[str, dict[str, object]], key: str, path: Path, known: Gestures) -> object:
    try:
        return bind_steps((step,), "solution", path, known)
    except DataError as error:
        raise DataError(error.message.replace("solution.0", key, 1), error.hint) from None


def _tried(filed: Filed, rule: str, do: Callable[[], object]) -> Iterator[Problem]:
    try:
        do()
    except DataError as error:
        yield unreadable(filed.id, error, rule)


@cache
def _context(exam_id: str) -> Context:
    return catalog.load_context(catalog.context_folder(exams.load_exam(exam_id)))


@cache
def _known(exam_id: str, cms: Cms) -> Known:
    exam, context = exams.load_exam(exam_id), _context(exam_id)
    official = checks.load_official(exam.checks)
    told = [context.company.model_dump(mode="json"), getattr(context, cms).model_dump(mode="json")]
    return Known(
        year=official.exam if exam.id.isdigit() else 0,
        questions=(exam.questions_least or exam.questions, exam.questions),
        functionalities=tuple(line.id for line in official.of(cms)),
        pictures=tuple(one.id for one in context.pictures),
        titled=_titled(differ.load_model(cms)),
        names=frozenset(flat(text) for _, text in values(told)),
        exam=exam.id,
        references=_references(differ.load_model(cms)),
    )


def _titled(model: Model) -> dict[str, bool]:
    return {name: bool(kind.table) and bool(kind.title) for name, kind in model.kinds.items()}


def _references(model: Model) -> dict[str, frozenset[str]]:
    return {
        name: frozenset(field for field, one in kind.fields.items() if one.type == "reference")
        for name, kind in model.kinds.items()
    }


def _gestures(exam_id: str, filed: Filed) -> Gestures:
    """Return what its steps may name: the gestures, the context's pictures, and those of its own folder."""
    own = [path.name for path in filed.folder.iterdir() if path.suffix.lower() in {".jpg", ".jpeg", ".png"}]
    pictures = [one.id for one in _context(exam_id).pictures]
    return Gestures(BACK_OFFICES[filed.data.cms].actions, (*pictures, *own))


@dataclass(frozen=True)
class Told:
    """What is said of one subject in a list."""

    id: str
    cms: Cms
    title: str
    questions: int
    functionalities: tuple[str, ...]
    words: int
    steps: int
    problems: int


def told(found: Bank) -> tuple[Told, ...]:
    """Return what there is to say of each subject."""
    counted = Counter(problem.subject for problem in found.problems)
    return tuple(
        Told(
            filed.id,
            filed.data.cms,
            filed.data.title,
            len(filed.data.questions),
            tuple(dict.fromkeys(id_ for question in filed.data.questions for id_ in question.functionalities)),
            length(filed.data),
            steps(filed),
            counted[filed.id],
        )
        for filed in found.subjects
    )


def gestures(cms: Cms) -> dict[str, tuple[str, str]]:
    """Return the gestures that steps may name: their arguments, and what they do, in French."""
    return {name: (_arguments(one), one.phrase) for name, one in sorted(BACK_OFFICES[cms].actions.items())}


def _arguments(action: Action) -> str:
    kinds = {"str": "texte", "int": "nombre", "bool": "true ou false", "list[str]": "liste", "Path": "image"}
    told = [
        f"{name}: {kinds.get(str(one.annotation), str(one.annotation))}"
        + ("" if one.default is inspect.Parameter.empty else " (facultatif)")
        for name, one in action.parameters.items()
    ]
    return "{" + ", ".join(told) + "}" if told else ""
