"""One cell of a roster: what it may hold, and what is forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection

from provisioner.schema.exam import Cms

CMS: dict[str, Cms] = {"wordpress": "wordpress", "wp": "wordpress", "prestashop": "prestashop", "ps": "prestashop"}
YES = {"oui", "o", "yes", "y", "1", "x", "vrai", "true"}
_NO = {"", "non", "n", "no", "0", "faux", "false"}
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,31}")
_LONGEST = 120
_ROUNDED = re.compile(r"\d([.,]\d+)?E\+\d+", re.IGNORECASE)
"""What a spreadsheet makes of a long number in a cell that is no text; its last digits are lost."""


def trouble_of(column: str, cell: str, allowed: Collection[str]) -> str:
    """Say what is wrong with a cell; empty when nothing is."""
    if column == "extra_time":
        return "" if fold(cell) in YES | _NO else f"« {cell} » au lieu de « oui » ou « non »."
    if not cell:
        return "la cellule est vide."
    if len(cell) > _LONGEST or not cell.isprintable():
        return "texte trop long ou caractères invisibles."
    if column == "number" and _ROUNDED.fullmatch(cell):
        return (
            f"« {cell} » : le tableur a arrondi ce numéro ; donnez le format « Texte » à la colonne, puis retapez-le."
        )
    if column == "number" and not _NUMBER.fullmatch(cell):
        return f"« {cell} » n’est pas un numéro (chiffres, lettres sans accent, point, tiret ; 32 au plus)."
    return _cms_trouble(cell, allowed) if column == "cms" else ""


def _cms_trouble(cell: str, allowed: Collection[str]) -> str:
    known = CMS.get(fold(cell))
    if known is None:
        return f"CMS « {cell} » inconnu ; écrivez « WordPress » ou « PrestaShop »."
    return "" if known in allowed else f"l’épreuve ne comporte pas « {cell} »."


def clean(cell: str) -> str:
    """Return the cell on one line, spaces of every kind made plain."""
    return " ".join(unicodedata.normalize("NFC", cell).split())


def fold(cell: str) -> str:
    """Return the cell without accents, case, spaces nor signs: `N° candidat` is `ncandidat`."""
    plain = unicodedata.normalize("NFKD", cell.replace("°", "")).casefold()
    return "".join(c for c in plain if c.isascii() and c.isalnum())
