"""Entities created, changed or removed."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.predicates._scope import Scope as Arguments
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff

__all__ = ["Arguments", "find"]


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per entity in scope."""
    for change in arguments.changes(diff):
        yield Trace(change)
