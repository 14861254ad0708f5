"""What the installed kit means for this machine: its clock, its subjects, its images."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from provisioner import dates
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.kit import Installed
from provisioner.steps import image
from provisioner.steps.kit import place


def moment(text: str) -> str:
    """Return a moment (ISO 8601) as people write it, by this machine's zone: it is held against its own clock."""
    try:
        return dates.moment(datetime.fromisoformat(text).astimezone().isoformat())
    except ValueError:
        return text


def too_early(text: str) -> bool:
    """Say whether this machine's clock stands before a moment (ISO 8601; one that cannot be read: no)."""
    try:
        return datetime.now().astimezone() < datetime.fromisoformat(text).astimezone()
    except ValueError:
        return False


def closed() -> Installed | None:
    """Return the kit of this machine when its subjects wait for their passphrase. Raises DataError."""
    record = place.installed()
    waits = record and record.sealed and not any(Path(record.software).glob("subjects/*/*/subject.yml"))
    return record if waits else None


def brought(exam: Exam, cms: Cms) -> str:
    """Return the tag of the image of a CMS that a kit brought here and that is there; empty: none. Raises DataError."""
    found = image.chosen(image.listing(), exam, cms) if place.installed() else []
    return found[0].tag if found else ""
