"""HTML elements that a text has more of than before: titles, lists, tables."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from provisioner.predicates import _markup
from provisioner.predicates._scope import FieldScope
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff


class Arguments(FieldScope):
    """Which elements count."""

    elements: dict[str, str] = Field(min_length=1)
    """Tag -> French name, as counted: `h2: titre(s) de niveau 2`."""
    at_least: int = 1
    """How many more of all these there must be."""


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per text that gained such elements; an element without text does not count."""
    for change, field in arguments.changed_fields(diff):
        before, after = _markup.read(field.before), _markup.read(field.after)
        gained = {name: len(after.filled(tag)) - len(before.filled(tag)) for tag, name in arguments.elements.items()}
        more = {name: count for name, count in gained.items() if count > 0}
        if sum(more.values()) >= arguments.at_least:
            yield Trace(change, field, ", ".join(f"{count} {name}" for name, count in more.items()))
