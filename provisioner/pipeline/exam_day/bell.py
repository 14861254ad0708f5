"""The bell, as workstations see it: when each site was last open, and first said that the time is over."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import Self

from provisioner.pipeline.exam_day.stage import Seated
from provisioner.robots import light
from provisioner.schema.exam import Cms
from provisioner.schema.sitting import Sitting

BEFORE_S = 2.0
PATIENCE_S = 30.0
STEP_S = 0.1
_FILES: Mapping[Cms, str] = {"wordpress": "/wp-includes/images/blank.gif", "prestashop": "/img/404.gif"}
"""A file of each CMS: asking for it costs the site nothing."""


@dataclass(frozen=True)
class Rung:
    """One site at its bell."""

    number: str
    closed_s: float
    """When « Épreuve terminée » first came, after the time of its clock; infinite: it did not, while we looked."""


class Bells:
    """Looks at each site around its end, all at once; at the end of the block nothing is looked at any more."""

    def __init__(self, seats: Sequence[Seated]) -> None:
        """Nothing is looked at yet."""
        self._seats = {one.part.number: one for one in seats}
        self._pool = ThreadPoolExecutor(len(seats), "cloche")
        self._jobs: list[Future[Rung]] = []
        self._over = Event()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._pool.shutdown()

    def watch(self, ends: Mapping[str, float]) -> None:
        """Look at these sites around their ends (time of day, seconds)."""
        self._jobs += [self._pool.submit(self._look, self._seats[one].sitting, at) for one, at in ends.items()]

    def rung(self) -> list[Rung]:
        """Wait until every bell has rung and return what was seen."""
        return [job.result() for job in self._jobs]

    def _look(self, sitting: Sitting, at: float) -> Rung:
        self._over.wait(max(0.0, at - BEFORE_S - time.time()))
        while time.time() < at + PATIENCE_S and not self._over.wait(STEP_S):
            if light.status(sitting.url + _FILES[sitting.cms]) == light.CLOSED:
                return Rung(sitting.number, time.time() - at)
        return Rung(sitting.number, float("inf"))
