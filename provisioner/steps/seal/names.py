"""Which names a file may have in a dossier: any machine can unpack it, and no name leads out of it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST = 400
"""Bytes."""
_SIGNS = frozenset('\\:*?"<>|')
"""What Windows refuses."""
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def unfit(name: str) -> str:
    """Say in French what is wrong with the name of a member; empty when nothing is."""
    parts = name.split("/")
    troubles = (
        (not name or len(name.encode("utf-8", "surrogatepass")) > LONGEST, "nom vide ou trop long"),
        (name.startswith("/") or name[1:2] == ":", "chemin absolu"),
        (".." in parts, "chemin qui remonte (..)"),
        (not name.isprintable() or unicodedata.normalize("NFC", name) != name, "caractères invisibles ou mal composés"),
        (not _SIGNS.isdisjoint(name), "signe refusé par Windows"),
        (any(map(_refused, parts)), "nom refusé par Windows"),
    )
    return next((why for wrong, why in troubles if wrong), "")


def _refused(part: str) -> bool:
    return not part or part[-1] in " ." or part.split(".", maxsplit=1)[0].casefold() in _DEVICES


def collisions(names: Iterable[str]) -> dict[str, str]:
    """Return the names that another one hides on some machine -> why, in French.

    That is: twice the same, the same but for its capitals, or a file where another one wants a folder.
    """
    found: dict[str, str] = {}
    seen: dict[str, str] = {}
    for name in names:
        first = seen.get(key(name))
        if first is None:
            seen[key(name)] = name
        else:
            found[name] = "présent deux fois" if first == name else f"ne diffère de « {first} » que par ses majuscules"
    for name in seen.values():
        parts = key(name).split("/")
        for depth in range(1, len(parts)):
            if "/".join(parts[:depth]) in seen:
                found[name] = "un fichier et un dossier de même nom"
    return found


def key(name: str) -> str:
    """Return what two names that some machine takes for the same have in common."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).casefold())
