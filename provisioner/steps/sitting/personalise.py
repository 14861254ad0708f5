"""Fills `stacks/<cms>/personalise.sql`: each `{{name}}` becomes a quoted, escaped SQL literal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from provisioner.errors import DataError

_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_ESCAPES = {
    "\\": "\\\\",
    "'": "\\'",
    '"': '\\"',
    "\n": "\\n",
    "\r": "\\r",
    "\0": "\\0",
    "\x1a": "\\Z",
}


def literal(value: str) -> str:
    """Return `value` as a MariaDB string literal, on one line whatever it holds."""
    return "'" + "".join(_ESCAPES.get(c, c) for c in value) + "'"


def places(path: Path) -> frozenset[str]:
    """Return the names that a template asks for."""
    return frozenset(_PLACE.findall(path.read_text(encoding="utf-8")))


def render(path: Path, values: Mapping[str, str]) -> str:
    """Return the SQL of the template `path`. Raises DataError for a name that has no value."""
    try:
        template = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise DataError(f"Le fichier {path} n’existe pas.", "Restaurez le dossier « stacks ».") from None

    def fill(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            line = template.count("\n", 0, match.start()) + 1
            raise DataError(
                f"{path}, ligne {line} : « {{{{{name}}}}} » est inconnu.", f"Noms connus : {', '.join(sorted(values))}."
            )
        return literal(values[name])

    return _PLACE.sub(fill, template)
