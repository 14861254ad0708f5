"""Words that the French dictionary does not know, asked of hunspell: one start for all the words of a report."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterable

from provisioner.errors import E5BError

DICTIONARY = "fr"
_DEADLINE_S = 20


class SpellingError(E5BError):
    """Hunspell or its French dictionary is absent, or did not answer."""


def unknown(words: Iterable[str]) -> frozenset[str]:
    """Return those of these words that the dictionary does not know. Raises SpellingError."""
    asked = sorted(set(words))
    if not asked:
        return frozenset()
    try:
        done = subprocess.run(
            ["hunspell", "-d", DICTIONARY, "-i", "utf-8", "-l"],
            input="".join(f"{word}\n" for word in asked).encode(),
            capture_output=True,
            timeout=_DEADLINE_S,
            check=True,
            # Its own word lists of the person who runs it must not change a report.
            env={"PATH": os.environ.get("PATH", ""), "HOME": "/nonexistent", "LC_ALL": "C.UTF-8"},
        )
    except FileNotFoundError:
        raise _absent() from None
    except subprocess.CalledProcessError as error:
        if b"dictionary" in error.stderr:
            raise _absent() from None
        raise SpellingError("Le dictionnaire d’orthographe n’a pas répondu.", "Refaites le relevé.") from None
    except (OSError, subprocess.SubprocessError):
        raise SpellingError("Le dictionnaire d’orthographe n’a pas répondu.", "Refaites le relevé.") from None
    return frozenset(asked) & frozenset(done.stdout.decode(errors="replace").splitlines())


def _absent() -> SpellingError:
    return SpellingError(
        "Le dictionnaire français d’orthographe (hunspell) n’est pas installé.",
        "« ./e5b setup » l’installe (paquets hunspell et hunspell-fr).",
    )
