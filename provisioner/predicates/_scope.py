"""Which changes a rule looks at: what the arguments of all predicates share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Annotated, Any

from pydantic import AfterValidator, Field

from provisioner.schema.base import Strict
from provisioner.schema.changes import Action, Change, Diff, FieldChange


def _compiles(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"expression régulière illisible : {error}") from None
    return pattern


Pattern = Annotated[str, AfterValidator(_compiles)]
"""A regular expression, looked for without regard to case."""


class Scope(Strict):
    """Arguments common to all predicates; each predicate's `Arguments` extends this."""

    kinds: tuple[str, ...] = Field(min_length=1)
    """Entity kinds of the stack's model."""
    actions: tuple[Action, ...] = ("created", "changed")
    where: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Field -> values, one of which the entity must hold."""
    unless: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Field -> values that exclude the entity."""
    unless_created: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """The same, for a new entity only: what the CMS fills in by itself when it makes one."""
    like: dict[str, Pattern] = Field(default_factory=dict)
    """Field -> expression found in what the entity holds there."""
    unless_gone: tuple[str, ...] = ()
    """Reference fields: what happened only because the entity they referred to was removed does not count."""

    def field_names(self) -> frozenset[str]:
        """Fields that the rule names, to be checked against the entity model."""
        named = (self.where, self.unless, self.unless_created, self.like, self.unless_gone, getattr(self, "fields", ()))
        return frozenset[str]().union(*named)

    def changes(self, diff: Diff) -> Iterator[Change]:
        """Yield the changes in scope, in the order of the diff."""
        for change in diff.changes:
            if (
                change.kind in self.kinds
                and change.action in self.actions
                and self._holds(change)
                and not self._follows(change, diff)
            ):
                yield change

    def _holds(self, change: Change) -> bool:
        def one_of(name: str, values: tuple[str, ...]) -> bool:
            return not as_texts(change.state.get(name)).isdisjoint(values)

        excluded = self.unless | (self.unless_created if change.action == "created" else {})
        return (
            all(one_of(name, values) for name, values in self.where.items())
            and not any(one_of(name, values) for name, values in excluded.items())
            and all(
                any(re.search(pattern, text, re.IGNORECASE) for text in as_texts(change.state.get(name)))
                for name, pattern in self.like.items()
            )
        )

    def _follows(self, change: Change, diff: Diff) -> bool:
        """Tell whether a reference was lost because its target was removed: ids of two kinds may be the same number."""
        lost = {(as_id(field.before), field.before_text) for field in change.fields if field.name in self.unless_gone}
        return any(other.action == "removed" and (other.id, other.title) in lost for other in diff.changes)


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


def as_id(value: Any) -> str:
    """Return a reference's machine value as the id of an entity."""
    return "" if value is None else str(value)


def as_list(value: Any) -> list[str]:
    """Return a list field's items as texts."""
    if value is None or value == "":
        return []
    return [str(item) for item in value] if isinstance(value, (list, tuple)) else [str(value)]
