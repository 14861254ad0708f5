"""Which pages are worth looking at: all those of a golden image, or those that one candidate's changes show on."""

from __future__ import annotations

from itertools import zip_longest

from provisioner.schema.changes import Diff
from provisioner.schema.entities import Model
from provisioner.schema.snapshot import Snapshot
from provisioner.steps.diff.claims import entity_key
from provisioner.steps.diff.entity import Reader
from provisioner.steps.diff.pages import pages_of
from provisioner.steps.diff.view import View


def all_pages(snapshot: Snapshot, model: Model) -> list[str]:
    """Return the paths of every entity that has pages, in the order of the model."""
    view = View(snapshot, model, lambda value: value)
    reader = Reader(view, model, view)
    found: dict[str, None] = {}
    for kind_id, kind in model.kinds.items():
        if not kind.pages or kind.reference_only:
            continue
        rows = view.select(kind.table, kind.where) if kind.table else []
        for key in [entity_key(view, kind, row) for row in rows] if kind.table else [()]:
            found.update(dict.fromkeys(pages_of(kind, None, reader.state(kind_id, key))))
    return list(found)


def pages_to_see(diff: Diff) -> list[str]:
    """Return the paths that changes show on: each change's own page first, then their neighbours."""
    rounds = zip_longest(*(change.pages for change in diff.changes), fillvalue="")
    return list(dict.fromkeys(path for one in rounds for path in one if path))
