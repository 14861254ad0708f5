"""A host's own `e5b`, asked over SSH: one connection is kept for all that is asked, and ends with this process.

The connection is the one over which the host tells how it goes; orders share it (`ControlMaster`), which spares them
the handshake, and do without when it is down. A host that is this very machine needs no SSH.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from provisioner import paths
from provisioner.adapters.ansible import Failure

CONNECT_S: Final = 3
"""Somebody looks at the page: a host that does not answer within this is told so."""
ALIVE_S: Final = 2
"""Between two questions to a silent host; the second one without an answer ends the connection."""
ORDER_S: Final = 30.0
_NO_WAY: Final = 255
"""What `ssh` itself ends with."""
_WIDE: Final = {"COLUMNS": "2000", "LC_ALL": "C.UTF-8"}
"""A wide terminal: what the host's `e5b` says of an error comes as one line."""


@dataclass(frozen=True)
class Way:
    """How a host's own `e5b` is reached."""

    local: bool
    address: str = ""
    port: int = 22
    user: str = ""
    """Empty: SSH's own choice."""
    key: str = ""
    """File of the private key; empty: SSH's own choice."""
    known: Path = Path("known_hosts")
    """Keys of the hosts met so far: another one later on is refused."""
    control: Path = Path("control")
    """Socket of the shared connection: a short path."""

    def command(self, arguments: Sequence[str], *, leads: bool = False) -> list[str]:
        """Return the command that has the host's `e5b` do this; `leads`: its connection is the one that is shared."""
        if self.local:
            return [sys.executable, "-m", "provisioner", *arguments]
        told = [f"{name}={value}" for name, value in _WIDE.items()]
        root = [] if self.user in {"", "root"} else ["sudo", "-n"]
        options = {
            "BatchMode": "yes",
            "ConnectTimeout": str(CONNECT_S),
            "ServerAliveInterval": str(ALIVE_S),
            "ServerAliveCountMax": "2",
            "UserKnownHostsFile": f'"{self.known}"',
            "StrictHostKeyChecking": "accept-new",
            "ControlMaster": "yes" if leads else "no",
            "ControlPath": f'"{self.control}"',
            "LogLevel": "ERROR",
        }
        given = [part for name, value in options.items() for part in ("-o", f"{name}={value}")]
        given += [
            "-p",
            str(self.port),
            *(["-i", self.key] if self.key else []),
            *(["-l", self.user] if self.user else []),
        ]
        return ["ssh", *given, "--", self.address, shlex.join([*root, "env", *told, "e5b", *arguments])]


@dataclass(frozen=True)
class Answer:
    """What came of an order."""

    output: str
    failure: Failure | None = None


class Stream:
    """Lines that a host's `e5b` writes for as long as this listens."""

    def __init__(self, way: Way, arguments: Sequence[str]) -> None:
        if not way.local:
            # Left by a process that was killed: SSH would not share a connection through it.
            way.control.unlink(missing_ok=True)
        self._what = " ".join(arguments)
        # The host's end goes when its input does: with this process, however it ends.
        self._process = subprocess.Popen(
            way.command(arguments, leads=True),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            cwd=paths.PROJECT,
        )

    def lines(self) -> Iterator[bytes]:
        """Yield each line as it comes, until the other end is gone."""
        assert self._process.stdout  # noqa: S101 it is a pipe
        yield from self._process.stdout

    def failure(self) -> Failure:
        """Say why there are no lines any more."""
        self.close()
        assert self._process.stderr  # noqa: S101 it is a pipe
        said = self._process.stderr.read().decode(errors="replace")
        return _failure(self._what, self._process.returncode, said)

    def close(self) -> None:
        """Stop listening; from another thread too."""
        with suppress(OSError):
            self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def ask(way: Way, arguments: Sequence[str], what: str, *, said: str = "", patience_s: float = ORDER_S) -> Answer:
    """Have a host's `e5b` do something and return its answer; `said` is given on its input, `what` names the order."""
    try:
        done = subprocess.run(
            way.command(arguments),
            input=said,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            timeout=patience_s,
            env=_environment(),
            cwd=paths.PROJECT,
        )
    except subprocess.TimeoutExpired:
        return Answer("", Failure(what, "timed out", unreachable=True))
    if done.returncode:
        return Answer(done.stdout, _failure(what, done.returncode, done.stderr))
    return Answer(done.stdout)


def _environment() -> dict[str, str]:
    return {**os.environ, **_WIDE}


def _failure(what: str, code: int, said: str) -> Failure:
    if code == _NO_WAY:
        return Failure(what, said, unreachable=True)
    return Failure(what, "", output=said)
