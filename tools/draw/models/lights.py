"""Lamps, and the light they give."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable

from tools.draw.geometry import Vec, add
from tools.draw.materials import Material
from tools.draw.palette import (
    BARREL,
    BEECH,
    BLACK,
    BLACK_STEEL,
    BLUE_GLASS,
    BRASS,
    DARK_STEEL,
    GREEN_GLASS,
    LINEN,
    OAK,
    STEEL,
    ZINC,
)  # fmt: skip
from tools.draw.scene import Scene
from tools.draw.solids import arc
from tools.draw.svg import smooth
from tools.draw.view import View

CORD = BLACK.but(colour="#2a2725", shine=0.0)


def glow(s: Scene, at: Vec, radius: float, strength: float = 0.8, colour: str = "#ffdf9a") -> None:
    """Add the halo of a lit bulb, over everything."""
    place = s.point(at)

    def draw(view: View) -> None:
        c, r = view.camera.project(place), radius * view.camera.pixels(place)
        stops = [
            (0.0, "#fffbe8", strength),
            (0.12, colour, 0.62 * strength),
            (0.45, colour, 0.2 * strength),
            (1.0, colour, 0.0),
        ]
        view.canvas.ellipse(c, r, r, view.canvas.radial(c, r, stops))

    s.after(draw)


def bulb(s: Scene, at: Vec, radius: float = 4.2, *, up: bool = False, lit: bool = True) -> None:
    """Hang (or stand) a filament bulb; `at` is its socket."""
    x, y, z = at
    sign = 1 if up else -1
    globe = Material("#f2c069" if lit else "#c98f45", BLACK.finish, shine=1.0, opacity=0.62)
    profile = [
        (0, 1.5),
        (1.2, 1.55),
        (2.4, 1.9),
        (3.6, 2.55),
        (4.8, 3.25),
        (6, 3.8),
        (7.2, 4.15),
        (8.4, 4.15),
        (9.6, 3.85),
        (10.6, 3.3),
        (11.4, 2.5),
        (12, 1.5),
        (12.2, 0.6),
    ]
    k = radius / 4.2
    s.turned((x, y, z), [(a * k, r * k, globe) for a, r in profile], axis=(0, 0, sign), casts=False)
    base = s.point((x, y, z))
    turn = [s.point((x + 1.6 * k * math.sin(i * 1.9), y, z + sign * (3.4 + i * 0.55) * k)) for i in range(10)]

    def filament(view: View) -> None:
        view.canvas.line(
            smooth([view.camera.project(p) for p in turn]),
            "#fff3c4" if lit else "#7a4a1e",
            max(0.9, 0.22 * view.camera.pixels(base)),
        )

    s.custom([(x - 1, y - 5, z), (x + 1, y - 5, z + sign * 9)], filament)
    if lit:
        glow(s, (x, y, z + sign * 7 * k), 26 * k)


def siphon(s: Scene, *, lit: bool = True) -> None:
    """Build the table lamp: soda siphon, linen shade."""
    glass = BLUE_GLASS
    profile = [(0, 5.2), (0.8, 5.6), (17, 5.6), (20, 5.0), (23, 3.4), (24.5, 2.6), (26, 2.4)]
    s.turned((0, 0, 0), [(0, 7, OAK), (2, 7, OAK)], OAK)
    s.turned((0, 0, 2), [(z, r, glass) for z, r in profile], glass)
    for z in (5, 19):
        s.turned((0, 0, z + 2), [(0, 5.66, BRASS), (0.5, 5.66, BRASS)], glass, casts=False)
    s.turned((0, 0, 28), [(0, 2.7, ZINC), (4, 2.7, ZINC), (5, 1.6, ZINC), (9, 1.4, ZINC)], ZINC)
    s.tube([(2, -1, 31), (6.5, -2, 31.5), (8.5, -2.4, 28)], 0.8, ZINC)
    shade_material = LINEN.but(colour="#f7e2b4" if lit else "#e8dcc2", vary=0.0)
    s.turned((0, 0, 35), [(0, 16.5, shade_material), (20, 11.5, shade_material)], casts=True)
    if lit:
        glow(s, (0, -5, 43), 38, 0.5)


def tuyau(s: Scene, *, lit: bool = True) -> None:
    """Build the desk lamp of plumbing fittings, a tap for a switch."""
    r = 1.35
    s.turned((0, 0, 0), [(0, 8.5, DARK_STEEL), (1.2, 8.5, DARK_STEEL), (1.8, 7.5, DARK_STEEL)], DARK_STEEL)
    s.turned((0, 0, 1.8), [(0, 2.6, STEEL), (3, 2.6, STEEL)], STEEL)
    s.tube([(0, 0, 4), (0, 0, 19)], r, STEEL)
    s.turned((0, 0, 13), [(0, 2.2, BRASS), (4.5, 2.2, BRASS)], BRASS)
    s.tube([(0, -1, 15.2), (0, -4.2, 15.2)], 0.9, BRASS)
    s.turned((0, -4.2, 15.2), [(0, 3.0, Material("#b5382c", BLACK.finish, shine=0.5)), (0.9, 3.0, Material("#b5382c", BLACK.finish))],  # noqa: E501
             Material("#b5382c", BLACK.finish, shine=0.5), axis=(0, -1, 0))  # fmt: skip
    joint(s, (0, 0, 20))
    s.tube([(0, 0, 20), (0, 0, 35)], r, STEEL)
    joint(s, (0, 0, 37))
    s.tube([(0, 0, 37), (15, 0, 37)], r, STEEL)
    joint(s, (16, 0, 37))
    s.turned(
        (16, 0, 35.5), [(0, 2.2, BLACK_STEEL), (4.5, 2.2, BLACK_STEEL), (5, 1.8, BLACK_STEEL)], BLACK, axis=(0, 0, -1)
    )
    bulb(s, (16, 0, 30.5), 5, lit=lit)


def joint(s: Scene, at: Vec) -> None:
    """Build an elbow or tee."""
    x, y, z = at
    s.turned(
        (x, y, z - 2),
        [(0, 2.1, STEEL), (0.9, 2.1, STEEL), (1.0, 1.8, STEEL), (3.2, 1.8, STEEL), (3.3, 2.1, STEEL), (4, 2.1, STEEL)],
        STEEL,
    )


def geometre(s: Scene, *, lit: bool = False) -> None:
    """Build the floor lamp on a surveyor's tripod, black spotlight."""
    for k in range(3):
        a = 2 * math.pi * k / 3 + 0.9
        x, y = math.cos(a), math.sin(a)
        for side in (-1, 1):
            off = (-y * 2.2 * side, x * 2.2 * side)
            s.beam(
                (x * 34 + off[0] * 0.4, y * 34 + off[1] * 0.4, 4),
                (x * 5 + off[0], y * 5 + off[1], 112),
                2.4,
                2.2,
                OAK.but(vary=0.3, wear=0.0),
            )
        s.beam((x * 38, y * 38, 0), (x * 26, y * 26, 34), 3.0, 2.6, BRASS)
        s.turned((x * 19, y * 19, 60), [(0, 2.6, BRASS), (1.6, 2.6, BRASS)], BRASS)
    s.turned((0, 0, 110), [(0, 8, BRASS), (3, 8, BRASS), (3.5, 3, BRASS), (12, 2.2, BLACK_STEEL)], BLACK_STEEL)
    s.tube([(-13, 0, 136), (-13, 0, 124), (13, 0, 124), (13, 0, 136)], 0.9, BLACK_STEEL)
    with s.at(0, 0, 138, yaw=-28):
        profile = [(0, 4), (3, 8), (8, 11.5), (20, 12), (25, 15.5)]
        inside = Material("#ffe3a0" if lit else "#d9d2c4", BLACK.finish)
        s.turned((0, 10, 2), [(z, r, BLACK_STEEL) for z, r in profile], inside, axis=(0, -1, -0.22))
        if lit:
            glow(s, (0, -18, -4), 75, 0.9)


