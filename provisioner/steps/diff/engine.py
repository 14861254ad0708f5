"""The diff itself: rows first, noise off, then only the entities that rows touched; the rest is kept as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from provisioner.schema.changes import Action, Change, Diff, FieldChange, FileChange, OtherChange, RowRef
from provisioner.schema.entities import Field, Kind, Model
from provisioner.schema.snapshot import Snapshot
from provisioner.steps.diff import noise, sentences, serialized
from provisioner.steps.diff.claims import Claims, Entity, id_text
from provisioner.steps.diff.entity import Reader, State
from provisioner.steps.diff.filters import text
from provisioner.steps.diff.pages import pages_of
from provisioner.steps.diff.rows import RowChange, changed_rows, root
from provisioner.steps.diff.values import Value
from provisioner.steps.diff.view import Clean, View


def diff(
    before: Snapshot, after: Snapshot, model: Model, personal: Mapping[str, str], files: Iterable[FileChange] = ()
) -> Diff:
    """Return what changed from `before` to `after`, as the entities of `model`.

    `personal` maps texts that belong to one site or candidate (its address, login) to what stands for them on both
    sides, so that they never count as changes.
    """
    clean = cleaner(personal)
    old, new = View(before, model, clean), View(after, model, clean)
    rows = changed_rows(old, new)
    counted = noise.take_off(rows, old, new)
    touched = _claim(rows, old, new, model)
    readers = (Reader(old, model, new), Reader(new, model, old))
    told = {entity: _entity(entity, mine, model, readers) for entity, mine in touched.items()}
    changes = [change for change in told.values() if change is not None]
    shown = {id(row) for entity, mine in touched.items() if told[entity] is not None for row in mine}
    silent = {id(row) for mine in touched.values() for row in mine} - shown
    if silent:
        counted[noise.SAME] += len(silent)
    others = [other for row in rows if (other := _other(row, counted)) is not None]
    order = {kind_id: number for number, kind_id in enumerate(model.kinds)}
    changes.sort(key=lambda change: (order[change.kind], _natural(change.id)))
    return Diff(
        cms=model.cms,
        changes=tuple(changes),
        others=tuple(others),
        files=tuple(files),
        noise=dict(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))),
    )


def cleaner(personal: Mapping[str, str]) -> Clean:
    """Return what neutralises personal texts in a cell, longest first."""
    pairs = sorted(((old, new) for old, new in personal.items() if old), key=lambda pair: (-len(pair[0]), pair[0]))

    def replaced(value: str) -> str:
        for old, new in pairs:
            if old in value:
                value = value.replace(old, new)
        return value

    def clean(value: Any) -> Any:
        if not isinstance(value, str) or not any(old in value for old, _ in pairs):
            return value
        return serialized.cleaned(value, replaced)

    return clean


def _claim(rows: list[RowChange], old: View, new: View, model: Model) -> dict[Entity, list[RowChange]]:
    touched: dict[Entity, list[RowChange]] = {}
    for fallback in (False, True):
        _claim_with(Claims(model, fallback=fallback), rows, old, new, touched)
    return touched


def _claim_with(
    claims: Claims, rows: list[RowChange], old: View, new: View, touched: dict[Entity, list[RowChange]]
) -> None:
    for row in rows:
        for entity in take(claims, row, old, new):
            known = touched.setdefault(entity, [])
            if row not in known:
                known.append(row)


def take(claims: Claims, row: RowChange, old: View, new: View) -> list[Entity]:
    """Return the entities whose fields show cells of a row; these cells are then accounted for."""
    found: list[Entity] = []
    claimed: set[str] = set()
    for entity, columns in claims.of(row, old, new):
        if any(root(cell) in columns for cell in row.cells):
            claimed |= columns
            found.append(entity)
    for cell in [cell for cell in row.cells if root(cell) in claimed]:
        del row.cells[cell]
    return found


def _entity(entity: Entity, rows: list[RowChange], model: Model, readers: tuple[Reader, Reader]) -> Change | None:
    kind_id, key = entity
    kind = model.kinds[kind_id]
    states = (readers[0].state(kind_id, key), readers[1].state(kind_id, key))
    now = states[1] or states[0]
    if now is None:
        return None
    fields = _fields(kind, *states)
    if states[0] is not None and states[1] is not None and not fields:
        return None
    action: Action = "created" if states[0] is None else "removed" if states[1] is None else "changed"
    reader = readers[1] if states[1] else readers[0]
    title = reader.title(kind_id, key) or (kind.label.capitalize() if not kind.table else f"n° {id_text(key)}")
    parent_id, parent = _parent(kind, now, model)
    return Change(
        kind=kind_id,
        kind_label=kind.label,
        id=id_text(key),
        title=title,
        action=action,
        sentence=sentences.sentence(kind, action, title, fields, state=now.fields, parent=parent),
        fields=tuple(fields),
        rows=tuple(_refs(rows)),
        state={name: value.machine for name, value in now.fields.items()},
        pages=pages_of(kind, states[0], states[1]),
        author=now.fields[kind.author].text if kind.author else "",
        parent=parent_id,
    )


def _fields(kind: Kind, before: State | None, after: State | None) -> list[FieldChange]:
    found = []
    for name, field in kind.fields.items():
        old = before.fields[name] if before else None
        new = after.fields[name] if after else None
        if _unset(old) and _unset(new) if old is None or new is None else _same(field, old, new):
            continue
        if field.order_only and (old is None or new is None):
            continue
        found.append(
            FieldChange(
                name=name,
                label=field.label,
                type=field.type,
                before=old.machine if old else None,
                after=new.machine if new else None,
                before_text=old.text if old else "",
                after_text=new.text if new else "",
            )
        )
    return found


def _same(field: Field, old: Value, new: Value) -> bool:
    if not field.order_only:
        return bool(old.machine == new.machine)
    stay = set(old.machine) & set(new.machine)
    return [one for one in old.machine if one in stay] == [one for one in new.machine if one in stay]


def _blank(value: Value | None) -> bool:
    return value is None or value.machine in (None, "", [])


def _unset(value: Value | None) -> bool:
    """Tell whether a field of a new or removed entity is as nobody filled it in: told by `state`, not shown."""
    return _blank(value) or (value is not None and value.machine in (0, False))


def _parent(kind: Kind, state: State, model: Model) -> tuple[str, str]:
    if not kind.parent or _blank(state.fields[kind.parent]):
        return "", ""
    target = kind.fields[kind.parent].to
    if not isinstance(target, str):
        return "", ""
    value = state.fields[kind.parent]
    return f"{target}:{value.machine}", f"{sentences.of(model.kinds[target])} « {value.text} »"


def _refs(rows: list[RowChange]) -> list[RowRef]:
    unique = {(row.ref.table, *map(text, row.ref.key.values())): row.ref for row in rows}
    return list(unique.values())


def _other(row: RowChange, counted: Counter[str]) -> OtherChange | None:
    """Return what nobody claimed of a row; empty columns of a new or removed row are counted, not shown."""
    if not row.cells:
        return None
    if row.action != "changed" and (
        row.shown or all(noise.empty(value) for pair in row.cells.values() for value in pair)
    ):
        counted[noise.DEFAULTS] += 1
        return None
    side = row.before or row.after
    assert side is not None  # noqa: S101
    return OtherChange(
        table=row.table,
        key=row.ref.key if row.ref.table == row.table else dict(row.ref.key),
        action=row.action,
        before={cell: pair[0] for cell, pair in row.cells.items()} if row.before else {},
        after={cell: pair[1] for cell, pair in row.cells.items()} if row.after else {},
    )


def _natural(name: str) -> tuple[int, str]:
    return (int(name), "") if name.isdigit() else (0, name)
