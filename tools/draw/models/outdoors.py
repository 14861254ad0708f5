"""Planters, bird feeder, trees, sky, façades, vehicles."""

from __future__ import annotations

import math
from random import Random

from tools.draw.colour import lit
from tools.draw.geometry import Point, Vec
from tools.draw.materials import Material
from tools.draw.models.decor import sprig
from tools.draw.palette import BLACK, BLACK_STEEL, DARK_STEEL, OAK, RUBBER, SCAFFOLD, STEEL, TERRACOTTA
from tools.draw.scene import Scene
from tools.draw.svg import outline, smooth
from tools.draw.view import View

FORMWORK = SCAFFOLD.but(colour="#c99d62", end="#d3ab73")


def planter(s: Scene, width: float = 80, depth: float = 32, height: float = 34, seed: int = 2) -> None:
    """Build the planter of formwork boards with steel corners and herbs."""
    h = width / 2
    for i in range(3):
        z = 2 + i * (height - 2) / 3
        t = (height - 2) / 3 - 0.4
        s.box((-h, -depth / 2, z), (width, 2.6, t), FORMWORK)
        s.box((-h, depth / 2 - 2.6, z), (width, 2.6, t), FORMWORK)
        for x in (-h, h - 2.6):
            s.box((x, -depth / 2 + 2.6, z), (2.6, depth - 5.2, t), FORMWORK, grain=1)
    for x in (-h - 0.4, h - 4.6):
        s.box((x, -depth / 2 - 0.5, 0), (5, 0.6, height + 0.4), BLACK_STEEL)
        s.box((x if x < 0 else h, -depth / 2, 0), (0.5, 4.5, height + 0.4), BLACK_STEEL)
    s.box(
        (-h + 2.6, -depth / 2 + 2.6, height - 5),
        (width - 5.2, depth - 5.2, 2),
        BLACK.but(colour="#3e2c20", shine=0.0),
        casts=False,
    )
    kinds = (("#6f9553", ""), ("#8aa07f", "#8b78b5"), ("#557f47", ""), ("#93ab62", "#e9e2c6"), ("#6a8d5a", "#c96f7f"))
    n = max(3, int(width / 13))
    for i in range(n):
        x = -h + 9 + (width - 18) * i / (n - 1)
        colour, flowers = kinds[(i + seed) % len(kinds)]
        sprig(s, (x, -1 + 4 * (i % 2), height - 4), 26 + 7 * ((i * 7 + seed) % 3), colour, flowers, 9, seed + i)


def feeder(s: Scene) -> None:
    """Build the bird feeder: old tile for a roof, wooden tray, a blue tit."""
    s.box((-15, -11, 0), (30, 22, 2), OAK)
    for y in (-12.5, 11):
        s.box((-15, y, 0), (30, 1.5, 4.5), OAK)
    for x in (-16.5, 15):
        s.box((x, -12.5, 0), (1.5, 25, 4.5), OAK, grain=1)
    for x in (-13, 11):
        s.box((x, -1.5, 2), (2.4, 3, 20), OAK, grain=2)
    s.box((-15, -1.5, 22), (30, 3, 2), OAK)
    rng = Random(3)
    seeds = [s.point((rng.uniform(-13, 13), rng.uniform(-9, 9), 2.2)) for _ in range(60)]

    def grain(view: View) -> None:
        for p in seeds:
            view.canvas.ellipse(view.camera.project(p), 3.4, 2.2, rng.choice(("#3b2d22", "#c9a565", "#d9b878")))

    s.custom([(-14, -10, 2.05), (14, 10, 2.3)], grain)
    tile(s, 23.5)
    bird(s, (5, -12, 4.6))


def tile(s: Scene, z: float) -> None:
    """Lay one half-round roof tile."""
    clay = TERRACOTTA.but(vary=0.1, seam=False)
    n = 10
    for i in range(n):
        a, b = (math.pi * (0.04 + 0.92 * k / n) for k in (i, i + 1))
        p = (0.0, -13 * math.cos(a), z + 10 * math.sin(a) - 4)
        q = (0.0, -13 * math.cos(b), z + 10 * math.sin(b) - 4)
        mid = (a + b) / 2
        centre = ((p[1] + q[1]) / 2, (p[2] + q[2]) / 2)
        wide = math.dist((p[1], p[2]), (q[1], q[2])) + 0.25
        normal = (0.0, -math.cos(mid), math.sin(mid))
        s.beam((-21, *centre), (21, *centre), wide, 1.4, clay, normal)


