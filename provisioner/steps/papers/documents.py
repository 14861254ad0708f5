"""Turns subjects and candidates into the pages of three documents, and prints them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment

from provisioner.adapters import disk, templates
from provisioner.schema.exam import Exam
from provisioner.schema.sitting import RosterLine
from provisioner.schema.subject import Subject
from provisioner.steps.papers.prose import annex_title, html, typeset

DIMENSIONS = {"redaction": "Dimension rédactionnelle", "technique": "Dimension technique"}


@dataclass(frozen=True)
class Filled:
    """What a commission wrote: never anything that it did not."""

    levels: Mapping[tuple[int, int], str]
    """Level of each line of the grid, by question and line from 0: TI, I, S or TS."""
    remarks: Sequence[str]
    """Observations on the grid, one paragraph each."""
    opinion: str
    """Appréciation globale."""
    mark: str
    """On 20; empty: not given."""
    examiners: Sequence[str]


@dataclass(frozen=True)
class Paper:
    """One copy of the papers of a subject: blank, or one candidate's."""

    exam: Exam
    subject: Subject
    pictures: Mapping[str, str]
    """Address of each picture of the annexes."""
    who: RosterLine | None = None
    day: str = ""
    """French date, when it is known."""
    filled: Filled | None = None
    """What the commission wrote; None: to be filled in by hand."""

    @property
    def cms(self) -> str:
        """« WordPress »."""
        return self.exam.cms[self.subject.cms].label

    @property
    def label(self) -> str:
        """« WordPress A »."""
        return f"{self.cms} {self.subject.letter}"

    @property
    def minutes(self) -> str:
        """« 40 minutes », « 53 min 20 s » for who has more time."""
        if not (self.who and self.who.extra_time):
            return f"{self.exam.duration_min} minutes"
        seconds = round(self.exam.duration_min * 60 * (1 + self.exam.extra_time_ratio))
        minutes, rest = divmod(seconds, 60)
        return f"{minutes} min" + (f" {rest:02} s" if rest else "")


def subjects(papers: Sequence[Paper]) -> str:
    """Return the page of the *sujet candidat* of each: nothing of what is expected is in it."""
    return _render("sujet.html.j2", papers)


def grids(papers: Sequence[Paper]) -> str:
    """Return the page of the *grille d’aide à l’évaluation* of each, for the commission only."""
    return _render("grille.html.j2", papers)


def fiches(papers: Sequence[Paper]) -> str:
    """Return the page of the *fiche d’évaluation* of each (annexe VI-4)."""
    return _render("fiche-evaluation.html.j2", papers)


def trial(exam: Exam, label: str, result: object, day: str) -> str:
    """Return the page of the report of a subject's rehearsal, to be signed."""
    return _environment().get_template("essai.html.j2").render(exam=exam, label=label, r=result, day=day)


def write(folder: Path, documents: Mapping[str, str]) -> list[Path]:
    """Write HTML documents by name; return their files."""
    disk.folder(folder)
    written = []
    for name, text in documents.items():
        disk.write(folder / f"{name}.html", text)
        written.append(folder / f"{name}.html")
    return written


def _render(name: str, papers: Sequence[Paper]) -> str:
    return _environment().get_template(name).render(papers=papers, dimension_labels=DIMENSIONS)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return templates.environment("papers", {"prose": html, "fr": typeset, "annex": annex_title})
