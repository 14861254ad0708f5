"""Attributes of HTML elements that gained a value: the `alt` of a picture, a class of alignment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from provisioner.predicates import _markup
from provisioner.predicates._scope import FieldScope
from provisioner.predicates._trace import Trace, shorten
from provisioner.schema.changes import Diff


class Arguments(FieldScope):
    """Which attribute of which element."""

    element: str
    attribute: str
    words: tuple[str, ...] = ()
    """Beginnings of words that count inside the attribute (`class`); any text when empty."""


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per text that gained such values."""
    for change, field in arguments.changed_fields(diff):
        new = _values(field.after, arguments) - _values(field.before, arguments)
        if new:
            yield Trace(change, field, ", ".join(f"« {shorten(value)} »" for value in sorted(new)))


def _values(source: object, arguments: Arguments) -> Counter[str]:
    found: Counter[str] = Counter()
    for element in _markup.read(source).elements:
        value = element.attributes.get(arguments.attribute, "").strip()
        if element.tag != arguments.element or not value:
            continue
        if arguments.words:
            kept = [word for word in re.split(r"[\s;]+", value) if word.startswith(arguments.words)]
            value = " ".join(kept)
        if value:
            found[value] += 1
    return found
