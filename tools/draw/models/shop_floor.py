"""The workshop: benches, tools, machines, racks."""

from __future__ import annotations

import math
from random import Random

from tools.draw.colour import lit
from tools.draw.geometry import Point, Vec
from tools.draw.materials import Material
from tools.draw.models import rooms
from tools.draw.palette import (
    BARREL,
    BEECH,
    BLACK,
    BLACK_STEEL,
    BLUES,
    BRASS,
    DARK_STEEL,
    DOOR_BLUE,
    OAK,
    OLD_OAK,
    PALLET,
    SCAFFOLD,
    SHUTTER_GREEN,
    STEEL,
)  # fmt: skip
from tools.draw.room import Decor, Room
from tools.draw.scene import Scene
from tools.draw.svg import outline, smooth
from tools.draw.view import View

RED = BLACK.but(colour="#b8402f", shine=0.4)
GREEN = BLACK.but(colour="#4f7a58", shine=0.4)


def workbench(s: Scene, w: float = 190, d: float = 70, h: float = 88) -> None:
    """Build a joiner's bench with its vice."""
    for x in (-w / 2 + 12, w / 2 - 24):
        for y in (-d / 2 + 4, d / 2 - 14):
            s.box((x, y, 0), (12, 10, h - 8), OAK, grain=2)
        s.box((x + 2, -d / 2 + 14, 14), (8, d - 28, 9), OAK, grain=1)
    s.box((-w / 2 + 20, -d / 2 + 8, 16), (w - 40, 6, 9), OAK)
    s.box((-w / 2 + 24, -d / 2 + 10, 25), (w - 48, d - 20, 2.5), PALLET)
    for i in range(3):
        s.box((-w / 2, -d / 2 + i * d / 3, h - 8), (w, d / 3 - 0.3, 8), OAK)
    s.box((-w / 2 + 22, -d / 2 - 9, h - 20), (30, 7, 19), BEECH)
    s.tube([(-w / 2 + 37, -d / 2 - 18, h - 13), (-w / 2 + 37, -d / 2, h - 13)], 1.6, STEEL)
    s.tube([(-w / 2 + 26, -d / 2 - 17, h - 13), (-w / 2 + 48, -d / 2 - 17, h - 13)], 1.0, BEECH)


def plane(s: Scene, x: float, y: float, z: float, yaw: float = 0) -> None:
    """Lay a wooden plane."""
    with s.at(x, y, z, yaw=yaw):
        s.box((-13, -3.2, 0), (26, 6.4, 6.5), BEECH)
        with s.at(0, 0, 5, yaw=90, tilt=-30):
            s.box((-2.4, -0.4, 0), (4.8, 0.8, 9), STEEL)
        s.turned((-9, 0, 6.5), [(0, 1.5, OLD_OAK), (3, 2.2, OLD_OAK), (5, 1.4, OLD_OAK)], OLD_OAK)
        s.beam((9, 0, 6), (7.5, 0, 13), 3.2, 2.6, OLD_OAK)


def clamp(s: Scene, x: float, y: float, z: float, long: float = 60, yaw: float = 0) -> None:
    """Lay a bar clamp."""
    with s.at(x, y, z, yaw=yaw):
        s.box((-long / 2, -0.6, 1.5), (long, 1.2, 2.6), STEEL)
        s.box((-long / 2 - 1, -0.8, -6), (3, 1.6, 10), RED)
        s.box((long / 2 - 16, -0.8, -6), (3, 1.6, 10), RED)
        s.tube([(long / 2 - 13, 0, -4), (long / 2 - 1, 0, -4)], 0.7, STEEL)
        s.tube([(long / 2 - 1, 0, -4), (long / 2 + 8, 0, -4)], 1.7, BEECH)


def shavings(s: Scene, x: float, y: float, z: float, spread: float, count: int, seed: int = 1) -> None:
    """Scatter curls of wood."""
    rng = Random(seed)
    spots = [s.point((x + rng.gauss(0, spread), y + rng.gauss(0, spread * 0.4), z)) for _ in range(count)]

    def draw(view: View) -> None:
        for p in sorted(spots, key=lambda q: -q[1]):
            (cx, cy), k = view.camera.project(p), view.camera.pixels(p)
            r, turn = k * rng.uniform(0.9, 2.4), rng.uniform(0, 6)
            curl = [
                (
                    cx + r * (0.3 + 0.1 * i) * math.cos(turn + i * 0.7),
                    cy - r * 0.7 - r * (0.3 + 0.1 * i) * 0.7 * math.sin(turn + i * 0.7),
                )
                for i in range(9)
            ]
            view.canvas.line(smooth([(a + 1, b + 2) for a, b in curl]), "#2b1a12", 0.5 * k, 0.2)
            view.canvas.line(smooth(curl), lit(rng.choice(("#e8c795", "#d9b07a", "#f1d8ae")), view.exposure), 0.55 * k)

    s.custom([(x - 2 * spread, y - spread, z), (x + 2 * spread, y + spread, z + 3)], draw)


