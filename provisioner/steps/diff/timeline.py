"""When each change was made, and what was tried then undone: the writes of the binary log, told as entities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime

from provisioner.schema.changes import Change, Diff, OtherChange, RowRef, Span, Timeline
from provisioner.schema.entities import Model
from provisioner.schema.events import Cells, Event, shown
from provisioner.schema.snapshot import Snapshot, Table
from provisioner.steps.diff import noise
from provisioner.steps.diff.claims import Claims, Entity, id_text
from provisioner.steps.diff.engine import cleaner, diff, take
from provisioner.steps.diff.filters import text
from provisioner.steps.diff.replay import Place, Replay, bursts, grid_of
from provisioner.steps.diff.rows import RowChange, row_change, row_changes
from provisioner.steps.diff.view import Clean, Row, View

MOST = 12
"""Moments of the sitting at which what was undone is looked for: each costs a comparison of the whole site."""
Who = tuple[str, str]
"""Kind and id of an entity; table and key of another row."""


@dataclass(frozen=True)
class Write:
    """One row that one save left other than it found it."""

    burst: int
    at: int
    place: Place
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


@dataclass(frozen=True)
class Recording:
    """What the timeline is made from."""

    before: Snapshot
    after: Snapshot
    events: Sequence[Event]
    model: Model
    personal: Mapping[str, str]


def timeline(recording: Recording, final: Diff, opened: str) -> Timeline:
    """Return when each change of `final` was written, and what was tried and undone."""
    groups = bursts(recording.events)
    entities, rows = _touched(recording, _writes(recording.before, groups))
    zone = datetime.fromisoformat(opened).tzinfo

    def moments(touched: Touched | None) -> tuple[str, ...]:
        times = sorted(touched.times) if touched else []
        return tuple(datetime.fromtimestamp(at, zone).isoformat(timespec="seconds") for at in times)

    spans = [_of_change(change, moments(entities.get((change.kind, change.id)))) for change in final.changes]
    spans += [_of_row(other, moments(rows.get((other.table, _key(other.key))))) for other in final.others]
    told = {(change.kind, change.id) for change in final.changes}
    tried = {who: touched for who, touched in entities.items() if who not in told and len(touched.bursts) > 1}
    undone, unread = _undone(recording, groups, tried)
    spans += [
        _of_change(changes[0], moments(tried[who]), tuple(dict.fromkeys(one.sentence for one in changes)))
        for who, changes in undone.items()
    ]
    spans.sort(key=lambda span: (span.times[:1], span.kind, span.id))
    return Timeline(opened=opened, spans=tuple(spans), unread=unread)


def _of_change(change: Change, times: tuple[str, ...], tried: tuple[str, ...] = ()) -> Span:
    return Span(
        kind=change.kind,
        id=change.id,
        label=change.kind_label,
        title=change.title,
        action="undone" if tried else change.action,
        times=times,
        tried=tried,
    )


def _of_row(other: OtherChange, times: tuple[str, ...]) -> Span:
    key = _key(other.key)
    return Span(kind=other.table, id=key, label=other.table, title=key, action=other.action, times=times)


def _key(key: Mapping[str, object]) -> str:
    return ", ".join(f"{column} = {text(value)}" for column, value in key.items())


def _writes(before: Snapshot, groups: Sequence[Sequence[Event]]) -> list[Write]:
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
            new = replay.grid(place[0]).rows.get(place[1])
            if old != new:
                found.append(Write(number, last[place], place, old, new))
    return found


def _touched(recording: Recording, writes: Sequence[Write]) -> tuple[dict[Who, Touched], dict[Who, Touched]]:
    """Return which entities were written when, and which rows that no kind shows; the noise is off."""
    clean = cleaner(recording.personal)
    old = View(recording.before, recording.model, clean)
    later, ever = (View(one, recording.model, clean) for one in _once(recording, writes))
    told = [(write, change) for write in writes for change in _changes(write, old, ever, clean)]
    noise.take_off([change for _, change in told], old, later)
    entities: dict[Entity, Touched] = {}
    for fallback in (False, True):
        claims = Claims(recording.model, fallback=fallback)
        for write, change in told:
            for entity in take(claims, change, ever, ever):
                entities.setdefault(entity, Touched()).add(write)
    rows: dict[Who, Touched] = {}
    for write, change in told:
        if change.cells:
            rows.setdefault((change.table, _key(change.ref.key)), Touched()).add(write)
    return {(kind, id_text(key)): touched for (kind, key), touched in entities.items()}, rows


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


def _once(recording: Recording, writes: Sequence[Write]) -> tuple[Snapshot, Snapshot]:
    """Return the last state with the rows that came and went, then also those that were there only at first.

    A row of the log may hang from one that is no longer there.
    """
    gone: dict[Place, Cells] = {}
    for write in writes:
        last = write.new if write.new is not None else write.old
        if last is not None:
            gone[write.place] = last
    later, ever = dict(recording.after.tables), dict(recording.after.tables)
    for name in sorted({table for table, _ in gone}):
        tables = [one.tables[name] for one in (recording.after, recording.before) if name in one.tables]
        mine = [(key, row) for (table, key), row in gone.items() if table == name]
        columns = tables[0].columns if tables else list(mine[0][1])
        now, first = (
            grid_of(one.tables[name]).rows if name in one.tables else {} for one in (recording.after, recording.before)
        )
        passing = [row for key, row in mine if key not in now and key not in first]
        removed = [row for key, row in first.items() if key not in now]
        table = copy(tables[0]) if tables else Table.model_construct(columns=columns, key=columns[:1], rows=[])
        later[name] = _with(table, list(now.values()) + passing)
        ever[name] = _with(table, list(now.values()) + passing + removed)
    made = [Snapshot.model_construct(format=1, taken_at="", prefix="", tables=tables) for tables in (later, ever)]
    return made[0], made[1]


def _with(table: Table, rows: Sequence[Cells]) -> Table:
    cells = [[shown(row.get(column)) for column in table.columns] for row in rows]
    return Table.model_construct(columns=table.columns, key=table.key, rows=cells)


def _undone(
    recording: Recording, groups: Sequence[Sequence[Event]], tried: Mapping[Who, Touched]
) -> tuple[dict[Who, list[Change]], int]:
    """Return what the site showed, between two saves, of entities that ended as they began."""
    wanted = sorted({burst for touched in tried.values() for burst in touched.bursts[:-1]})
    looked = wanted[:MOST]
    found: dict[Who, list[Change]] = {}
    replay = Replay(recording.before)
    for number, group in enumerate(groups):
        if not looked or number > looked[-1]:
            break
        for event in group:
            replay.apply(event)
        if number in looked:
            meanwhile = diff(recording.before, replay.snapshot(), recording.model, recording.personal)
            for change in meanwhile.changes:
                who = (change.kind, change.id)
                if who in tried and number in tried[who].bursts:
                    found.setdefault(who, []).append(change)
    return found, len(wanted) - len(looked)