def bottle_pendant(s: Scene, z: float, glass: Material = GREEN_GLASS, cord: float = 60, *, lit: bool = True) -> None:
    """Hang a pendant cut from a bottle; z is its lower rim."""
    profile = [(0, 3.9), (14, 3.9), (17, 3.3), (19.5, 2.0), (21, 1.5), (27, 1.45)]
    bulb(s, (0, 0, z + 14), 3.0, lit=lit)
    s.turned((0, 0, z), [(a, r, glass) for a, r in profile], BLACK, casts=True)
    s.turned((0, 0, z + 26.5), [(0, 1.8, BRASS), (4, 1.8, BRASS), (5, 0.8, BRASS)], BRASS)
    s.tube([(0, 0, z + 31), (0, 0, z + 31 + cord)], 0.35, CORD)


def sieve_pendant(s: Scene, z: float, radius: float = 26, cord: float = 50, *, lit: bool = True) -> None:
    """Hang the wide pendant made of a grain sieve."""
    bulb(s, (0, 0, z + 10), 4.5, lit=lit)
    s.turned((0, 0, z), [(0, radius, BEECH), (9, radius, BEECH)], None)
    grid(s, z + 9, radius)
    for k in range(3):
        a = 2 * math.pi * k / 3 + 0.4
        s.tube([(radius * math.cos(a), radius * math.sin(a), z + 9), (0, 0, z + 34)], 0.3, DARK_STEEL)
    s.turned((0, 0, z + 33), [(0, 1.8, BRASS), (4, 1.8, BRASS)], BRASS)
    s.tube([(0, 0, z + 37), (0, 0, z + 37 + cord)], 0.35, CORD)


