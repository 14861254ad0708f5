"""How much a list may hold: no centre has more, and a file from a stranger may say anything."""

from __future__ import annotations

from pathlib import Path

from provisioner.errors import DataError

MOST_ROWS, MOST_COLUMNS = 20_000, 200


def too_long(path: Path) -> DataError:
    """Return the refusal of a file of too many rows."""
    return DataError(f"{path} compte plus de {MOST_ROWS} lignes.", "Donnez la liste d’un seul centre.")


def too_wide(path: Path) -> DataError:
    """Return the refusal of a file of too many columns."""
    return DataError(f"{path} compte plus de {MOST_COLUMNS} colonnes.", "Gardez celles du modèle.")
