"""Starts the Docker Engine of this machine and waits for it; talks to its socket without the client library."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path
from typing import Literal

from provisioner.adapters.system import SetupError, has_systemd, last_lines
from provisioner.adapters.unix_http import ask

Ping = Literal["ok", "denied", "stopped"]

DEADLINE_S = 60.0
_DEFAULT = "unix:///var/run/docker.sock"
_PID = Path("/var/run/docker.pid")


def ping() -> Ping:
    """Tell in a few milliseconds whether the engine answers, refuses us, or is stopped."""
    address = os.environ.get("DOCKER_HOST") or _DEFAULT
    if not address.startswith("unix://"):
        return "ok"  # somebody chose another machine's engine: the client will tell if it does not answer
    path = Path(address.removeprefix("unix://"))
    if path.exists() and not os.access(path, os.R_OK | os.W_OK):
        return "denied"
    return "ok" if ask(path, "/_ping", timeout=5)[0].status == 200 else "stopped"


def start(log: Path) -> None:
    """Start the engine and wait until it answers. Raises SetupError with the end of its log."""
    if has_systemd():
        _start_service()
        _wait(None, Path("/dev/null"), "journalctl -u docker")
        return
    dockerd = shutil.which("dockerd", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    if dockerd is None:
        raise SetupError("Le moteur Docker n’est pas installé.", "« apt-get install docker.io », puis relancez.")
    _forget_stale_pid()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [dockerd],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            cwd="/",
        )
    _wait(process, log, str(log))


def _start_service() -> None:
    done = subprocess.run(
        ["systemctl", "enable", "--now", "docker"], capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        raise SetupError(
            f"Le service Docker n’a pas démarré : {' '.join(done.stderr.split())[:300]}",
            "« journalctl -u docker » en dit la cause.",
        )


def _wait(process: subprocess.Popen[bytes] | None, log: Path, where: str) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while ping() != "ok":
        ended = process is not None and process.poll() is not None
        if ended or time.monotonic() > deadline:
            happened = "s’est arrêté aussitôt" if ended else f"ne répond pas après {DEADLINE_S:.0f} secondes"
            raise SetupError(f"Le moteur Docker {happened} : {last_lines(log, 3)}", f"Son journal : {where}.")
        time.sleep(0.1)


def _forget_stale_pid() -> None:
    """Remove the pid file of an engine that was killed when its number now belongs to another program."""
    try:
        pid = int(_PID.read_text(encoding="ascii"))
        name = Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return
    if name != "dockerd":
        _PID.unlink(missing_ok=True)
