"""Lists that gained an item known beforehand: a product put into the category of the home page."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from provisioner.predicates._scope import FieldScope, as_list
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff


class Arguments(FieldScope):
    """Which items."""

    items: tuple[str, ...] = Field(min_length=1)
    """Whole machine values, one of which the list now holds and did not hold before."""
    unless_changed: tuple[str, ...] = ()
    """Fields that must not have changed with it: the CMS itself moves what a deleted category held."""

    def field_names(self) -> frozenset[str]:
        """Add the fields of this predicate."""
        return super().field_names() | frozenset(self.unless_changed)


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per list that gained one of these items."""
    for change, field in arguments.changed_fields(diff):
        gained = set(as_list(field.after)) - set(as_list(field.before))
        moved = any(other.name in arguments.unless_changed for other in change.fields)
        if gained & set(arguments.items) and not moved:
            yield Trace(change, field)
