"""A site as it stood at one moment of its sitting, from the state it was given in and the writes until then."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from provisioner.schema.entities import Model, NoiseRule
from provisioner.schema.events import LONGEST, Cells, Event, shown
from provisioner.schema.snapshot import Row, Snapshot, Table
from provisioner.steps.diff.engine import cleaner
from provisioner.steps.diff.filters import matches
from provisioner.steps.diff.replay import Grid, Key, Replay, grid_of


def state_at(
    before: Snapshot, fresh: Snapshot, after: Snapshot, events: Iterable[Event], until: float
) -> tuple[Snapshot, list[str]]:
    """Return the state after the writes made until then (seconds since 1970), and what could not be had whole.

    `before` is the state of the image, `fresh` that of a new copy of it: what nobody wrote is as there. Of a long value
    the record keeps a fingerprint: the value itself is looked for in the states before and after; where neither has it,
    its beginning stands for it and the second result tells where, in French.
    """
    replay = Replay(before)
    for event in events:
        if event.at <= until:
            replay.apply(event)
    known, lost = _long_values((before, after)), list[str]()
    made: dict[str, Table] = {}
    for name, grid in replay.grids.items():
        if grid.columns:
            rows = list(_rows(name, grid, before, fresh, known, lost))
            made[name] = Table.model_construct(columns=grid.columns, key=grid.key or grid.columns, rows=rows)
    tables = {**fresh.tables, **made}
    return Snapshot.model_construct(format=1, taken_at="", position="", prefix=before.prefix, tables=tables), lost


def own_rows(model: Model, before: Snapshot, personal: dict[str, str]) -> Iterator[tuple[str, Row, NoiseRule]]:
    """Yield the rows of the image that are made one candidate's own: table, row, and the rule that says which cells."""
    clean = cleaner(personal)
    for rule in (rule for rule in model.noise if rule.personal):
        for name in rule.tables:
            table = before.tables.get(name)
            for cells in table.rows if table else ():
                row = dict(zip(table.columns if table else (), cells, strict=True))
                if matches({column: clean(value) for column, value in row.items()}, rule.where, {}):
                    yield name, row, rule


def _rows(
    name: str, grid: Grid, before: Snapshot, fresh: Snapshot, known: dict[str, str], lost: list[str]
) -> Iterator[list[Any]]:
    olds, news = (_keyed(state.tables.get(name)) for state in (before, fresh))
    for key, row in grid.rows.items():
        old, new = olds.get(key), news.get(key)
        yield [_cell(column, row, old, new, known, lost, f"{name}.{column}") for column in grid.columns]


def _keyed(table: Table | None) -> dict[Key, Cells]:
    return grid_of(table).rows if table else {}


def _cell(
    column: str, row: Cells, old: Cells | None, new: Cells | None, known: dict[str, str], lost: list[str], where: str
) -> Any:
    value = row.get(column)
    if old is not None and new is not None and value == old.get(column):
        return new.get(column)
    if not isinstance(value, dict):
        return value
    whole = known.get(str(value["sha256"]))
    if whole is None:
        lost.append(f"{where} : le texte écrit alors ({value['longueur']} caractères) n’a été gardé qu’à son début.")
    return shown(value) if whole is None else whole


def _long_values(states: Iterable[Snapshot]) -> dict[str, str]:
    """Return the long values of these states by their fingerprint, as the record of writes keeps it."""
    return {
        sha256(cell.encode("utf-8", "surrogatepass")).hexdigest(): cell
        for state in states
        for table in state.tables.values()
        for row in table.rows
        for cell in row
        if isinstance(cell, str) and len(cell) > LONGEST
    }
