"""Downloads one file over HTTP: resumes what was cut, retries what may pass, says the rest in French."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import requests

from provisioner.errors import MediaError

TRIES = 5
PAUSE_S = 0.5
MAX_BYTES = 600_000_000
_TIMEOUT = (10, 30)
_CHUNK = 1 << 15
"""Also the most that a cut may lose of what was received."""
_OFFLINE = "Sans internet : téléchargez le fichier sur une autre machine, puis « ./e5b media add FICHIER »."

Progress = Callable[[int, int], None]
"""Called with bytes received and bytes expected (0 when the server does not say)."""


class _Cut(Exception):  # noqa: N818 not an error to report: the next try may pass
    """The transfer stopped for a reason that may pass."""


def download(url: str, part: Path, progress: Progress) -> None:
    """Download `url` into `part`, resuming from what `part` already holds. Raises MediaError.

    A failure that may pass is tried again, `TRIES` times in all; what was received stays in `part` for the next run.
    """
    reason = ""
    for attempt in range(TRIES):
        time.sleep(PAUSE_S * (2**attempt - 1))
        try:
            return _attempt(url, part, progress)
        except _Cut as cut:
            reason = str(cut)
    raise MediaError(
        f"{url} : téléchargement interrompu {TRIES} fois ({reason}).", f"Relancez pour reprendre. {_OFFLINE}"
    )


def _attempt(url: str, part: Path, progress: Progress) -> None:
    held = part.stat().st_size if part.exists() else 0
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={held}-"} if held else {})
    try:
        with requests.get(url, headers=headers, stream=True, timeout=_TIMEOUT) as response:
            _receive(response, url, part, progress, held)
    except (requests.exceptions.InvalidURL, requests.exceptions.MissingSchema, requests.exceptions.InvalidSchema):
        raise MediaError(f"« {url} » n’est pas une adresse.", "Corrigez la clé « url » de l’épreuve.") from None
    except requests.exceptions.ConnectionError as error:
        if _is_cut(error):
            raise _Cut("connexion coupée") from None
        raise MediaError(f"{urlsplit(url).netloc} est injoignable.", _OFFLINE) from None
    except requests.exceptions.Timeout:
        raise _Cut("le serveur ne répond plus") from None
    except requests.exceptions.RequestException as error:
        raise _Cut(type(error).__name__) from None


def _receive(response: requests.Response, url: str, part: Path, progress: Progress, held: int) -> None:
    resumed = response.status_code == 206 and response.headers.get("Content-Range", "").startswith(f"bytes {held}-")
    if response.status_code == 416 or (response.status_code == 206 and not resumed):
        part.unlink(missing_ok=True)  # what we hold is not the beginning of what the server has: start again
        raise _Cut("reprise refusée")
    _check_status(response, url)
    received = held if resumed else 0
    total = received + int(response.headers.get("Content-Length") or 0)
    with part.open("ab" if resumed else "wb") as output:
        for chunk in response.iter_content(_CHUNK):
            received += len(chunk)
            if received > MAX_BYTES:
                raise MediaError(f"{url} dépasse {MAX_BYTES // 1_000_000} Mo.", "Ce n’est pas l’archive attendue.")
            output.write(chunk)
            progress(received, total)
    if "Content-Length" in response.headers and received < total:
        raise _Cut("fin prématurée")


def _check_status(response: requests.Response, url: str) -> None:
    code = response.status_code
    if code == 429 or code >= 500:
        raise _Cut(f"le serveur répond {code}")
    if code not in {200, 206}:
        meaning = {401: "accès refusé", 403: "accès refusé", 404: "introuvable", 410: "retiré"}.get(code, "refus")
        raise MediaError(f"{url} : {meaning} (réponse {code}).", _OFFLINE)


def _is_cut(error: Exception) -> bool:
    """Tell a transfer that was cut from a host that cannot be reached at all."""
    text = repr(error)
    return any(word in text for word in ("IncompleteRead", "RemoteDisconnected", "ConnectionReset", "Read timed out"))
