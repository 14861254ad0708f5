"""Opens an office document as what it is, an archive from a stranger: nothing hidden, huge or outside it."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Safe

from provisioner.errors import DataError, reason

MOST_BYTES = 20_000_000
"""Of the file."""
MOST_OPENED = 60_000_000
"""Of all that it holds, once opened."""
MOST_XML = 10_000_000
MOST_FILES = 1_000
_MACROS = re.compile(r"vbaproject|vbadata|^basic/|^scripts/|activex|oleobject|^object ?\d|embeddings/", re.IGNORECASE)
_SAFE = "un document reçu ne contient que du texte, des tableaux et des images"
_SAVE = "Enregistrez une copie du document sans macro ni objet, puis relancez."


class Package:
    """The parts of a document, read with bounds. Raises DataError naming the file when something is wrong with it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._files = _read(path)

    def data(self, name: str) -> bytes | None:
        """Return the bytes of a part; None when it is not there."""
        return self._files.get(name)

    def names(self) -> tuple[str, ...]:
        """Return the names of all parts."""
        return tuple(self._files)

    def xml(self, name: str) -> Any:
        """Return the root of an XML part; None when it is not there."""
        raw = self._files.get(name)
        if raw is None:
            return None
        if len(raw) > MOST_XML:
            raise _refused(self._path, f"« {name} » est démesuré")
        try:
            return Safe.fromstring(raw, forbid_dtd=True)
        except DefusedXmlException:
            raise _refused(self._path, f"« {name} » déclare une DTD ou une entité externe") from None
        except (ParseError, ValueError, LookupError):
            raise _refused(self._path, f"« {name} » est abîmé") from None


def _read(path: Path) -> Mapping[str, bytes]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(path, f"le fichier pèse plus de {MOST_BYTES // 1_000_000} Mo")
        with zipfile.ZipFile(path) as archive:
            return _files(path, archive)
    except FileNotFoundError:
        raise DataError(f"Le fichier {path} n’existe pas.", "Vérifiez le nom du document.") from None
    except OSError as error:
        raise DataError(
            f"{path} ne peut pas être lu ({reason(error)}).", "Vérifiez le fichier et ses droits."
        ) from None
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError):
        raise DataError(
            f"{path} n’est pas un document lisible (abîmé, protégé par un mot de passe, ou d’un autre format).",
            "Ouvrez-le, puis enregistrez-le de nouveau dans le format demandé, sans mot de passe.",
        ) from None


def _files(path: Path, archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = [info for info in archive.infolist() if not info.is_dir()]
    if len(infos) > MOST_FILES:
        raise _refused(path, f"il contient {len(infos)} fichiers")
    found: dict[str, bytes] = {}
    left = MOST_OPENED
    for info in infos:
        name = info.filename
        if name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name:
            raise _refused(path, f"« {name[:80]} » sort de l’archive")
        if _MACROS.search(name):
            raise _refused(path, f"« {name[:80]} » est une macro ou un objet incorporé")
        if name in found:
            raise _refused(path, f"« {name[:80]} » s’y trouve deux fois")
        # What the archive says of its sizes may be a lie: only what is read counts.
        with archive.open(info) as stream:
            data = stream.read(left + 1)
        left -= len(data)
        if left < 0:
            raise _refused(path, f"une fois ouvert, il pèse plus de {MOST_OPENED // 1_000_000} Mo")
        found[name] = data
    return found


def _refused(path: Path, text: str) -> DataError:
    return DataError(f"{path} : document refusé, {text}. Règle : {_SAFE}.", _SAVE)
