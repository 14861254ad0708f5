"""What must be written in a database to make one state of it another."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class TableChange:
    """What to do to one table, named without the CMS's prefix."""

    name: str
    drop: bool = False
    create: str = ""
    """Statement that makes it, after it was dropped; empty: it is there."""
    clear: bool = False
    """Take all rows out first: rows of a table without a key cannot be told apart."""
    key: tuple[str, ...] = ()
    gone: tuple[tuple[Any, ...], ...] = ()
    """Keys of the rows to remove."""
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[Any, ...], ...] = field(default=())
    """Rows to write, over those of the same key."""
