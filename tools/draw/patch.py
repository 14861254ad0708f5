"""A flat rectangle in space, painted in its own centimetres: s along its length, t across."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tools.draw.camera import Camera
from tools.draw.geometry import Point, Vec, add, cross, dot, scale, sub, unit
from tools.draw.svg import outline


@dataclass
class Patch:
    """Rectangle `width` × `height` with one corner at `origin` and unit edges `along`, `across`; or its inner disc."""

    camera: Camera
    origin: Vec
    along: Vec
    across: Vec
    width: float
    height: float
    end_grain: bool = False
    round: bool = False

    @property
    def normal(self) -> Vec:
        """Return the unit normal, either way."""
        return unit(cross(self.along, self.across))

    def space(self, s: float, t: float) -> Vec:
        """Return the point (s, t) in space."""
        return add(self.origin, add(scale(self.along, s), scale(self.across, t)))

    def at(self, s: float, t: float) -> Point:
        """Return where (s, t) is in the picture."""
        return self.camera.project(self.space(s, t))

    def inside(self, p: Vec) -> Point:
        """Return the (s, t) of a point of the plane."""
        d = sub(p, self.origin)
        return (dot(d, self.along), dot(d, self.across))

    @property
    def pixels(self) -> float:
        """Return pixels per centimetre at the middle."""
        return self.camera.pixels(self.space(self.width / 2, self.height / 2))

    def span(self, t: float) -> tuple[float, float]:
        """Return from which to which s the shape goes at height t."""
        if not self.round:
            return (0.0, self.width)
        r = self.width / 2
        half = math.sqrt(max(0.0, r * r - (t - self.height / 2) ** 2))
        return (r - half, r + half)

    def shape(self) -> list[Point]:
        """Return the outline in (s, t)."""
        if not self.round:
            return [(0, 0), (self.width, 0), (self.width, self.height), (0, self.height)]
        r = self.width / 2
        turns = [2 * math.pi * i / 64 for i in range(64)]
        return [(r + r * math.cos(a), self.height / 2 + r * math.sin(a)) for a in turns]

    def project(self, points: Sequence[Point]) -> list[Point]:
        """Return plane points as picture points."""
        return [self.at(s, t) for s, t in points]

    def outline(self) -> str:
        """Return the path data of the outline."""
        return outline(self.project(self.shape()))

    def inset(self, s: float, t: float, width: float, height: float, lift: float = 0.0) -> Patch:
        """Return a smaller rectangle of this one, raised by `lift` along the normal."""
        origin = add(self.space(s, t), scale(self.normal, lift))
        return Patch(self.camera, origin, self.along, self.across, width, height, self.end_grain)
