"""Processes: when the order was given, by whom, and work that goes on after it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from provisioner import paths
from provisioner.adapters import disk
from provisioner.errors import E5BError

_LONGEST_NAME = 60


def account(told: str = "") -> str:
    """Return who gives the order: as `told` by who gives it for them, else the account, whoever it became since."""
    if told.strip():
        return " ".join(told.split())[:_LONGEST_NAME]
    import getpass  # noqa: PLC0415 a candidate's site must not wait for it

    try:
        return os.environ.get("SUDO_USER") or getpass.getuser()
    except (KeyError, OSError):
        return str(os.getuid())


def leave_at_work(arguments: Sequence[str], log: Path) -> None:
    """Start `./e5b ARGUMENTS` in a session of its own: it goes on when this process and its terminal are gone.

    What it says goes to the file `log`. Raises DiskError.
    """
    import subprocess  # noqa: PLC0415 same

    with disk.told(log), log.open("ab") as stream:
        subprocess.Popen(
            _order(arguments),
            cwd=paths.PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
            start_new_session=True,
        )


@contextmanager
def at_work(arguments: Sequence[str], log: Path) -> Iterator[None]:
    """Have `./e5b ARGUMENTS` at work while the block lasts; what it says goes to the file `log`. Raises DiskError."""
    import subprocess  # noqa: PLC0415 same

    with disk.told(log), log.open("ab") as stream:
        started = subprocess.Popen(
            _order(arguments),
            cwd=paths.PROJECT,
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=stream,
        )
    try:
        yield
    finally:
        started.terminate()
        try:
            started.wait(15)
        except subprocess.TimeoutExpired:
            started.kill()
            started.wait()


def answer(arguments: Sequence[str]) -> str:
    """Return what `./e5b ARGUMENTS` answers on its standard output. Raises E5BError when it fails."""
    import subprocess  # noqa: PLC0415 same

    done = subprocess.run(
        _order(arguments),
        cwd=paths.PROJECT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        said = " ".join(done.stderr.split())[-300:]
        raise E5BError(f"« ./e5b {' '.join(arguments)} » a échoué : {said}", "Lancez cette commande seule.")
    return done.stdout


def _order(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "provisioner", *arguments]


def process_age() -> float:
    """Return the seconds since this process began, to the kernel's hundredth; 0 where that is not told."""
    try:
        began = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    return max(0.0, uptime - began / os.sysconf("SC_CLK_TCK"))
