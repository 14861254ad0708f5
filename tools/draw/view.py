"""Draws surfaces as the camera sees them: light, cast shadows, curved bands, rods."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from random import Random

from tools.draw.camera import Camera
from tools.draw.colour import GLOW, lit, mix
from tools.draw.geometry import Point, Vec, add, area, cross, dot, hull, length, perpendiculars, ring, scale, sub, unit
from tools.draw.light import gloss, shade
from tools.draw.materials import Material
from tools.draw.patch import Patch
from tools.draw.svg import Canvas, outline, smooth

Shadows = Callable[[Patch, Vec, object], list[list[Point]]]


class View:
    """One picture being drawn: canvas, camera, mood of the light."""

    def __init__(self, canvas: Canvas, camera: Camera, seed: str) -> None:
        self.canvas = canvas
        self.camera = camera
        self.seed = seed
        self.shadows: Shadows = lambda _patch, _normal, _solid: []
        self.hidden: Callable[[Patch, object], bool] = lambda _patch, _solid: False
        self.exposure = 1.0
        self.shadow_strength = 0.34

    def light(self, normal: Vec) -> float:
        """Return the light on a surface."""
        return shade(normal) * self.exposure

    def faces(self, point: Vec, normal: Vec) -> bool:
        """Return whether a surface at `point` is seen from its outer side."""
        return dot(sub(self.camera.eye, point), normal) > 1e-6

    def rng(self, *key: float) -> Random:
        """Return a generator that depends on the picture and a place, so that nothing else changes it."""
        return Random(self.seed + ",".join(f"{k:.1f}" for k in key))

    def surface(self, patch: Patch, normal: Vec, material: Material, solid: object, seed: float = 0) -> None:
        """Paint a flat surface, then the shadows that fall on it."""
        if patch.width * patch.height * patch.pixels**2 < 3 or self.hidden(patch, solid):
            return
        rng = self.rng(*patch.origin, *normal, seed)
        material.finish(self.canvas, patch, material, self.light(normal), rng)
        if patch.width * patch.height * patch.pixels**2 > 250 / self.canvas.detail**2.4:
            self.cast(patch, self.shadows(patch, normal, solid))

    def cast(self, patch: Patch, shapes: Sequence[Sequence[Point]]) -> None:
        """Darken shapes given in the patch's own centimetres, softly, without leaving the patch."""
        kept = [
            shape for shape in shapes if len(shape) > 2 and area(shape) * patch.pixels**2 > 25 / self.canvas.detail**2
        ]
        if not kept:
            return
        data = "".join(outline(patch.project(shape), fine=False) for shape in kept)
        soft = min(7.0, 0.9 * patch.pixels)
        strength = round(self.shadow_strength, 2)
        if soft < 1.2:
            self.canvas.path(data, "#2b1a12", fill_opacity=strength)
            return
        self.canvas.open(clip_path=self.canvas.clip(patch.outline()))
        self.canvas.path(data, "#2b1a12", fill_opacity=strength, filter=self.canvas.blur(round(soft, 0)))
        self.canvas.close()

    def bevels(self, edges: Sequence[tuple[Vec, Vec]], material: Material) -> None:
        """Light the edges of a board, unless they are too short to be seen."""
        shown = [(a, b) for a, b in edges if length(sub(b, a)) * self.camera.pixels(a) > 9]
        if shown:
            width = min(2.0, max(0.5, 0.16 * self.camera.pixels(shown[0][0])))
            project = self.camera.project
            data = "".join(outline([project(a), project(b)], closed=False) for a, b in shown)
            self.canvas.line(data, lit(material.colour, 1.35), width, 0.45, stroke_linecap="butt")

    def band(self, a: Vec, ra: float, b: Vec, rb: float, axis: Vec, material: Material) -> None:
        """Paint the round side of a turned solid between two rings."""
        project = self.camera.project
        size = max(ra, rb) * self.camera.pixels(a)
        count = 14 if size < 40 else 28 if size < 150 else 64
        rings = (ring(c, axis, max(r, 0.01), count) for c, r in ((a, ra), (b, rb)))
        seen = hull([project(p) for points in rings for p in points])
        centre = add(scale(a, 0.5), scale(b, 0.5))
        radius = max(ra, rb)
        look = unit(sub(self.camera.eye, centre))
        side = unit(cross(axis, look))
        out = cross(side, axis)
        slope = (ra - rb) / max(0.1, length(sub(b, a)))
        stops = []
        steps = 6 if size > 12 else 2
        for i in range(steps + 1):
            k = -1 + 2 * i / steps
            normal = unit(add(add(scale(side, k), scale(out, math.sqrt(max(0.0, 1 - k * k)))), scale(axis, slope)))
            light = self.light(normal) * (1 - 0.12 * k * k)
            colour = lit(material.colour, light)
            if material.shine:
                colour = mix(colour, GLOW, material.shine * gloss(normal, look, 14) * 0.9)
            stops.append((i / steps, colour))
        ends = project(add(centre, scale(side, -radius))), project(add(centre, scale(side, radius)))
        extra: dict[str, str | float] = {}
        paint = self.canvas.gradient(*ends, stops)
        if material.opacity < 1:
            extra["fill_opacity"] = material.opacity
        else:
            extra = {"stroke": paint}
        self.canvas.path(outline(seen), paint, **extra)

    def staves(self, rings: Sequence[tuple[Vec, float]], axis: Vec, count: int) -> None:
        """Draw the joints of the staves of a barrel on its visible half."""
        a, b = perpendiculars(axis)
        data = ""
        for i in range(count):
            t = 2 * math.pi * (i + 0.35) / count
            out = add(scale(a, math.cos(t)), scale(b, math.sin(t)))
            if self.faces(add(rings[0][0], scale(out, rings[0][1])), out):
                points = [self.camera.project(add(c, scale(out, r))) for c, r in rings]
                data += smooth(points)
        self.canvas.line(data, "#2b1a12", max(0.7, 0.1 * self.camera.pixels(rings[0][0])), 0.45)

    def hollow(self, patch: Patch, material: Material) -> None:
        """Paint the open end of a hollow thing: its inside, darker at the far wall."""
        top, bottom = patch.at(patch.width / 2, patch.height), patch.at(patch.width / 2, 0)
        dark, pale = lit(material.colour, 0.45 * self.exposure), lit(material.colour, 0.75 * self.exposure)
        paint = self.canvas.gradient(bottom, top, [(0.0, dark), (1.0, pale)])
        opacity = min(1.0, material.opacity + 0.1)
        self.canvas.path(patch.outline(), paint, fill_opacity=round(opacity, 2))
        self.canvas.line(patch.outline(), lit(material.colour, 1.2 * self.exposure), 1, 0.7)

    def rod(self, points: Sequence[Vec], radius: float, material: Material, *, curved: bool = False) -> None:
        """Paint a round bar through some points: body, shaded side, highlight."""
        seen = [self.camera.project(p) for p in points]
        width = max(0.8, 2 * radius * self.camera.pixels(points[len(points) // 2]))
        data = smooth(seen) if curved else outline(seen, closed=False)
        colour = material.colour
        steep = abs(seen[-1][1] - seen[0][1]) > abs(seen[-1][0] - seen[0][0])
        dx, dy = (-1, 0) if steep else (0, -1)
        self.canvas.line(data, lit(colour, 0.66 * self.exposure), width)
        if width > 2:
            self._inner(
                seen,
                lit(colour, 0.95 * self.exposure),
                width * 0.6,
                (dx * width * 0.12, dy * width * 0.12),
                1,
                curved=curved,
            )
        if width > 3.4:
            glow = mix(lit(colour, self.exposure), GLOW, 0.25 + 0.6 * material.shine)
            self._inner(
                seen,
                glow,
                width * 0.18,
                (dx * width * 0.2, dy * width * 0.2),
                0.4 + 0.5 * material.shine,
                curved=curved,
            )

    def _inner(
        self,
        seen: Sequence[Point],
        colour: str,
        width: float,
        shift: Point,
        opacity: float,
        *,
        curved: bool,
    ) -> None:
        moved = [(x + shift[0], y + shift[1]) for x, y in seen]
        self.canvas.line(smooth(moved) if curved else outline(moved, closed=False), colour, width, opacity)
