"""Candidates at work through plain requests, who remember what was acknowledged, and when."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Event

from provisioner.adapters.machines import Farm
from provisioner.pipeline.fleet.centre import Centre
from provisioner.pipeline.fleet.rehearsal import stage
from provisioner.robots import light
from provisioner.robots.light import LightCandidate
from provisioner.schema.sitting import Wave

PAUSE_S = 5.0
PACE_S = 0.4
"""Between two writings of anybody at all: all hosts share this machine's processors."""
PAGE_S = 120.0
_OPEN = frozenset({200, 301, 302})


@dataclass
class Pen:
    """One candidate, and when each of their writings was acknowledged."""

    site: LightCandidate
    at: list[float] = field(default_factory=list)
    """`time.time()` of each mark in `site.told`."""


@dataclass
class Crew:
    """Everybody, by number."""

    pens: dict[str, Pen]

    @property
    def told(self) -> int:
        """Writings acknowledged so far."""
        return sum(len(one.site.told) for one in self.pens.values())

    def wait(self, seconds: float) -> None:
        """Let them work."""
        time.sleep(seconds)

    def page(self, number: str, since: float) -> float | None:
        """Wait for a candidate's page; return the seconds from `since` (`time.monotonic()`), None: it never came."""
        url = f"{self.pens[number].site.url}/"
        deadline = time.monotonic() + PAGE_S
        while time.monotonic() < deadline:
            if light.status(url) in _OPEN:
                return round(time.monotonic() - since, 1)
            time.sleep(0.2)
        return None


def crew(farm: Farm, centre: Centre, wave: str) -> Crew:
    """Give everybody the address and the password of their sheet."""
    pens: dict[str, Pen] = {}
    for host in centre.inventory.hosts:
        path = stage.state(farm, host.name) / "waves" / wave / "roster.json"
        known = Wave.model_validate(json.loads(path.read_text(encoding="utf-8")))
        for one in known.candidates:
            url = f"http://{known.host}:{one.access.port}"
            pens[one.who.number] = Pen(LightCandidate(one.who.cms, url, one.access.login, one.access.password))
    return Crew(pens)


@contextmanager
def at_work(crew: Crew, count: int) -> Iterator[None]:
    """Have them write until the block ends."""
    over = Event()
    pause = max(PAUSE_S, PACE_S * count)
    with ThreadPoolExecutor(max(1, len(crew.pens)), "candidat") as pool:
        try:
            for rank, pen in enumerate(crew.pens.values()):
                pool.submit(_write, pen, over, pause, pause * rank / count)
            yield
        finally:
            over.set()


def _write(pen: Pen, over: Event, pause: float, first: float) -> None:
    over.wait(first)
    while not over.is_set():
        if pen.site.write():
            pen.at.append(time.time())
        over.wait(pause)
