"""What is known, and where from: measured on a machine, or assumed. Nothing else enters the simulation."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from pathlib import Path
from statistics import fmean


@dataclass(frozen=True)
class Measured:
    """From `./e5b bench --json`, mean of both CMSs: core-seconds and mebibytes of one candidate."""

    open_core_s: float
    """Work of opening one site: the time of thirty together, on all cores, shared out."""
    page_median_s: float
    page_max_s: float
    """A page of the back office, from the server, alone on the machine."""
    closing_core_s: float
    """Capture, differences, checks, pictures of pages: one core each, as a closing alone takes."""
    memory_mib: float
    disk_mb: float


@dataclass(frozen=True)
class Assumed:
    """What nobody has measured: change it with the option of the same name."""

    think_s: float = 15.0
    """Seconds between two pages of a candidate, on average."""
    extra_time: float = 0.1
    """Part of the candidates that have a third more time."""
    memory_at_work: float = 2.0
    """Memory of a site at work, times that of an idle one."""
    system_mib: float = 3072.0
    """Memory kept for the system, the engine, and the browsers of closings."""
    every_min: float = 65.0
    """Minutes from the start of a wave to the start of the next one."""
    waves_a_day: float = 6.0
    dossier_mb: float = 3.0
    """Of one sealed dossier: seven measured ones weigh 0.9 to 7.7 MB."""
    kit_mb: float = 850.0
    """A kit of two golden images (measured: 845 and 850 MB)."""


def read(bench: Path, cores: int) -> Measured:
    """Read the figures that `./e5b bench --json` printed on a machine of so many cores.

    Raises KeyError or TypeError when thirty candidates were not measured (`--quick`).
    """
    found = list(json.loads(bench.read_text(encoding="utf-8")).values())
    return Measured(
        open_core_s=fmean(one["ready_s"]["30"] * cores / 30 for one in found),
        page_median_s=fmean(one["backoffice_server_s"]["median"] for one in found),
        page_max_s=max(one["backoffice_server_s"]["max"] for one in found),
        closing_core_s=fmean(one["capture_db_s"] + one["diff_checks_s"] + one["capture_pages_s"] for one in found),
        memory_mib=fmean(one["memory_mib"] for one in found),
        disk_mb=fmean(one["disk_mb"] for one in found),
    )


def names(of: type) -> list[str]:
    """Return the names of a class's figures."""
    return [one.name for one in fields(of)]
