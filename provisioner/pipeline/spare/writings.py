"""What examiners wrote on this machine's console, in the copy that another machine carries away; and taken from one."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from provisioner.schema.writings import KINDS, Kind
from provisioner.steps.console import carrying
from provisioner.steps.console.database import Database
from provisioner.steps.spare import folder as copies


class Writings:
    """Follows the console's file; what it knows is read again from the copy when it starts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: dict[str, tuple[int, ...]] = {}
        """By wave: the console's file when what was written of it was last copied."""
        self._last: dict[str, dict[Kind, int]] = {}
        """By wave and table: the last row copied."""
        self._database: Database | None = None
        """Made once: making it touches the file."""

    def look(self, wave: str) -> None:
        """Copy what was written since; where nobody wrote, it costs a look at the file. Raises DiskError."""
        stamp = carrying.stamp()
        if not stamp or stamp == self._seen.get(wave):
            return
        if wave not in self._last:
            before = copies.writings(self._folder, wave)
            self._last[wave] = {
                kind: max((one.here for one in before if one.kind == kind), default=0) for kind in KINDS
            }
        self._database = self._database or Database()
        new = carrying.written(self._database, wave, self._last[wave])
        copies.add(self._folder / wave / copies.WRITINGS, new)
        self._last[wave] |= {one.kind: one.here for one in new}
        # As it was before it was read: what was written meanwhile is for the next look.
        self._seen[wave] = stamp


def take(folder: Path, wave: str, numbers: Collection[str]) -> int:
    """Have on this machine's console what a copy holds of these candidates; return how much of it is new.

    Raises DiskError.
    """
    found = copies.writings(folder, wave)
    return carrying.take(Database(), wave, numbers, found) if found else 0
