"""The machine's clocks."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from provisioner.schema.journal import Moment


def now() -> Moment:
    """Read time of day, which start of the machine this is, and how long ago it was."""
    since = time.clock_gettime(time.CLOCK_BOOTTIME)
    return Moment(at=datetime.now(UTC), boot=_boot(), since_boot_s=since)


@cache
def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
