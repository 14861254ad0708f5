"""One snapshot as the engine reads it: indexes made when asked, derived tables, texts without what is personal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from provisioner.schema.changes import RowRef
from provisioner.schema.entities import Exists, Model, Where
from provisioner.schema.snapshot import Snapshot
from provisioner.steps.diff import derived
from provisioner.steps.diff.filters import excluded, matches, text

Key = tuple[str, ...]
Clean = Callable[[Any], Any]


@dataclass(frozen=True)
class Row:
    """One row, personal texts neutralised."""

    table: str
    key: Key
    values: dict[str, Any]
    ref: RowRef = field(compare=False, hash=False)

    def __hash__(self) -> int:
        return hash((self.table, self.key))

    def get(self, column: str) -> Any:
        """Return a cell, None when there is no such column."""
        return self.values.get(column)


@dataclass
class Grid:
    """A table of the snapshot, or one derived from a cell."""

    columns: list[str]
    key: list[str]
    rows: list[list[Any]]
    refs: list[RowRef] | None = None
    """For derived tables: the real row each row comes from."""


_EMPTY = Grid([], [], [])


class View:
    """A snapshot seen through the model."""

    def __init__(self, snapshot: Snapshot, model: Model, clean: Clean) -> None:
        self.snapshot = snapshot
        self.model = model
        self.clean = clean
        self._grids: dict[str, Grid] = {}
        self._indexes: dict[tuple[str, tuple[str, ...]], dict[Key, list[int]]] = {}
        self._rows: dict[tuple[str, int], Row] = {}
        self.parameters: dict[str, str] = {}
        for name, parameter in model.parameters.items():
            found = self.select(parameter.table, parameter.where)
            self.parameters[name] = text(found[0].get(parameter.column)) if found else ""

    def grid(self, table: str) -> Grid:
        """Return a table, empty when the snapshot has none of that name."""
        if table not in self._grids:
            self._grids[table] = self._make(table)
        return self._grids[table]

    def row(self, table: str, number: int) -> Row:
        """Return one row of a table by its place."""
        known = self._rows.get((table, number))
        if known is None:
            known = self._rows[table, number] = self._row(table, number)
        return known

    def find(self, table: str, wanted: Mapping[str, Any]) -> list[Row]:
        """Return the rows whose columns have these values."""
        columns = tuple(wanted)
        numbers = self._index(table, columns).get(tuple(text(value) for value in wanted.values()), ())
        return [self.row(table, number) for number in numbers]

    def select(self, table: str, where: Where) -> list[Row]:
        """Return the rows a data file's filter picks."""
        rows = (self.row(table, number) for number in range(len(self.grid(table).rows)))
        return [row for row in rows if matches(row.values, where, self.parameters)]

    def accepts(self, row: Row, where: Where, unless: Where, exists: Exists | None) -> bool:
        """Tell whether a row passes the filters of a kind or of a source."""
        if not matches(row.values, where, self.parameters) or excluded(row.values, unless, self.parameters):
            return False
        if exists is None:
            return True
        others = self.find(exists.table, {theirs: row.get(ours) for theirs, ours in exists.link.items()})
        return any(matches(other.values, exists.where, self.parameters) for other in others)

    def _make(self, table: str) -> Grid:
        rule = self.model.derived.get(table)
        if rule is not None:
            columns, key, rows, refs = derived.build(self.select(rule.table, rule.where), rule)
            return Grid(columns, key, rows, refs)
        found = self.snapshot.tables.get(table)
        return Grid(found.columns, found.key, found.rows) if found else _EMPTY

    def _row(self, table: str, number: int) -> Row:
        grid = self.grid(table)
        cells = grid.rows[number]
        values = dict(zip(grid.columns, cells, strict=True))
        key = tuple(text(values[column]) for column in grid.key)
        if grid.refs is not None:
            return Row(table, key, values, grid.refs[number])
        clean = {column: self.clean(value) for column, value in values.items()}
        return Row(table, key, clean, RowRef(table=table, key={column: values[column] for column in grid.key}))

    def _index(self, table: str, columns: tuple[str, ...]) -> dict[Key, list[int]]:
        index = self._indexes.get((table, columns))
        if index is None:
            index = self._indexes[table, columns] = {}
            grid = self.grid(table)
            if all(column in grid.columns for column in columns):
                places = [grid.columns.index(column) for column in columns]
                for number, cells in enumerate(grid.rows):
                    index.setdefault(tuple(text(cells[place]) for place in places), []).append(number)
        return index
