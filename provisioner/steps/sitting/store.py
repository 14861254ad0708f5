"""What is kept of waves and sittings, below `waves/`."""

from __future__ import annotations

import json
import os
import re
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from provisioner import names, paths
from provisioner.adapters import disk
from provisioner.datafiles import parse
from provisioner.errors import DataError, SittingError
from provisioner.schema.sitting import Candidate, Sitting, Wave

M = TypeVar("M", Wave, Sitting)
ACCESS_LOG = "access.log"
"""What the front door writes of a candidate's site."""
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")


@dataclass(frozen=True)
class Entry:
    """One candidate of a wave."""

    wave: str
    candidate: Candidate
    sitting: Sitting | None
    """None while the site has never been ready."""

    @property
    def number(self) -> str:
        """The candidate's number."""
        return self.candidate.who.number

    @property
    def container(self) -> str:
        """Name of the container."""
        return names.container(self.wave, self.number)


def check_name(wave: str) -> str:
    """Return the name of a wave when it can be a folder's. Raises SittingError."""
    if not _NAME.fullmatch(wave):
        raise SittingError(
            f"« {wave} » ne peut pas nommer une vague.", "Lettres sans accent, chiffres, point et tiret ; 40 au plus."
        )
    return wave


def folder(wave: str, number: str) -> Path:
    """Return the folder of a candidate."""
    return paths.waves() / wave / number


def read_wave(wave: str) -> Wave | None:
    """Return a wave with its candidates' names and passwords, or None. Raises DataError when it is damaged."""
    path = paths.waves() / wave / "roster.json"
    return _read(path, Wave) if path.is_file() else None


def write_wave(wave: Wave) -> None:
    """Keep a wave; only the owner may read it. Raises DiskError."""
    place = disk.folder(paths.waves() / wave.wave)
    disk.write(place / "roster.json", wave.model_dump_json(indent=1))


def read_sitting(wave: str, number: str) -> Sitting | None:
    """Return a candidate's sitting, or None when it never was ready. Raises DataError when it is damaged."""
    path = folder(wave, number) / "sitting.json"
    return _read(path, Sitting) if path.is_file() else None


def write_sitting(sitting: Sitting) -> None:
    """Keep a candidate's `sitting.json`. Raises DiskError."""
    place = disk.folder(folder(sitting.wave, sitting.number))
    disk.write(place / "sitting.json", sitting.model_dump_json(indent=1))


def forget_sitting(wave: str, number: str) -> None:
    """Remove a candidate's `sitting.json`: the site is not there any more."""
    (folder(wave, number) / "sitting.json").unlink(missing_ok=True)


def entries(wave: str = "") -> list[Entry]:
    """Return every candidate of a wave, or of all waves, in the order of waves then of the roster."""
    known = [read_wave(name) for name in ([wave] if wave else waves())]
    return [
        Entry(one.wave, candidate, read_sitting(one.wave, candidate.who.number))
        for one in known
        if one
        for candidate in one.candidates
    ]


def waves() -> list[str]:
    """Return the names of the waves of this machine."""
    return sorted(path.parent.name for path in paths.waves().glob("*/roster.json"))


def removed(wave: str, number: str) -> bool:
    """Say whether `down` took the candidate's site away."""
    sitting = read_sitting(wave, number)
    return bool(sitting and sitting.removed_at)


def captured(wave: str, number: str) -> bool:
    """Say whether the candidate's work is in the folder."""
    return (folder(wave, number) / "capture" / "after.json.gz").is_file()


def set_evidence_aside(wave: str, number: str) -> Path | None:
    """Move what a previous sitting left in the folder below `previous/`; return where, None when there was nothing."""
    place = folder(wave, number)
    moved = [path for path in place.glob("*") if path.name not in {"previous", ACCESS_LOG}]
    log = place / ACCESS_LOG
    if not moved and not (log.is_file() and log.stat().st_size):
        return None
    aside = disk.folder(place / "previous" / datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f"))
    for path in moved:
        with disk.told(path):
            path.rename(aside / path.name)
    if log.is_file():
        # The front door goes on writing in the file it once opened, wherever that is moved: it is emptied in its place.
        with disk.told(log):
            shutil.copyfile(log, aside / log.name)
            os.truncate(log, 0)
    return aside


def _read(path: Path, model: type[M]) -> M:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        raise DataError(f"{path} est abîmé.", "Restaurez ce fichier, ou retirez la vague (« ./e5b down »).") from None
    return parse(raw, model, path)
