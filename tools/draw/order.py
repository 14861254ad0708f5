"""Which solid to draw first: the one that a separating plane puts on the far side."""

from __future__ import annotations

from collections.abc import Sequence

from tools.draw.camera import Camera
from tools.draw.geometry import Vec, cross, dot, length, middle, sub, unit
from tools.draw.solids import Solid


class _Known:
    def __init__(self, solid: Solid, camera: Camera) -> None:
        self.solid = solid
        self.hull = solid.hull()
        self.axes = solid.axes()
        seen = [camera.project(p) for p in self.hull]
        self.box = (min(p[0] for p in seen), min(p[1] for p in seen), max(p[0] for p in seen), max(p[1] for p in seen))
        self.far = length(sub(camera.eye, middle(self.hull)))


def far_to_near(solids: Sequence[Solid], camera: Camera) -> list[Solid]:
    """Return the solids in the order in which to paint them."""
    known = sorted((_Known(s, camera) for s in solids), key=lambda k: -k.far)
    before: list[set[int]] = [set() for _ in known]
    for i, a in enumerate(known):
        for j in range(i):
            side = _nearer(a, known[j], camera.eye) if _overlap(a, known[j]) else 0
            if side > 0:
                before[i].add(j)
            elif side < 0:
                before[j].add(i)
    return [known[i].solid for i in _sorted(before)]


def _sorted(before: list[set[int]]) -> list[int]:
    """Return the indices so that each comes after those in its set; a cycle is cut at the farthest."""
    left = dict(enumerate(before))
    done: list[int] = []
    while left:
        free = next((i for i, wants in left.items() if not wants & left.keys()), None)
        chosen = free if free is not None else next(iter(left))
        done.append(chosen)
        del left[chosen]
    return done


def _overlap(a: _Known, b: _Known) -> bool:
    return a.box[0] < b.box[2] and b.box[0] < a.box[2] and a.box[1] < b.box[3] and b.box[1] < a.box[3]


def _nearer(a: _Known, b: _Known, eye: Vec) -> int:
    """Return 1 when `a` may hide `b`, −1 when `b` may hide `a`, 0 when neither or unknown."""
    crossed = (unit(cross(p, q)) for p in a.axes for q in b.axes)
    best, gap_of_best = 0, -0.35
    for axis in [*a.axes, *b.axes, *crossed]:
        if abs(dot(axis, axis) - 1) > 0.01:
            continue
        low_a, high_a = _range(a.hull, axis)
        low_b, high_b = _range(b.hull, axis)
        e = dot(eye, axis)
        for gap, plane, sign in ((low_b - high_a, (low_b + high_a) / 2, 1), (low_a - high_b, (low_a + high_b) / 2, -1)):
            if gap > gap_of_best + 1e-6:
                gap_of_best = gap
                best = sign if e < plane else -sign
        if gap_of_best > 0.01:
            return best
    return best or (1 if a.far < b.far else -1)


def _range(points: Sequence[Vec], axis: Vec) -> tuple[float, float]:
    values = [dot(p, axis) for p in points]
    return min(values), max(values)
