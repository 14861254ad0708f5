"""Opens what cells hold: PHP-serialized values, JSON, lists with separators. Read as data, never executed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import phpserialize

_PHP = re.compile(r"^(?:a:\d+:\{|O:\d+:\")")
Path = tuple[str, ...]
EMPTY = "(vide)"
"""What an empty structure counts as when its leaves are compared."""


def parse(text: Any, form: str, separator: str = ",") -> Any:
    """Return the value a cell holds (dicts have text keys), or None when it is not of that form."""
    if form == "list":
        parts = [part.strip() for part in (str(text or "").split(separator) if separator else [str(text or "")])]
        return {str(number): part for number, part in enumerate(part for part in parts if part)}
    if not isinstance(text, str) or not text:
        return None
    return _php(text) if form == "php" else _json(text)


def guess(text: Any) -> Any:
    """Return the structure a cell holds when it visibly holds one, else None."""
    if not isinstance(text, str) or len(text) < 2:
        return None
    if _PHP.match(text):
        return _php(text)
    if text[0] in "{[" and text[-1] in "}]":
        return _json(text)
    return None


def leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Walk the scalars of a structure; an empty dict or list is a leaf of its own."""
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from leaves(inner, (*path, key))
    else:
        yield path, EMPTY if isinstance(value, dict) else value


def cleaned(text: str, clean: Callable[[str], str]) -> str:
    """Apply `clean` to a cell; inside a PHP-serialized one text by text, since its lengths must stay true."""
    value = _php(text) if _PHP.match(text) else None
    if value is None:
        return clean(text)
    return phpserialize.dumps(mapped(value, clean)).decode(errors="replace")  # type: ignore[no-any-return]


def mapped(value: Any, clean: Callable[[str], str]) -> Any:
    """Return the structure with `clean` applied to each text."""
    if isinstance(value, dict):
        return {key: mapped(inner, clean) for key, inner in value.items()}
    return clean(value) if isinstance(value, str) else value


def _php(text: str) -> Any:
    try:
        raw = phpserialize.loads(
            text.encode(), charset="utf-8", errors="replace", decode_strings=True, object_hook=_as_dict
        )
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None
    return _texts(raw)


def _json(text: str) -> Any:
    try:
        return _texts(json.loads(text))
    except (ValueError, RecursionError):
        return None


def _as_dict(name: str, fields: dict[Any, Any]) -> dict[Any, Any]:
    return {"(objet)": name, **fields}


def _texts(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _texts(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return {str(number): _texts(inner) for number, inner in enumerate(value)}
    return value
