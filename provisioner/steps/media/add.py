"""Adds to the cache what a person has on disk: a vendor's archive, one that a centre packed again, or a folder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal

from provisioner import php
from provisioner.errors import MediaError
from provisioner.schema.exam import MediaPin
from provisioner.schema.media import MediaRecord, Origin
from provisioner.steps.media import archives, store
from provisioner.steps.media.recognise import Found, php_sources, prestashop_language, recognise
from provisioner.steps.media.tree import digest
from provisioner.steps.media.wanted import Match, match, title, wanted

Outcome = Literal["added", "replaced", "present", "kept"]


@dataclass(frozen=True)
class Added:
    """What became of one release that was recognised."""

    item: store.Item
    outcome: Outcome
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Addition:
    """What `add` did with a path: the releases kept, and those that no exam asks for."""

    added: tuple[Added, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True)
class Given:
    """Where the files to recognise are, and what is known of their archive."""

    origin: Origin
    source: str
    archive: Path | None
    replace: bool = False
    """The person accepts that another content takes the place of what is kept under the same version."""

    def is_vendors(self, pin: MediaPin) -> bool:
        if self.archive is None or not (pin.sha256 or pin.md5):
            return False
        return all(
            digest(self.archive, algorithm) == expected
            for algorithm, expected in (("sha256", pin.sha256), ("md5", pin.md5))
            if expected
        )


def add(path: Path, *, exam: str = "", version: str = "", replace: bool = False) -> Addition:
    """Recognise the releases in an archive or a folder and put those that an exam asks for into the cache.

    `exam` limits the choice to one exam; `version` tells that of translations, whose files do not; `replace` allows
    another content under the same version. Raises MediaError; nothing is ever half added.
    """
    if not path.exists():
        raise MediaError(f"{path} n’existe pas.", "Vérifiez le chemin de l’archive ou du dossier.")
    # A PHP may be kept before an exam asks for it.
    pins = [one.pin for one in wanted(exam) if not one.pin.debian] + [php.load(name).medium for name in php.compiled()]
    with store.locked(), store.told():
        if path.is_dir():
            given = Given("tree", path.resolve().name, None, replace)
            return _keep(_matches(recognise(path), pins, path.name, version), given, move=False)
        return ingest(path, pins, Given("archive", path.name, path, replace), version)


def ingest(archive: Path, pins: Sequence[MediaPin], given: Given, version: str = "") -> Addition:
    """Do the same for one archive, under a lock that the caller holds."""
    pack = prestashop_language(archive) or php_sources(archive)
    if pack:
        return _keep(_matches([pack], pins, given.source, version), given, move=False)
    if not archives.is_archive(archive):
        page = archive.read_bytes()[:64].lstrip().startswith(b"<")
        raise MediaError(
            f"{given.source} n’est pas une archive zip ou tar" + (" mais une page web." if page else "."),
            "Donnez l’archive du fabricant (.zip, .tar.gz) ou le dossier décompressé.",
        )
    with store.workspace() as temporary:
        root = temporary / "unpacked"
        archives.unpack(archive, root)
        inner = next((path for depth in ("", "*/") for path in root.glob(f"{depth}prestashop.zip")), None)
        if inner:
            # PrestaShop's release archive holds the real one, beside a page that unpacks it in a browser.
            root = temporary / "inner"
            archives.unpack(inner, root)
        return _keep(_matches(recognise(root), pins, given.source, version), given, move=True)


def _matches(
    found: list[Found], pins: Sequence[MediaPin], source: str, version: str
) -> tuple[list[Match], list[Found]]:
    """Sort what was recognised into what an exam asks for and the rest. Raises MediaError when nothing is of use."""
    if not found:
        raise MediaError(
            f"{source} : ni WordPress, ni PrestaShop, ni PHP, ni thème, extension ou traduction n’y a été reconnu.",
            "Donnez l’archive du fabricant ou le dossier qui contient ses fichiers de version.",
        )
    matches: list[Match] = []
    refused: list[MediaError] = []
    ignored: list[Found] = []
    for one in found:
        try:
            matched = match(one, pins, version)
        except MediaError as error:
            refused.append(error)
            continue
        if matched:
            matches.append(matched)
        else:
            ignored.append(one)
    # One wrong version refuses all: half of what was given would be a surprise.
    if refused:
        raise refused[0]
    if not matches:
        names = ", ".join(title(one.kind, one.name, one.version) for one in ignored[:5])
        raise MediaError(
            f"{source} contient : {names} ; aucune épreuve ne le demande.",
            "« ./e5b media list » dit ce que chaque épreuve demande.",
        )
    return matches, ignored


def _keep(sorted_out: tuple[list[Match], list[Found]], given: Given, *, move: bool) -> Addition:
    matches, ignored = sorted_out
    added = tuple(_keep_one(one, given, move=move) for one in matches)
    return Addition(added, tuple(title(one.kind, one.name, one.version) for one in ignored))


def _keep_one(one: Match, given: Given, *, move: bool) -> Added:
    before = store.find(one.pin.kind, one.pin.name, one.version)
    vendor = given.is_vendors(one.pin) and one.version == one.pin.version
    if before and before.record.vendor and not vendor:
        return Added(before, "kept")
    record = MediaRecord(
        kind=one.pin.kind,
        name=one.pin.name,
        version=one.version,
        origin=given.origin,
        source=given.source,
        archive_sha256=digest(given.archive, "sha256") if given.archive else "",
        vendor=vendor,
        tree_sha256="",
        files=0,
        size=0,
        notes=one.notes,
        added_at=datetime.now().astimezone().isoformat(timespec="seconds"),
    )
    with store.workspace() as temporary:
        new = store.prepare(record, one.found.entries, temporary, move=move)
        if before and before.record.tree_sha256 == new.record.tree_sha256 and not vendor:
            return Added(before, "present")
        if before and not (vendor or given.replace):
            raise _other_content(before, new)
        return Added(store.commit(new, temporary), "replaced" if before else "added", one.found.left_out)


def _other_content(before: store.Item, new: store.Item) -> MediaError:
    label = title(new.record.kind, new.record.name, new.record.version)
    return MediaError(
        f"{label} est déjà dans le cache avec un autre contenu "
        f"({before.record.files} fichiers de {before.record.source} ; ici {new.record.files}).",
        "Pour le remplacer : la même commande avec « --replace ».",
    )
