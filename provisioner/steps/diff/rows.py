"""Row by row: which cells of which rows differ between two views. Nothing is interpreted yet, nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from provisioner.schema.changes import Action, RowRef
from provisioner.schema.entities import Derived
from provisioner.steps.diff import serialized
from provisioner.steps.diff.derived import build, covers
from provisioner.steps.diff.filters import matches, text
from provisioner.steps.diff.view import Row, View

INSIDE = "/"
"""Joins a column and a path inside what it holds: `option_value/logo`."""
_NOTHING: Mapping[str, Any] = {}


@dataclass
class RowChange:
    """One row before and after (None when it did not exist), and its cells not yet accounted for."""

    table: str
    before: Row | None
    after: Row | None
    cells: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    rewritten: int = 0
    """Cells written differently that hold the same structure."""
    shown: bool = False
    """What the row is for shows in derived tables: its key and other columns add nothing when it comes or goes."""

    @property
    def ref(self) -> RowRef:
        """The real row."""
        row = self.after or self.before
        assert row is not None  # noqa: S101
        return row.ref

    @property
    def action(self) -> Action:
        """Created, changed or removed."""
        if self.before is None:
            return "created"
        return "removed" if self.after is None else "changed"

    @property
    def sides(self) -> list[Row]:
        """The row as it was and as it is."""
        return [row for row in (self.before, self.after) if row is not None]


def row_changes(change: RowChange, before: View, after: View) -> list[RowChange]:
    """Return one changed row, the structures that its cells hold opened, and the rows of derived tables it changes."""
    rules = _rules(change, before, after)
    found = [change]
    for name, rule in rules.items():
        sides = [
            _derived(name, row, rule) if row and matches(row.values, rule.where, view.parameters) else {}
            for row, view in ((change.before, before), (change.after, after))
        ]
        pairs = [(sides[0].get(key), sides[1].get(key)) for key in sorted({*sides[0], *sides[1]})]
        found += [row_change(name, one, two) for one, two in pairs]
    _open(change, list(rules.values()))
    return [one for one in found if one.cells]


def _derived(name: str, row: Row, rule: Derived) -> dict[tuple[str, ...], Row]:
    columns, key, cells, refs = build([row], rule)
    found = [(dict(zip(columns, one, strict=True)), ref) for one, ref in zip(cells, refs, strict=True)]
    keyed = [(tuple(text(values.get(column)) for column in key), values, ref) for values, ref in found]
    return {one: Row(name, one, values, ref) for one, values, ref in keyed}


def _rules(change: RowChange, before: View, after: View) -> dict[str, Derived]:
    """Return the derived tables that a row takes part in."""
    return {
        name: rule
        for name, rule in before.model.derived.items()
        if rule.table == change.table
        and any(matches(row.values, rule.where, view.parameters) for row, view in _sided(change, before, after))
    }


def changed_rows(before: View, after: View) -> list[RowChange]:
    """Return every row of every table, derived ones included, that is not the same in both."""
    tables = sorted({*before.snapshot.tables, *after.snapshot.tables})
    found = [change for name in tables for change in _table(before, after, name)]
    opened: set[str] = set()
    for change in found:
        rules = _rules(change, before, after)
        opened |= set(rules)
        _open(change, list(rules.values()))
    for name in sorted(opened):
        found.extend(_table(before, after, name))
    return [change for change in found if change.cells or change.rewritten]


def _sided(change: RowChange, before: View, after: View) -> list[tuple[Row, View]]:
    pairs = ((change.before, before), (change.after, after))
    return [(row, view) for row, view in pairs if row is not None]


def _table(before: View, after: View, name: str) -> Iterator[RowChange]:
    old, new = before.grid(name), after.grid(name)
    if old.rows == new.rows and old.columns == new.columns:
        return
    if len(old.key or new.key) == len(old.columns or new.columns):
        yield from _keyless(before, after, name)
        return
    olds, news = _by_key(before, name), _by_key(after, name)
    same = old.columns == new.columns
    for key in sorted({*olds, *news}):
        one, two = olds.get(key), news.get(key)
        if one is not None and two is not None and same and old.rows[one] == new.rows[two]:
            continue
        change = row_change(
            name, before.row(name, one) if one is not None else None, after.row(name, two) if two is not None else None
        )
        if change.cells:
            yield change


def _by_key(view: View, name: str) -> dict[tuple[str, ...], int]:
    grid = view.grid(name)
    if not grid.rows:
        return {}
    places = [grid.columns.index(column) for column in grid.key]
    return {tuple(text(cells[place]) for place in places): number for number, cells in enumerate(grid.rows)}


def _keyless(before: View, after: View, name: str) -> Iterator[RowChange]:
    """Tables whose every column is the key: rows are there or not, as often as they are."""
    olds, news = _counted(before, name), _counted(after, name)
    for content in sorted({*olds, *news}):
        gone, come = olds.get(content, []), news.get(content, [])
        common = min(len(gone), len(come))
        yield from (row_change(name, row, None) for row in gone[common:])
        yield from (row_change(name, None, row) for row in come[common:])


def _counted(view: View, name: str) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for number in range(len(view.grid(name).rows)):
        row = view.row(name, number)
        found.setdefault(tuple(f"{column}={text(value)}" for column, value in sorted(row.values.items())), []).append(
            row
        )
    return found


def row_change(table: str, one: Row | None, two: Row | None) -> RowChange:
    """Return what differs between a row before and after (None when it did not exist)."""
    old, new = (one.values if one else _NOTHING), (two.values if two else _NOTHING)
    change = RowChange(table, one, two)
    for column in dict.fromkeys([*old, *new]):
        before, after = old.get(column), new.get(column)
        if one is None or two is None or before != after:
            change.cells[column] = (before, after)
    return change


def _open(change: RowChange, rules: list[Derived]) -> None:
    """Replace cells that hold structures by the leaves that differ, less those that derived tables show."""
    for column, (before, after) in list(change.cells.items()):
        mine = [rule for rule in rules if rule.column == column]
        if any(rule.format == "list" for rule in mine):
            change.shown = True
            del change.cells[column]
            continue
        old, new = serialized.guess(before), serialized.guess(after)
        if not _structures((before, old), (after, new)):
            continue
        del change.cells[column]
        left = _leaf_changes(old, new, mine, everything=change.action != "changed")
        change.cells.update({INSIDE.join((column, *path)): pair for path, pair in left.items()})
        change.shown = change.shown or bool(mine)
        change.rewritten += old == new


def _structures(*pairs: tuple[Any, Any]) -> bool:
    """Tell whether both cells are structures, or one is and the other empty."""
    opened = [structure is not None for _, structure in pairs]
    return any(opened) and all(is_open or raw in (None, "") for is_open, (raw, _) in zip(opened, pairs, strict=True))


def _leaf_changes(
    old: Any, new: Any, rules: list[Derived], *, everything: bool
) -> dict[serialized.Path, tuple[Any, Any]]:
    olds, news = dict(_leaves(old)), dict(_leaves(new))
    found = {path: (olds.get(path), news.get(path)) for path in sorted({*olds, *news})}
    return {
        path: pair
        for path, pair in found.items()
        if (everything or pair[0] != pair[1])
        and not any(covers(path, leaf, rule) for rule in rules for leaf in pair if leaf is not None)
    }


def _leaves(value: Any) -> Iterator[tuple[serialized.Path, Any]]:
    return serialized.leaves(value) if value is not None else iter(())


def root(cell: str) -> str:
    """Return the column a cell belongs to."""
    return cell.split(INSIDE, 1)[0]
