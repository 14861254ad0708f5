"""The few orders that every start and stop of a site gives to the Docker Engine, straight to its socket.

docker-py does the rest (builds, archives, figures): it takes a tenth of a second to import, and a site half a second
to be there.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from provisioner.adapters import unix_http
from provisioner.errors import EngineError

START_HINT = "Lancez « ./e5b setup », puis recommencez ; « ./e5b doctor » dit ce qui manque."
_TIMEOUT_S = 600


class RefusedError(EngineError):
    """The engine answered no; `status` is the HTTP status of its answer (404 absent, 409 conflict…)."""

    def __init__(self, message: str, hint: str, status: int, said: str) -> None:
        """Keep what the engine said, in English."""
        super().__init__(message, hint)
        self.status = status
        self.said = said


def order(
    method: str,
    path: str,
    doing: str,
    *,
    query: Mapping[str, object] | None = None,
    body: Mapping[str, object] | None = None,
) -> Any:
    """Give one order of the engine's API and return its answer, read from JSON (None when it has no body).

    `doing` is French, as in « Démarrage du site du candidat 1042 ». Raises EngineError when no engine answers or it
    stops midway, RefusedError when it answers no.
    """
    target = path + (f"?{urlencode(query)}" if query else "")
    data = json.dumps(body).encode() if body is not None else None
    headers = {"Host": "docker", "Content-Type": "application/json"}
    answer, _ = unix_http.ask(_socket(), target, method=method, body=data, headers=headers, timeout=_TIMEOUT_S)
    if not answer.status:
        raise EngineError(f"{doing} : le moteur Docker ne répond pas ({answer.trouble}).", START_HINT)
    if answer.status >= 400:
        raise _refused(doing, answer)
    return json.loads(answer.body) if answer.body.strip() else None


def refusal(doing: str, status: int, said: str) -> RefusedError:
    """Return what a refusal of the engine means for people."""
    text = " ".join(said.split())[:300]
    if "no space left" in text.lower():
        return RefusedError(f"{doing} : le disque est plein.", "Libérez de la place, puis relancez.", status, text)
    if status == 404 and "image" in text.lower():
        return RefusedError(f"{doing} : image absente ({text}).", "Lancez « ./e5b image build ».", status, text)
    if status == 404:
        return RefusedError(f"{doing} : introuvable dans Docker ({text}).", "Voyez « ./e5b status ».", status, text)
    hint = "Corrigez, puis relancez la même commande."
    return RefusedError(f"{doing} : Docker a refusé ({text}).", hint, status, text)


def _refused(doing: str, answer: unix_http.Answer) -> RefusedError:
    text = answer.body.decode(errors="replace")
    with contextlib.suppress(ValueError, KeyError, TypeError):
        text = str(json.loads(text)["message"])
    return refusal(doing, answer.status, text)


def _socket() -> Path:
    """Return the engine's socket. Raises EngineError when it is told to be elsewhere than on this machine."""
    asked = os.environ.get("DOCKER_HOST", "")
    if asked and not asked.startswith("unix://"):
        raise EngineError(
            f"DOCKER_HOST désigne un moteur Docker d’une autre machine ({asked}).",
            "Retirez cette variable : les sites tournent sur la machine qui lance e5b.",
        )
    return Path(asked.removeprefix("unix://") or "/var/run/docker.sock")
