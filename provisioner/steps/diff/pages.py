"""Which front-office pages an entity shows on."""

from __future__ import annotations

from itertools import product
from typing import Any
from urllib.parse import quote

from provisioner.schema.entities import Kind
from provisioner.steps.diff.entity import State
from provisioner.steps.diff.filters import text
from provisioner.steps.diff.values import fill, names_in


def pages_of(kind: Kind, before: State | None, after: State | None) -> tuple[str, ...]:
    """Return the paths where it shows, or showed, once each."""
    found: dict[str, None] = {}
    for state in (after, before):
        if state is not None and _visible(kind, state):
            for template in kind.pages:
                found.update(dict.fromkeys(_paths(template, state)))
    return tuple(found)


def _visible(kind: Kind, state: State) -> bool:
    return all(
        text(state.fields[name].machine) in {str(value) for value in wanted} for name, wanted in kind.pages_when.items()
    )


def _paths(template: str, state: State) -> list[str]:
    names = sorted(names_in(template))
    choices = [_texts(state.fields[name].machine) for name in names]
    return [fill(template, dict(zip(names, chosen, strict=True))) for chosen in product(*choices)]


def _texts(machine: Any) -> list[str]:
    several = machine if isinstance(machine, list) else [machine]
    return [quote(text(one), safe="") for one in several if text(one)]
