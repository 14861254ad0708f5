"""Finds faces that nothing shows of, so that they are not written: joints between boards, undersides against legs."""

from __future__ import annotations

from collections.abc import Sequence

from tools.draw.camera import Camera
from tools.draw.geometry import Point, hull
from tools.draw.patch import Patch
from tools.draw.solids import Box, Solid, Turned


class Hider:
    """Knows what is painted after each solid."""

    def __init__(self, order: Sequence[Solid], camera: Camera) -> None:
        self._rank = {id(solid): i for i, solid in enumerate(order)}
        self._covers: list[tuple[int, list[Point], tuple[float, float, float, float]]] = []
        for i, solid in enumerate(order):
            if _opaque(solid):
                shape = hull([camera.project(p) for p in solid.hull()])
                xs, ys = [p[0] for p in shape], [p[1] for p in shape]
                self._covers.append((i, shape, (min(xs), min(ys), max(xs), max(ys))))

    def hides(self, patch: Patch, solid: object) -> bool:
        """Return whether all of a face (as far as a grid of points tells) is covered by what comes later."""
        rank = self._rank.get(id(solid))
        w, h = patch.width, patch.height
        # A big face is never quite hidden: what shows may be narrower than the grid of points
        if rank is None or w * h * patch.pixels**2 > 16000:
            return False
        across, up = (max(4, min(30, int(size * patch.pixels / 7))) for size in (w, h))
        points = [patch.at(w * _step(i, across), h * _step(j, up)) for i in range(across + 1) for j in range(up + 1)]
        later = [(shape, box) for i, shape, box in self._covers if i > rank]
        return all(any(_within(p, shape, box) for shape, box in later) for p in points)


def _step(i: int, count: int) -> float:
    return min(0.995, max(0.005, i / count))


def _opaque(solid: Solid) -> bool:
    if isinstance(solid, Box):
        return solid.material.opacity == 1
    return (
        isinstance(solid, Turned)
        and solid.cap is not None
        and all(b[2].opacity == 1 for b in solid.bands)
        and _same(solid)
    )


def _same(solid: Turned) -> bool:
    return max(b[1] for b in solid.bands) - min(b[1] for b in solid.bands) < 0.1


def _within(p: Point, shape: Sequence[Point], box: tuple[float, float, float, float]) -> bool:
    if not (box[0] <= p[0] <= box[2] and box[1] <= p[1] <= box[3]):
        return False
    for i, a in enumerate(shape):
        b = shape[(i + 1) % len(shape)]
        if (b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]) < -0.01:
            return False
    return True
