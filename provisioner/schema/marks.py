"""What a commission gives a candidate, by number only: levels of the grid, notes, a mark, all typed by people."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from provisioner.schema.base import Strict

Level = Literal["TI", "I", "S", "TS"]


class GridLine(Strict):
    """One line of the grid."""

    question: int = Field(ge=1)
    line: int = Field(ge=1)
    """Its place among the lines of the question."""
    level: Level | None = None
    """None: nobody has said, or the examiners differ."""


class QuestionNote(Strict):
    """What is noted on one question."""

    question: int = Field(ge=0)
    """0: on the whole."""
    text: str = ""


class CandidateMarks(Strict):
    """One candidate, in one marking."""

    number: str
    subject: str
    """Id in the bank: `wordpress-a`."""
    lines: tuple[GridLine, ...]
    notes: tuple[QuestionNote, ...]
    mark: Decimal | None = Field(default=None, ge=0, le=20)
    """On 20; None: the commission has not said. Never made from levels or evidence."""
    comment: str = ""
    """Overall opinion of the commission."""
    version: str = ""
    """Changes with every word that the examiner writes, or the mark; empty: nothing was written."""


class FormerLine(Strict):
    """One line of the grid in `marks.json`."""

    question: int = Field(ge=1)
    line: int = Field(ge=1)
    level: Level | None = None
    comment: str = ""


class FormerCandidate(Strict):
    """One candidate in `marks.json`."""

    number: str
    subject: str
    lines: tuple[FormerLine, ...]
    mark: Decimal | None = Field(default=None, ge=0, le=20)
    comment: str = ""


class FormerMarks(Strict):
    """`waves/<wave>/marks.json`: what spreadsheets were read into before the console's database held all marks."""

    format: Literal[1] = 1
    exam: str
    wave: str
    candidates: tuple[FormerCandidate, ...]
