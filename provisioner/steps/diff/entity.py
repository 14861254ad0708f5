"""Reads one entity in one view: its row, the rows attached to it, its fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from provisioner.schema.entities import Cell, Field, Kind, Model
from provisioner.steps.diff import values
from provisioner.steps.diff.claims import entity_key, id_text
from provisioner.steps.diff.filters import text
from provisioner.steps.diff.values import Value
from provisioner.steps.diff.view import Key, Row, View

Chain = Mapping[str, Row]
"""Rows met on the way to a source, by source name; the entity's own under the empty name."""
DEEPEST = 4


@dataclass(frozen=True)
class State:
    """One entity as one view shows it."""

    fields: dict[str, Value]
    row: Row | None


class Reader:
    """Evaluates the model's fields on a view; remembers what it read."""

    def __init__(self, view: View, model: Model, other: View) -> None:
        self.view = view
        self.other = other
        """Where the name of something that is absent here may still be found."""
        self.model = model
        self._titles: dict[tuple[str, Key], str] = {}
        self.rows = lru_cache(maxsize=None)(self._rows)

    def state(self, kind_id: str, key: Key) -> State | None:
        """Return all fields of an entity, None when it is not there."""
        kind = self.model.kinds[kind_id]
        row = self.own_row(kind_id, key)
        if kind.table and row is None:
            return None
        found: dict[str, Value] = {}
        for name in self._order(kind):
            found[name] = self._field(kind_id, kind.fields[name], row, found, 0)
        return State({name: found[name] for name in kind.fields}, row)

    def own_row(self, kind_id: str, key: Key, *, filtered: bool = True) -> Row | None:
        """Return the entity's own row; the last one when several share the key."""
        kind = self.model.kinds[kind_id]
        if not kind.table:
            return None
        columns = kind.key or tuple(self.view.grid(kind.table).key)
        rows = self.view.find(kind.table, dict(zip(columns, key, strict=False)))
        good = [row for row in rows if self.view.accepts(row, kind.where, kind.unless, kind.exists)]
        return good[-1] if good else None if filtered or not rows else rows[-1]

    def title(self, kind_id: str, key: Key, depth: int = 0) -> str:
        """Return how a person calls an entity, even one its filters hide; empty when it is nowhere."""
        known = self._titles.get((kind_id, key))
        if known is None:
            known = self._titles[kind_id, key] = self._title(kind_id, key, depth)
        return known

    def _title(self, kind_id: str, key: Key, depth: int) -> str:
        kind = self.model.kinds[kind_id]
        row = self.own_row(kind_id, key, filtered=False)
        if kind.table and row is None:
            return ""
        wanted = values.names_in(kind.title)
        read: dict[str, Value] = {}
        for name in self._order(kind):
            if name in wanted or name in {kind.fields[other].choose for other in wanted if other in kind.fields}:
                read[name] = self._field(kind_id, kind.fields[name], row, read, depth)
        texts = {name: ", ".join(value.text.splitlines()) for name, value in read.items()}
        return values.shortened(values.fill(kind.title, texts).strip())

    def _order(self, kind: Kind) -> list[str]:
        """Fields that others choose by come first."""
        chosen = {field.choose for field in kind.fields.values()}
        return sorted(kind.fields, key=lambda name: name not in chosen)

    def _field(self, kind_id: str, field: Field, row: Row | None, done: Mapping[str, Value], depth: int) -> Value:
        chains = self.rows(kind_id, field.source, row)
        rule = self.model.kinds[kind_id].sources.get(field.source)
        if rule is not None and rule.name:
            holder = rule.name_in or field.source
            chains = [chain for chain in chains if text(chain[holder].get(rule.name)) == field.name]
        if field.items:
            return self._list(field, chains, depth)
        # Of several rows of one name the last counts: a shop's own setting comes after the general one.
        found = chains[-1].get(field.source) if chains else None
        if found is None:
            return values.NOTHING
        cell = found.get(field.column or (rule.value if rule else ""))
        chosen = done[field.choose].machine if field.choose in done else ""
        value = self.read(field, cell, text(chosen), depth)
        if field.plus_percent and isinstance(value.machine, int | float):
            value = self._with_percent(kind_id, field, row, value)
        return values.hidden(cell) if field.hidden else value

    def _with_percent(self, kind_id: str, field: Field, row: Row | None, value: Value) -> Value:
        source, column = field.plus_percent.rsplit(".", 1)
        chains = self.rows(kind_id, source, row)
        rate = values.rate(chains[0][source].get(column)) if chains else 0.0
        return values.scalar(field, round(float(value.machine) * (1 + rate / 100), 6))

    def _list(self, field: Field, chains: list[Chain], depth: int) -> Value:
        if field.ordered:
            source, _, column = field.ordered.rpartition(".")
            where = source or field.source
            chains = sorted(
                chains, key=lambda chain: values.sort_key(chain[where].get(column) if where in chain else 0)
            )
        read = [item for item in (self._item(field, chain, depth) for chain in chains) if item.text or item.machine]
        if not field.ordered:
            read.sort(key=lambda item: (item.text, str(item.machine)))
        return Value([item.machine for item in read], "\n".join(item.text for item in read))

    def _item(self, field: Field, chain: Chain, depth: int) -> Value:
        parts: dict[str, Value] = {}
        for name, cell in field.items.items():
            row = chain.get(cell.source or field.source)
            chosen = text(parts[cell.choose].machine) if cell.choose in parts else ""
            parts[name] = self.read(cell, row.get(cell.column) if row else None, chosen, depth)
        shown = field.separator.join(part.text for part in parts.values() if part.text)
        only = next(iter(parts.values()))
        return Value(text(only.machine), shown) if len(parts) == 1 else Value(shown, shown)

    def read(self, cell: Cell, raw: Any, chosen: str, depth: int) -> Value:
        """Return one cell as a machine value and as a person reads it."""
        cell = cell.forms.get(chosen, cell)
        if text(raw) in cell.values:
            label = cell.values[text(raw)]
            if not label:
                return values.NOTHING
            return (
                Value(values.scalar(cell, raw).machine, label) if cell.type != "reference" else Value(text(raw), label)
            )
        if not cell.to:
            return values.scalar(cell, raw)
        target = cell.to if isinstance(cell.to, str) else cell.to.get(chosen)
        if target == "":
            return values.NOTHING
        return self._reference(target, cell.by, raw, depth) if target else values.scalar(cell, raw)

    def _reference(self, target: str, by: str, raw: Any, depth: int) -> Value:
        if text(raw) in {"", "0"}:
            return values.NOTHING
        for view, reader in ((self.view, self), (self.other, Reader(self.other, self.model, self.other))):
            key = self._target_key(view, target, by, raw)
            title = reader.title(target, key, depth + 1) if key and depth < DEEPEST else ""
            if key and title:
                return Value(id_text(key), title)
        return Value(id_text(key) if key else text(raw), f"n° {text(raw)}")

    def _target_key(self, view: View, target: str, by: str, raw: Any) -> Key | None:
        kind = self.model.kinds[target]
        column = by or (kind.key or tuple(view.grid(kind.table).key) or ("",))[0]
        rows = view.find(kind.table, {column: raw})
        good = [row for row in rows if view.accepts(row, kind.where, {}, kind.exists)]
        return entity_key(view, kind, good[-1]) if good else None

    def _rows(self, kind_id: str, source: str, row: Row | None) -> list[Chain]:
        """Return the chains of rows that lead from the entity's own row to the rows of a source."""
        if not source:
            return [{"": row}] if row is not None else []
        rule = self.model.kinds[kind_id].sources[source]
        if not rule.link:
            return [{source: found} for found in self.view.select(rule.table, rule.where)]
        found: list[Chain] = []
        for chain in self.rows(kind_id, rule.parent, row):
            parent = chain.get(rule.parent)
            wanted = {ours: parent.get(theirs) for ours, theirs in rule.link.items()} if parent else {}
            rows = [
                one
                for one in (self.view.find(rule.table, wanted) if wanted else [])
                if self.view.accepts(one, rule.where, rule.unless, rule.exists)
            ]
            found.extend({**chain, source: one} for one in rows)
            if not rows and rule.optional:
                found.append(chain)
        return found
