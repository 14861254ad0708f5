"""A subject of the bank as data: `subjects/<exam>/<cms>-<letter>/subject.yml` and its annexes."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from provisioner.schema.base import Strict
from provisioner.schema.exam import Cms

Dimension = Literal["redaction", "technique"]
Text = str
"""French prose: paragraphs separated by an empty line, « - » at the start of a line for a list, `**bold**`."""


class Level(Strict):
    """What is seen at each level of a line of the grid (circulaire 2022: TI, I, S, TS)."""

    TI: str = Field(min_length=10)
    """Très insuffisant."""
    I: str = Field(min_length=10)  # noqa: E741 the official letter
    """Insuffisant."""
    S: str = Field(min_length=10)
    """Satisfaisant."""
    TS: str = Field(min_length=10)
    """Très satisfaisant."""


class GridLine(Strict):
    """One line of the « grille d’aide à l’évaluation »: for the commission only."""

    criterion: str
    """Critère de performance (arrêté du 19 février 2018)."""
    competence: str
    """Compétence opérationnelle."""
    levels: Level


class Expectation(Strict):
    """What a question expects to be seen in the site, as a predicate with its arguments. Never a mark."""

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """Unique in the subject."""
    says: str
    """French, what is expected: « L’article est publié, avec un lien vers la boutique. »"""
    functionality: str
    """Id of the official list that it belongs to."""
    predicate: str = "expected"
    """A file of `provisioner/predicates/`."""
    arguments: dict[str, Any] = Field(alias="with")


class Mistake(Strict):
    """A typical mistake: played on a real site, it must leave at least the named expectations unmet."""

    what: str
    """French: « Le code est valable un mois au lieu de quinze jours. »"""
    unmet: tuple[str, ...] = Field(min_length=1)
    """Ids of expectations of the question."""
    steps: tuple[str | dict[str, dict[str, Any]], ...] = Field(min_length=1)


class Question(Strict):
    """One of the independent questions of a subject."""

    title: str
    """A few words, shown above the question: « Annoncer le salon »."""
    text: Text
    """What the candidate reads."""
    dimensions: tuple[Dimension, ...] = Field(min_length=1)
    functionalities: tuple[str, ...] = Field(min_length=1)
    """Ids of the official list that the question asks for."""
    expectations: tuple[Expectation, ...] = Field(min_length=1)
    grid: tuple[GridLine, ...] = Field(min_length=1)
    solution: tuple[str | dict[str, dict[str, Any]], ...] = Field(min_length=1)
    """Steps of a candidate who answers well: actions of `provisioner/robots/<cms>/`."""
    also: tuple[str, ...] = ()
    """Other functionalities that this solution fairly shows."""
    unsure: tuple[str, ...] = ()
    """Functionalities that are fairly « undetermined » after this solution."""
    mistakes: tuple[Mistake, ...] = ()


class Annex(Strict):
    """What the candidate is given besides the questions."""

    title: str
    text: Text = ""
    table: tuple[tuple[str, ...], ...] = ()
    """Rows of cells; the first one is the heading."""
    picture: str = ""
    """Id of a picture of the context, or a file of the subject's folder."""
    file: bool = False
    """The picture is handed out as a file too, on the candidate's workstation: it is to be sent to the site."""


class Seed(Strict):
    """One thing laid over the context for this subject: a template, `stacks/<cms>/seeds/<kind>.sql`, and its values."""

    kind: str
    """Name of the template: `comment`, `message`…"""
    values: dict[str, str | int | float]


class Subject(Strict):
    """« WordPress A »: what the candidate reads, what is expected, how it is judged, how it is solved."""

    format: Literal[1]
    exam: str
    cms: Cms
    letter: str = Field(pattern=r"^[A-Z]$")
    title: str
    """Shown to the commission: « Le printemps des terrasses »."""
    situation: Text
    """The commercial situation."""
    work: Text
    """« Travail à faire » : one or two sentences before the questions."""
    questions: tuple[Question, ...]
    annexes: tuple[Annex, ...] = ()
    seed: tuple[Seed, ...] = ()