def bird(s: Scene, at: Vec) -> None:
    """Perch a blue tit."""
    place = s.point(at)

    def draw(view: View) -> None:
        (x, y), k = view.camera.project(place), view.camera.pixels(place)

        def p(*points: Point) -> str:
            return smooth([(x + a * k, y - b * k) for a, b in points], closed=True)

        canvas = view.canvas
        for dx in (-0.4, 0.8):
            canvas.line(f"M{x + dx * k:.1f},{y:.1f}v{-1.4 * k:.1f}", "#4a4038", 0.3 * k)
        canvas.path(p((2.6, 2.6), (7.5, -1.2), (6.4, -1.6), (1.8, 1.2)), "#4b6f9a")
        canvas.path(p((-2.8, 3.4), (-1.6, 1.2), (1.4, 0.9), (3.6, 2.6), (3.0, 4.8), (0.8, 6.4), (-2.0, 6.0)), "#e8c84a")
        canvas.path(p((0.2, 6.4), (2.6, 5.4), (5.4, 2.0), (3.6, 1.6), (1.0, 3.2)), "#5d86ad")
        canvas.line(
            smooth([(x + a * k, y - b * k) for a, b in ((0.8, 4.4), (2.6, 3.4), (4.4, 2.2))]), "#f5f3ea", 0.4 * k
        )
        canvas.ellipse((x - 1.5 * k, y - 7.1 * k), 2.2 * k, 2.0 * k, "#f7f5ee")
        canvas.path(p((-3.4, 7.7), (-1.5, 9.6), (0.7, 8.2), (-1.3, 8.0)), "#4a86bd")
        canvas.line(
            smooth([(x + a * k, y - b * k) for a, b in ((-3.7, 7.1), (-1.6, 7.3), (0.6, 7.0))]), "#22344c", 0.4 * k
        )
        canvas.ellipse((x - 2.1 * k, y - 7.2 * k), 0.34 * k, 0.34 * k, "#15181c")
        canvas.path(p((-3.6, 7.0), (-4.7, 6.6), (-3.6, 6.4)), "#3a3a3a")

    s.custom([(at[0] - 4, at[1] - 2, at[2]), (at[0] + 6, at[1] + 1, at[2] + 10)], draw)


def tree(s: Scene, x: float, y: float, height: float, seed: int = 1, colour: str = "#7d9a5c") -> None:
    """Grow a tree: trunk, clouds of leaves lit from the left."""
    place = s.point((x, y, 0))

    def draw(view: View) -> None:
        rng = Random(seed)
        (cx, cy), k = view.camera.project(place), view.camera.pixels(place)
        h = height * k
        e = view.exposure
        view.canvas.path(
            f"M{cx - h * 0.03:.1f},{cy:.1f}L{cx - h * 0.014:.1f},{cy - h * 0.5:.1f}L{cx + h * 0.014:.1f},{cy - h * 0.5:.1f}L{cx + h * 0.03:.1f},{cy:.1f}z",  # noqa: E501
            lit("#6b5240", e),
        )
        crowns = [(rng.uniform(-0.24, 0.24), rng.uniform(0.42, 0.9), rng.uniform(0.12, 0.2)) for _ in range(16)]
        for shade, dx, dy in ((0.6, 0.03, 0.03), (0.82, 0, 0), (1.05, -0.025, -0.03)):
            for a, b, r in crowns:
                size = r * h * (1 if shade < 0.8 else 0.86 if shade < 1 else 0.6)
                blob = [
                    (
                        cx + (a + dx) * h + size * math.cos(t) * rng.uniform(0.85, 1.1),
                        cy - (b - dy) * h + size * math.sin(t) * rng.uniform(0.8, 1.05),
                    )
                    for t in (i * 0.698 for i in range(9))
                ]
                view.canvas.path(smooth(blob, closed=True), lit(colour, shade * e), fill_opacity=0.85)

    r = height * 0.3
    s.custom([(x - r, y, 0), (x + r, y, 0), (x - r, y, height), (x + r, y, height)], draw)


