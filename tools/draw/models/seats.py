"""Stools, chairs, armchairs, pouffes, benches, sofa."""

from __future__ import annotations

import itertools
import math

from tools.draw.colour import lit, mix
from tools.draw.geometry import Point, Vec, add, scale
from tools.draw.materials import Material
from tools.draw.palette import (
    BARREL,
    BLACK_STEEL,
    DECK,
    GREY_CLOTH,
    JETTY,
    NAVY_CLOTH,
    OAK,
    PLY,
    RUBBER,
    SAIL,
)  # fmt: skip
from tools.draw.scene import Scene
from tools.draw.solids import arc
from tools.draw.svg import smooth
from tools.draw.view import View


def barrique(s: Scene, height: float = 68) -> None:
    """Build the bar stool: barrel head for a seat, staves for legs."""
    for k in range(4):
        a = math.pi / 4 + k * math.pi / 2 + 0.25
        x, y = math.cos(a), math.sin(a)
        points = [(x * r, y * r, z) for r, z in ((21, 0), (17.5, 16), (15, 32), (13.5, 48), (13, height - 4))]
        for p, q in itertools.pairwise(points):
            s.beam(p, q, 6.5, 2.4, BARREL.but(vary=0.0, wear=0.0, seam=False), (x, y, 0))
    s.tube(arc((0, 0, 24), (16.3, 0, 0), (0, 16.3, 0), 0, 360, 20), 0.9, BLACK_STEEL)
    s.turned(
        (0, 0, height - 4), [(0, 17, BLACK_STEEL), (1, 18, BLACK_STEEL), (2.6, 18, BLACK_STEEL), (4, 18, BARREL)], OAK
    )


def jules(s: Scene, colour: str) -> None:
    """Build the school chair: coloured tube, plywood seat and back."""
    tube = Material(colour, BLACK_STEEL.finish, shine=0.45)
    for x in (-17, 17):
        s.tube([(x * 1.06, -19, 0), (x, -15, 43), (x, 12, 43)], 1.2, tube)
        s.tube([(x * 1.06, 23, 0), (x, 14, 43), (x * 0.98, 21, 80)], 1.2, tube)
        for y in (-19, 23):
            s.turned((x * 1.06, y, 0), [(0, 1.6, RUBBER), (2, 1.6, RUBBER)], RUBBER)
    s.tube([(-17, 13, 42), (17, 13, 42)], 1.1, tube)
    s.tube([(-17, -15, 42), (17, -15, 42)], 1.1, tube)
    s.tube([(-16.5, 21, 79), (16.5, 21, 79)], 1.1, tube)
    with s.at(0, 0, 44, tilt=3):
        s.box((-19, -18, 0), (38, 35, 1.4), PLY, grain=0)
    with s.at(0, 15.6, 60, tilt=10):
        s.box((-18.5, -1, 0), (37, 1.4, 17), PLY, grain=0)


def cushion(s: Scene, corner: Vec, size: Vec, material: Material) -> None:
    """Add a soft block: a box whose outline is rounded, with piping."""
    x, y, z = corner
    w, d, h = size
    faces = [
        (s.direction((0, 0, 1)), [s.point((x + i * w, y + j * d, z + h)) for i, j in ((0, 0), (1, 0), (1, 1), (0, 1))]),
        (s.direction((0, -1, 0)), [s.point((x + i * w, y, z + k * h)) for i, k in ((0, 0), (1, 0), (1, 1), (0, 1))]),
        (s.direction((0, 1, 0)), [s.point((x + i * w, y + d, z + k * h)) for i, k in ((0, 0), (1, 0), (1, 1), (0, 1))]),
        (s.direction((-1, 0, 0)), [s.point((x, y + j * d, z + k * h)) for j, k in ((0, 0), (1, 0), (1, 1), (0, 1))]),
        (s.direction((1, 0, 0)), [s.point((x + w, y + j * d, z + k * h)) for j, k in ((0, 0), (1, 0), (1, 1), (0, 1))]),
    ]

    def draw(view: View) -> None:
        for normal, corners in faces:
            if view.faces(corners[0], normal):
                _pillow_face(view, corners, normal, material)

    s.custom([(x + i * w, y + j * d, z + k * h) for i in (0, 1) for j in (0, 1) for k in (0, 1)], draw)
    s.solids[-1].casts = True


