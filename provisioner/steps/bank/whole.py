"""The rules that hold for the bank as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from statistics import median

from provisioner.schema.exam import CMS_LABELS
from provisioner.steps.bank.files import shown
from provisioner.steps.bank.problem import BALANCE, FAIR, LETTER, LIST, Problem
from provisioner.steps.bank.texts import candidate_texts, shared, shingles
from provisioner.subjects import Filed

ALIKE = 0.25
"""Part of the words of a subject that may stand, in the same order, in another."""
ALIKE_QUESTION = 0.5
SPREAD = (0.5, 2.0)
"""Steps of a solution, against the middle subject of the same CMS."""


def problems(bank: Sequence[Filed], functionalities: Mapping[str, Sequence[str]], folder: str) -> list[Problem]:
    """Return what is wrong with the bank; `functionalities` are the ids of the official list, per CMS."""
    return [
        *_letters(bank),
        *_balance(bank, functionalities, folder),
        *_coverage(bank, functionalities, folder),
        *_difficulty(bank),
        *_twins(bank),
    ]


def steps(filed: Filed) -> int:
    """Return how many gestures the whole solution takes."""
    return sum(len(question.solution) for question in filed.data.questions)


def _letters(bank: Sequence[Filed]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], Filed] = {}
    for filed in bank:
        key = (filed.data.cms, filed.data.letter)
        first = seen.setdefault(key, filed)
        if first is not filed:
            text = f"la lettre {filed.data.letter} est déjà celle de « {first.id} »"
            yield Problem(filed.id, shown(filed.path), "letter", text, LETTER)


def _balance(bank: Sequence[Filed], lists: Mapping[str, Sequence[str]], folder: str) -> Iterator[Problem]:
    counts: Counter[str] = Counter(filed.data.cms for filed in bank)
    if len({counts[cms] for cms in lists}) > 1:
        told = ", ".join(f"{counts[cms]} {CMS_LABELS[cms]}" for cms in lists)
        yield Problem("", folder, "", f"la banque n’est pas équilibrée : {told}", BALANCE)
    if not bank:
        yield Problem("", folder, "", "la banque est vide", BALANCE)


def _coverage(bank: Sequence[Filed], lists: Mapping[str, Sequence[str]], folder: str) -> Iterator[Problem]:
    for cms, wanted in lists.items():
        used = {
            id_ for filed in bank if filed.data.cms == cms for q in filed.data.questions for id_ in q.functionalities
        }
        for id_ in wanted:
            if id_ not in used:
                yield Problem(
                    "", folder, "", f"aucun sujet {CMS_LABELS[cms]} n’emploie la fonctionnalité « {id_} »", LIST
                )


def _difficulty(bank: Sequence[Filed]) -> Iterator[Problem]:
    for cms, name in CMS_LABELS.items():
        mine = [filed for filed in bank if filed.data.cms == cms]
        if len(mine) < 2:
            continue
        middle = median(steps(filed) for filed in mine)
        for filed in mine:
            if not SPREAD[0] * middle <= steps(filed) <= SPREAD[1] * middle:
                text = f"la solution compte {steps(filed)} gestes, contre {middle:g} pour le sujet {name} médian"
                yield Problem(filed.id, shown(filed.path), "questions", text, FAIR)


def _twins(bank: Sequence[Filed]) -> Iterator[Problem]:
    texts = {filed.id: shingles(" . ".join(_own(filed))) for filed in bank}
    asked = {filed.id: [shingles(question.text) for question in filed.data.questions] for filed in bank}
    for one, two in combinations(bank, 2):
        part = shared(texts[one.id], texts[two.id])
        if part > ALIKE:
            text = f"{part:.0%} du texte se retrouve dans « {one.id} »".replace("%", " %")
            yield Problem(two.id, shown(two.path), "", text, FAIR)
        for first, question in enumerate(asked[one.id]):
            for second, other in enumerate(asked[two.id]):
                if (part := shared(question, other)) > ALIKE_QUESTION:
                    text = f"{part:.0%} de la question se retrouve dans la question {first + 1} de « {one.id} »"
                    where = f"questions.{second}.text"
                    yield Problem(two.id, shown(two.path), where, text.replace("%", " %"), FAIR)


def _own(filed: Filed) -> Iterator[str]:
    """Yield the texts that make a subject what it is: the work to do is announced in the same words in all."""
    return (text for key, text in candidate_texts(filed.data) if key != "work")
