"""Candidates' sites from the order to the first full page, and what an idle one costs."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from statistics import median

from provisioner import paths
from provisioner.adapters import ports
from provisioner.adapters.docker import containers, measure, memory
from provisioner.errors import SittingError
from provisioner.pipeline.sitting import lifecycle
from provisioner.schema.exam import Cms

HEADER = "numero,nom,prenom,commission,cms,sujet,tiers_temps"
DEADLINE_S = 600
_REST_S = 20.0
"""Longest wait for an idle site to have put on disk what starting made it write."""
_LOOK_S = 2.0


def roster(folder: Path, cms: Cms, candidates: int) -> Path:
    """Write the list of so many invented candidates and return it."""
    lines = [f"{number},Essai,Mesure,1,{cms},hors banque,non" for number in range(1, candidates + 1)]
    path = folder / f"{cms}-{candidates}.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def up(exam: str, cms: Cms, candidates: int, wave: str) -> float:
    """Give the very order that a technician gives; return the seconds until the last site gave its first full page.

    The time of the command itself (Python, its libraries) is in it. Raises SittingError when a site is not ready.
    """
    order = [
        str(paths.PROJECT / "e5b"),
        *("up", "--exam", exam, "--roster", str(roster(paths.home(), cms, candidates)), "--wave", wave),
        *("--host", "127.0.0.1", "--port-base", str(free_ports(candidates)), "--no-pdf", "--json"),
    ]
    done = subprocess.run(order, capture_output=True, text=True, timeout=DEADLINE_S, check=False)
    if done.returncode:
        raise SittingError(
            f"« ./e5b up » n’a pas ouvert les {candidates} sites : {' '.join(done.stderr.split())[-600:]}",
            "Corrigez la cause, puis relancez « ./e5b bench ».",
        )
    return slowest(done.stdout)


def slowest(answer: str) -> float:
    """Return, of what `up --json` printed, the time of the last candidate to be ready."""
    return max(float(one["ready_s"]) for one in json.loads(answer)["candidates"])


def free_ports(count: int, base: int = 18700) -> int:
    """Return the first port of `count` that nobody listens to. Raises SittingError."""
    taken = set(ports.listening())
    for first in range(base, 59_000, 100):
        if not taken & set(range(first, first + count)):
            return first
    raise SittingError("Aucun groupe de ports libres pour la mesure.", "Arrêtez des programmes, puis relancez.")


def down(wave: str) -> None:
    """Remove a wave that was measured."""
    lifecycle.down(lifecycle.select(wave), force=True)


def idle_cost(wave: str) -> tuple[float, float]:
    """Return the medians, over a wave at rest, of memory (MiB) and writable layer (MB) per site."""
    layers = _at_rest(wave)
    used = [memory.held(one.id) for one in containers.find(kind="sitting", wave=wave)]
    return round(median(used) / 2**20, 1), round(median(layers) / 1e6, 1)


def _at_rest(wave: str) -> list[int]:
    deadline = time.monotonic() + _REST_S
    known: list[int] = []
    while True:
        now = sorted(measure.written(kind="sitting", wave=wave).values())
        if now == known or time.monotonic() > deadline:
            return now
        known = now
        time.sleep(_LOOK_S)
