"""A door for one browser to one site, for a while: a Caddy of its own, on a loopback port."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from provisioner.adapters import ports
from provisioner.adapters.caddy import configuration, orders, program
from provisioner.adapters.caddy.route import DoorError

_PATIENCE_S = 15.0
_STEP_S = 0.02
_SAID = 100_000
"""Bytes of what it says that are looked at."""


@contextmanager
def opened(socket: Path) -> Iterator[str]:
    """Give a loopback address, `http://127.0.0.1:port`, that leads to the site at this socket. Raises DoorError."""
    port = ports.free_port()
    config = json.dumps(configuration.forwarder(port, socket))
    # It ends with us, whatever ends us.
    command = ["setpriv", "--pdeathsig", "TERM", str(program.binary()), "run", "--config", "-"]
    # What it says goes to a file: nobody reads a pipe while pages are looked at, and a full one would stop it.
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=said) as process,
    ):
        try:
            assert process.stdin  # noqa: S101
            with suppress(BrokenPipeError):  # ended already: it says why
                process.stdin.write(config.encode())
                process.stdin.close()
            _wait_listening(process, port, said)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            process.kill()


def _wait_listening(process: subprocess.Popen[bytes], port: int, output: IO[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE_S
    while port not in ports.listening():
        if process.poll() is not None or time.monotonic() > deadline:
            output.seek(0)
            said = orders.refusal(output.read(_SAID).decode(errors="replace"))
            raise DoorError(f"La porte de la capture ne s’est pas ouverte ({said}).", "Relancez.")
        time.sleep(_STEP_S)
