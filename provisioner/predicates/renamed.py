"""Names that are not those the file gave: a media renamed after its upload."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import PurePosixPath

from provisioner.predicates._scope import Scope
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss"})
_SERIAL = re.compile(r"(?:-scaled|-rotated|-e\d{10,}|-\d{1,2})$")


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
        if plain(str(name)) not in {plain(own) for whole in (base, base.rsplit(".", 1)[0]) for own in _given(whole)}:
            field = next((field for field in change.fields if field.name == arguments.name), None)
            yield Trace(change, field, f"fichier « {base} »")


def _given(base: str) -> Iterator[str]:
    """Yield the names that a file may have had on the candidate's disk: the CMS numbers those that it has already."""
    yield base
    while (shorter := _SERIAL.sub("", base)) != base:
        base = shorter
        yield base


def plain(name: str) -> str:
    """Reduce a name to its letters and figures: accents, apostrophes and spaces do not survive in a file's name."""
    letters = name.lower().translate(_LIGATURES)
    return re.sub(r"[^a-z0-9]", "", unicodedata.normalize("NFKD", letters).encode("ascii", "ignore").decode())
