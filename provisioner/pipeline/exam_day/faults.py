"""What breaks on a rehearsed day: processes of the host killed with no warning, as a power supply or a bug would."""

from __future__ import annotations

import os
import signal

from provisioner.adapters.docker import containers
from provisioner.adapters.docker.engine import order
from provisioner.errors import SittingError
from provisioner.pipeline.exam_day import stage

_DATABASE = "mariadbd"


def kill_database(container: str) -> None:
    """Kill the database of a candidate's site. Raises SittingError, EngineError."""
    listed = order("GET", f"/containers/{container}/top", "Liste des processus", query={"ps_args": "-eo pid,args"})
    found = [int(line[0]) for line in listed["Processes"] if _DATABASE in line[1]]
    _kill(min(found, default=0), f"la base de {container}")


def kill_door() -> None:
    """Kill the front door. Raises SittingError, EngineError."""
    for door in containers.find(kind="door"):
        # Through the engine it would count as stopped on purpose, and stay so.
        seen = order("GET", f"/containers/{door.id}/json", "État de la porte d’entrée")
        _kill(int(seen["State"]["Pid"]), "la porte d’entrée")


def kill_keeper() -> None:
    """Kill the keeper. Raises SittingError when none is at work."""
    _kill(stage.keeper_process(), "le gardien")


def _kill(process: int, told: str) -> None:
    if not process:
        raise SittingError(f"Rien à tuer : {told} ne tourne pas.", "Relancez la répétition.")
    try:
        os.kill(process, signal.SIGKILL)
    except PermissionError:
        raise SittingError(
            f"Ce compte n’a pas le droit de tuer {told}.", "Lancez la répétition en administrateur (sudo)."
        ) from None
