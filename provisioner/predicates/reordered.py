"""Texts whose parts changed places: a paragraph or a title moved up or down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from provisioner.predicates._scope import FieldScope as Arguments
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff

__all__ = ["Arguments", "find"]


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per text whose lines that stayed are in another order."""
    for change, field in arguments.changed_fields(diff):
        before, after = field.before_text.splitlines(), field.after_text.splitlines()
        # A line that comes twice and goes once moved nowhere.
        stay = _once(before) & _once(after)
        if [one for one in before if one in stay] != [one for one in after if one in stay]:
            yield Trace(change, field, "parties du texte déplacées")


def _once(lines: list[str]) -> set[str]:
    return {line for line, count in Counter(lines).items() if count == 1}
