"""The headings and labels of the template: what the layout writes and the outline looks for."""

from __future__ import annotations

import re
import unicodedata

SUBJECT, SITUATION, WORK, QUESTION = "Sujet", "Situation", "Travail à faire", "Question"
ANNEX, SEED, PICTURES = "Annexe", "Ajout au contexte", "Images"
TEXT, EXPECTATION, GRID, SOLUTION, MISTAKE = "Énoncé", "Attendu", "Ligne de la grille", "Solution", "Erreur courante"

HEAD = {"exam": "Épreuve", "cms": "CMS", "letter": "Lettre", "title": "Titre"}
CARD = {
    "dimensions": "Dimensions",
    "functionalities": "Fonctionnalités",
    "also": "Montre aussi",
    "unsure": "À apprécier",
}
EXPECTED = {
    "id": "Identifiant",
    "says": "Ce qui doit se voir",
    "functionality": "Fonctionnalité",
    "predicate": "Preuve",
}
LINE = {"criterion": "Critère de performance", "competence": "Compétence opérationnelle"}
LEVELS = ("TI", "I", "S", "TS")
WRONG = {"what": "Erreur", "unmet": "Attendus manqués"}
STEPS = ("Geste", "Argument", "Valeur")
KIND = "Type"
PICTURE, FILE = "Image du contexte", "Fichier"
HANDED, YES = "Remise en fichier", "oui"
"""The picture of an annex is given as a file too."""
DIMENSIONS = {"redaction": "rédaction", "technique": "technique"}

EMPTY = "(vide)"
"""Stands for an empty text."""

_WORD = re.compile(r"[A-ZÀ-Ý][a-z0-9_-]*")
_NUMBERED = re.compile(r"(question|annexe)\s*(\d+)?\s*(?:[–—:.-]\s*(.*))?", re.IGNORECASE | re.DOTALL)


def fold(text: str) -> str:
    """Return a label without case, accents, nor what surrounds its words."""
    plain = unicodedata.normalize("NFKD", text.replace("’", "'"))
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[*:]", " ", bare).casefold().split())


def numbered(heading: str) -> tuple[str, str] | None:
    """Return « question » or « annexe » and the title of such a heading; None for any other."""
    found = _NUMBERED.fullmatch(re.sub(r"[ \t\r\n]+", " ", heading).strip())
    return (found[1].casefold(), (found[3] or "").strip()) if found else None


def uncapital(name: str) -> str:
    """Return an identifier without the capital that a word processor likes to put at its head."""
    return name[0].lower() + name[1:] if _WORD.fullmatch(name) else name
