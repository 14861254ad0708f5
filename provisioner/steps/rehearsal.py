"""What a subject must prove on a real site, and whether it did. Pure: criteria in, lines of a report out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from provisioner.schema.criteria import Criteria
from provisioner.schema.subject import Subject

Kind = Literal["untouched", "question", "mistake"]


@dataclass(frozen=True)
class Part:
    """What is done before the site is looked at: nothing, one question well, or one mistake."""

    kind: Kind
    question: int = -1
    mistake: int = -1


Sitting = tuple[Part, ...]
"""Parts done one after the other on one site; it is looked at after each."""


@dataclass(frozen=True)
class Line:
    """One line of the report."""

    about: str
    """French: what was tried."""
    ok: bool
    reasons: tuple[str, ...] = ()
    """French: what is not as it should be."""


def plan(subject: Subject) -> dict[str, Sitting]:
    """Return the sittings that prove a subject, by name, in as few as it takes.

    The first does the questions in order, the second backwards: with what is seen after each question, both prove the
    whole, the first and the last question alone, and two orders. The questions between begin a sitting each. Mistakes
    fill these, never two of one question.
    """
    count = len(subject.questions)
    forward = [Part("question", number) for number in range(count)]
    sittings: dict[str, list[Part]] = {_name(forward): [Part("untouched"), *forward]}
    if count > 1:
        sittings[_name(forward[::-1])] = forward[::-1]
    open_ended: list[list[Part]] = []
    for number in range(1, count - 1):
        sittings[f"seule-{number + 1}"] = [Part("question", number)]
        open_ended.append(sittings[f"seule-{number + 1}"])
    for number, question in enumerate(subject.questions):
        for place in range(len(question.mistakes)):
            free = next((one for one in open_ended if all(part.question != number for part in one)), None)
            if free is None:
                free = sittings[f"erreurs-{len(open_ended)}"] = []
                open_ended.append(free)
            free.append(Part("mistake", number, place))
    return {name: tuple(parts) for name, parts in sittings.items()}


def told(part: Part, subject: Subject) -> str:
    """Return a part in French."""
    if part.kind == "untouched":
        return "Site intact"
    question = subject.questions[part.question]
    if part.kind == "question":
        return f"Question {part.question + 1} (« {question.title} »)"
    return f"Erreur à la question {part.question + 1} : {question.mistakes[part.mistake].what.rstrip('.')}"


def judge(subject: Subject, done: Sequence[Part], criteria: Criteria) -> tuple[str, ...]:
    """Return what is not as it should be once these parts are done; `criteria` is what was then seen."""
    solved = {part.question for part in done if part.kind == "question"}
    spoiled = {part.question: part.mistake for part in done if part.kind == "mistake"}
    states = {one.id: one for question in criteria.questions for one in question.criteria}
    wrong: list[str] = []
    for number, question in enumerate(subject.questions):
        unmet = question.mistakes[spoiled[number]].unmet if number in spoiled else None
        for expectation in question.expectations:
            seen = states[expectation.id]
            if number in solved and seen.state != "satisfied":
                why = " ; ".join(proof.sentence for proof in seen.evidence) or seen.sentence
                wrong.append(f"question {number + 1}, « {expectation.id} » n’est pas constaté : {why}")
            elif number in spoiled:
                if unmet and expectation.id in unmet and seen.state == "satisfied":
                    wrong.append(f"question {number + 1}, « {expectation.id} » est constaté malgré l’erreur")
            elif number not in solved and seen.state == "satisfied":
                wrong.append(f"question {number + 1}, « {expectation.id} » est constaté sans avoir été traité")
    return tuple(wrong)


def lines(subject: Subject, seen: Mapping[str, tuple[Sitting, Sequence[tuple[str, ...]], str]]) -> tuple[Line, ...]:
    """Return the report: per sitting its parts, what was wrong after each, and why it stopped (empty when it did not).

    A part that was not reached is a line of its own.
    """
    found: list[Line] = []
    for parts, wrong, trouble in seen.values():
        for place, part in enumerate(parts):
            about = told(part, subject)
            before = [one for one in parts[:place] if one.kind != "untouched"]
            if before:
                about += f", après {_after(before)}"
            elif part.kind == "question":
                about += ", seule"
            if place < len(wrong):
                found.append(Line(about, not wrong[place], tuple(wrong[place])))
            else:
                reason = f"non joué : {trouble}" if place == len(wrong) else "non joué"
                found.append(Line(about, ok=False, reasons=(reason,)))
    return tuple(found)


def _after(parts: Sequence[Part]) -> str:
    told_ = [
        f"{'l’erreur à la question' if part.kind == 'mistake' else 'la question'} {part.question + 1}" for part in parts
    ]
    return " et ".join([", ".join(told_[:-1]), told_[-1]] if len(told_) > 1 else told_)


def _name(parts: Sequence[Part]) -> str:
    return "ordre-" + "".join(str(part.question + 1) for part in parts)
