"""The rows of a site as its binary log makes them, write after write, from the state that it was given in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from provisioner.schema.events import Cells, Event, kept, same, shown
from provisioner.schema.snapshot import Snapshot, Table
from provisioner.steps.diff.filters import text

Key = tuple[str, ...]
Place = tuple[str, Key]
"""A table and what identifies one of its rows: its key; where there is none, its whole content and a rank."""


@dataclass
class Grid:
    """One table at one moment."""

    columns: list[str]
    key: list[str]
    rows: dict[Key, Cells]


@dataclass(frozen=True)
class Break:
    """A write whose « before » is not what the writes before it left."""

    place: Place
    column: str
    """Empty: the row itself was there, or was not."""
    told: Any
    held: Any
    row: Cells = field(default_factory=dict)
    """The row as the writes before left it."""


@dataclass
class Replay:
    """The state after the writes applied so far."""

    before: Snapshot
    grids: dict[str, Grid] = field(default_factory=dict)
    """Tables written in; the others are as before."""
    breaks: list[Break] = field(default_factory=list)
    altered: set[str] = field(default_factory=set)

    def grid(self, table: str) -> Grid:
        """Return a table; an empty one when it was not there at first."""
        if table not in self.grids:
            found = self.before.tables.get(table)
            self.grids[table] = grid_of(found) if found else Grid([], [], {})
        return self.grids[table]

    def apply(self, event: Event) -> list[tuple[Place, Cells | None]]:
        """Apply one write; return the rows it touched, each with what it was."""
        grid = self.grid(event.table)
        if event.action == "altered":
            self.altered.add(event.table)
            return []
        if event.action == "emptied":
            gone = [((event.table, key), row) for key, row in grid.rows.items()]
            grid.rows.clear()
            return [*gone]
        if not grid.columns:
            grid.columns, grid.key = list(event.after or event.before), list(event.key)
        grid.columns += [column for column in event.after if column not in grid.columns]
        place = (event.table, self._key(grid, event))
        old = grid.rows.get(place[1])
        self._check(place, old, event)
        if event.action == "removed":
            grid.rows.pop(place[1], None)
        else:
            grid.rows[place[1]] = {**(old or {}), **event.after}
        return [(place, old)]

    def snapshot(self) -> Snapshot:
        """Return the state as a snapshot."""
        made = {
            name: Table.model_construct(
                columns=grid.columns,
                key=grid.key or grid.columns,
                rows=[[shown(row.get(column)) for column in grid.columns] for row in grid.rows.values()],
            )
            for name, grid in self.grids.items()
            if grid.columns
        }
        return Snapshot.model_construct(
            format=1, taken_at="", prefix=self.before.prefix, tables={**self.before.tables, **made}
        )

    def _key(self, grid: Grid, event: Event) -> Key:
        if event.key:
            return tuple(text(event.key.get(column)) for column in grid.key or event.key)
        content = _content(event.after or event.before)
        rank = 0
        while (*content, str(rank)) in grid.rows:
            rank += 1
        # The last of several alike comes and goes.
        return (*content, str(rank if event.action == "created" else max(rank - 1, 0)))

    def _check(self, place: Place, old: Cells | None, event: Event) -> None:
        if (old is not None) == (event.action == "created"):
            self.breaks.append(Break(place, "", event.action, "absent" if old is None else "present"))
        elif old is not None:
            self.breaks += [
                Break(place, column, told, old[column], old)
                for column, told in event.before.items()
                if column in old and not _alike(told, old[column])
            ]


def grid_of(table: Table) -> Grid:
    """Return a table of a snapshot with its rows by key."""
    keyed = len(table.key) < len(table.columns)
    rows: dict[Key, Cells] = {}
    for cells in table.rows:
        row = dict(zip(table.columns, cells, strict=True))
        if keyed:
            rows[tuple(text(row[column]) for column in table.key)] = row
        else:
            content, rank = _content(row), 0
            while (*content, str(rank)) in rows:
                rank += 1
            rows[(*content, str(rank))] = row
    return Grid(list(table.columns), list(table.key) if keyed else [], rows)


def bursts(events: Iterable[Event], gap_s: int = 2, longest_s: int = 10) -> list[list[Event]]:
    """Cut the writes where nothing was written for a while: what one save does stays together."""
    found: list[list[Event]] = []
    for event in events:
        if not found or event.at - found[-1][-1].at > gap_s or event.at - found[-1][0].at > longest_s:
            found.append([])
        found[-1].append(event)
    return found


def _alike(told: Any, held: Any) -> bool:
    return bool(told == held) if isinstance(held, dict) else same(told, held)


def _content(row: Cells) -> Key:
    return tuple(f"{column}={text(shown(kept(value)))}" for column, value in sorted(row.items()))
