"""A document cut at its headings, and its tables read row by row, each with the words that tell where it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from provisioner.steps.manuscript.parts import FORM, Cell, Paragraph, Part, Picture, Table, Trouble
from provisioner.steps.manuscript.words import STEPS, fold, numbered


@dataclass
class Section:
    """A heading and what stands under it."""

    key: str
    """The heading, folded; « question » or « annexe » for a numbered one."""
    title: str
    """Of a numbered heading: what follows the number; else the heading."""
    where: str
    """French, to tell where something stands."""
    parts: list[Part] = field(default_factory=list)
    inner: list[Section] = field(default_factory=list)
    """Under headings of the second level."""


@dataclass(frozen=True)
class Row:
    """One row of a table of labels and values."""

    label: str
    lines: Cell
    where: str


def cut(parts: Sequence[Part]) -> list[Section]:
    """Return the sections; what comes before the first heading (a title) is left out."""
    sections: list[Section] = []
    counts: Counter[str] = Counter()
    for part in parts:
        if isinstance(part, Paragraph) and part.level == 1:
            if fold(part.text):
                sections.append(_section(part.text))
                counts.clear()
        elif not sections or (isinstance(part, Paragraph) and (part.aside or not part.text.strip())):
            continue
        elif isinstance(part, Paragraph) and part.level == 2:
            name = fold(part.text)
            counts[name] += 1
            where = f"{sections[-1].where}, « {part.text.strip()} » n° {counts[name]}"
            sections[-1].inner.append(Section(name, part.text.strip(), where))
        else:
            (sections[-1].inner[-1] if sections[-1].inner else sections[-1]).parts.append(part)
    return sections


def _section(heading: str) -> Section:
    shown = " ".join(heading.split())
    if found := numbered(heading):
        return Section(found[0], found[1], f"titre « {shown} »")
    return Section(fold(heading), shown, f"titre « {shown} »")


def rows(section: Section, troubles: list[Trouble]) -> list[Row]:
    """Return the rows of the tables of two columns under a heading, and tell what does not belong there."""
    found: list[Row] = []
    for part in section.parts:
        if isinstance(part, Table) and not gestures(part):
            found += _rows(part, section, troubles)
        elif isinstance(part, Paragraph):
            text = f"« {part.text.strip()[:60]} » est hors du tableau : écrivez-le dans une case"
            troubles.append(Trouble(section.where, text, FORM))
        elif isinstance(part, Picture):
            troubles.append(Trouble(section.where, "une image n’a pas sa place ici", FORM))
    return found


def _rows(table: Table, section: Section, troubles: list[Trouble]) -> Iterator[Row]:
    for number, row in enumerate(table.rows, start=1):
        where = f"{section.where}, ligne {number} du tableau"
        if len(row) != 2:
            troubles.append(Trouble(where, f"{len(row)} case(s) au lieu de 2", FORM))
            continue
        label, lines = " ".join(" ".join(row[0]).split()), row[1]
        if label:
            yield Row(label, lines, f"{where} (« {label} »)")
        elif "".join(lines).strip():
            troubles.append(Trouble(where, "la première case est vide", FORM))


def gestures(table: Table) -> bool:
    """Tell whether a table is one of gestures."""
    return bool(table.rows) and fold(" ".join(table.rows[0][0] if table.rows[0] else ())) == fold(STEPS[0])


def texts(section: Section, troubles: list[Trouble]) -> list[Paragraph]:
    """Return the paragraphs of a text, and tell what does not belong there."""
    found: list[Paragraph] = []
    for part in section.parts:
        if isinstance(part, Paragraph) and not part.level:
            found.append(part)
        else:
            what = "un tableau" if isinstance(part, Table) else "une image" if isinstance(part, Picture) else "un titre"
            troubles.append(Trouble(section.where, f"{what} n’a pas sa place dans ce texte", FORM))
    return found