def wheel(s: Scene, centre: Vec, radius: float, material: Material = RUBBER) -> None:
    """Stand a spoked bicycle wheel, seen from the side, in the plane y = const."""
    place = s.point(centre)
    side = s.direction((1, 0, 0))
    corners = [(centre[0] + i * radius, centre[1], centre[2] + j * radius) for i in (-1, 1) for j in (-1, 1)]

    def point(t: float, r: float) -> Vec:
        return (place[0] + side[0] * r * math.cos(t), place[1] + side[1] * r * math.cos(t), place[2] + r * math.sin(t))

    def draw(view: View) -> None:
        k = view.camera.pixels(place)
        for i in range(20):
            a, b = (
                view.camera.project(point(i * 0.314, 1.5)),
                view.camera.project(point(i * 0.314 + 0.12, radius * 0.93)),
            )
            view.canvas.line(outline([a, b], closed=False), lit("#b9b7b2", view.exposure), max(0.5, 0.18 * k), 0.8)
        for r, colour, wide in ((1.0, material.colour, 3.4), (0.93, "#b8b4ac", 1.3)):
            ring = [view.camera.project(point(i * math.pi / 18, radius * r)) for i in range(36)]
            view.canvas.path(
                smooth(ring, closed=True), "none", stroke=lit(colour, view.exposure), stroke_width=round(wide * k, 1)
            )
        view.canvas.ellipse(view.camera.project(place), 2.2 * k, 2.2 * k, lit("#8d8a85", view.exposure))

    s.custom([*corners], draw)
    s.solids[-1].casts = True


def cargo_bike(s: Scene, box: Material = SCAFFOLD, frame: str = "#5c7f5a") -> None:
    """Build a cargo bike seen from its right side: front at the left."""
    tube = Material(frame, BLACK_STEEL.finish, shine=0.5)
    wheel(s, (72, 0, 33), 33)
    wheel(s, (-118, 0, 24), 24)
    for y in (-2.0,):
        for line in (
            [(72, y, 33), (40, y, 30), (30, y, 78)],
            [(72, y, 33), (33, y, 70)],
            [(40, y, 30), (-20, y, 26), (-78, y, 22), (-104, y, 50)],
            [(33, y, 70), (-14, y, 58)],
            [(-20, y, 26), (-14, y, 58), (-12, y, 78)],
            [(-104, y, 56), (-118, y, 24)],
        ):
            s.tube(line, 1.8, tube)
        s.tube([(-12, y, 76), (-12, y, 98), (-4, y, 104), (6, y, 102)], 1.2, STEEL)
        s.tube([(30, y, 78), (28, y, 88)], 1.3, STEEL)
    s.box((18, -9, 88), (26, 14, 5), BLACK)
    s.turned((40, -4, 30), [(0, 9, DARK_STEEL), (1.5, 9, DARK_STEEL)], DARK_STEEL, axis=(0, -1, 0))
    s.box((-92, -30, 26), (70, 60, 3), box)
    for i in range(3):
        s.box((-92, -30, 29 + i * 12), (70, 3, 11.5), box)
        s.box((-92, 27, 29 + i * 12), (70, 3, 11.5), box)
        for x in (-92, -25):
            s.box((x, -27, 29 + i * 12), (3, 54, 11.5), box, grain=1)


def van(s: Scene, colour: str = "#f0ede6", *, open_back: bool = True) -> None:
    """Build a white van seen from behind and the side: nose to the left."""
    body = Material(colour, BLACK.finish, shine=0.35, vary=0.0)
    glass = BLACK.but(colour="#52626b", shine=0.9)
    s.box((-150, -90, 34), (330, 180, 170), body)
    s.box((-262, -88, 34), (112, 176, 78), body)
    s.beam((-262, 0, 112), (-150, 0, 190), 176, 10, body, (0, 0, 1))
    s.box((-232, -89, 110), (82, 2, 66), body)
    s.box((-226, -91.5, 114), (66, 2, 44), glass)
    for x in (-205, 110):
        s.turned((x, -78, 34), [(0, 34, RUBBER), (16, 34, RUBBER)], DARK_STEEL, axis=(0, -1, 0))
        s.turned((x, -94.5, 34), [(0, 17, STEEL), (0.8, 17, STEEL)], STEEL, axis=(0, -1, 0))
    if open_back:
        s.box((180.5, -80, 44), (1, 160, 150), BLACK.but(colour="#3d3833"), casts=False)