def _pillow_face(view: View, corners: list[Vec], normal: Vec, material: Material) -> None:
    """Draw one swollen side: edges bow outwards, the middle catches the light."""
    seen = [view.camera.project(p) for p in corners]
    cx, cy = sum(p[0] for p in seen) / 4, sum(p[1] for p in seen) / 4
    ring: list[Point] = []
    for i in range(4):
        a, b = seen[i], seen[(i + 1) % 4]
        ring.extend((a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for t in (0.015, 0.05, 0.5, 0.95, 0.985))
    swollen = [(cx + (x - cx) * 1.015, cy + (y - cy) * 1.03) for x, y in ring]
    light = view.light(normal)
    colour = material.colour
    size = max(abs(p[0] - cx) for p in seen) + max(abs(p[1] - cy) for p in seen)
    stops = [(0.0, lit(colour, light * 1.05)), (0.6, lit(colour, light)), (1.0, lit(colour, light * 0.86))]
    paint = view.canvas.radial((cx - size * 0.1, cy - size * 0.1), size * 0.8, stops)
    view.canvas.path(smooth(swollen, closed=True), paint)
    seam = lit(material.accent or mix(colour, "#554433", 0.4), light)
    view.canvas.line(smooth(swollen, closed=True), seam, max(0.8, 0.35 * view.camera.pixels(corners[0])), 0.55)


def lambourde(s: Scene) -> None:
    """Build the low armchair of decking joists."""
    for x in (-38, 31):
        s.box((x, -36, 0), (7, 9, 52), DECK)
        s.box((x, 26, 0), (7, 9, 52), DECK)
        s.box((x, -27, 14), (7, 53, 9), DECK)
        s.box((x - 3, -39, 52), (13, 78, 4), DECK)
    s.box((-31, -34, 22), (62, 4, 9), DECK)
    for i in range(5):
        s.box((-31, -28 + i * 11, 25), (62, 9, 3), DECK)
    for i in range(6):
        with s.at(-29 + i * 10.2, 26, 30, tilt=12):
            s.box((0, 0, 0), (7, 3, 46), DECK)
    with s.at(0, 27, 74, tilt=12):
        s.box((-31, -0.5, 0), (62, 4, 7), DECK)
    cushion(s, (-30, -33, 29), (60, 54, 13), SAIL)
    with s.at(0, 12, 42, tilt=12):
        cushion(s, (-29, 0, 0), (58, 12, 40), SAIL)


def pouf(s: Scene, first: str, second: str = "#f3ece0", radius: float = 27, height: float = 36) -> None:
    """Build the pouffe of spinnaker cloth: gores of two colours, rope handle."""
    turns = [math.radians(-66 + 142 * k / 17) for k in range(18)]
    profile = [
        (0.5 + 0.5 * math.sin(t) / math.sin(turns[-1]) * (1 if t > 0 else 0.97), math.cos(t) ** 0.55) for t in turns
    ]
    profile[0] = (0, profile[0][1])
    rings = [(s.point((0, 0, z * height)), r * radius) for z, r in profile]
    axis = s.direction((0, 0, 1))
    across = (s.direction((1, 0, 0)), s.direction((0, 1, 0)))

    def draw(view: View) -> None:
        body = Material(second, SAIL.finish)
        for (a, ra), (b, rb) in itertools.pairwise(rings):
            view.band(a, ra, b, rb, axis, body)
        for k in range(72):
            _gore(view, rings, across, k, first if k % 12 < 6 else second)
        _button(view, rings[-1], first)

    s.turned(
        (0, 0, 0), [(0, radius * 0.9, SAIL), (height * 0.5, radius, SAIL), (height * 0.97, radius * 0.8, SAIL)], SAIL
    )
    s.solids[-1].paint = draw  # type: ignore[method-assign]
    handle = arc((0, -radius * 0.98, height * 0.68), (9, 0, 0), (0, -2.5, -11), 0, 180, 8)
    s.bow(handle, 0.9, Material("#d9b98a", SAIL.finish))


def _gore(view: View, rings: list[tuple[Vec, float]], across: tuple[Vec, Vec], k: int, colour: str) -> None:
    def point(angle: float, c: Vec, r: float) -> Vec:
        return add(c, add(scale(across[0], r * math.cos(angle)), scale(across[1], r * math.sin(angle))))

    a, b = 2 * math.pi * k / 72, 2 * math.pi * (k + 1) / 72
    mid = (a + b) / 2
    out = add(scale(across[0], math.cos(mid)), scale(across[1], math.sin(mid)))
    for i in range(len(rings) - 1):
        (c0, r0), (c1, r1) = rings[i], rings[i + 1]
        normal = add(out, (0, 0, (r0 - r1) / max(1.0, c1[2] - c0[2])))
        size = math.sqrt(sum(n * n for n in normal))
        unit_normal = (normal[0] / size, normal[1] / size, normal[2] / size)
        if view.faces(point(mid, c1, r1), unit_normal):
            corners = [point(a, c0, r0), point(b, c0, r0), point(b, c1, r1), point(a, c1, r1)]
            data = "M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in map(view.camera.project, corners)) + "z"
            tone = lit(colour, view.light(unit_normal))
            view.canvas.path(data, tone, stroke=tone, stroke_width=0.8)
    if k % 6 == 0 and view.faces(point(a, *rings[8]), out):
        lines = [view.camera.project(point(a, c, r)) for c, r in rings]
        view.canvas.line(smooth(lines), "#5a4634", 0.9, 0.4)


def _button(view: View, top: tuple[Vec, float], colour: str) -> None:
    c, r = view.camera.project(top[0]), top[1] * view.camera.pixels(top[0])
    view.canvas.ellipse(c, r, r * 0.36, lit("#f3ece0", 1.02))
    view.canvas.ellipse(c, r * 0.34, r * 0.12, lit(colour, 0.95))


def ponton_bench(s: Scene, width: float = 140) -> None:
    """Build one bench of the garden set, with a cushion."""
    for x in (-width / 2 + 8, width / 2 - 20):
        s.box((x, -24, 0), (12, 48, 30), JETTY, grain=1)
    for i in range(3):
        s.box((-width / 2, -26 + i * 17.6, 30), (width, 16.8, 5), JETTY)
    for side in (0, 1):
        half = width / 2 - 3
        cushion(s, (-width / 2 + 2 + side * (half + 2), -25, 35), (half, 50, 9), NAVY_CLOTH)


def ponton_table(s: Scene) -> None:
    """Build the low table of the garden set."""
    for x in (-38, 26):
        s.box((x, -22, 0), (12, 44, 28), JETTY, grain=1)
    for i in range(4):
        s.box((-50, -28 + i * 14.2, 28), (100, 13.4, 5), JETTY)


def sofa(s: Scene, width: float = 190) -> None:
    """Build a grey sofa, seen from the front."""
    h = width / 2
    for x in (-h + 8, h - 12):
        s.box((x, -36, 0), (4, 4, 12), OAK)
    cushion(s, (-h, -40, 11), (width, 80, 18), GREY_CLOTH)
    for x in (-h - 14, h):
        cushion(s, (x, -40, 11), (14, 82, 46), GREY_CLOTH)
    cushion(s, (-h, 28, 28), (width, 16, 52), GREY_CLOTH)
    half = h - 2
    for k in (0, 1):
        cushion(s, (-h + 1 + k * (half + 2), -42, 29), (half, 70, 14), GREY_CLOTH)
        with s.at(-h + 1 + k * (half + 2), 12, 42, tilt=10):
            cushion(s, (0, 0, 0), (half, 14, 38), GREY_CLOTH)
