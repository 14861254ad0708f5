"""When the order was given: at the start of this process, before any of our own code was read."""

from __future__ import annotations

import os
from pathlib import Path


def process_age() -> float:
    """Return the seconds since this process began, to the kernel's hundredth; 0 where that is not told."""
    try:
        began = int(Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()[19])
        uptime = float(Path("/proc/uptime").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return 0.0
    return max(0.0, uptime - began / os.sysconf("SC_CLK_TCK"))
