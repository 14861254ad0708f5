"""What a subject may name: the official list, the context, its pictures."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Known:
    """What a subject may name."""

    year: int
    """Of the session; 0 when the exam is no year's."""
    questions: tuple[int, int]
    """Least and most."""
    functionalities: Collection[str]
    pictures: Collection[str]
    titled: Mapping[str, bool]
    """Entity kinds: whether several of them exist, each with a title of its own."""
    names: Collection[str]
    """Texts of the context, flat (`texts.flat`), among which its entities' names."""
    exam: str = ""
    references: Mapping[str, Collection[str]] = field(default_factory=dict)
    """Entity kinds -> their fields that name another entity."""
