"""Blocks of WordPress's editor that were added, or set otherwise than before."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from pydantic import Field

from provisioner.predicates import _markup
from provisioner.predicates._scope import FieldScope
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff


class Arguments(FieldScope):
    """Which blocks count."""

    blocks: dict[str, str] = Field(min_length=1)
    """Block name without `core/` -> French name."""
    settings: dict[str, str] = Field(default_factory=dict)
    """Attribute -> French name: only blocks where one of these is set count; any block when empty."""
    needs: tuple[str, ...] = ()
    """Attributes without which a block counts for nothing: the pictures of a gallery."""


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per text with such blocks that it did not have, set like this, before."""
    for change, field in arguments.changed_fields(diff):
        new = _described(field.after, arguments) - _described(field.before, arguments)
        if new:
            details = (f"{name} ({values})" if values else name for name, values in sorted(new))
            yield Trace(change, field, ", ".join(details))


def _described(source: object, arguments: Arguments) -> Counter[tuple[str, str]]:
    """Count the blocks that matter, each with the settings that matter, in French."""
    found: Counter[tuple[str, str]] = Counter()
    for block in _markup.read(source).blocks:
        if block.name not in arguments.blocks or not all(block.attributes.get(name) for name in arguments.needs):
            continue
        set_here = {
            name: block.attributes[name]
            for name in arguments.settings
            if block.attributes.get(name) not in (None, "", [], {})
        }
        if arguments.settings and not set_here:
            continue
        values = ", ".join(f"{arguments.settings[name]} : {_short(value)}" for name, value in set_here.items())
        found[arguments.blocks[block.name], values] += 1
    return found


def _short(value: object) -> str:
    if isinstance(value, bool):
        return "oui" if value else "non"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 40 else text[:39] + "…"
