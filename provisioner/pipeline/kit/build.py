"""The academy's side of the offline kit: images, subjects, software and packages in, one signed folder out."""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast

from provisioner import __version__, dates, exams, paths
from provisioner.adapters import disk, passphrase, zstd
from provisioner.adapters.docker import archive
from provisioner.adapters.packages import debian, wheels
from provisioner.errors import EngineError, KitError
from provisioner.pipeline.kit import trust
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.image import ImageRecord
from provisioner.schema.kit import KitImage, KitManifest, Part, PartName
from provisioner.schema.seal import digest
from provisioner.steps import image, setup
from provisioner.steps.kit import bank, contents, manifest, texts, trees, volumes
from provisioner.steps.kit.volumes import Cutter

Say = Callable[[str], None]
Writer = Callable[[BinaryIO], int]
"""Writes a part to a stream and returns its bytes once installed."""


@dataclass(frozen=True)
class Order:
    """What kit is asked for."""

    exams: tuple[str, ...]
    target: Path
    opens_at: str = ""
    secret: str = ""
    """Passphrase of the subjects; empty: in the clear."""
    since: Path | None = None
    """A kit that the centres have: only what is new goes into this one."""
    volume: int = volumes.SIZE


@dataclass(frozen=True)
class Built:
    """What came of it."""

    manifest: KitManifest
    digest: str
    fingerprint: str
    size: int
    """Bytes of the whole folder."""


