"""WordPress's short codes that a text has more of than before: `[gallery ids="…"]`, which the classic editor writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from pydantic import Field

from provisioner.predicates._scope import FieldScope
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff

_CODE = re.compile(r"(?<!\[)\[([a-z][\w-]*)((?:\s[^\[\]]*)?)\](?!\])")


class Arguments(FieldScope):
    """Which codes count."""

    names: dict[str, str] = Field(min_length=1)
    """Name of the code -> French name."""


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per text that gained such codes, or holds them with other settings."""
    for change, field in arguments.changed_fields(diff):
        new = _codes(field.after, arguments) - _codes(field.before, arguments)
        if new:
            yield Trace(change, field, ", ".join(sorted({arguments.names[name] for name, _ in new})))


def _codes(source: object, arguments: Arguments) -> Counter[tuple[str, str]]:
    text = source if isinstance(source, str) else ""
    return Counter((name, " ".join(rest.split())) for name, rest in _CODE.findall(text) if name in arguments.names)
