"""Connection to the Docker Engine, and the one place where its exceptions become French sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import docker
import requests
from docker.errors import APIError, DockerException, ImageNotFound, NotFound

from provisioner.errors import EngineError

START_HINT = "Lancez « ./e5b setup », puis recommencez ; « ./e5b doctor » dit ce qui manque."


@lru_cache(maxsize=1)
def client() -> docker.DockerClient:
    """Return the shared client. Raises EngineError when no engine answers."""
    try:
        engine = docker.from_env(timeout=600, max_pool_size=64)
        engine.ping()
    except (DockerException, requests.RequestException) as error:
        raise EngineError(f"Le moteur Docker ne répond pas ({_short(error)}).", START_HINT) from None
    return engine


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Run a block of docker-py calls; `doing` is French, as in « démarrage du site du candidat 1042 »."""
    try:
        yield
    except ImageNotFound as error:
        raise EngineError(f"{doing} : image absente ({_short(error)}).", "Lancez « ./e5b image build ».") from None
    except NotFound as error:
        raise EngineError(f"{doing} : introuvable dans Docker ({_short(error)}).", "Voyez « ./e5b status ».") from None
    except APIError as error:
        text = _short(error)
        if "no space left" in text.lower():
            raise EngineError(f"{doing} : le disque est plein.", "Libérez de la place, puis relancez.") from None
        raise EngineError(f"{doing} : Docker a refusé ({text}).", "Corrigez, puis relancez la même commande.") from None
    except (DockerException, requests.RequestException) as error:
        client.cache_clear()
        raise EngineError(f"{doing} : le moteur Docker s’est arrêté ({_short(error)}).", START_HINT) from None


def _short(error: Exception) -> str:
    text = getattr(error, "explanation", None) or str(error)
    return " ".join(str(text).split())[:300]
