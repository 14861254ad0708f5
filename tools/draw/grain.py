"""Wood grain: lines that run along a board, bend around knots, and meet in pointed arches on flat-sawn faces."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

from tools.draw.geometry import Point
from tools.draw.patch import Patch


@dataclass
class Knot:
    """A knot at (s, t) of a board."""

    s: float
    t: float
    radius: float


class Grain:
    """The run of the fibres of one board."""

    def __init__(self, patch: Patch, rng: Random, knots: int) -> None:
        self.patch = patch
        self._phase = rng.uniform(0, 6.3)
        self._period = rng.uniform(0.6, 1.3) * max(patch.width, 30) / 6.3
        self._sway = rng.uniform(0.015, 0.05) * patch.height
        size = min(2.2, patch.height * 0.09)
        low, high = patch.height * 0.2, patch.height * 0.8
        self.knots = [
            Knot(rng.uniform(0.06, 0.94) * patch.width, rng.uniform(low, high), size * rng.uniform(0.5, 1.2))
            for _ in range(knots)
        ]

    def bend(self, s: float, t: float) -> float:
        """Return where the fibre that starts at height t passes at s."""
        y = t + self._sway * math.sin(s / self._period + self._phase + 0.02 * t)
        for knot in self.knots:
            gap = t - knot.t
            push = math.exp(-(((s - knot.s) / (2.6 * knot.radius)) ** 2)) * math.exp(-abs(gap) / (2.2 * knot.radius))
            y += math.copysign(1.15 * knot.radius, gap) * push
        return min(self.patch.height * 0.99, max(self.patch.height * 0.01, y))

    def line(self, t: float, steps: int, start: float = 0.0, end: float = 1.0) -> list[Point]:
        """Return picture points of the fibre at height t, over a part of the length."""
        low, high = self.patch.span(t)
        a, b = low + (high - low) * start, low + (high - low) * end
        result = []
        for i in range(steps + 1):
            s = a + (b - a) * i / steps
            result.append(self.patch.at(s, self.bend(s, t)))
        return result

    def arch(self, apex: float, centre: float, spread: float, *, forward: bool) -> list[Point]:
        """Return one pointed arch, apex at length `apex`, widening by `spread` towards one end."""
        reach = (self.patch.width - apex) if forward else apex
        sign = 1 if forward else -1
        upper, lower = [], []
        for i in range(6):
            d = reach * (i / 5) ** 2
            t = spread * math.sqrt(d / max(1.0, self.patch.width)) * (1 + 0.15 * math.sin(d / 9))
            s = apex + sign * d
            if centre + t < self.patch.height * 0.98:
                upper.append(self.patch.at(s, self.bend(s, centre + t)))
            if centre - t > self.patch.height * 0.02:
                lower.append(self.patch.at(s, self.bend(s, centre - t)))
        return [*reversed(lower), *upper]