def tool_wall(x0: float, z0: float, w: float, h: float) -> Decor:
    """Return a board of hand tools on the wall."""

    def draw(view: View, room: Room) -> None:
        canvas, y, e = view.canvas, room.wall, view.exposure

        def at(x: float, z: float) -> Point:
            return view.camera.project((x0 + x, y, z0 + z))

        k = view.camera.pixels((x0, y, z0))
        board = [at(0, 0), at(w, 0), at(w, h), at(0, h)]
        canvas.path(outline([(a + 6, b + 8) for a, b in board]), "#2b1a12", fill_opacity=0.25, filter=canvas.blur(6))
        canvas.path(outline(board), lit("#c9a06a", e), stroke=lit("#8a6236", e), stroke_width=2)
        for i in range(int(w // 22)):
            _tool(view, at, 12 + i * 22, h * 0.9, k, i)

    return draw


def _tool(view: View, at: object, x: float, top: float, k: float, kind: int) -> None:
    e, canvas = view.exposure, view.canvas

    def path(points: list[Point], colour: str, shade: float = 1) -> None:
        seen = [at(x + a, top - b) for a, b in points]  # type: ignore[operator]
        canvas.path(outline([(p + 3, q + 4) for p, q in seen]), "#2b1a12", fill_opacity=0.25)
        canvas.path(outline(seen), lit(colour, shade * e))

    if kind % 5 == 0:
        path([(-2, 14), (2, 14), (1.6, 48), (-1.6, 48)], "#8a5d36")
        path([(-9, 5), (8, 5), (10, 9), (8, 14), (-9, 14)], "#6a6a68")
    elif kind % 5 == 1:
        path([(-7, 4), (7, 4), (8, 17), (-6, 18)], "#8a5d36")
        path([(-5, 18), (7, 17), (3, 62), (0, 62)], "#b9bcbb")
    elif kind % 5 == 2:
        path([(-2.4, 2), (2.4, 2), (2, 20), (-2, 20)], "#b5533c")
        path([(-1.6, 20), (1.6, 20), (2.2, 44), (-2.2, 44)], "#a9abaa")
    elif kind % 5 == 3:
        path([(-1.5, 2), (1.5, 2), (1.5, 58), (-1.5, 58)], "#8b8d8c")
        path([(-1.5, 4), (10, 4), (10, 8), (-1.5, 8)], "#b8402f")
        path([(-1.5, 40), (10, 40), (10, 44), (-1.5, 44)], "#b8402f")
    else:
        path([(-10, 6), (-7, 6), (-7, 40), (10, 40), (10, 43), (-10, 43)], "#d9b26a")
    del k


def lumber_rack(s: Scene, w: float = 260, h: float = 210) -> None:
    """Build a rack of sorted reclaimed wood."""
    for x in (-w / 2, -w / 6, w / 6, w / 2 - 6):
        s.box((x, 24, 0), (6, 6, h), BLACK_STEEL)
        s.box((x, -24, 0), (6, 6, h), BLACK_STEEL)
    rng = Random(4)
    kinds: tuple[Material, ...] = (PALLET, SCAFFOLD, BARREL, OLD_OAK, DOOR_BLUE, SHUTTER_GREEN, BLUES[2])
    for level in range(4):
        z = 18 + level * 50
        for y in (-24, 24):
            s.box((-w / 2 + 6, y, z - 5), (w - 12, 5, 5), BLACK_STEEL)
        for row in range(3):
            material = kinds[(level * 2 + row) % len(kinds)]
            x = -w / 2 + 8.0
            for _ in range(4):
                thick = rng.uniform(5, 8)
                long = rng.uniform(48, 62)
                if x + long < w / 2:
                    s.box((x, -22, z + row * 9), (long, 44, thick), material)
                x += long + 3


def sander(s: Scene, x: float, y: float, z: float) -> None:
    """Set a random-orbit sander down."""
    s.turned(
        (x, y, z),
        [
            (0, 7.5, BLACK),
            (1.4, 7.5, BLACK),
            (1.5, 5.6, GREEN),
            (7, 5.4, GREEN),
            (12, 4.4, GREEN),
            (13.5, 5.2, BLACK),
            (16, 5.0, BLACK),
        ],
        BLACK,
    )
    s.tube([(x + 5, y, z + 6), (x + 13, y, z + 6)], 2.0, BLACK)
    s.turned((x + 12, y, z + 6), [(0, 3, GREEN), (4, 4.4, BLACK), (13, 3.6, BLACK)], BLACK, axis=(1, 0, -0.1))
    s.bow([(x - 4, y, z + 15), (x - 16, y + 6, z + 14), (x - 40, y + 18, z + 4), (x - 80, y + 30, z)], 0.7, BLACK)


def sewing_machine(s: Scene, x: float, y: float, z: float) -> None:
    """Build an old black sewing machine."""
    black = BLACK.but(colour="#2b2a2c", shine=0.8)
    s.box((x - 24, y - 9, z), (50, 18, 4), OAK)
    s.box((x - 22, y - 8, z + 4), (46, 16, 3), black)
    s.box((x + 12, y - 5, z + 7), (11, 10, 20), black)
    s.turned(
        (x - 20, y, z + 27), [(0, 5, black), (3, 5.6, black), (34, 5, black), (43, 4.6, black)], black, axis=(1, 0, 0)
    )
    s.box((x - 21, y - 4, z + 15), (7, 8, 14), black)
    s.tube([(x - 17.5, y - 1, z + 15), (x - 17.5, y - 1, z + 7.5)], 0.5, STEEL)
    s.turned((x + 23, y, z + 27), [(0, 8, DARK_STEEL), (2.4, 8, DARK_STEEL)], STEEL, axis=(1, 0, 0))
    s.turned((x + 6, y, z + 32), [(0, 1.8, RED), (5, 1.8, RED)], BEECH)
    s.tube([(x - 14, y - 5.2, z + 29), (x + 12, y - 5.2, z + 29)], 0.3, BRASS)


def sparks(s: Scene, at: Vec, reach: float, seed: int = 3) -> None:
    """Throw welding sparks."""
    place = s.point(at)

    def draw(view: View) -> None:
        rng = Random(seed)
        (x, y), k = view.camera.project(place), view.camera.pixels(place)
        r = reach * k
        view.canvas.ellipse(
            (x, y),
            r * 0.9,
            r * 0.9,
            view.canvas.radial(
                (x, y), r * 0.9, [(0, "#ffffff", 1), (0.08, "#dff0ff", 0.9), (0.3, "#9cc9ff", 0.35), (1, "#9cc9ff", 0)]
            ),
        )
        for _ in range(70):
            a, far = rng.uniform(-0.35, 3.5), r * rng.uniform(0.15, 1)
            tip = (x + far * math.cos(a), y - far * 0.7 * math.sin(a) + far * far / r * 0.5)
            mid = (x + far * 0.55 * math.cos(a), y - far * 0.5 * math.sin(a))
            view.canvas.line(
                smooth([(x, y), mid, tip]), rng.choice(("#ffd27a", "#fff0c0", "#ffab4a")), rng.uniform(0.8, 2.4), 0.85
            )

    s.after(draw)


def pallet(s: Scene, w: float = 120, d: float = 80) -> None:
    """Lay a pallet."""
    for y in (-d / 2, -5, d / 2 - 10):
        s.box((-w / 2, y, 0), (w, 10, 2), PALLET)
        for x in (-w / 2, -7, w / 2 - 14):
            s.box((x, y, 2), (14, 10, 8), PALLET, grain=1)
        s.box((-w / 2, y, 10), (w, 10, 2), PALLET)
    for i in range(6):
        s.box((-w / 2 + i * (w - 14) / 5, -d / 2, 12), (14, d, 2.2), PALLET)


def back_wall(r: Room, *, brick: bool = True) -> None:
    """Dress the workshop's wall: limewashed brick, timbers, windows."""
    if brick:
        r.decor.append(rooms.bricks(0, 420, "#d6c0a4", -900, 900, 0.5))
    for x in (-330, -110, 110, 330):
        r.decor.append(rooms.window(x, 150, 110, 100, (4, 3), "#5b5a55"))


def offcuts(s: Scene, x: float, y: float, z: float) -> None:
    """Line up little samples of wood."""
    for i, material in enumerate((SCAFFOLD, PALLET, BARREL, OLD_OAK, OAK, DOOR_BLUE, SHUTTER_GREEN)):
        with s.at(x + (i % 4) * 17, y - (i // 4) * 22, z, yaw=(i * 37) % 12 - 6):
            s.box((-7, -9, 0), (14, 18, 2), material, grain=1)


EDGE = STEEL