def grid(s: Scene, z: float, radius: float) -> None:
    """Stretch wire mesh over a ring."""
    n = 26
    chords = []
    for i in range(1, n):
        t = -radius + 2 * radius * i / n
        half = math.sqrt(radius * radius - t * t)
        chords.append((s.point((t, -half, z)), s.point((t, half, z))))
        chords.append((s.point((-half, t, z)), s.point((half, t, z))))

    def draw(view: View) -> None:
        data = "".join(smooth([view.camera.project(a), view.camera.project(b)]) for a, b in chords)
        view.canvas.line(data, "#7b756a", 0.8, 0.55)

    s.custom([(-radius, -radius, z), (radius, radius, z + 0.5), (radius, -radius, z)], draw)


def stave_sconce(s: Scene, *, lit: bool = True) -> None:
    """Build the wall light from a curved stave; wall at y = 0."""
    if lit:
        s.custom([(-20, -0.3, 0), (20, -0.2, 60)], _wash(s.point((0, -0.5, 30))))
    s.box((-4, -5, 22), (8, 5, 14), BLACK_STEEL)
    seen = arc((0, 15, 30), (0, -26, 0), (0, 0, 38), -58, 58, 10)
    for a, b in itertools.pairwise(seen):
        s.beam(a, b, 9, 2.4, BARREL.but(vary=0.0, wear=0.0, seam=False), (0, 1, 0))


def _wash(place: Vec) -> Callable[[View], None]:
    def draw(view: View) -> None:
        for dz in (-26, 26):
            c = view.camera.project(add(place, (0, 0, dz)))
            r = 34 * view.camera.pixels(place)
            stops = [(0.0, "#fff6da", 0.95), (0.3, "#ffe9b8", 0.6), (0.65, "#ffe2a4", 0.2), (1.0, "#ffe2a4", 0.0)]
            view.canvas.ellipse(c, r * 0.8, r, view.canvas.radial(c, r, stops))

    return draw
