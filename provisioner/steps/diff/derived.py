"""Tables made of what cells hold: one row per widget, per menu place, per active extension."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from provisioner.schema.changes import RowRef
from provisioner.schema.entities import Derived
from provisioner.steps.diff import serialized
from provisioner.steps.diff.filters import matches
from provisioner.steps.diff.values import fill

if TYPE_CHECKING:
    from provisioner.steps.diff.view import Row

Built = tuple[list[str], list[str], list[list[Any]], list[RowRef]]


def build(rows: Iterable[Row], rule: Derived) -> Built:
    """Return the columns, key, rows and origins of a derived table. A cell that is not of its form gives no row."""
    found: list[tuple[dict[str, Any], RowRef]] = []
    for row in rows:
        copied = {name: _copied(row, name, column, rule) for name, column in rule.copies.items()}
        found.extend(({**copied, **values}, row.ref) for values in opened(row.get(rule.column), rule))
    for values, _ in found:
        values |= {name: fill(form, {k: str(v) for k, v in values.items()}) for name, form in rule.compose.items()}
    found = [(values, ref) for values, ref in found if matches(values, rule.keep, {})]
    columns = list(dict.fromkeys([*rule.copies, *rule.levels, *(name for values, _ in found for name in values)]))
    key = list(rule.key) or [*rule.copies, *rule.levels]
    unique = {tuple(str(values.get(name)) for name in key): (values, ref) for values, ref in found}
    return (
        columns,
        key,
        [[values.get(n) for n in columns] for values, _ in unique.values()],
        [ref for _, ref in unique.values()],
    )


def opened(cell: Any, rule: Derived) -> Iterator[dict[str, Any]]:
    """Yield the rows one cell holds."""
    value = inside(serialized.parse(cell, rule.format, rule.separator), rule.path)
    if rule.format == "list":
        yield from _items(value, rule)
    elif isinstance(value, dict):
        kept = {key: inner for key, inner in value.items() if key not in rule.skip}
        yield from _walk(kept, rule, 0, {})


def covers(path: serialized.Path, leaf: Any, rule: Derived) -> bool:
    """Tell whether a leaf at `path` of the cell shows in the rows of this derived table."""
    depth = len(rule.path)
    if leaf == serialized.EMPTY and path == rule.path[: len(path)]:
        return True
    if leaf == serialized.EMPTY and path[:depth] == rule.path and path[depth] not in rule.skip:
        return True
    return path[:depth] == rule.path and len(path) >= depth + len(rule.levels) and path[depth] not in rule.skip


def inside(value: Any, path: serialized.Path) -> Any:
    """Return the subtree at `path`, None when there is none."""
    for step in path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _items(value: dict[str, str], rule: Derived) -> Iterator[dict[str, Any]]:
    for position, item in value.items():
        shown = item.upper() if rule.upper else item
        found = re.fullmatch(rule.pattern, shown) if rule.pattern else None
        parts = found.groupdict() if found else {"value": shown}
        yield {**dict.fromkeys(rule.levels, int(position)), **parts}


def _walk(value: Any, rule: Derived, depth: int, above: dict[str, Any]) -> Iterator[dict[str, Any]]:
    if depth == len(rule.levels):
        if value == {}:
            # An instance without settings is one that nobody made: widgets that WordPress announces by themselves.
            if not rule.spread:
                yield {**above, "value": ""}
        elif not rule.spread:
            flat = value if not isinstance(value, dict) else json.dumps(value, ensure_ascii=False, sort_keys=True)
            yield {**above, "value": flat}
        elif isinstance(value, dict):
            yield {
                **above,
                **{
                    ".".join(path) or "value": "" if leaf == serialized.EMPTY else leaf
                    for path, leaf in serialized.leaves(value)
                },
            }
        else:
            yield {**above, "value": value}
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _walk(inner, rule, depth + 1, {**above, rule.levels[depth]: key})


def _copied(row: Row, name: str, column: str, rule: Derived) -> Any:
    value = row.get(column)
    beginning = rule.prefix.get(name)
    return value.removeprefix(beginning) if beginning and isinstance(value, str) else value
