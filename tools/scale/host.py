"""One host through three waves: pages asked, sittings closed, the next wave opened, all on the same cores."""

from __future__ import annotations

import math
import random
from collections.abc import Generator
from dataclasses import dataclass, field
from typing import Any

import simpy

from tools.scale.figures import Assumed, Measured

WAVES = 3
_SITTING_S = 40 * 60.0
_GRACE_S = 10.0
_CLOSINGS, _OPENINGS = 2, 4
"""At once, as the software does: `keeper.AT_ONCE`, `sittings.WORKERS`."""
_SLICE_S = 0.05
"""How long a long piece of work keeps a core before others have their turn."""


@dataclass
class Seen:
    """What came of it, in seconds."""

    pages: list[float] = field(default_factory=list)
    """From the order to the page, the browser's own time left out."""
    closed: list[float] = field(default_factory=list)
    """From each bell to the last dossier of those who end with it."""
    opened: list[float] = field(default_factory=list)
    """Of each wave but the first: from the order to the last site, made while the wave before works."""
    busy_s: float = 0.0
    over_s: float = 0.0

    def page(self, part: float) -> float:
        """Return the time that this part of the pages does not pass."""
        ordered = sorted(self.pages)
        return ordered[min(len(ordered) - 1, math.ceil(part * len(ordered)) - 1)]


class Host:
    """So many cores, so many candidates at once."""

    def __init__(self, cores: int, candidates: int, measured: Measured, assumed: Assumed, seed: int) -> None:
        self.env = simpy.Environment()
        self.cores = simpy.Resource(self.env, cores)
        self.closing = simpy.Resource(self.env, _CLOSINGS)
        self.opening = simpy.Resource(self.env, _OPENINGS)
        self.candidates, self.measured, self.assumed = candidates, measured, assumed
        self.random = random.Random(seed)
        self.seen = Seen()

    def run(self) -> Seen:
        """Play the waves and return what was seen."""
        for wave in range(WAVES):
            self.env.process(self._wave(wave))
        self.env.run()
        self.seen.over_s = self.env.now
        return self.seen

    def _wave(self, rank: int) -> Generator[Any, Any, None]:
        start = rank * self.assumed.every_min * 60
        if rank:
            # Ten minutes before its time, while the wave before is at work.
            yield self.env.timeout(start - 600)
            began = self.env.now
            yield self.env.all_of([self.env.process(self._open()) for _ in range(self.candidates)])
            self.seen.opened.append(self.env.now - began)
            yield self.env.timeout(max(0.0, start - self.env.now))
        ends = [self.env.process(self._sit()) for _ in range(self.candidates)]
        yield self.env.all_of(ends)
        bells = {end.value[0] for end in ends}
        # Those with extra time are closed in a quiet room: the first bell is the one that counts.
        self.seen.closed += [max(end.value[1] for end in ends if end.value[0] == bell) - bell for bell in bells]

    def _open(self) -> Generator[Any, Any, None]:
        with self.opening.request() as turn:
            yield turn
            yield from self._work(self.measured.open_core_s)

    def _sit(self) -> Generator[Any, Any, tuple[float, float]]:
        extra = self.random.random() < self.assumed.extra_time
        end = self.env.now + _SITTING_S * (4 / 3 if extra else 1)
        while True:
            think = self.random.expovariate(1 / self.assumed.think_s)
            if self.env.now + think >= end:
                break
            yield self.env.timeout(think)
            asked = self.env.now
            # Half of the pages take less than the measured median, none more than the slowest.
            work = self.random.expovariate(math.log(2) / self.measured.page_median_s)
            yield from self._work(min(work, self.measured.page_max_s))
            self.seen.pages.append(self.env.now - asked)
        yield self.env.timeout(max(0.0, end - self.env.now) + _GRACE_S)
        with self.closing.request() as turn:
            yield turn
            yield from self._work(self.measured.closing_core_s)
        return end, self.env.now

    def _work(self, core_s: float) -> Generator[Any, Any, None]:
        left = core_s
        while left > 0:
            with self.cores.request() as core:
                yield core
                now = min(left, _SLICE_S)
                yield self.env.timeout(now)
                left -= now
                self.seen.busy_s += now
