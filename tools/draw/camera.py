"""A view camera: it looks straight ahead and its lens is shifted, so that uprights stay upright."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tools.draw.geometry import Point, Vec


@dataclass
class Camera:
    """Eye at `eye`, looking along +y; `zoom` pixels per unit of slope; (`left`, `top`) is where the axis meets."""

    eye: Vec
    zoom: float = 1.0
    left: float = 0.0
    top: float = 0.0

    def depth(self, p: Vec) -> float:
        """Return how far a point is, along the axis."""
        return max(1.0, p[1] - self.eye[1])

    def project(self, p: Vec) -> Point:
        """Return where a point is in the picture."""
        k = self.zoom / self.depth(p)
        return (self.left + (p[0] - self.eye[0]) * k, self.top - (p[2] - self.eye[2]) * k)

    def pixels(self, p: Vec) -> float:
        """Return how many pixels one centimetre takes at this point."""
        return self.zoom / self.depth(p)

    def fit(self, points: Sequence[Vec], frame: tuple[float, float, float, float]) -> None:
        """Set zoom and shift so that `points` fill the `frame` (x0, y0, x1, y1), centred, standing on its bottom."""
        self.zoom, self.left, self.top = 1000.0, 0.0, 0.0
        seen = [self.project(p) for p in points]
        x0, x1 = min(p[0] for p in seen), max(p[0] for p in seen)
        y0, y1 = min(p[1] for p in seen), max(p[1] for p in seen)
        k = min((frame[2] - frame[0]) / (x1 - x0), (frame[3] - frame[1]) / (y1 - y0))
        self.zoom *= k
        self.left = (frame[0] + frame[2]) / 2 - k * (x0 + x1) / 2
        self.top = (frame[1] + frame[3]) / 2 - k * (y0 + y1) / 2
