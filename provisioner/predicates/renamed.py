"""Names that are not those the file gave: a media renamed after its upload."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from provisioner.predicates._scope import Scope
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff

_SERIAL = re.compile(r"(?:-scaled|-rotated|-e\d{10,}|-\d{1,2})+$")


class Arguments(Scope):
    """Which fields hold the name and the file."""

    name: str
    file: str

    def field_names(self) -> frozenset[str]:
        """Add the two fields of this predicate."""
        return super().field_names() | {self.name, self.file}


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per entity whose name was not made from its file's."""
    for change in arguments.changes(diff):
        name, file = change.state.get(arguments.name), change.state.get(arguments.file)
        if not name or not file:
            continue
        base = PurePosixPath(str(file)).name
        if plain(str(name)) not in {plain(base.rsplit(".", 1)[0]), plain(base)}:
            field = next((field for field in change.fields if field.name == arguments.name), None)
            yield Trace(change, field, f"fichier « {base} »")


def plain(name: str) -> str:
    """Reduce a name as the CMS reduces a file's: no accents, no case, words tied by `-`, no serial number."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return _SERIAL.sub("", re.sub(r"[^a-z0-9]+", "-", letters).strip("-"))
