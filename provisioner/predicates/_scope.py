"""Which changes a rule looks at: what the arguments of all predicates share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import Field

from provisioner.schema.base import Strict
from provisioner.schema.changes import Action, Change, Diff, FieldChange


class Scope(Strict):
    """Arguments common to all predicates; each predicate's `Arguments` extends this."""

    kinds: tuple[str, ...] = Field(min_length=1)
    """Entity kinds of the stack's model."""
    actions: tuple[Action, ...] = ("created", "changed")
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Field -> values, one of which the entity must hold."""
    unless: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Field -> values that exclude the entity."""

    def field_names(self) -> frozenset[str]:
        """Fields that the rule names, to be checked against the entity model."""
        return frozenset(self.where) | frozenset(self.unless) | frozenset(getattr(self, "fields", ()))

    def changes(self, diff: Diff) -> Iterator[Change]:
        """Yield the changes in scope, in the order of the diff."""
        for change in diff.changes:
            if change.kind in self.kinds and change.action in self.actions and self._holds(change):
                yield change

    def _holds(self, change: Change) -> bool:
        def one_of(name: str, values: tuple[str, ...]) -> bool:
            return not as_texts(change.state.get(name)).isdisjoint(values)

        return all(one_of(name, values) for name, values in self.where.items()) and not any(
            one_of(name, values) for name, values in self.unless.items()
        )


class FieldScope(Scope):
    """Arguments of the predicates that look at fields."""

    fields: tuple[str, ...] = Field(min_length=1)

    def changed_fields(self, diff: Diff) -> Iterator[tuple[Change, FieldChange]]:
        """Yield the changed fields in scope, each with its change."""
        for change in self.changes(diff):
            for field in change.fields:
                if field.name in self.fields:
                    yield change, field


def as_texts(value: Any) -> frozenset[str]:
    """Return a machine value as texts to compare with those of a data file: a list gives one per item."""
    if value is None or value == "":
        return frozenset({""})
    if isinstance(value, (list, tuple)):
        return frozenset(str(item) for item in value) or frozenset({""})
    if isinstance(value, bool):
        return frozenset({"1" if value else "0"})
    return frozenset({str(value)})


def as_list(value: Any) -> list[str]:
    """Return a list field's items as texts."""
    if value is None or value == "":
        return []
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]
