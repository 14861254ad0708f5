"""What is kept of waves and sittings, below `waves/`."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from provisioner import paths
from provisioner.adapters import disk
from provisioner.datafiles import parse
from provisioner.errors import DataError, SittingError
from provisioner.schema.sitting import Sitting, Wave

M = TypeVar("M", Wave, Sitting)
_NAME = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,39}")


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


def sittings(wave: str = "") -> list[Sitting]:
    """Return every sitting of a wave, or of all waves, in the order of waves then of the roster."""
    found = []
    for name in [wave] if wave else waves():
        known = read_wave(name)
        numbers = [one.who.number for one in known.candidates] if known else []
        found += [one for number in numbers if (one := read_sitting(name, number))]
    return found


def waves() -> list[str]:
    """Return the names of the waves of this machine."""
    return sorted(path.parent.name for path in paths.waves().glob("*/roster.json"))


def captured(wave: str, number: str) -> bool:
    """Say whether the candidate's work is in the folder."""
    return (folder(wave, number) / "capture" / "after.json.gz").is_file()


def set_evidence_aside(wave: str, number: str) -> Path | None:
    """Move what a previous sitting left in the folder below `previous/`; return where, None when there was nothing."""
    place = folder(wave, number)
    moved = [path for path in place.glob("*") if path.name != "previous"]
    if not moved:
        return None
    aside = disk.folder(place / "previous" / datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f"))
    for path in moved:
        with disk.told(path):
            path.rename(aside / path.name)
    return aside


def _read(path: Path, model: type[M]) -> M:
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        raise DataError(f"{path} est abîmé.", "Restaurez ce fichier, ou retirez la vague (« ./e5b down »).") from None
    return parse(raw, model, path)
