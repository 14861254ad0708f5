"""Entities created, changed or removed."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.predicates._scope import Scope
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Change, Diff


class Arguments(Scope):
    """Which entities."""

    unless_remade: tuple[str, ...] = ()
    """Fields: an entity removed while one that holds the same there is created does not count, nor does the new one."""

    def field_names(self) -> frozenset[str]:
        """Add the fields of this predicate."""
        return super().field_names() | frozenset(self.unless_remade)


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per entity in scope."""
    for change in arguments.changes(diff):
        if not (arguments.unless_remade and _remade(change, diff, arguments.unless_remade)):
            yield Trace(change)


def _remade(change: Change, diff: Diff, names: tuple[str, ...]) -> bool:
    """Tell whether the CMS deleted it and wrote it again, under another number."""
    return any(
        other.kind == change.kind
        and {other.action, change.action} == {"created", "removed"}
        and all(other.state.get(name) == change.state.get(name) for name in names)
        for other in diff.changes
    )
