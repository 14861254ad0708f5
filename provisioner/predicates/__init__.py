"""The closed list of predicates: one small file each, found by looking in this folder; names in `_` are shared parts.

A predicate is a module with `Arguments` (a strict model of what a rule says under `with`) and `find(diff, arguments)`.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from provisioner.predicates._scope import Scope
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff

__all__ = ["Predicate", "Scope", "Trace", "load", "names"]


@dataclass(frozen=True)
class Predicate:
    """One predicate, loaded."""

    name: str
    arguments: type[Scope]
    find: Callable[[Diff, Scope], Iterable[Trace]]


def names() -> tuple[str, ...]:
    """Return the names of the predicates, sorted."""
    return tuple(sorted(found.name for found in pkgutil.iter_modules(__path__) if not found.name.startswith("_")))


def load(name: str) -> Predicate:
    """Load one predicate of `names()`. Raises KeyError for any other name."""
    if name not in names():
        raise KeyError(name)
    module = importlib.import_module(f"{__name__}.{name}")
    return Predicate(name=name, arguments=module.Arguments, find=module.find)
