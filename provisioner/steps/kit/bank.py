"""The subjects of a kit: sealed under a passphrase, then opened and put in their place, all of them or none."""

from __future__ import annotations

import io
import shutil
import tempfile
from pathlib import Path

from provisioner.adapters import disk, passphrase, zstd
from provisioner.errors import KitError
from provisioner.steps.kit import trees
from provisioner.steps.kit.trees import Files

_MOST = 1 << 30
SHORTEST = 12
"""Signs of a passphrase chosen by a person; the one that we make has 20."""


def closed(files: Files, secret: str) -> bytes:
    """Return these subjects (`<exam>/<id>/…`) as one sealed piece; in the clear when there is no secret."""
    stream = io.BytesIO()
    with zstd.writer(stream) as packed:
        trees.pack(packed, files)
    return passphrase.encrypt(stream.getvalue(), secret) if secret else stream.getvalue()


def opened(sealed: bytes, secret: str, software: Path) -> list[str]:
    """Put the subjects below a software's `subjects/` and return them (`2022/wordpress-a`).

    Those that were there of the same exams are replaced. Raises KitError, DiskError.
    """
    data = _clear(sealed, secret) if secret else sealed
    place = software / "subjects"
    with disk.told(place), tempfile.TemporaryDirectory(prefix=".kit-", dir=place) as work:
        new = Path(work) / "new"
        try:
            with zstd.reader(io.BytesIO(data)) as stream:
                found = trees.unpack(stream, new, _MOST, "sujets")
        except zstd.SpoiltError:
            raise KitError("Les sujets du kit sont illisibles.", "Demandez un autre kit à l’académie.") from None
        ids = sorted({"/".join(name.split("/")[:2]) for name in found})
        for id_ in ids:
            if id_.count("/") != 1 or not (place / id_.split("/", maxsplit=1)[0] / "exam.yml").is_file():
                raise KitError(f"Le kit range un sujet hors d’une épreuve : « {id_} ».", "Demandez un autre kit.")
        _swap(place, new, ids, Path(work))
    return ids


def _clear(sealed: bytes, secret: str) -> bytes:
    try:
        return passphrase.decrypt(sealed, secret)
    except passphrase.WrongPassphraseError:
        raise KitError(
            "Cette phrase n’ouvre pas les sujets.",
            "Retapez-la (majuscules, espaces et tirets ne comptent pas) ; c’est celle de ce kit, pas d’un autre.",
        ) from None
    except (ValueError, KeyError, AttributeError):
        raise KitError("Les sujets du kit sont illisibles.", "Demandez un autre kit à l’académie.") from None


def _swap(place: Path, new: Path, ids: list[str], work: Path) -> None:
    old = work / "old"
    old.mkdir()
    for exam in sorted({id_.split("/")[0] for id_ in ids}):
        for path in sorted((place / exam).glob("*/subject.yml")):
            # One that the academy withdrew must not stay.
            shutil.move(path.parent, old / f"{exam}-{path.parent.name}")
    for id_ in ids:
        (new / id_).replace(place / id_)
