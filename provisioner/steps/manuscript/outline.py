"""From the parts of an author's document to the plain data of a subject, each key with the place it came from."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from provisioner.schema.exam import CMS_LABELS
from provisioner.steps.manuscript import words
from provisioner.steps.manuscript.parts import FORM, Paragraph, Part, Picture, Table, Trouble
from provisioner.steps.manuscript.prose import joined
from provisioner.steps.manuscript.questions import Forms, Noted, question
from provisioner.steps.manuscript.sections import Section, cut, rows, texts

_NONE = Forms({}, {})
_FILE = re.compile(rf"({words.PICTURE}|{words.FILE})\s*:\s*(\S.*)", re.IGNORECASE)
_HANDED = re.compile(rf"{words.HANDED}\s*:\s*(\S.*)", re.IGNORECASE)


@dataclass
class Outline(Noted):
    """What a document says."""

    data: dict[str, Any] = field(default_factory=dict)
    pictures: dict[str, bytes] = field(default_factory=dict)
    """Name of the file, without a suffix unless the author gave one -> bytes."""

    def place(self, key: str) -> str:
        """Return where a key, or the nearest one above it, stands; empty when nobody knows."""
        parts = key.split(".")
        while parts:
            if found := self.places.get(".".join(parts)):
                return found
            parts.pop()
        return ""


def outline(parts: Sequence[Part], forms: Mapping[str, Forms]) -> Outline:
    """Read the parts of a document; `forms` are by CMS. What is wrong is told all together, in `troubles`."""
    found = Outline(data={"format": 1})
    found.data |= {"questions": [], "annexes": [], "seed": []}
    sections = cut(parts)
    # The arguments of gestures are those of the subject's CMS: the head is read first, wherever it stands.
    sections.sort(key=lambda section: section.key != words.fold(words.SUBJECT))
    for section in sections:
        _section(section, found, forms.get(found.data.get("cms", ""), _NONE))
    for name in (words.SUBJECT, words.SITUATION, words.WORK):
        count = sum(section.key == words.fold(name) for section in sections)
        if count != 1:
            told = "n’est pas dans le document" if not count else f"s’y trouve {count} fois"
            found.troubles.append(Trouble("", f"le titre « {name} » {told}", FORM))
    return found


def _section(section: Section, found: Outline, forms: Forms) -> None:
    if section.inner and section.key != "question":
        found.wrong(section.inner[0].where, "un titre de niveau 2 n’a de sens que dans une question")
    if section.key == words.fold(words.SUBJECT):
        _head(section, found)
    elif section.key in {words.fold(words.SITUATION), words.fold(words.WORK)}:
        name = "situation" if section.key == words.fold(words.SITUATION) else "work"
        found.places[name] = section.where
        found.data[name] = joined(texts(section, found.troubles))
    elif section.key == "question":
        found.data["questions"].append(question(section, f"questions.{len(found.data['questions'])}", found, forms))
    elif section.key == "annexe":
        found.data["annexes"].append(_annex(section, found))
    elif section.key == words.fold(words.SEED):
        found.data["seed"].append(_seed(section, found))
    elif section.key == words.fold(words.PICTURES):
        _pictures(section, found)
    else:
        found.wrong(section.where, "ce titre n’est pas l’un de ceux du modèle")


def _head(section: Section, found: Outline) -> None:
    labels = {words.fold(label): name for name, label in words.HEAD.items()}
    for row in rows(section, found.troubles):
        name = labels.get(words.fold(row.label), "")
        if not name:
            found.wrong(row.where, "cette ligne n’est pas l’une de celles du modèle")
            continue
        found.data[name] = " ".join(row.lines).strip()
        found.places[name] = row.where
    found.data["cms"] = found.data.get("cms", "").casefold()
    if found.data["cms"] not in CMS_LABELS:
        told = " ou ".join(f"« {label} »" for label in CMS_LABELS.values())
        found.wrong(found.places.get("cms", section.where), f"« {found.data['cms']} » n’est pas un CMS : {told}")
    found.data["letter"] = found.data.get("letter", "").upper()


def _annex(section: Section, found: Outline) -> dict[str, Any]:
    key = f"annexes.{len(found.data['annexes'])}"
    made: dict[str, Any] = {"title": section.title}
    found.places[key] = section.where
    tables = [part for part in section.parts if isinstance(part, Table)]
    pictures = [part for part in section.parts if isinstance(part, Picture)]
    for what, several in (("un seul tableau", tables), ("une seule image", pictures)):
        if len(several) > 1:
            found.wrong(section.where, f"une annexe a {what}")
    name, handed, said = _said(section, found)
    if said:
        made["text"] = joined(said)
    if tables:
        made["table"] = [[" ".join(cell).strip() for cell in row] for row in tables[0].rows]
    if pictures:
        name = name or f"annexe-{len(found.data['annexes']) + 1}"
        _keep(name, pictures[0].data, section, found)
    if name:
        made["picture"] = name
        found.places[f"{key}.picture"] = section.where
    if handed:
        made["file"] = True
        found.places[f"{key}.file"] = section.where
    return made


def _said(section: Section, found: Outline) -> tuple[str, bool, list[Paragraph]]:
    """Return the name of an annex's picture, whether it is handed out as a file, and the annex's paragraphs."""
    name, handed, said = "", False, list[Paragraph]()
    for part in (one for one in section.parts if isinstance(one, Paragraph)):
        if part.level:
            found.wrong(section.where, f"« {part.text} » : un titre n’a pas sa place dans une annexe")
        elif told := _FILE.fullmatch(part.text.strip()):
            name = told[2].strip()
        elif told := _HANDED.fullmatch(part.text.strip()):
            handed = words.fold(told[1]) == words.YES
            if not handed:
                found.wrong(section.where, f"« {part.text} » : seul « {words.HANDED} : {words.YES} » a un sens")
        else:
            said.append(part)
    return name, handed, said


def _pictures(section: Section, found: Outline) -> None:
    """Take the pictures that gestures name: each is followed by its name."""
    waiting: Picture | None = None
    for part in section.parts:
        told = _FILE.fullmatch(part.text.strip()) if isinstance(part, Paragraph) else None
        if isinstance(part, Picture) and waiting is None:
            waiting = part
        elif told and waiting:
            _keep(told[2].strip(), waiting.data, section, found)
            waiting = None
        else:
            found.wrong(section.where, f"chaque image y est suivie d’une ligne « {words.FILE} : nom.jpg »")
            return
    if waiting:
        found.wrong(section.where, f"la dernière image n’est pas suivie d’une ligne « {words.FILE} : nom.jpg »")


def _keep(name: str, data: bytes, section: Section, found: Outline) -> None:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,60}(?:\.(?:jpg|jpeg|png))?", name):
        found.wrong(section.where, f"« {name[:80]} » : un nom d’image ne compte que minuscules, chiffres et tirets")
    elif name in found.pictures:
        found.wrong(section.where, f"deux images s’appellent « {name} »")
    else:
        found.pictures[name] = data


def _seed(section: Section, found: Outline) -> dict[str, Any]:
    key = f"seed.{len(found.data['seed'])}"
    found.places[key] = section.where
    made: dict[str, Any] = {"kind": "", "values": {}}
    for row in rows(section, found.troubles):
        text = "\n".join(row.lines).strip()
        if words.fold(row.label) == words.fold(words.KIND):
            made["kind"] = words.uncapital(text)
            found.places[f"{key}.kind"] = row.where
        else:
            name = words.uncapital(row.label)
            made["values"][name] = "" if text == words.EMPTY else text
            found.places[f"{key}.values.{name}"] = row.where
    return made
