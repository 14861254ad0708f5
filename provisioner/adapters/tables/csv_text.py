"""From the bytes of a CSV file to its text: UTF-8, UTF-16 with its mark, or Windows (cp1252)."""

from __future__ import annotations

import re
from pathlib import Path

from provisioner.errors import DataError, reason

_SHEETS = {
    b"PK\x03\x04": "un classeur (xlsx ou ods)",
    b"\xd0\xcf\x11\xe0": "un ancien classeur Excel (xls)",
    b"%PDF": "un document PDF",
}
_SAVE_AS = "Dans le tableur : « Enregistrer sous », type « CSV », « ODS » ou « XLSX », puis relancez avec ce fichier."
_BIGGEST = 5_000_000
_UTF8_ACCENT = re.compile(rb"\xc3[\x80-\xbf]")
"""An accent written in UTF-8: `Ã` followed by a sign, which no French text holds."""


def read_text(path: Path) -> tuple[str, int]:
    """Return the text of the file and the number of its first line. Raises DataError when it is no text."""
    raw = _bytes(path)
    text = _decode(path, raw)
    if not text.strip():
        raise DataError(f"{path} : le fichier est vide.", "Enregistrez-le depuis le tableur, en CSV ou en ODS.")
    control = re.search(r"[\x00-\x08\x0e-\x1f]", text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise DataError(f"{path}, ligne {line} : ce n’est pas un fichier de texte.", _SAVE_AS)
    first, _, rest = text.partition("\n")
    # Excel's own way of naming the separator.
    return (rest, 2) if re.fullmatch(r"sep=.\r?", first, re.IGNORECASE) else (text, 1)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            raw = stream.read(_BIGGEST + 1)
    except FileNotFoundError:
        raise DataError(f"Le fichier {path} n’existe pas.", "Vérifiez le nom du fichier.") from None
    except OSError as error:
        raise DataError(
            f"{path} ne peut pas être lu ({reason(error)}).", "Vérifiez le fichier et ses droits."
        ) from None
    for start, name in _SHEETS.items():
        if raw.startswith(start):
            raise DataError(f"{path} est {name}, pas un fichier CSV.", _SAVE_AS)
    if len(raw) > _BIGGEST:
        raise DataError(f"{path} : le fichier est trop gros pour une telle liste.", _SAVE_AS)
    return raw


def _decode(path: Path, raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(path, raw)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        spot = error.start
    if b"\x00" in raw:
        raise DataError(f"{path}, ligne {_line(raw, raw.index(0))} : ce n’est pas un fichier de texte.", _SAVE_AS)
    if _UTF8_ACCENT.search(raw):
        raise _encoding(path, raw, spot, "l’UTF-8 et l’encodage de Windows sont mélangés")
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        raise _encoding(path, raw, error.start, "ni UTF-8 ni Windows (cp1252)") from None


def _utf16(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-16")
    except UnicodeDecodeError as error:
        raise _encoding(path, raw, error.start, "UTF-16 abîmé") from None


def _encoding(path: Path, raw: bytes, spot: int, what: str) -> DataError:
    column = spot - raw.rfind(b"\n", 0, spot)
    return DataError(
        f"{path}, ligne {_line(raw, spot)}, caractère {column} : encodage illisible ({what}).",
        "Réenregistrez-le depuis le tableur en « CSV UTF-8 ».",
    )


def _line(raw: bytes, spot: int) -> int:
    return raw.count(b"\n", 0, spot) + 1
