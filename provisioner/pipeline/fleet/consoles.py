"""`fleet accounts`: the same accounts on every host, and a console at work on each; where each console answers."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from provisioner.adapters import remote
from provisioner.adapters.ansible import FleetError
from provisioner.pipeline.fleet import following
from provisioner.pipeline.fleet.centre import SILENT, Centre, Done, Say, done
from provisioner.schema.inventory import Host
from provisioner.schema.watch import MachineTold
from provisioner.steps.console import bringing
from provisioner.steps.console.database import Database

PORT: Final = 7900
_ANYWHERE: Final = ("0.0.0.0", "[::]")  # noqa: S104 as a console's owner wrote it
_ITSELF: Final = ("127.0.0.1", "[::1]", "localhost")
_ONCE: Final = ("status", "--json", "--follow")
"""With nothing on its input, it tells once."""
_AT_ONCE: Final = 16


def accounts(
    centre: Centre, say: Say = SILENT, *, port: int = PORT, allowed: Sequence[str] = (), serve: bool = True
) -> Done:
    """Bring this machine's accounts to every host and have its console at work there. Raises FleetError.

    What is secret (the hashes) is on no command line and in no log. A host that is this machine has them already.
    """
    copy = bringing.told(Database())
    if not any(one.password for one in copy.accounts):
        raise FleetError(
            "Aucun compte n’est ouvert sur ce poste-ci : il n’y a rien à remettre.",
            "« ./e5b console account add NOM --role examinateur --commission N° » en ouvre un.",
        )
    hosts = [one for one in centre.inventory.hosts if one.capacity and not one.local]
    each = {one.name: {"serve": serve} for one in hosts}
    allow = [part for one in allowed for part in ("--allow", one)]
    variables = {"e5b_port": port, "e5b_allow": allow}
    if not hosts:
        return Done({}, {}, frozenset())
    names = [one.name for one in hosts]
    return done(centre.play("accounts", names, say, variables, each=each, secret=copy.model_dump_json()))


def answering(centre: Centre, among: Collection[str]) -> dict[str, str]:
    """Return, for these hosts, the address of their console for examiners' browsers; empty where none answers them."""
    hosts = [one for one in centre.inventory.hosts if one.name in among]
    with tempfile.TemporaryDirectory(prefix="e5b-parc-") as sockets, ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(
            zip((one.name for one in hosts), pool.map(lambda one: _of(centre, one, sockets), hosts), strict=True)
        )


def _of(centre: Centre, host: Host, sockets: str) -> str:
    answer = remote.ask(following.way(centre, host, Path(sockets)), _ONCE, "status")
    try:
        return address(host, MachineTold.model_validate_json(answer.output).console)
    except ValidationError:
        return ""


def address(host: Host, told: str) -> str:
    """Return where examiners find a host's console, from where it says that it answers; empty: nowhere."""
    place, _, port = told.rpartition(":")
    if not place or place in _ITSELF:
        return ""
    return f"http://{host.address if place in _ANYWHERE else place}:{port}/"
