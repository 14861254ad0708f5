"""The binary log of a candidate's site, kept with the evidence: every row written, in order."""

from __future__ import annotations

from pathlib import Path

from provisioner.adapters.database import binlog
from provisioner.errors import SittingError
from provisioner.schema import events
from provisioner.schema.snapshot import Snapshot


def write(path: Path, socket: Path, database: str, password: str, now: Snapshot) -> None:
    """Write the events up to the snapshot. Without the log the capture is still worth having: the record says why."""
    if not now.position:
        events.write(path, events.Header(problem="Le serveur ne tient pas de journal binaire."), ())
        return
    keys = {name: table.key for name, table in now.tables.items()}
    try:
        found = list(binlog.events(socket, database, now.prefix, password, keys, now.position))
    except SittingError as error:
        events.write(path, events.Header(problem=error.message), ())
        return
    events.write(path, events.Header(until=now.position), found)
