"""Vectors and convex shapes. Centimetres; x goes right, y away from the viewer, z up."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence

Vec = tuple[float, float, float]
Point = tuple[float, float]


def add(a: Vec, b: Vec) -> Vec:
    """Return a + b."""
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec, b: Vec) -> Vec:
    """Return a − b."""
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec, k: float) -> Vec:
    """Return k · a."""
    return (a[0] * k, a[1] * k, a[2] * k)


def dot(a: Vec, b: Vec) -> float:
    """Return the scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec, b: Vec) -> Vec:
    """Return the vector product."""
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec) -> float:
    """Return the length of a vector."""
    return math.sqrt(dot(a, a))


def unit(a: Vec) -> Vec:
    """Return a vector of length 1 in the same direction (or the zero vector)."""
    size = length(a)
    return scale(a, 1 / size) if size > 1e-9 else (0.0, 0.0, 0.0)


def middle(points: Sequence[Vec]) -> Vec:
    """Return the mean of some points."""
    n = len(points)
    return (sum(p[0] for p in points) / n, sum(p[1] for p in points) / n, sum(p[2] for p in points) / n)


def perpendiculars(axis: Vec) -> tuple[Vec, Vec]:
    """Return two unit vectors that make a right-handed frame with `axis`."""
    helper = (0.0, 0.0, 1.0) if abs(axis[2]) < 0.9 * length(axis) else (1.0, 0.0, 0.0)
    first = unit(cross(axis, helper))
    return first, unit(cross(axis, first))


def ring(centre: Vec, axis: Vec, radius: float, count: int) -> list[Vec]:
    """Return `count` points of a circle around `axis`."""
    a, b = perpendiculars(axis)
    angles = [2 * math.pi * i / count for i in range(count)]
    return [add(centre, add(scale(a, radius * math.cos(t)), scale(b, radius * math.sin(t)))) for t in angles]


def hull(points: Iterable[Point]) -> list[Point]:
    """Return the convex hull of plane points, counter-clockwise (monotone chain)."""
    ordered = sorted(set(points))
    if len(ordered) < 3:
        return ordered

    def half(sequence: Iterable[Point]) -> list[Point]:
        chain: list[Point] = []
        for p in sequence:
            while len(chain) >= 2 and _turn(chain[-2], chain[-1], p) <= 0:
                chain.pop()
            chain.append(p)
        return chain

    return half(ordered)[:-1] + half(reversed(ordered))[:-1]


def _turn(a: Point, b: Point, c: Point) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def clip(polygon: Sequence[Point], inside: Callable[[Point], float]) -> list[Point]:
    """Return the part of a convex polygon where the affine function `inside` is not negative."""
    result: list[Point] = []
    for i, p in enumerate(polygon):
        q = polygon[(i + 1) % len(polygon)]
        a, b = inside(p), inside(q)
        if a >= 0:
            result.append(p)
        if (a >= 0) != (b >= 0):
            t = a / (a - b)
            result.append((p[0] + (q[0] - p[0]) * t, p[1] + (q[1] - p[1]) * t))
    return result


def clip_to_rectangle(polygon: Sequence[Point], width: float, height: float) -> list[Point]:
    """Return the part of a convex polygon inside [0, width] × [0, height]."""
    sides: tuple[Callable[[Point], float], ...] = (
        lambda p: p[0],
        lambda p: width - p[0],
        lambda p: p[1],
        lambda p: height - p[1],
    )
    shape = list(polygon)
    for side in sides:
        shape = clip(shape, side)
    return shape


def area(polygon: Sequence[Point]) -> float:
    """Return the area of a polygon."""
    total = 0.0
    for i, p in enumerate(polygon):
        q = polygon[(i + 1) % len(polygon)]
        total += p[0] * q[1] - p[1] * q[0]
    return abs(total) / 2
