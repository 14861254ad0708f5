"""What a commission gives a candidate, by number only: levels of the grid, a mark, comments, all typed by people."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from pydantic import Field

from provisioner.schema.base import Strict

Level = Literal["TI", "I", "S", "TS"]


class GridMark(Strict):
    """One line of the grid."""

    question: int = Field(ge=1)
    line: int = Field(ge=1)
    """Its place among the lines of the question."""
    level: Level | None = None
    """None: the commission has not said."""
    comment: str = ""


class CandidateMarks(Strict):
    """One candidate."""

    number: str
    subject: str
    """Id in the bank: `wordpress-a`."""
    lines: tuple[GridMark, ...]
    mark: Decimal | None = Field(default=None, ge=0, le=20)
    """On 20; None: the commission has not said. Never made from levels or evidence."""
    comment: str = ""
    """Overall opinion of the commission."""


class Marks(Strict):
    """`waves/<wave>/marks.json`, mode 0600: what was last imported from a spreadsheet."""

    format: Literal[1] = 1
    exam: str
    wave: str
    candidates: tuple[CandidateMarks, ...]
