"""Fields that were filled in or changed."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner.predicates._scope import FieldScope, as_texts
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff


class Arguments(FieldScope):
    """Which fields."""

    emptied: bool = False
    """True: a field that was emptied counts too."""
    after: tuple[str, ...] = ()
    """Machine values, one of which the field must now hold; any when empty."""
    except_after: tuple[str, ...] = ()
    """Machine values that do not count (a default)."""
    except_texts: tuple[str, ...] = ()
    """The same, as people read them."""
    had_value: bool = False
    """True: the field must have held something before."""
    was_empty: bool = False
    """True: the field must have held nothing before: a text corrected is not one put in."""


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per field in scope."""
    for change, field in arguments.changed_fields(diff):
        before, after = as_texts(field.before), as_texts(field.after)
        if before == after or (after == {""} and not arguments.emptied):
            continue
        if (arguments.had_value and before == {""}) or (arguments.was_empty and before != {""}):
            continue
        if arguments.after and after.isdisjoint(arguments.after):
            continue
        if not after.isdisjoint(arguments.except_after) or field.after_text in arguments.except_texts:
            continue
        yield Trace(change, field)
