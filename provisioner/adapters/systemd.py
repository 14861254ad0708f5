"""systemd: the units of this program, where it runs the machine."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from provisioner.adapters.system import SetupError, command_output

UNITS = Path("/etc/systemd/system")


def enable(names: Sequence[str]) -> None:
    """Have units read again, started at each start of the machine, and started anew now. Raises SetupError."""
    for order in (["daemon-reload"], ["enable", *names], ["restart", *names]):
        _ask(*order)


def disable(names: Sequence[str]) -> None:
    """Stop units, and start them no more. Raises SetupError."""
    _ask("disable", "--now", *names)


def reload() -> None:
    """Have units read again. Raises SetupError."""
    _ask("daemon-reload")


def state(name: str) -> tuple[str, str]:
    """Return whether a unit starts with the machine (`enabled`), and whether it is at work (`active`)."""
    shown = command_output("systemctl", "show", "--property=UnitFileState,ActiveState", name)
    told = dict(line.split("=", 1) for line in shown.splitlines() if "=" in line)
    return told.get("UnitFileState", ""), told.get("ActiveState", "")


def _ask(*order: str) -> None:
    try:
        done = subprocess.run(
            ["systemctl", *order], capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SetupError(f"systemd ne répond pas ({error}).", "« systemctl status » dit ce qui ne va pas.") from None
    if done.returncode:
        said = " ".join(done.stderr.split())[-300:]
        raise SetupError(f"systemd a refusé : {said}", "« systemctl status » dit ce qui ne va pas.")
