"""What the exams ask for, and whether a release that was recognised is it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from provisioner import catalog, php
from provisioner.errors import MediaError
from provisioner.names import DEBIAN_PHP
from provisioner.schema.exam import Cms, CmsOfExam, Exam, MediaPin
from provisioner.steps.media.recognise import Found

LABELS = {
    "wordpress": "WordPress",
    "wordpress-language": "traduction WordPress",
    "theme": "thème",
    "plugin": "extension",
    "plugin-language": "traduction d’extension",
    "prestashop": "PrestaShop",
    "prestashop-language": "traduction PrestaShop",
    "php": "PHP",
}
"""Kinds of media, in French."""


@dataclass(frozen=True)
class Wanted:
    """One release that an exam asks for."""

    exam: Exam
    cms: Cms
    pin: MediaPin


@dataclass(frozen=True)
class Match:
    """A recognised release and the pin it answers."""

    found: Found
    pin: MediaPin
    version: str
    """Under which it is kept: the pin's, or one of its accepted substitutes."""
    notes: tuple[str, ...] = ()


def wanted(exam: str = "") -> Iterator[Wanted]:
    """Yield what the exam asks for (all exams when empty). Raises DataError for an unknown or broken exam."""
    for name in [exam] if exam else catalog.list_exams():
        loaded = catalog.load_exam(name)
        for cms, part in loaded.cms.items():
            yield from (Wanted(loaded, cms, pin) for pin in pins(part))


def pins(part: CmsOfExam) -> tuple[MediaPin, ...]:
    """Return all that one CMS of an exam is made of: its releases, and the sources of its PHP. Raises DataError."""
    sources = () if part.php == DEBIAN_PHP else (php.load(part.php).medium,)
    return (*part.media, *sources)


def title(kind: str, name: str, version: str = "") -> str:
    """Name a release in a French sentence."""
    words = LABELS.get(kind, kind)
    shown = words if name == kind else f"{words} {name}"
    return f"{shown} {version}".rstrip()


def match(found: Found, pins: Sequence[MediaPin], declared: str = "") -> Match | None:
    """Return the pin that `found` answers, exactly or as an accepted substitute; None when nothing asks for it.

    `declared` is the version the user gives for files that do not tell theirs (translations); without one, they are
    taken for the newest version asked for.
    Raises MediaError when it is what an exam asks for, in a version that no exam accepts.
    """
    same = [pin for pin in pins if (pin.kind, pin.name) == (found.kind, found.name)]
    if not same:
        return None
    version = found.version or declared
    for pin in same:
        if version == pin.version or (found.kind.endswith("-language") and _branch_of(version, pin.version)):
            return Match(found, pin, pin.version, _revision(found))
    for pin in same:
        if version in pin.accepted:
            return Match(found, pin, version, (pin.accepted[version], *_revision(found)))
    if not version and found.kind.endswith("-language"):
        newest = max(same, key=lambda pin: [int(part) for part in re.findall(r"\d+", pin.version)])
        return Match(found, newest, newest.version, ("version que ces fichiers n’indiquent pas", *_revision(found)))
    raise _refusal(found, version, same)


def _branch_of(version: str, full: str) -> bool:
    """Tell whether `version` is the branch of `full`: all that a translation says (« 5.8 » for 5.8.2)."""
    return bool(version) and full.startswith(f"{version}.")


def _revision(found: Found) -> tuple[str, ...]:
    return (f"traduction révisée le {'/'.join(reversed(found.revision.split('-')))}",) if found.revision else ()


def _refusal(found: Found, version: str, pins: Sequence[MediaPin]) -> MediaError:
    asked = " ou ".join(dict.fromkeys(pin.version for pin in pins))
    accepted = ", ".join(dict.fromkeys(other for pin in pins for other in pin.accepted))
    what = title(found.kind, found.name)
    seen = f"en version {version}" if version else "dans une version que ses fichiers n’indiquent pas"
    return MediaError(
        f"{what[:1].upper()}{what[1:]} trouvé(e) {seen} ; l’épreuve demande la version {asked}"
        + (f" (admises avec réserve : {accepted})." if accepted else "."),
        f"Donnez la version {asked} ; « ./e5b media list » dit ce que chaque épreuve demande.",
    )
