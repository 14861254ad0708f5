"""Orders that a running Caddy takes over its Unix socket, and what it answers."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from provisioner.adapters.caddy.route import DoorError
from provisioner.adapters.unix_http import ask

_HOST = {"Host": ""}
"""Orders that come over the Unix socket name no host: Caddy refuses any other."""


def load(admin: Path, config: dict[str, Any]) -> None:
    """Give a running Caddy a new configuration; it keeps the old one when it refuses. Raises DoorError."""
    answer, _ = ask(
        admin,
        "/load",
        method="POST",
        body=json.dumps(config).encode(),
        headers={"Content-Type": "application/json", **_HOST},
        timeout=40,
    )
    if answer.status != 200:
        raise DoorError(
            f"La porte d’entrée a refusé sa configuration ({refusal(answer.trouble or answer.body.decode())}).",
            "« ./e5b status » dit ce qui est ouvert ; relancez la même commande.",
        )


def answers(admin: Path) -> bool:
    """Say whether Caddy listens to orders."""
    return ask(admin, "/config/admin", headers=_HOST, timeout=2)[0].status == 200


def passing(admin: Path, socket: str) -> int:
    """Return how many requests are on their way to a site, or back from it; 0 when its configuration has none."""
    answer, _ = ask(admin, "/reverse_proxy/upstreams", headers=_HOST, timeout=2)
    try:
        found = json.loads(answer.body) if answer.status == 200 else []
        return sum(int(one["num_requests"]) for one in found if str(one["address"]).endswith(socket))
    except (ValueError, KeyError, TypeError):
        return 0


def refusal(text: str) -> str:
    """Return what Caddy said, short, with the taken port in French when that is the trouble."""
    taken = re.search(r":(\d+): bind: address already in use", text)
    if taken:
        return f"le port {taken[1]} est déjà pris par un autre programme"
    return " ".join(text.split())[-300:]
