"""The last rehearsal of a subject on this machine, as its minutes tell it (`./e5b bank test`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provisioner import paths


@dataclass(frozen=True)
class Trial:
    """A rehearsal that took place."""

    at: datetime
    ok: bool
    minutes: Path
    """Its *procès-verbal*, HTML."""


def last(exam: str, id_: str) -> Trial | None:
    """Return the last rehearsal of a subject on this machine, None when there was none."""
    path = place(exam, id_)
    try:
        text, stamp = path.read_text(encoding="utf-8"), path.stat().st_mtime
    except OSError:
        return None
    return Trial(datetime.fromtimestamp(stamp).astimezone(), "ne peut pas être publié" not in text, path)


def place(exam: str, id_: str) -> Path:
    """Return the file of a subject's minutes."""
    return paths.home() / "rehearsal" / exam / "rapports" / f"{id_}.html"
