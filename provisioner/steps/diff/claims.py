"""Which entities a changed row belongs to, and which of its cells their fields show."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from provisioner.schema.entities import Kind, Model
from provisioner.steps.diff.filters import text
from provisioner.steps.diff.rows import RowChange
from provisioner.steps.diff.view import Key, Row, View

Place = tuple[str, str]
"""A kind's id and the name of one of its sources (empty: its own rows)."""
Entity = tuple[str, Key]


class Claims:
    """Reads the model backwards: from tables to the kinds that show them."""

    def __init__(self, model: Model, *, fallback: bool) -> None:
        self.model = model
        self.places: dict[str, list[Place]] = {}
        for kind_id, kind in model.kinds.items():
            if kind.reference_only or kind.fallback != fallback:
                continue
            if kind.table:
                self.places.setdefault(kind.table, []).append((kind_id, ""))
            for name, source in kind.sources.items():
                if not source.reads:
                    self.places.setdefault(source.table, []).append((kind_id, name))
        self._columns = lru_cache(maxsize=None)(self._columns_of)

    def of(self, change: RowChange, before: View, after: View) -> Iterator[tuple[Entity, frozenset[str]]]:
        """Yield the entities one row belongs to, each with the columns its fields claim."""
        for row, view in ((change.before, before), (change.after, after)):
            if row is None:
                continue
            for kind_id, source in self.places.get(change.table, ()):
                name = self._name(view, kind_id, source, row)
                if name is None:
                    continue
                columns = self._columns(kind_id, source, name, tuple(view.grid(change.table).key))
                for key in self.owners(view, kind_id, source, row):
                    yield (kind_id, key), columns

    def owners(self, view: View, kind_id: str, source: str, row: Row) -> set[Key]:
        """Return the keys of the entities of one kind that a row of one of its sources belongs to."""
        kind = self.model.kinds[kind_id]
        if not source:
            return {entity_key(view, kind, row)} if view.accepts(row, kind.where, kind.unless, kind.exists) else set()
        rule = kind.sources[source]
        if not view.accepts(row, rule.where, rule.unless, rule.exists):
            return set()
        if not rule.link:
            return {()} if not kind.table else set()
        table = kind.sources[rule.parent].table if rule.parent else kind.table
        parents = view.find(table, {theirs: row.get(ours) for ours, theirs in rule.link.items()})
        return {key for parent in parents for key in self.owners(view, kind_id, rule.parent, parent)}

    def _name(self, view: View, kind_id: str, source: str, row: Row) -> str | None:
        """Return the name a row of names and values has, "" for ordinary rows, None when no field shows it."""
        rule = self.model.kinds[kind_id].sources.get(source)
        if rule is None or not rule.name:
            return ""
        holder = row
        if rule.name_in:
            parents = view.find(
                self.model.kinds[kind_id].sources[rule.name_in].table,
                {theirs: row.get(ours) for ours, theirs in rule.link.items()},
            )
            if not parents:
                return None
            holder = parents[0]
        name = text(holder.get(rule.name))
        fields = self.model.kinds[kind_id].fields.values()
        return name if any(field.source == source and field.name == name for field in fields) else None

    def _columns_of(self, kind_id: str, source: str, name: str, key: tuple[str, ...]) -> frozenset[str]:
        kind = self.model.kinds[kind_id]
        rule = kind.sources.get(source)
        found = set(key)
        for field in kind.fields.values():
            if field.source == source and (rule is None or not rule.name or field.name == name):
                found.add(field.column or (rule.value if rule else ""))
            found |= {item.column for item in field.items.values() if (item.source or field.source) == source}
            holder, _, column = field.ordered.rpartition(".")
            if column and (holder or field.source) == source:
                found.add(column)
        found |= {ours for other in kind.sources.values() if other.parent == source for ours in other.link.values()}
        if rule is None:
            return frozenset(found | set(kind.key) | set(kind.where) | set(kind.unless))
        return frozenset(found | set(rule.link) | set(rule.where) | set(rule.unless) | {rule.name})


def entity_key(view: View, kind: Kind, row: Row) -> Key:
    """Return what identifies the entity a row of its own table is."""
    return tuple(text(row.get(column)) for column in (kind.key or view.grid(kind.table).key))


def id_text(key: Key) -> str:
    """Return an entity's key as one text."""
    return "-".join(key) if key else "site"
