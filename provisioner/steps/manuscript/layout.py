"""A subject as the parts of a document: what `outline` reads again to the same data. Templates add instructions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.schema.exam import CMS_LABELS
from provisioner.schema.subject import Annex, Expectation, GridLine, Mistake, Question, Subject
from provisioner.steps.manuscript import words
from provisioner.steps.manuscript.parts import Cell, Paragraph, Part, Picture, Table
from provisioner.steps.manuscript.prose import paragraphs
from provisioner.steps.manuscript.values import flat, written


def layout(subject: Subject, pictures: Mapping[str, bytes], advice: Mapping[str, str]) -> list[Part]:
    """Return the parts of a subject's document; `pictures` are the files of its folder, `advice` is by heading."""
    return list(_Layout(subject, pictures, advice).parts())


class _Layout:
    def __init__(self, subject: Subject, pictures: Mapping[str, bytes], advice: Mapping[str, str]) -> None:
        self._subject, self._pictures, self._advice = subject, pictures, dict(advice)

    def parts(self) -> Iterator[Part]:
        subject = self._subject
        yield from self._heading(words.SUBJECT)
        yield _table(
            (words.HEAD["exam"], (subject.exam,)),
            (words.HEAD["cms"], (CMS_LABELS[subject.cms],)),
            (words.HEAD["letter"], (subject.letter,)),
            (words.HEAD["title"], (subject.title,)),
        )
        yield from self._heading(words.SITUATION)
        yield from paragraphs(subject.situation)
        yield from self._heading(words.WORK)
        yield from paragraphs(subject.work)
        for number, question in enumerate(subject.questions, start=1):
            yield from self._question(number, question)
        for number, annex in enumerate(subject.annexes, start=1):
            yield from self._annex(number, annex)
        for seed in subject.seed:
            yield from self._heading(words.SEED)
            yield _table(
                (words.KIND, (seed.kind,)), *((name, written(str(value))) for name, value in seed.values.items())
            )
        yield from self._files()

    def _heading(self, name: str, shown: str = "", level: int = 1) -> Iterator[Part]:
        """Yield a heading, and the first time the instructions that go with it."""
        yield Paragraph(shown or name, level=level)
        for line in self._advice.pop(name, "").splitlines():
            yield Paragraph(line, aside=True)

    def _question(self, number: int, question: Question) -> Iterator[Part]:
        yield from self._heading(words.QUESTION, f"{words.QUESTION} {number} – {question.title}")
        yield _table(
            (words.CARD["dimensions"], tuple(words.DIMENSIONS[one] for one in question.dimensions)),
            *((words.CARD[name], getattr(question, name)) for name in ("functionalities", "also", "unsure")),
        )
        yield from self._heading(words.TEXT, level=2)
        yield from paragraphs(question.text)
        for one in question.expectations:
            yield from self._heading(words.EXPECTATION, level=2)
            yield _expectation(one)
        for line in question.grid:
            yield from self._heading(words.GRID, level=2)
            yield _line(line)
        yield from self._heading(words.SOLUTION, level=2)
        yield _steps(question.solution)
        for mistake in question.mistakes:
            yield from self._heading(words.MISTAKE, level=2)
            yield from _mistake(mistake)

    def _annex(self, number: int, annex: Annex) -> Iterator[Part]:
        yield from self._heading(words.ANNEX, f"{words.ANNEX} {number} – {annex.title}")
        yield from paragraphs(annex.text)
        if annex.table:
            yield Table(tuple(tuple((cell,) for cell in row) for row in annex.table), head=True)
        if annex.picture in self._pictures:
            yield Picture(self._pictures[annex.picture])
            yield Paragraph(f"{words.FILE} : {annex.picture}")
        elif annex.picture:
            yield Paragraph(f"{words.PICTURE} : {annex.picture}")
        if annex.file:
            yield Paragraph(f"{words.HANDED} : {words.YES}")

    def _files(self) -> Iterator[Part]:
        """Yield the pictures that no annex shows: gestures bring them."""
        shown = {annex.picture for annex in self._subject.annexes}
        rest = {name: data for name, data in self._pictures.items() if name not in shown}
        if rest:
            yield from self._heading(words.PICTURES)
        for name, data in rest.items():
            yield Picture(data)
            yield Paragraph(f"{words.FILE} : {name}")


def _table(*rows: tuple[str, Cell]) -> Table:
    return Table(tuple(((label,), lines or ("",)) for label, lines in rows))


def _expectation(one: Expectation) -> Table:
    rows: list[tuple[str, Cell]] = [
        (words.EXPECTED["id"], (one.id,)),
        (words.EXPECTED["says"], (one.says,)),
        (words.EXPECTED["functionality"], (one.functionality,)),
    ]
    if "predicate" in one.model_fields_set:
        rows.append((words.EXPECTED["predicate"], (one.predicate,)))
    return _table(*rows, *flat(one.arguments))


def _line(line: GridLine) -> Table:
    rows = [(label, (getattr(line, name),)) for name, label in words.LINE.items()]
    return _table(*rows, *((level, (getattr(line.levels, level),)) for level in words.LEVELS))


def _mistake(mistake: Mistake) -> Iterator[Part]:
    yield _table((words.WRONG["what"], (mistake.what,)), (words.WRONG["unmet"], mistake.unmet))
    yield _steps(mistake.steps)


def _steps(steps: tuple[str | dict[str, dict[str, Any]], ...]) -> Table:
    rows: list[tuple[Cell, ...]] = [tuple((name,) for name in words.STEPS)]
    for step in steps:
        name, arguments = (step, {}) if isinstance(step, str) else next(iter(step.items()))
        for argument, value in arguments.items() or [("", None)]:
            rows.append(((name,), (argument,), written(value) if argument else ("",)))
            name = ""
    return Table(tuple(rows), head=True)
