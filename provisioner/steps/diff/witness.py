"""Two witnesses of one sitting: what the binary log says was written, what comparing two states says changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from provisioner.schema.changes import Witness
from provisioner.schema.entities import Model
from provisioner.schema.events import Cells, Event, same, shown
from provisioner.schema.snapshot import Snapshot
from provisioner.steps.diff.filters import matches
from provisioner.steps.diff.replay import Grid, Key, Place, Replay, grid_of
from provisioner.steps.diff.view import Clean

MOST = 50
"""Disagreements listed; the others are counted."""
_LONGEST = 80
Personal = Callable[[str, Cells, str, Any, Any], bool]
"""Table, row, column, both values: whether they differ only by what makes a copy one candidate's own."""


def compare(before: Snapshot, after: Snapshot, events: Iterable[Event], personal: Personal) -> Witness:
    """Return whether the writes, put one after another on the first state, give the second one, cell by cell."""
    replay, rows, count = Replay(before), _changed(before, after), 0
    for event in events:
        for (table, key), _ in replay.apply(event):
            rows.setdefault(table, set()).add(key)
        count += event.action not in {"altered", "emptied"}
    found = list(_breaks(replay, personal))
    for table, keys in sorted(rows.items()):
        now = after.tables.get(table)
        real = grid_of(now) if now else Grid([], [], {})
        for key in sorted(keys):
            found += _row((table, key), replay.grid(table), real, personal, altered=table in replay.altered)
    return Witness(
        agrees=not found,
        rows=sum(map(len, rows.values())),
        events=count,
        disagreements=tuple(found[:MOST]),
        more=max(0, len(found) - MOST),
    )


def personal_cells(model: Model, clean: Clean) -> Personal:
    """Return what tells that two values differ only by what makes a copy one candidate's own."""
    rules = [rule for rule in model.noise if rule.personal]

    def personal(table: str, row: Cells, column: str, one: Any, two: Any) -> bool:
        if clean(one) == clean(two):
            return True
        values = {name: clean(shown(value)) for name, value in row.items()}
        return any(
            table in rule.tables and column in rule.columns and matches(values, rule.where, {}) for rule in rules
        )

    return personal


def _changed(before: Snapshot, after: Snapshot) -> dict[str, set[Key]]:
    """Return the rows that are not the same in both states."""
    found: dict[str, set[Key]] = {}
    for name in {*before.tables, *after.tables}:
        old, new = before.tables.get(name), after.tables.get(name)
        if old is not None and new is not None and (old.columns, old.rows) == (new.columns, new.rows):
            continue
        olds, news = (grid_of(table).rows if table else {} for table in (old, new))
        found[name] = {key for key in {*olds, *news} if olds.get(key) != news.get(key)}
    return found


def _row(place: Place, told: Grid, real: Grid, personal: Personal, *, altered: bool) -> Iterator[str]:
    expected, actual = told.rows.get(place[1]), real.rows.get(place[1])
    if expected is None and actual is None:
        return
    if expected is None or actual is None:
        says, shows = ("là", "absente") if expected is not None else ("absente", "là")
        name = _name(place, told if expected else real)
        yield f"{name} : ligne {says} d’après le journal, {shows} sur le site."
        return
    for column in dict.fromkeys([*actual, *expected]):
        if altered and (column not in actual or column not in expected):
            continue
        one, two = expected.get(column), actual.get(column)
        if not same(one, two) and not personal(place[0], actual, column, shown(one), two):
            name = _name(place, real)
            yield f"{name}, {column} : « {_short(one)} » d’après le journal, « {_short(two)} » sur le site."


def _breaks(replay: Replay, personal: Personal) -> Iterator[str]:
    for one in replay.breaks:
        name = _name(one.place, replay.grid(one.place[0]))
        if not one.column:
            yield f"{name} : le journal écrit une ligne qui était {'là' if one.held == 'present' else 'absente'}."
        elif one.place[0] not in replay.altered and not personal(
            one.place[0], one.row, one.column, shown(one.told), shown(one.held)
        ):
            yield f"{name}, {one.column} : le journal part de « {_short(one.told)} » au lieu de « {_short(one.held)} »."


def _name(place: Place, grid: Grid) -> str:
    table, key = place
    if not grid.key:
        return table
    return f"{table} ({', '.join(f'{column} = {value}' for column, value in zip(grid.key, key, strict=False))})"


def _short(value: Any) -> str:
    flat = " ".join(str("" if value is None else shown(value)).split())
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST] + "…"
