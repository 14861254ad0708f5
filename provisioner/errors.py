"""Expected errors. Their texts are shown to French users: a sentence, and what to do next."""

from __future__ import annotations

import errno

_REASONS = {
    errno.ENOENT: "il n’existe pas",
    errno.EACCES: "droits insuffisants",
    errno.EPERM: "droits insuffisants",
    errno.EROFS: "le support est en lecture seule",
    errno.EISDIR: "c’est un dossier",
    errno.ENOTDIR: "ce n’est pas un dossier",
    errno.ENOSPC: "le disque est plein",
    errno.EDQUOT: "le disque est plein",
    errno.EIO: "le support ne répond plus, ou il est abîmé",
    errno.ENODEV: "le support n’est plus là",
    errno.ENXIO: "le support n’est plus là",
    errno.ENOTCONN: "le support n’est plus là",
    errno.ENAMETOOLONG: "le nom est trop long",
    errno.ELOOP: "trop de liens",
    errno.ETXTBSY: "il est en cours d’emploi",
    errno.EADDRINUSE: "cette adresse est déjà prise",
    errno.EADDRNOTAVAIL: "cette machine n’a pas cette adresse",
}
"""What the system answers, in French; it speaks English wherever its French texts are not installed."""


def reason(error: OSError) -> str:
    """Say in French why the system refused; its own words when they are rare."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)


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
