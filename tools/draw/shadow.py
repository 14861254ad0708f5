"""Where shadows fall: each convex solid is projected along the light onto a plane."""

from __future__ import annotations

from collections.abc import Sequence

from tools.draw.geometry import Point, Vec, add, clip_to_rectangle, dot, hull, scale, sub
from tools.draw.light import SUN
from tools.draw.patch import Patch
from tools.draw.solids import Solid


def on_plane(points: Sequence[Vec], origin: Vec, normal: Vec) -> list[Vec]:
    """Return the shadow, on a plane, of the part of a convex solid that is in front of it."""
    towards = dot(SUN, normal)
    if towards < 0.05:
        return []
    heights = [dot(sub(p, origin), normal) for p in points]
    if max(heights) < 0.3:
        return []
    kept = [p for p, h in zip(points, heights, strict=True) if h >= 0]
    for i, p in enumerate(points):
        for j in range(i):
            if (heights[i] < 0) != (heights[j] < 0):
                t = heights[i] / (heights[i] - heights[j])
                kept.append(add(p, scale(sub(points[j], p), t)))
    return [sub(p, scale(SUN, dot(sub(p, origin), normal) / towards)) for p in kept]


def on_patch(patch: Patch, normal: Vec, me: object, others: Sequence[tuple[Solid, list[Vec]]]) -> list[list[Point]]:
    """Return the shadows of other solids on a flat face, in the face's own centimetres."""
    shapes = []
    for solid, points in others:
        if solid is me:
            continue
        cast = on_plane(points, patch.origin, normal)
        if len(cast) > 2:
            shape = clip_to_rectangle(hull([patch.inside(p) for p in cast]), patch.width, patch.height)
            if len(shape) > 2:
                shapes.append(shape)
    return shapes
