"""Compares cells with what data files say: as texts, `*` as a wildcard, `$name` as a parameter."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from provisioner.schema.entities import Scalar, Where

Parameters = Mapping[str, str]


def text(value: Any) -> str:
    """Return a cell as the text data files compare it with; NULL is empty, booleans are 1 and 0."""
    if value is None:
        return ""
    if value is True or value is False:
        return "1" if value else "0"
    return str(value)


def matches(values: Mapping[str, Any], where: Where, parameters: Parameters) -> bool:
    """Tell whether every column of `where` has one of its values."""
    return all(
        any(
            like(text(values.get(column)), wanted, parameters)
            for wanted in (expected if isinstance(expected, list) else [expected])
        )
        for column, expected in where.items()
    )


def excluded(values: Mapping[str, Any], unless: Where, parameters: Parameters) -> bool:
    """Tell whether any column of `unless` has one of its values."""
    return any(matches(values, {column: expected}, parameters) for column, expected in unless.items())


def like(value: str, wanted: Scalar, parameters: Parameters) -> bool:
    """Tell whether one text is what a data file wants."""
    pattern = str(wanted)
    if pattern.startswith("$"):
        return value == parameters.get(pattern[1:], "")
    return fnmatchcase(value, pattern) if "*" in pattern else value == pattern
