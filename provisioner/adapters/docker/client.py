"""Connection to the Docker Engine, and the one place where its exceptions become French sentences."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import docker
import requests
from docker.errors import APIError, DockerException

from provisioner.adapters.docker.engine import START_HINT, refusal
from provisioner.errors import EngineError


@lru_cache(maxsize=1)
def client() -> docker.DockerClient:
    """Return the shared client. Raises EngineError when no engine answers."""
    try:
        engine = docker.from_env(timeout=600, max_pool_size=64)
        engine.ping()
    except (DockerException, requests.RequestException) as error:
        raise EngineError(f"Le moteur Docker ne répond pas ({_said(error)}).", START_HINT) from None
    return engine


@contextmanager
def translated(doing: str) -> Iterator[None]:
    """Run a block of docker-py calls; `doing` is French, as in « démarrage du site du candidat 1042 »."""
    try:
        yield
    except APIError as error:
        raise refusal(doing, error.status_code or 0, _said(error)) from None
    except (DockerException, requests.RequestException) as error:
        client.cache_clear()
        raise EngineError(f"{doing} : le moteur Docker s’est arrêté ({_said(error)}).", START_HINT) from None


def _said(error: Exception) -> str:
    text = getattr(error, "explanation", None) or str(error)
    return " ".join(str(text).split())[:300]
