"""Items added to a list field, taken from it, or put in another order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from provisioner.predicates._scope import FieldScope, as_list, as_texts
from provisioner.predicates._trace import Trace, shorten
from provisioner.schema.changes import Change, Diff, FieldChange

Move = Literal["added", "removed", "moved"]


class Arguments(FieldScope):
    """Which moves of which items."""

    moves: tuple[Move, ...] = Field(default=("added",), min_length=1)
    starts: tuple[str, ...] = ()
    """Beginnings of the items (as machine values) that count; any when empty."""
    unlike: str = ""
    """Field of the entity: items that begin with its text do not count (a payment of the method already planned)."""
    alike: tuple[tuple[str, ...], ...] = ()
    """Groups of beginnings that mean the same where `unlike` is looked at, whatever their case."""

    def field_names(self) -> frozenset[str]:
        """Add the field of this predicate."""
        return super().field_names() | ({self.unlike} if self.unlike else frozenset())


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per list that changed like this."""
    for change, field in arguments.changed_fields(diff):
        told = list(_told(field, arguments, _known(change, arguments)))
        if told:
            yield Trace(change, field, ", ".join(told))


def _told(field: FieldChange, arguments: Arguments, known: tuple[str, ...]) -> Iterator[str]:
    before, after = _kept(field.before, arguments, known), _kept(field.after, arguments, known)
    added, removed = Counter(after) - Counter(before), Counter(before) - Counter(after)
    if "added" in arguments.moves and added:
        yield "ajouté : " + ", ".join(f"« {shorten(item)} »" for item in added)
    if "removed" in arguments.moves and removed:
        yield "retiré : " + ", ".join(f"« {shorten(item)} »" for item in removed)
    common = Counter(before) & Counter(after)
    if "moved" in arguments.moves and [i for i in before if i in common] != [i for i in after if i in common]:
        yield "ordre changé"


def _kept(value: object, arguments: Arguments, known: tuple[str, ...]) -> list[str]:
    items = [item for item in as_list(value) if not arguments.starts or item.startswith(arguments.starts)]
    return [item for item in items if not item.casefold().startswith(known)] if known else items


def _known(change: Change, arguments: Arguments) -> tuple[str, ...]:
    """Return the beginnings of the items that are like what the entity already says."""
    if not arguments.unlike:
        return ()
    texts = {text.casefold() for text in as_texts(change.state.get(arguments.unlike)) if text}
    groups = [[one.casefold() for one in group] for group in arguments.alike]
    return (*texts, *(one for group in groups if any(text.startswith(tuple(group)) for text in texts) for one in group))
