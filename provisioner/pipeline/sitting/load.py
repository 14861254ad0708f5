"""How hard this machine works: what a technician looks at when a room feels slow."""

from __future__ import annotations

import os
import shutil

from provisioner import paths
from provisioner.adapters import system
from provisioner.schema.watch import LoadTold


class Load(LoadTold):
    """What is told of a machine's load, and what it means."""

    @property
    def worries(self) -> list[str]:
        """French: what to look after."""
        found = []
        if self.processor > 1.5:
            found.append("Le processeur est saturé : les pages seront lentes.")
        if self.memory > 0.92:
            found.append("La mémoire est presque pleine.")
        if self.disk_free_gb < 2:
            found.append("Le disque est presque plein : le travail des candidats est en danger.")
        return found


def measure() -> Load:
    """Return the load of this machine now."""
    total, free = system.memory_bytes()
    # A machine that was never used yet has no state folder.
    disk = shutil.disk_usage(next(one for one in (paths.home(), *paths.home().parents) if one.is_dir()))
    return Load(
        processor=os.getloadavg()[0] / (os.cpu_count() or 1),
        memory=1 - free / total if total else 0.0,
        disk=disk.used / disk.total,
        memory_free_gb=free / 1e9,
        disk_free_gb=disk.free / 1e9,
    )
