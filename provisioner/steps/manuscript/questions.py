"""One question of an author's document as plain data: its card, text, expectations, grid, solution and mistakes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from provisioner.steps.manuscript import words
from provisioner.steps.manuscript.parts import FORM, Table, Trouble
from provisioner.steps.manuscript.prose import joined
from provisioner.steps.manuscript.sections import Section, gestures, rows, texts
from provisioner.steps.manuscript.values import WrongValueError, put, read, steps_of


@dataclass(frozen=True)
class Forms:
    """What the arguments of predicates and gestures must be."""

    predicates: Mapping[str, Any]
    """Name -> the model of its arguments."""
    gestures: Mapping[str, Mapping[str, Any]]
    """Name -> parameter -> type."""
    official: Mapping[str, str] = field(default_factory=dict)
    """Official label of a functionality, folded by `words.fold` -> its id."""

    def functionality(self, told: str) -> str:
        """Return the id of a functionality given by its id or its official label."""
        return self.official.get(words.fold(told), words.uncapital(told))


@dataclass
class Noted:
    """Where things stand, and what is wrong."""

    places: dict[str, str] = field(default_factory=dict)
    """Key of the data -> French: where it stands in the document."""
    troubles: list[Trouble] = field(default_factory=list)

    def wrong(self, where: str, text: str) -> None:
        """Take note of something to mend."""
        self.troubles.append(Trouble(where, text, FORM))


def question(section: Section, key: str, noted: Noted, forms: Forms) -> dict[str, Any]:
    """Return the data of a question, whose key in the subject is `key`."""
    made: dict[str, Any] = {"title": section.title, "text": ""}
    noted.places |= {key: section.where}
    for name, lines in _labelled(section, words.CARD, key, noted):
        listed = _listed(lines, forms.official)
        if name == "dimensions":
            made[name] = [_DIMENSIONS.get(words.fold(one), one) for one in listed]
        else:
            made[name] = [forms.functionality(one) for one in listed]
    made |= {"expectations": [], "grid": [], "solution": [], "mistakes": []}
    for inner in section.inner:
        _inner(inner, key, made, noted, forms)
    for name, label in (
        ("text", words.TEXT),
        ("expectations", words.EXPECTATION),
        ("grid", words.GRID),
        ("solution", words.SOLUTION),
    ):
        if not made[name] and not any(inner.key == words.fold(label) for inner in section.inner):
            noted.wrong(section.where, f"il manque le titre « {label} »")
    return made


_DIMENSIONS = {words.fold(label): name for name, label in words.DIMENSIONS.items()}


def _inner(section: Section, key: str, made: dict[str, Any], noted: Noted, forms: Forms) -> None:
    if section.key == words.fold(words.TEXT):
        noted.places[f"{key}.text"] = section.where
        made["text"] = joined(texts(section, noted.troubles))
    elif section.key == words.fold(words.EXPECTATION):
        place = f"{key}.expectations.{len(made['expectations'])}"
        made["expectations"].append(_expectation(section, place, noted, forms))
    elif section.key == words.fold(words.GRID):
        made["grid"].append(_line(section, f"{key}.grid.{len(made['grid'])}", noted))
    elif section.key == words.fold(words.SOLUTION):
        noted.places[f"{key}.solution"] = section.where
        rows(section, noted.troubles)
        made["solution"] += _steps(section, f"{key}.solution", noted, forms)
    elif section.key == words.fold(words.MISTAKE):
        made["mistakes"].append(_mistake(section, f"{key}.mistakes.{len(made['mistakes'])}", noted, forms))
    else:
        noted.wrong(section.where, "ce titre n’est pas l’un de ceux d’une question du modèle")


def _listed(lines: tuple[str, ...], official: Mapping[str, str]) -> list[str]:
    """Return what a cell lists, one per line or between commas; an official label may hold some."""
    found: list[str] = []
    for line in lines:
        found += [line.strip()] if words.fold(line) in official else [one.strip() for one in line.split(",")]
    return [one for one in found if one]


def _labelled(
    section: Section, labels: Mapping[str, str], key: str, noted: Noted
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the rows of a table whose labels are all known, by name."""
    known = {words.fold(label): name for name, label in labels.items()}
    for row in rows(section, noted.troubles):
        if name := known.get(words.fold(row.label), ""):
            noted.places[f"{key}.{name}"] = row.where
            yield name, row.lines
        else:
            told = ", ".join(f"« {label} »" for label in labels.values())
            noted.wrong(row.where, f"cette ligne n’est pas l’une de celles du modèle : {told}")


