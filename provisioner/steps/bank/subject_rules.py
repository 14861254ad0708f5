"""The rules that one subject must keep, whatever the others are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date

from provisioner.predicates.measures import words
from provisioner.steps.bank import annexes, context_rules
from provisioner.steps.bank.files import shown
from provisioner.steps.bank.known import Known
from provisioner.steps.bank.problem import (
    DATES,
    DIMENSIONS,
    FORM,
    LETTER,
    LIST,
    MINUTES,
    QUESTIONS,
    TEXT_BLOCK,
    Problem,
)
from provisioner.steps.bank.texts import candidate_texts, dates, flat, length, values
from provisioner.subjects import Filed

LONGEST = {"title": 12, "situation": 260, "work": 80, "question": 190}
"""Most words of each text."""
LONGEST_PAPER = 1100
"""Words of the whole paper: about five minutes of reading out of forty."""
FIRST_DAY = (5, 1)
"""Month and day before which a session does not begin."""
_LEANS = re.compile(
    r"questions? (?:precedente|[1-9a-d])\b|a la (?:premiere|deuxieme|troisieme|quatrieme) question|"
    r"que vous venez d|precedemment (?:cree|redige|ajoute|modifie)"
)
_BLOCK = re.compile(r"bloc de texte|ps_customtext|customtext")
_ANNEX = re.compile(r"annexes? (?:n° ?)?(\d+(?:(?:,| et| a) \d+)*)")
_ANNEXES = re.compile(r"\bannexes?\b(?! (?:n° ?)?\d)")
"""All of them, without a number."""


def problems(filed: Filed, known: Known) -> list[Problem]:
    """Return all that is wrong with one subject, in the order of its file."""
    return [
        *_name(filed, known),
        *_questions(filed, known),
        *_lengths(filed),
        *_dates(filed, known),
        *context_rules.problems(filed, known),
        *_independence(filed, known),
        *_text_block(filed),
        *_annex_numbers(filed),
        *annexes.problems(filed, known.pictures),
    ]


def _problem(filed: Filed, key: str, text: str, rule: str) -> Problem:
    return Problem(filed.id, shown(filed.path), key, text, rule)


def _name(filed: Filed, known: Known) -> Iterator[Problem]:
    data = filed.data
    if filed.id != f"{data.cms}-{data.letter.lower()}":
        text = f"le dossier s’appelle « {filed.id} », or le sujet est {data.cms} {data.letter}"
        yield _problem(filed, "letter", text, LETTER)
    if known.exam and data.exam != known.exam:
        yield _problem(filed, "exam", f"« {data.exam} » au lieu de « {known.exam} »", FORM)


def _questions(filed: Filed, known: Known) -> Iterator[Problem]:
    questions = filed.data.questions
    least, most = known.questions
    if not least <= len(questions) <= most:
        wanted = str(most) if least == most else f"{least} à {most}"
        yield _problem(filed, "questions", f"{len(questions)} question(s) au lieu de {wanted}", QUESTIONS)
    present = {dimension for question in questions for dimension in question.dimensions}
    for dimension, name in (("redaction", "rédactionnelle"), ("technique", "technique")):
        if dimension not in present:
            yield _problem(filed, "questions", f"aucune question n’a de dimension {name}", DIMENSIONS)
    seen: Counter[str] = Counter(one.id for question in questions for one in question.expectations)
    for id_, count in seen.items():
        if count > 1:
            yield _problem(filed, "questions", f"{count} attendus portent l’identifiant « {id_} »", FORM)
    for index in range(len(questions)):
        yield from _question(filed, index, known)


def _question(filed: Filed, index: int, known: Known) -> Iterator[Problem]:
    question, key = filed.data.questions[index], f"questions.{index}"
    lists = (("functionalities", question.functionalities), ("also", question.also), ("unsure", question.unsure))
    for name, asked in lists:
        for id_ in asked:
            if id_ not in known.functionalities:
                yield _problem(filed, f"{key}.{name}", f"« {id_} » n’est pas une fonctionnalité de la liste", LIST)
    for id_ in sorted({*question.also} & {*question.unsure}):
        yield _problem(filed, f"{key}.unsure", f"« {id_} » est aussi dans « also »", FORM)
    for place, one in enumerate(question.expectations):
        if one.functionality not in question.functionalities:
            text = f"« {one.functionality} » n’est pas dans les fonctionnalités de la question"
            yield _problem(filed, f"{key}.expectations.{place}.functionality", text, LIST)
    own = {one.id for one in question.expectations}
    for place, mistake in enumerate(question.mistakes):
        for id_ in mistake.unmet:
            if id_ not in own:
                text = f"« {id_} » n’est pas un attendu de cette question"
                yield _problem(filed, f"{key}.mistakes.{place}.unmet", text, FORM)


def _lengths(filed: Filed) -> Iterator[Problem]:
    data = filed.data
    texts = [("title", "title", data.title), ("situation", "situation", data.situation), ("work", "work", data.work)]
    for index, question in enumerate(data.questions):
        texts += [("title", f"questions.{index}.title", question.title)]
        texts += [("question", f"questions.{index}.text", question.text)]
    for kind, key, text in texts:
        count = len(words(text))
        if count > LONGEST[kind]:
            yield _problem(filed, key, f"{count} mots, pour {LONGEST[kind]} au plus", MINUTES)
        if not count:
            yield _problem(filed, key, "le texte est vide", FORM)
    if length(data) > LONGEST_PAPER:
        yield _problem(filed, "", f"{length(data)} mots à lire en tout, pour {LONGEST_PAPER} au plus", MINUTES)


def _dates(filed: Filed, known: Known) -> Iterator[Problem]:
    if not known.year:
        return
    first = date(known.year, *FIRST_DAY)
    for key, text in candidate_texts(filed.data):
        if not key.startswith(("work", "questions")):
            continue
        for written, found in dates(text):
            if found < first:
                yield _problem(filed, key, f"la date « {written} » est passée le jour de l’épreuve", DATES)


def _independence(filed: Filed, known: Known) -> Iterator[Problem]:
    """Look for what one question takes from another: its words, its expectations, its solution."""
    for index, question in enumerate(filed.data.questions):
        if lean := _LEANS.search(flat(question.text)):
            text = f"« {lean[0]} » renvoie à une autre question"
            yield _problem(filed, f"questions.{index}.text", text, QUESTIONS)
    made = [_made(filed, index) for index in range(len(filed.data.questions))]
    for index, question in enumerate(filed.data.questions):
        others = {name: other for other, names in enumerate(made) if other != index for name in names}
        for place, step in enumerate(question.solution):
            name, arguments = next(iter(step.items())) if isinstance(step, dict) else (step, {})
            if _makes(name):
                continue
            for key, value in values(arguments):
                if flat(value) in others and flat(value) not in made[index] and flat(value) not in known.names:
                    where = f"questions.{index}.solution.{place}.{name}.{key}"
                    text = f"« {value} » est créé par la question {others[flat(value)] + 1}"
                    yield _problem(filed, where, text, QUESTIONS)


def _makes(action: str) -> bool:
    return action.startswith(("add_", "create_", "new_", "write_"))


def _made(filed: Filed, index: int) -> set[str]:
    """Return the names, flat, of what the solution of a question makes."""
    found: set[str] = set()
    for step in filed.data.questions[index].solution:
        for name, arguments in step.items() if isinstance(step, dict) else ():
            if _makes(name):
                named = (arguments.get(key) for key in ("title", "name", "text", "login", "code"))
                found |= {flat(one) for one in named if isinstance(one, str) and len(one) > 3}
    return found


def _text_block(filed: Filed) -> Iterator[Problem]:
    told = [*candidate_texts(filed.data)]
    for index, question in enumerate(filed.data.questions):
        told += values(list(question.solution), f"questions.{index}.solution")
        for place, one in enumerate(question.expectations):
            key = f"questions.{index}.expectations.{place}"
            told.append((f"{key}.says", one.says))
            if "custom_text" in one.arguments.get("kinds", ()):
                yield _problem(
                    filed, f"{key}.with.kinds", "l’attendu porte sur le module « bloc de texte »", TEXT_BLOCK
                )
    if filed.data.cms == "prestashop":
        for key, text in told:
            if _BLOCK.search(flat(text)):
                yield _problem(filed, key, "le sujet s’appuie sur le module « bloc de texte »", TEXT_BLOCK)


def _annex_numbers(filed: Filed) -> Iterator[Problem]:
    count, named = len(filed.data.annexes), set[int]()
    for key, text in candidate_texts(filed.data):
        if key.startswith("annexes"):
            continue
        if _ANNEXES.search(flat(text)):
            named.update(range(1, count + 1))
        for number in (int(one) for found in _ANNEX.finditer(flat(text)) for one in re.findall(r"\d+", found[1])):
            named.add(number)
            if not 1 <= number <= count:
                yield _problem(filed, key, f"l’annexe {number} n’existe pas", FORM)
    for number in sorted(set(range(1, count + 1)) - named):
        text = f"aucun texte du sujet ne renvoie à l’annexe {number}"
        yield _problem(filed, f"annexes.{number - 1}", text, FORM)
