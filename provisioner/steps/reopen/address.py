"""A site moved to another address: every value that holds the former one follows, lengths of PHP values included."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import phpserialize

from provisioner.schema.snapshot import Snapshot, Table

_PHP = re.compile(r"^(?:a:\d+:\{|O:\d+:\"|s:\d+:\")")
Move = Callable[[Any], Any]


def mover(old: str, new: str, stuck: list[str]) -> Move:
    """Return what moves a value from the host `old` (`host:port`) to `new`; `stuck` receives those that cannot be."""
    # Port 8001 is not the beginning of 80015, nor 0.0.1 the end of 127.0.0.1.
    pattern = re.compile(rf"(?<![\w.-]){re.escape(old)}(?!\d)")

    def replaced(text: str) -> str:
        return pattern.sub(lambda _: new, text)

    def move(value: Any) -> Any:
        if old == new or not isinstance(value, str) or not pattern.search(value):
            return value
        if not _PHP.match(value):
            return replaced(value)
        moved = _inside(value, replaced)
        if moved is None:
            stuck.append(value[:60])
            return value
        return moved

    return move


def moved(state: Snapshot, move: Move) -> Snapshot:
    """Return the state with every value moved."""
    tables = {
        name: Table.model_construct(
            columns=table.columns, key=table.key, rows=[[move(cell) for cell in row] for row in table.rows]
        )
        for name, table in state.tables.items()
    }
    return state.model_copy(update={"tables": tables})


def _inside(text: str, replaced: Callable[[str], str]) -> str | None:
    """Replace in the texts of a PHP value; None when it does not come back as it was, and must not be touched."""
    raw = text.encode("utf-8", "surrogatepass")
    try:
        value = phpserialize.loads(raw, object_hook=phpserialize.phpobject)
        if phpserialize.dumps(value) != raw:
            return None
        return str(phpserialize.dumps(_walk(value, replaced)).decode("utf-8", "surrogatepass"))
    except (ValueError, TypeError, KeyError, IndexError, RecursionError):
        return None


def _walk(value: Any, replaced: Callable[[str], str]) -> Any:
    if isinstance(value, bytes):
        try:
            return replaced(value.decode()).encode()
        except UnicodeDecodeError:
            return value
    if isinstance(value, dict):
        return {_walk(key, replaced): _walk(inner, replaced) for key, inner in value.items()}
    if isinstance(value, phpserialize.phpobject):
        fields = {key: _walk(inner, replaced) for key, inner in value.__php_vars__.items()}
        return phpserialize.phpobject(value.__name__, fields)
    return value
