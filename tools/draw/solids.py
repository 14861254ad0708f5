"""The solids a scene is built from. Each knows its hull (to be sorted and to cast shadows) and paints itself."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tools.draw.geometry import Vec, add, cross, dot, length, perpendiculars, ring, scale, sub, unit
from tools.draw.materials import Material
from tools.draw.patch import Patch
from tools.draw.view import View


class Solid(Protocol):
    """Anything convex enough to be drawn as one piece."""

    casts: bool

    def hull(self) -> list[Vec]:
        """Return its corners."""

    def axes(self) -> list[Vec]:
        """Return the directions in which it may be told apart from another solid."""

    def paint(self, view: View) -> None:
        """Draw it."""


@dataclass
class Box:
    """A plank: a corner and three edges. The grain runs along the longest edge, or along edge `grain`."""

    corner: Vec
    edges: tuple[Vec, Vec, Vec]
    material: Material
    grain: int = -1
    casts: bool = True
    label: Callable[[View, Patch, float], None] | None = None
    """Draws something on the largest visible face: a stencil, a label."""
    seed: float = 0.0

    def hull(self) -> list[Vec]:
        u, v, w = self.edges
        base = [self.corner, add(self.corner, u), add(self.corner, v), add(self.corner, add(u, v))]
        return base + [add(p, w) for p in base]

    def axes(self) -> list[Vec]:
        u, v, w = self.edges
        return [unit(cross(u, v)), unit(cross(v, w)), unit(cross(w, u))]

    def paint(self, view: View) -> None:
        faces = [f for f in self._faces(view) if view.faces(f[0].origin, f[1])]
        faces.sort(key=lambda f: -f[0].width * f[0].height)
        for patch, normal in faces:
            view.surface(patch, normal, self.material, self, self.seed)
        if self.label and faces:
            self.label(view, faces[0][0], view.light(faces[0][1]))
        if self.material.opacity == 1 and self.material.seam:
            self._bevels(view, [f[1] for f in faces])

    def _faces(self, view: View) -> list[tuple[Patch, Vec]]:
        sizes = [length(e) for e in self.edges]
        grain = self.grain if self.grain >= 0 else max(range(3), key=lambda i: sizes[i])
        result = []
        for i in range(3):
            a, b = [k for k in range(3) if k != i]
            if b == grain:
                a, b = b, a
            ends = grain == i
            along, across = unit(self.edges[a]), unit(self.edges[b])
            out = unit(self.edges[i])
            for origin, normal in ((self.corner, scale(out, -1)), (add(self.corner, self.edges[i]), out)):
                result.append((Patch(view.camera, origin, along, across, sizes[a], sizes[b], ends), normal))
        return result

    def _bevels(self, view: View, normals: Sequence[Vec]) -> None:
        """Light the edges between two visible faces: nothing in a workshop is perfectly sharp."""
        lines = []
        for i in range(3):
            others = [k for k in range(3) if k != i]
            outs = [[unit(self.edges[k]), scale(unit(self.edges[k]), -1)] for k in others]
            for first, far_a in ((outs[0][0], 1), (outs[0][1], 0)):
                for second, far_b in ((outs[1][0], 1), (outs[1][1], 0)):
                    if _among(first, normals) and _among(second, normals):
                        shift = add(scale(self.edges[others[0]], far_a), scale(self.edges[others[1]], far_b))
                        start = add(self.corner, shift)
                        lines.append((start, add(start, self.edges[i])))
        view.bevels(lines, self.material)


def _among(normal: Vec, normals: Sequence[Vec]) -> bool:
    return any(dot(normal, n) > 0.999 for n in normals)


Band = tuple[float, float, Material]
"""Distance along the axis, radius there, material of the band that ends there."""


@dataclass
class Turned:
    """A turned solid: bands of changing radius along an axis. Bottles, barrels, shades, discs, wheels seen as discs."""

    base: Vec
    axis: Vec
    bands: Sequence[Band]
    cap: Material | None = None
    """What the end facing the viewer is made of; nothing is drawn there when None (an open shade)."""
    staves: int = 0
    casts: bool = True
    decorate: Callable[[View, Patch, float], None] | None = None
    """Draws on the end that faces the viewer: a clock dial, a label."""
    seed: float = 0.0
    _cache: list[Vec] = field(default_factory=list, repr=False)

    def hull(self) -> list[Vec]:
        if not self._cache:
            axis = unit(self.axis)
            keep = {0, len(self.bands) - 1, max(range(len(self.bands)), key=lambda i: self.bands[i][1])}
            for i in sorted(keep):
                d, r, _ = self.bands[i]
                self._cache.extend(ring(add(self.base, scale(axis, d)), axis, r, 12))
        return self._cache

    def axes(self) -> list[Vec]:
        axis = unit(self.axis)
        a, b = perpendiculars(axis)
        diagonals = [unit(add(a, b)), unit(sub(a, b))]
        return [axis, a, b, *diagonals]

    def centre(self, index: int) -> Vec:
        """Return the middle of the ring number `index`."""
        return add(self.base, scale(unit(self.axis), self.bands[index][0]))

    def paint(self, view: View) -> None:
        axis = unit(self.axis)
        towards = dot(sub(view.camera.eye, self.centre(-1)), axis) > 0
        # One group for a see-through thing, so that its overlapping bands do not show twice
        clear = min(band[2].opacity for band in self.bands)
        if clear < 1:
            view.canvas.open(opacity=clear)
        for i in self._order(view, axis):
            (da, ra, _), (db, rb, material) = self.bands[i - 1], self.bands[i]
            a, b = add(self.base, scale(axis, da)), add(self.base, scale(axis, db))
            view.band(a, ra, b, rb, axis, material.but(opacity=1.0))
        if clear < 1:
            view.canvas.close()
        if self.staves:
            view.staves([(self.centre(i), self.bands[i][1]) for i in range(len(self.bands))], axis, self.staves)
        end = len(self.bands) - 1 if towards else 0
        normal = axis if towards else scale(axis, -1)
        if view.faces(self.centre(end), normal):
            self._end(view, end, normal)

    def _order(self, view: View, axis: Vec) -> list[int]:
        """Return the bands from both ends towards the eye's level."""
        seen = [dot(sub(view.camera.eye, self.centre(i)), axis) > 0 for i in range(len(self.bands))]
        near = [i for i in range(1, len(self.bands)) if seen[i]]
        return near + [i for i in range(len(self.bands) - 1, 0, -1) if not seen[i]]

    def _end(self, view: View, end: int, normal: Vec) -> None:
        radius = self.bands[end][1]
        along, across = perpendiculars(normal)
        if abs(normal[2]) < 0.5:
            across = (0.0, 0.0, 1.0)
            along = unit(cross(across, normal))
        else:
            along, across = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)
        corner = add(self.centre(end), add(scale(along, -radius), scale(across, -radius)))
        patch = Patch(view.camera, corner, along, across, 2 * radius, 2 * radius, round=True)
        if self.cap is None:
            view.hollow(patch, self.bands[end][2])
        else:
            view.surface(patch, normal, self.cap, self, self.seed)
        if self.decorate:
            self.decorate(view, patch, view.light(normal))


