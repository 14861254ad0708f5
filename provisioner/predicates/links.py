"""Links added to a text, inside the site or to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from provisioner.predicates import _markup
from provisioner.predicates._scope import FieldScope
from provisioner.predicates._trace import Trace, shorten
from provisioner.schema.changes import Diff

_NOWHERE = frozenset({"#", "http://", "https://"})
"""What editors propose before an address is typed."""


class Arguments(FieldScope):
    """Which links count."""

    target: Literal["any", "internal", "external"] = "any"


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per text that gained links."""
    for change, field in arguments.changed_fields(diff):
        before, after = _markup.links(_markup.read(field.before)), _markup.links(_markup.read(field.after))
        new = sorted((after - before).keys())
        told = [f"{_word(address)} vers {shorten(address)}" for address in new if _counts(address, arguments)]
        if told:
            yield Trace(change, field, ", ".join(told))


def _counts(address: str, arguments: Arguments) -> bool:
    return address not in _NOWHERE and arguments.target in {"any", _markup.reach(address)}


def _word(address: str) -> str:
    return {"internal": "lien interne", "external": "lien externe", "other": "lien"}[_markup.reach(address)]
