"""Save after save: which rows the binary log says were left other than found, and which entities they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from provisioner.schema.changes import RowRef
from provisioner.schema.entities import Model
from provisioner.schema.events import Cells, Event, shown
from provisioner.schema.snapshot import Snapshot, Table
from provisioner.steps.diff import noise
from provisioner.steps.diff.claims import Claims, Entity, id_text
from provisioner.steps.diff.engine import cleaner, take
from provisioner.steps.diff.filters import text
from provisioner.steps.diff.replay import Grid, Key, Place, Replay, grid_of
from provisioner.steps.diff.rows import RowChange, row_change, row_changes
from provisioner.steps.diff.view import Clean, Row, View

Who = tuple[str, str]
"""Kind and id of an entity; table and key of another row."""


@dataclass(frozen=True)
class Recording:
    """What the timeline is made from."""

    before: Snapshot
    after: Snapshot
    events: Sequence[Event]
    model: Model
    personal: Mapping[str, str]


@dataclass(frozen=True)
class Write:
    """One row that one save left other than it found it."""

    burst: int
    at: int
    place: Place
    grid: Grid
    """Its table."""
    old: Cells | None
    new: Cells | None


@dataclass
class Touched:
    """When an entity, or a row that none shows, was written."""

    times: list[int] = field(default_factory=list)
    bursts: list[int] = field(default_factory=list)

    def add(self, write: Write) -> None:
        """Count one write."""
        if write.at not in self.times:
            self.times.append(write.at)
        if write.burst not in self.bursts:
            self.bursts.append(write.burst)


def row_key(key: Mapping[str, object]) -> str:
    """Return a row's key as one text."""
    return ", ".join(f"{column} = {text(value)}" for column, value in key.items())


def writes(before: Snapshot, groups: Sequence[Sequence[Event]]) -> list[Write]:
    """Return, save after save, the rows that are not as the save found them."""
    replay, found = Replay(before), list[Write]()
    for number, group in enumerate(groups):
        first: dict[Place, Cells | None] = {}
        last: dict[Place, int] = {}
        for event in group:
            for place, old in replay.apply(event):
                first.setdefault(place, old)
                last[place] = event.at
        for place, old in first.items():
            grid = replay.grid(place[0])
            new = grid.rows.get(place[1])
            if old != new:
                found.append(Write(number, last[place], place, grid, old, new))
    return found


def touched(recording: Recording, writes: Sequence[Write]) -> tuple[dict[Who, Touched], dict[Who, Touched]]:
    """Return which entities were written when, and which rows that no kind shows; the noise is off."""
    clean = cleaner(recording.personal)
    old = View(recording.before, recording.model, clean)
    later, ever = (View(one, recording.model, clean) for one in _once(recording, writes))
    told = [(write, change) for write in writes for change in _changes(write, old, ever, clean)]
    # A row that is noise as it stood at one save may not be at the last: its writes are then all there is to tell.
    anyway = _by_row(told)
    noise.take_off([change for _, change in told], old, later)
    entities: dict[Entity, Touched] = {}
    for fallback in (False, True):
        claims = Claims(recording.model, fallback=fallback)
        for write, change in told:
            for entity in take(claims, change, ever, ever):
                entities.setdefault(entity, Touched()).add(write)
    rows = anyway | _by_row((write, change) for write, change in told if change.cells)
    return {(kind, id_text(key)): touched for (kind, key), touched in entities.items()}, rows


def _by_row(told: Iterable[tuple[Write, RowChange]]) -> dict[Who, Touched]:
    rows: dict[Who, Touched] = {}
    for write, change in told:
        rows.setdefault((change.table, row_key(change.ref.key)), Touched()).add(write)
    return rows


def _changes(write: Write, old: View, ever: View, clean: Clean) -> list[RowChange]:
    one, two = (_as_row(write.place, row, ever, clean) for row in (write.old, write.new))
    return row_changes(row_change(write.place[0], one, two), old, ever)


def _as_row(place: Place, row: Cells | None, ever: View, clean: Clean) -> Row | None:
    if row is None:
        return None
    values = {column: shown(value) for column, value in row.items()}
    names = ever.grid(place[0]).key or list(values)
    ref = RowRef(table=place[0], key={column: values.get(column) for column in names})
    return Row(place[0], place[1], {column: clean(value) for column, value in values.items()}, ref)


def _once(recording: Recording, made: Sequence[Write]) -> tuple[Snapshot, Snapshot]:
    """Return the last state with the rows that came and went, then also with those that were there only at first.

    A row of the log may hang from one that is no longer there.
    """
    shapes: dict[str, Grid] = {}
    last: dict[str, dict[Key, Cells]] = {}
    for write in made:
        shapes[write.place[0]] = write.grid
        last.setdefault(write.place[0], {})[write.place[1]] = write.new or write.old or {}
    later, ever = dict(recording.after.tables), dict(recording.after.tables)
    for name, rows in last.items():
        first, now = (_rows(one, name) for one in (recording.before, recording.after))
        passing = {key: row for key, row in rows.items() if key not in now and key not in first}
        removed = {key: row for key, row in first.items() if key not in now}
        later[name] = _table(shapes[name], [*now.values(), *passing.values()])
        ever[name] = _table(shapes[name], [*now.values(), *passing.values(), *removed.values()])
    return _snapshot(later), _snapshot(ever)


def _rows(snapshot: Snapshot, name: str) -> dict[Key, Cells]:
    table = snapshot.tables.get(name)
    return grid_of(table).rows if table else {}


def _table(shape: Grid, rows: Sequence[Cells]) -> Table:
    cells = [[shown(row.get(column)) for column in shape.columns] for row in rows]
    return Table.model_construct(columns=shape.columns, key=shape.key or shape.columns, rows=cells)


def _snapshot(tables: dict[str, Table]) -> Snapshot:
    return Snapshot.model_construct(format=1, taken_at="", prefix="", tables=tables)