def _expectation(section: Section, key: str, noted: Noted, forms: Forms) -> dict[str, Any]:
    made: dict[str, Any] = {"with": {}}
    noted.places[key] = section.where
    labels = {words.fold(label): name for name, label in words.EXPECTED.items()}
    arguments = []
    for row in rows(section, noted.troubles):
        if name := labels.get(words.fold(row.label), ""):
            text = " ".join(row.lines).strip()
            made[name] = text if name == "says" else words.uncapital(text)
            if name == "functionality":
                made[name] = forms.functionality(text)
            noted.places[f"{key}.{name}"] = row.where
        else:
            arguments.append(row)
    name = made.get("predicate") or "expected"
    if not made.get("predicate", name):
        del made["predicate"]
    if name not in forms.predicates and forms.predicates:
        told = ", ".join(sorted(forms.predicates))
        noted.wrong(noted.places[f"{key}.predicate"], f"« {name} » n’est pas une preuve ; celles qui existent : {told}")
    if name not in forms.predicates:
        return made
    for row in arguments:
        path = steps_of(row.label)
        noted.places[f"{key}.with.{'.'.join(path)}"] = row.where
        try:
            put(made["with"], path, row.lines, forms.predicates[name])
        except WrongValueError as error:
            noted.wrong(row.where, str(error))
    return made


def _line(section: Section, key: str, noted: Noted) -> dict[str, Any]:
    made: dict[str, Any] = {"levels": {}}
    noted.places[key] = section.where
    labels = {**words.LINE, **{level: level for level in words.LEVELS}}
    for name, lines in _labelled(section, labels, key, noted):
        place = made["levels"] if name in words.LEVELS else made
        place[name] = " ".join(" ".join(lines).split("\n")).strip()
        if name in words.LEVELS:
            noted.places[f"{key}.levels.{name}"] = noted.places[f"{key}.{name}"]
    return made


def _mistake(section: Section, key: str, noted: Noted, forms: Forms) -> dict[str, Any]:
    made: dict[str, Any] = {}
    noted.places[key] = section.where
    for name, lines in _labelled(section, words.WRONG, key, noted):
        listed = [words.uncapital(one.strip()) for line in lines for one in line.split(",") if one.strip()]
        made[name] = listed if name == "unmet" else " ".join(lines).strip()
    return made | {"steps": _steps(section, f"{key}.steps", noted, forms)}


def _steps(section: Section, key: str, noted: Noted, forms: Forms) -> list[Any]:
    made: list[Any] = []
    for table in (part for part in section.parts if isinstance(part, Table) and gestures(part)):
        for number, row in enumerate(table.rows[1:], start=2):
            where = f"{section.where}, ligne {number} du tableau"
            if len(row) != 3:
                noted.wrong(where, f"{len(row)} case(s) au lieu de 3")
                continue
            gesture, argument = (words.uncapital(" ".join(" ".join(cell).split())) for cell in row[:2])
            if gesture:
                made.append(gesture)
                noted.places[f"{key}.{len(made) - 1}"] = where
            if argument or "".join(row[2]).strip():
                _argument(made, argument, row[2], f"{key}.{len(made) - 1}", where, noted, forms)
    return made


def _argument(
    made: list[Any], argument: str, lines: tuple[str, ...], key: str, where: str, noted: Noted, forms: Forms
) -> None:
    """Add an argument to the last gesture."""
    if not made or not argument:
        what = "le nom de l’argument manque" if made else "le nom du geste manque"
        noted.wrong(where, what)
        return
    if isinstance(made[-1], str):
        made[-1] = {made[-1]: {}}
    gesture, arguments = next(iter(made[-1].items()))
    if argument in arguments:
        noted.wrong(where, f"« {argument} » est déjà donné plus haut")
        return
    noted.places[f"{key}.{gesture}.{argument}"] = where
    try:
        # What is no argument of this gesture, or no gesture, is told by the rules of the bank, which list them all.
        arguments[argument] = read(lines, forms.gestures.get(gesture, {}).get(argument, str))
    except WrongValueError as error:
        noted.wrong(where, str(error))
