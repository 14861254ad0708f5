"""Media: the releases an exam is made of, kept outside the repository, known by checksum or by their version files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from provisioner import php
from provisioner.errors import MediaError
from provisioner.names import DEBIAN_PHP
from provisioner.schema.exam import Cms, Exam, MediaPin
from provisioner.schema.media import MediaRecord
from provisioner.steps.media import store
from provisioner.steps.media.wanted import title

State = Literal["present", "substitute", "missing", "package"]


@dataclass(frozen=True)
class MediaItem:
    """One release ready to be copied into an image."""

    pin: MediaPin
    record: MediaRecord
    tree: Path
    """Folder whose content goes to its place: the site's root (WordPress, PrestaShop), the theme's or plugin's folder,
    `wp-content/languages` for every WordPress translation, `translations` for PrestaShop's."""
    reservation: str
    """French, empty when the version is the exam's: shown wherever the image is used."""

    @property
    def digest(self) -> str:
        """SHA-256 of its content."""
        return self.record.tree_sha256


@dataclass(frozen=True)
class Status:
    """Where one pin of an exam stands."""

    pin: MediaPin
    state: State
    item: MediaItem | None = None


def status(pin: MediaPin) -> Status:
    """Return where one pin stands: in the cache as asked, by an accepted substitute, missing, or left to Debian."""
    if pin.debian:
        return Status(pin, "package")
    for version in (pin.version, *pin.accepted):
        found = store.find(pin.kind, pin.name, version)
        if found and found.tree.is_dir():
            item = MediaItem(pin, found.record, found.tree, pin.accepted.get(version, ""))
            return Status(pin, "substitute" if item.reservation else "present", item)
    return Status(pin, "missing")


def locate(exam: Exam, cms: Cms) -> dict[str, MediaItem]:
    """Return what the cache holds of one CMS of an exam, by `kind/name`; pins left to Debian packages are not in it.

    Raises MediaError naming what is required and missing, and the command to give.
    """
    states = [status(pin) for pin in exam.cms[cms].media]
    _all_there(states, f"{exam.cms[cms].label} ({exam.label})", exam)
    return {f"{one.pin.kind}/{one.pin.name}": one.item for one in states if one.item}


def php_sources(exam: Exam, cms: Cms) -> MediaItem | None:
    """Return the sources of the PHP that a CMS of an exam runs on; None for the base image's own.

    Raises MediaError when the cache lacks them, DataError.
    """
    name = exam.cms[cms].php
    if name == DEBIAN_PHP:
        return None
    found = status(php.load(name).medium)
    _all_there([found], f"{exam.cms[cms].label} sur PHP {name} ({exam.label})", exam)
    return found.item


def _all_there(states: Sequence[Status], what: str, exam: Exam) -> None:
    absent = [
        title(one.pin.kind, one.pin.name, one.pin.version)
        for one in states
        if one.state == "missing" and one.pin.required
    ]
    if absent:
        raise MediaError(
            f"Médias absents pour {what} : {', '.join(absent)}.",
            f"Avec internet : « ./e5b media fetch --exam {exam.id} ». Sinon : « ./e5b media add CHEMIN » "
            "pour chaque archive ou dossier.",
        )
