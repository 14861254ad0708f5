"""Something that existed already and is now referred to: a picture of the library put in an article or as a logo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

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
        before, after = _references(field, field.before), _references(field, field.after)
        kept = [name for id_, name in sorted(after.items()) if id_ not in before and (id_ in created) == arguments.new]
        if kept:
            yield Trace(change, field, ", ".join(kept))


def _references(field: FieldChange, value: object) -> dict[str, str]:
    """Return what a value refers to, id -> name: its own reference, or the pictures and blocks of a text."""
    if field.type != "html":
        return {id_: f"« {field.after_text} »" for id_ in as_list(value) if id_ not in {"", "0"}}
    markup = _markup.read(value)
    found: dict[str, str] = {}
    for block in markup.blocks:
        ids = [block.attributes.get(name) for name in ("id", "mediaId")]
        several = block.attributes.get("ids")
        ids += several if isinstance(several, list) else []
        found |= {str(id_): f"n° {id_}" for id_ in ids if isinstance(id_, int)}
    for element in markup.elements:
        for id_ in _CLASS.findall(element.attributes.get("class", "")):
            file = PurePosixPath(element.attributes.get("src", "")).name
            found[id_] = f"« {file} »" if file else f"n° {id_}"
    return found
