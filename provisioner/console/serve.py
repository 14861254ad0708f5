"""Serves the console at an address of its own, apart from the candidates' front door."""

from __future__ import annotations

import socket
from collections.abc import Sequence
from contextlib import closing, nullcontext

import uvicorn

from provisioner import network, output
from provisioner.console import app, gate, live
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline.fleet.following import Following
from provisioner.pipeline.records import marks
from provisioner.steps.console import accounts, presence
from provisioner.steps.console.database import Database
from provisioner.steps.sitting import store


def serve(host: str, port: int, allowed: Sequence[str] = (), following: Following | None = None) -> None:
    """Serve these networks until it is told to stop; `following`: the hosts of the centre that this machine leads.

    Raises SittingError when the address is not free, DataError.
    """
    watch = gate.Gate(gate.networks(allowed))
    database = Database()
    for wave in store.waves():
        try:
            marks.take_over(wave)
        except E5BError as error:
            # A damaged file of one wave must not keep a room waiting.
            output.console.print(output.escape(error.message), style="red")
    with closing(_bound(host, port)) as listening:
        if not accounts.everyone(database):
            output.console.print(
                "Aucun compte n’est ouvert : « ./e5b console account add NOM --role technicien » ouvre le premier."
            )
        shown = f"[{host}]" if ":" in host else host
        output.console.print(f"La console répond à http://{shown}:{port}/ (Ctrl-C l’arrête).")
        config = uvicorn.Config(
            app.make(database, watch, network.proxies(), following),
            log_level="warning",
            access_log=False,
            server_header=False,
            date_header=True,
            # Who is believed about where a request comes from is the application's own matter.
            proxy_headers=False,
            limit_concurrency=500,
            timeout_keep_alive=30,
            timeout_graceful_shutdown=3,
        )
        with live.watching(), presence.answering(f"{shown}:{port}"), following or nullcontext():
            uvicorn.Server(config).run(sockets=[listening])


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SittingError(
            f"La console ne peut pas répondre à {host}, port {port} ({error.strerror}).",
            "Une autre console y répond peut-être déjà : gardez-la, ou choisissez --port.",
        ) from None
    return listening