def build(order: Order, say: Say) -> Built:
    """Make a kit in the new folder `order.target`: whole, or not at all.

    Raises KitError, DataError, EngineError (an image is not built), SetupError (packages), DiskError.
    """
    architecture, system = debian.architecture(), debian.release()
    if system != "12":
        raise KitError("Un kit se prépare sur Debian 12.", "Lancez cette commande sur un poste Debian 12.")
    if order.target.exists():
        raise KitError(f"{order.target} existe déjà.", "Donnez un nouveau dossier : un kit ne se complète pas.")
    before = _before(order.since)
    images = [_image(exam, cms) for exam in map(exams.load_exam, order.exams) for cms in sorted(exam.cms)]
    key = trust.own_key()
    fresh = order.target.with_name(f".{order.target.name}.partiel")
    shutil.rmtree(fresh, ignore_errors=True)
    disk.folder(fresh, 0o755)
    try:
        with tempfile.TemporaryDirectory(prefix="e5b-kit-") as work:
            parts = _parts(order, fresh, images, before, say, Path(work))
        made = KitManifest(
            key=key.name,
            built_at=datetime.now().astimezone().isoformat(timespec="seconds"),
            software=__version__,
            architecture=architecture,
            system=system,
            exams=order.exams,
            needs=tuple(need.package for need in setup.NEEDS),
            images=tuple(
                KitImage(tag=one.tag, id=one.id, exam=one.exam, cms=one.cms, version=one.cms_version) for one in images
            ),
            sealed=bool(order.secret),
            opens_at=order.opens_at,
            since=before[0] if before else "",
            texts=texts.write(fresh, _texts(order, parts, architecture, system)),
            parts=parts,
        )
        sha256 = manifest.write(fresh, made, lambda raw: key.sign(manifest.PURPOSE, raw))
        with disk.told(order.target):
            fresh.replace(order.target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    size = sum(path.stat().st_size for path in order.target.rglob("*") if path.is_file())
    return Built(made, sha256, trust.fingerprint(key.name), size)


def _before(since: Path | None) -> tuple[str, dict[PartName, Part]] | None:
    if since is None:
        return None
    found = manifest.read(since, trust.verified)
    if found.problems or found.manifest is None:
        raise KitError(f"Le kit à compléter, {since}, n’est pas intact : {found.problems[0].says}", "Donnez-en un bon.")
    return found.digest, {one.name: one for one in found.manifest.parts}


def _image(exam: Exam, cms: Cms) -> ImageRecord:
    found = image.find(exam, cms)
    if found is None:
        raise EngineError(
            f"L’image du site {cms} de l’épreuve {exam.id} (PHP {exam.cms[cms].php}) n’est pas construite.",
            f"Lancez « ./e5b image build --exam {exam.id} », puis la même commande.",
        )
    return found


def _texts(order: Order, parts: Sequence[Part], architecture: str, system: str) -> dict[str, str | bytes]:
    start = texts.installer(architecture, system, parts)
    closed = f"Sujets scellés : la phrase qui les ouvre est donnée par l’académie{_when(order.opens_at)}."
    facts = {
        "built": f"{datetime.now().astimezone():%d/%m/%Y à %H h %M}",
        "software": __version__,
        "system": system,
        "architecture": architecture,
        "exams": ", ".join(order.exams),
        "subjects": closed if order.secret else "Sujets en clair : kit d’entraînement.",
    }
    found = texts.documentation() | {texts.README: texts.readme(facts, whole=bool(start))}
    return found | ({texts.INSTALLER: start} if start else {})


def _when(opens_at: str) -> str:
    return f" le {dates.moment(opens_at)}" if opens_at else ""


def _parts(
    order: Order,
    folder: Path,
    images: Sequence[ImageRecord],
    before: tuple[str, Mapping[PartName, Part]] | None,
    say: Say,
    work: Path,
) -> tuple[Part, ...]:
    known = before[1] if before else {}

    def part(name: PartName, content: str, write: Writer, told: str) -> Part:
        old = known.get(name)
        if old and old.content == content:
            return old.model_copy(update={"volumes": ()})
        say(told)
        with Cutter(folder, name, order.volume) as cutter:
            unpacked = write(cast("BinaryIO", cutter))
        size = sum(one.size for one in cutter.volumes)
        return Part(name=name, content=content, size=size, unpacked=unpacked, volumes=tuple(cutter.volumes))

    def files(name: PartName, found: Mapping[str, Path], told: str) -> Part:
        return part(name, trees.content(found), lambda stream: _PACKED.get(name, trees.pack)(stream, found), told)

    say("Réunion des paquets Debian…")
    cache = disk.folder(paths.kit() / "cache", 0o755)
    debian.refresh()
    boot, rest = contents.packages([need.package for need in setup.NEEDS], cache / "debs", work)
    say("Réunion des bibliothèques Python…")
    wanted = contents.requirements()
    libraries = {path.name: path for path in wheels.gather(wanted, disk.folder(cache / "wheels", 0o755))}
    listed = work / "requirements.txt"
    listed.write_text("".join(f"{line}\n" for line in wanted), encoding="utf-8")
    tags = sorted(one.tag for one in images)
    ids = "".join(f"{one.tag} {one.id}\n" for one in sorted(images, key=lambda one: one.tag))
    subjects = bank.closed(contents.bank(order.exams), order.secret)

    def write_subjects(stream: BinaryIO) -> int:
        stream.write(subjects)
        return len(subjects)

    return (
        files("bootstrap", boot, "Écriture de Python…"),
        files("wheels", libraries | {"requirements.txt": listed}, "Écriture des bibliothèques…"),
        files("software", contents.software(), "Écriture du logiciel…"),
        files("packages", rest, "Écriture des paquets Debian…"),
        part("images", digest(ids.encode()), lambda stream: _save(tags, stream), "Écriture des images…"),
        files("states", contents.states(tags), "Écriture des états des images…"),
        part("subjects", digest(subjects), write_subjects, "Écriture des sujets…"),
    )


def _zipped(stream: BinaryIO, found: Mapping[str, Path]) -> int:
    # The installer opens it with the tools of a bare Debian.
    with gzip.GzipFile(fileobj=stream, filename="", mode="wb", mtime=0) as packed:
        return trees.pack(cast("BinaryIO", packed), found)


def _compressed(stream: BinaryIO, found: Mapping[str, Path]) -> int:
    with zstd.writer(stream) as packed:
        return trees.pack(packed, found)


_PACKED: Mapping[str, Callable[[BinaryIO, Mapping[str, Path]], int]] = {"software": _zipped, "states": _compressed}
"""Debian's packages and Python's wheels are compressed already."""


def _save(tags: Sequence[str], stream: BinaryIO) -> int:
    with archive.saved(tags) as images, zstd.writer(stream) as packed:
        return volumes.drained(cast("BinaryIO", images), packed)


def checked_secret(text: str) -> str:
    """Return a passphrase that a person chose. Raises KitError when it is too short to protect anything."""
    if len(passphrase.normal(text)) < bank.SHORTEST:
        raise KitError(
            f"La phrase a moins de {bank.SHORTEST} lettres et chiffres.", "Prenez-en une longue, ou laissez-la choisir."
        )
    return text.strip()
