"""Known addresses that appeared: a social network in a menu, a map's frame in a page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pydantic import Field

from provisioner.predicates import _markup
from provisioner.predicates._scope import FieldScope, Pattern, as_list
from provisioner.predicates._trace import Trace, shorten
from provisioner.schema.changes import Diff, FieldChange


class Arguments(FieldScope):
    """Which addresses, where."""

    patterns: dict[Pattern, str] = Field(min_length=1)
    """Expression found in the address -> French name."""
    elements: dict[str, str] = Field(default_factory=lambda: {"a": "href"})
    """For texts with tags: tag -> attribute that holds the address. Any other field is an address as a whole."""
    blocks: tuple[str, ...] = ()
    """Blocks of WordPress's editor whose `url` counts too."""


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per field with such addresses that it did not hold before."""
    for change, field in arguments.changed_fields(diff):
        new = _addresses(field, field.after, arguments) - _addresses(field, field.before, arguments)
        told = [f"{name} ({shorten(address)})" for address in sorted(new) if (name := _name(address, arguments))]
        if told:
            yield Trace(change, field, ", ".join(told))


def _addresses(field: FieldChange, value: object, arguments: Arguments) -> Counter[str]:
    if field.type != "html":
        return Counter(as_list(value))
    markup = _markup.read(value)
    found = [one.attributes.get(arguments.elements.get(one.tag, ""), "") for one in markup.elements]
    found += [str(block.attributes.get("url", "")) for block in markup.blocks if block.name in arguments.blocks]
    return Counter(address.strip() for address in found if address.strip())


def _name(address: str, arguments: Arguments) -> str:
    return next(
        (name for pattern, name in arguments.patterns.items() if re.search(pattern, address, re.IGNORECASE)), ""
    )
