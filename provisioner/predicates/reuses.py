"""Something that existed already and is now referred to: a picture of the library put in an article or as a logo."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from provisioner.predicates import _markup
from provisioner.predicates._scope import FieldScope, as_list
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff, FieldChange

_CLASS = re.compile(r"\bwp-image-(\d+)\b")


class Arguments(FieldScope):
    """What is referred to."""

    target_kind: str
    """Entity kind referred to."""
    new: bool = False
    """True: look for references to what was created during the sitting instead."""


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per field that refers to such an entity and did not before."""
    created = {
        change.id for change in diff.changes if change.kind == arguments.target_kind and change.action == "created"
    }
    for change, field in arguments.changed_fields(diff):
        added = _references(field, field.after) - _references(field, field.before)
        kept = sorted(id_ for id_ in added if (id_ in created) == arguments.new)
        if kept:
            yield Trace(change, field, ", ".join(f"n° {id_}" for id_ in kept))


def _references(field: FieldChange, value: object) -> Counter[str]:
    """Return the ids a value refers to: its own for a reference, those of pictures and blocks in a text."""
    if field.type != "html":
        return Counter(id_ for id_ in as_list(value) if id_ not in {"", "0"})
    markup = _markup.read(value)
    found = {id_ for element in markup.elements for id_ in _CLASS.findall(element.attributes.get("class", ""))}
    for block in markup.blocks:
        ids = [block.attributes.get(name) for name in ("id", "mediaId")]
        several = block.attributes.get("ids")
        ids += several if isinstance(several, list) else []
        found |= {str(id_) for id_ in ids if isinstance(id_, int)}
    return Counter(found)
