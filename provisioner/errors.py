"""Expected errors. Their texts are shown to French users: a sentence, and what to do next."""

from __future__ import annotations


class E5BError(Exception):
    """Something the user can understand and mend; the command ends with exit code 1.

    `message` says what is wrong, naming the file, line or key; `hint` says what to do. Both are in French.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class DataError(E5BError):
    """A data file (exam, roster, entities, check…) that does not say what it should."""


class MediaError(E5BError):
    """A release archive that is missing, truncated, altered or of another version."""


class EngineError(E5BError):
    """The Docker Engine is absent, stopped, or refused an order."""


class SittingError(E5BError):
    """A sitting that cannot be started, found, captured or removed."""


class DossierError(E5BError):
    """A dossier that cannot be sealed, read or trusted, or a purge that cannot be done."""


class KitError(E5BError):
    """An offline kit that cannot be built, read, trusted or installed."""
