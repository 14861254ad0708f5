"""A throwaway site: started from a golden image, asked a few questions, removed."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from docker.errors import APIError

from provisioner.adapters import unix_http
from provisioner.adapters.docker.client import client, translated
from provisioner.errors import EngineError


@contextmanager
def site(
    image: str, run: Path, ready: str, deadline_s: float = 60, first: Callable[[], None] | None = None
) -> Iterator[str]:
    """Start a site on `image` with no network, sockets in `run`; give its container's id once `ready` answers.

    `first` is called before any page is asked: showing one writes in the database. Raises EngineError with its last
    lines when it does not answer in time.
    """
    with translated(f"Démarrage d’un site d’essai ({image})"):
        container = client().api.create_container(
            image,
            labels={"e5b.kind": "probe"},
            host_config=client().api.create_host_config(network_mode="none", binds=[f"{run}:/run/e5b"]),
        )["Id"]
    try:
        with translated(f"Démarrage d’un site d’essai ({image})"):
            client().api.start(container)
        if first is not None:
            first()
        _wait(container, run / "web.sock", ready, deadline_s)
        yield container
    finally:
        with contextlib.suppress(APIError):
            client().api.remove_container(container, force=True, v=True)


def _wait(container: str, socket: Path, url: str, deadline_s: float) -> None:
    deadline = time.monotonic() + deadline_s
    trouble = ""
    while time.monotonic() < deadline:
        answer = unix_http.page(socket, url)
        if answer.status == 200:
            return
        trouble = answer.trouble or f"réponse {answer.status}"
        time.sleep(0.02)
    raise EngineError(
        f"Le site d’essai ne répond pas ({trouble}). Ses dernières lignes : {_last_lines(container)}",
        "Construisez l’image à nouveau : « ./e5b image build --rebuild ».",
    )


def _last_lines(container: str) -> str:
    with translated("Lecture du journal"):
        logs = client().api.logs(container, tail=8)
    return " / ".join(logs.decode(errors="replace").split("\n")).strip(" /")


def ask(container: str, command: Sequence[str], user: str = "www-data") -> str:
    """Run a command in the container and return what it prints. Raises EngineError when it fails."""
    with translated("Questions au site d’essai"):
        order = client().api.exec_create(container, list(command), user=user, stderr=False)["Id"]
        printed: str = client().api.exec_start(order).decode(errors="replace")
        code = client().api.exec_inspect(order)["ExitCode"]
    if code:
        raise EngineError(
            f"« {' '.join(command)} » a échoué dans le site d’essai (code {code}) : {printed[-300:]}",
            "Construisez l’image à nouveau : « ./e5b image build --rebuild ».",
        )
    return printed
