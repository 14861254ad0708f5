"""What examiners write of a candidate, as it is carried from one console to another: `writings.jsonl` of a copy."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from provisioner.schema.base import Strict

Kind = Literal["ticks", "notes", "marks"]
"""Tables of `console.sqlite`."""
KINDS: tuple[Kind, ...] = get_args(Kind)


class Writing(Strict):
    """One row; which of the last fields are used depends on the kind."""

    kind: Kind
    origin: str
    """Console on which it was first written."""
    id: int
    """Its number there."""
    here: int
    """Its number on the console that told it."""
    number: str
    """The candidate."""
    marking: int
    account: str
    at: str
    question: int = 0
    line: int = 0
    level: str = ""
    text: str = Field(default="", max_length=20_000)
    base: int = 0
    mark: str = ""
    comment: str = Field(default="", max_length=10_000)
    validated: int = 0