@dataclass
class Tube:
    """A straight round bar from a to b: steel pipe, cord, spoke, handle."""

    a: Vec
    b: Vec
    radius: float
    material: Material
    casts: bool = True

    def hull(self) -> list[Vec]:
        axis = unit(sub(self.b, self.a))
        p, q = perpendiculars(axis)
        corners = [add(scale(p, i * self.radius), scale(q, j * self.radius)) for i in (-1, 1) for j in (-1, 1)]
        return [add(end, c) for end in (self.a, self.b) for c in corners]

    def axes(self) -> list[Vec]:
        axis = unit(sub(self.b, self.a))
        return [axis, *perpendiculars(axis)]

    def paint(self, view: View) -> None:
        view.rod([self.a, self.b], self.radius, self.material)


@dataclass
class Custom:
    """Anything drawn by a function, sorted by the corners it is given."""

    corners: list[Vec]
    draw: Callable[[View], None]
    casts: bool = False

    def hull(self) -> list[Vec]:
        return self.corners

    def axes(self) -> list[Vec]:
        return [(1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)]

    def paint(self, view: View) -> None:
        self.draw(view)


def arc(centre: Vec, a: Vec, b: Vec, start: float, end: float, count: int) -> list[Vec]:
    """Return points of an elliptic arc centre + a·cos + b·sin, angles in degrees."""
    steps = [math.radians(start + (end - start) * i / count) for i in range(count + 1)]
    return [add(centre, add(scale(a, math.cos(t)), scale(b, math.sin(t)))) for t in steps]
