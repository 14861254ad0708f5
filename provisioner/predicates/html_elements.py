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
    except_classes: tuple[str, ...] = ()
    """Beginnings of classes, its own or of what is around it: an element that the editor uses for something else."""
    sourced: bool = False
    """True: elements that show a file (`src`) count instead of those that hold a text: pictures, videos."""
    at_least: int = 1
    """How many more of all these there must be."""


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per text that gained such elements."""
    for change, field in arguments.changed_fields(diff):
        gained = {
            name: _count(field.after, tag, arguments) - _count(field.before, tag, arguments)
            for tag, name in arguments.elements.items()
        }
        more = {name: count for name, count in gained.items() if count > 0}
        if sum(more.values()) >= arguments.at_least:
            yield Trace(change, field, ", ".join(f"{count} {name}" for name, count in more.items()))


def _count(source: object, tag: str, arguments: Arguments) -> int:
    markup = _markup.read(source)
    elements = markup.filled(tag)
    if arguments.sourced:
        elements = [one for one in markup.elements if one.tag == tag and one.attributes.get("src")]
    return sum(not any(name.startswith(arguments.except_classes) for name in one.classes) for one in elements)
