"""Tables, desks and consoles."""

from __future__ import annotations

import itertools
import math

from tools.draw.geometry import Vec
from tools.draw.materials import Material
from tools.draw.models.inlay import herringbone
from tools.draw.palette import (
    BARREL,
    BLACK_STEEL,
    BRASS,
    CRATE,
    DARK_STEEL,
    DOOR_BLUE,
    OAK,
    PALLET,
    RUBBER,
    SCAFFOLD,
    STAINED,
)  # fmt: skip
from tools.draw.scene import Scene


def frame_leg(s: Scene, x: float, depth: float, height: float, width: float = 7) -> None:
    """Build one closed frame of flat steel, seen as a U."""
    y = depth / 2
    t = 3.0
    s.box((x - width / 2, -y, 0), (width, t, height), BLACK_STEEL)
    s.box((x - width / 2, y - t, 0), (width, t, height), BLACK_STEEL)
    s.box((x - width / 2, -y + t, 0), (width, depth - 2 * t, t), BLACK_STEEL)


def planks(
    s: Scene, corner: Vec, size: tuple[float, float, float], count: int, material: Material, gap: float = 0.25
) -> None:
    """Lay boards side by side across y."""
    step = size[1] / count
    for i in range(count):
        s.box((corner[0], corner[1] + i * step, corner[2]), (size[0], step - gap, size[2]), material)


def huisne(s: Scene, width: float = 200, depth: float = 90, height: float = 75) -> None:
    """Build the dining table of scaffolding planks on steel frames."""
    frame_leg(s, -width * 0.38, depth * 0.86, height - 4)
    frame_leg(s, width * 0.38, depth * 0.86, height - 4)
    planks(s, (-width / 2, -depth / 2, height - 4), (width, depth, 4), 4, SCAFFOLD)


def bench(s: Scene, width: float = 150, depth: float = 30, height: float = 45) -> None:
    """Build the bench of one thick scaffolding plank."""
    frame_leg(s, -width * 0.36, depth * 0.86, height - 5, 6)
    frame_leg(s, width * 0.36, depth * 0.86, height - 5, 6)
    s.box((-width / 2, -depth / 2, height - 5), (width, depth, 5), SCAFFOLD)


def vegre(s: Scene, side: float = 82) -> None:
    """Build the coffee table of pallet wood on castors."""
    h = side / 2
    for x in (-h + 12, h - 12):
        for y in (-h + 12, h - 12):
            s.turned((x - 2, y, 5), [(0, 5, RUBBER), (4, 5, RUBBER)], DARK_STEEL, axis=(1, 0, 0))
            s.box((x - 3.5, y - 3.5, 9.5), (7, 7, 1.5), DARK_STEEL)
    for i in range(5):
        s.box((-h, -h + i * (side - 9.5) / 4, 11), (side, 9.5, 2.2), PALLET)
    for y in (-h, -5, h - 10):
        for x in (-h, -7, h - 14):
            s.box((x, y, 13.4), (14, 10, 9), PALLET, grain=1)
    for x in (-h, -7, h - 14):
        s.box((x, -h, 22.6), (14, side, 2.4), PALLET)
    planks(s, (-h, -h, 25.2), (side, side, 2.4), 8, PALLET, 0.9)


def trestle(s: Scene, x: float, depth: float, height: float) -> None:
    """Build one steel trestle."""
    for y, out in ((-depth / 2 + 6, -5), (depth / 2 - 6, 5)):
        for dx in (-1, 1):
            s.beam((x + dx * 13, y + out, 0), (x + dx * 3, y, height - 3), 2.4, 2.4, BLACK_STEEL)
        s.beam((x - 9, y + out * 0.65, 18), (x + 9, y + out * 0.65, 18), 2, 2, BLACK_STEEL, (0, 0, 1))
    s.box((x - 4, -depth / 2, height - 3), (8, depth, 3), BLACK_STEEL)


def panel(s: Scene, corner: Vec, width: float, depth: float, material: Material) -> None:
    """Lay an old panelled door flat: a board, two sunk panels with their mouldings."""
    x, y, z = corner
    s.box((x, y, z), (width, depth, 2.2), material)
    top = z + 2.2
    rail = depth * 0.17
    for i, (left, right) in enumerate(((0.07, 0.46), (0.54, 0.93))):
        s.box((x + left * width, y, top), ((right - left) * width, rail, 1.6), material)
        s.box((x + left * width, y + depth - rail, top), ((right - left) * width, rail, 1.6), material)
        inset = 3.5
        s.box(
            (x + left * width + inset, y + rail + inset, top),
            ((right - left) * width - 2 * inset, depth - 2 * rail - 2 * inset, 0.8),
            material.but(vary=0.2 + i * 0.1),
        )
    for left, right in ((0, 0.07), (0.46, 0.54), (0.93, 1)):
        s.box((x + left * width, y, top), ((right - left) * width, depth, 1.6), material, grain=1)


def braye(s: Scene, width: float = 160, depth: float = 72, height: float = 75) -> None:
    """Build the desk whose top is an old door."""
    trestle(s, -width * 0.34, depth * 0.9, height - 4)
    trestle(s, width * 0.34, depth * 0.9, height - 4)
    panel(s, (-width / 2, -depth / 2, height - 4), width, depth, DOOR_BLUE)
    s.box((width * 0.44, -depth / 2 - 0.8, height - 3.4), (9, 0.8, 2.4), BRASS)


def loir(s: Scene, width: float = 110, height: float = 82) -> None:
    """Build the console of barrel staves: two curved legs, a stained top."""
    for x in (-width / 2 + 12, width / 2 - 12):
        side = -1 if x < 0 else 1
        for y in (-11, 4):
            points = [(x + side * 9 * math.sin(math.pi * k / 8), y, (height - 8) * k / 8) for k in range(9)]
            for a, b in itertools.pairwise(points):
                s.beam(a, b, 3, 7, (STAINED if y < 0 else BARREL).but(vary=0.0, wear=0.0, seam=False))
        s.box((x - 4, -15, height - 8), (8, 30, 3), BARREL)
    s.box((-width / 2 + 16, -2, 20), (width - 32, 6, 3), BARREL)
    for i in range(4):
        s.box((-width / 2, -17 + i * 8.6, height - 5), (width, 8.2, 3.2), STAINED if i in (1, 2) else BARREL)


def touret(s: Scene, radius: float = 24, height: float = 46) -> None:
    """Build the side table of a cable drum."""
    s.turned((0, 0, 0), [(0, radius, CRATE), (3, radius, CRATE)], CRATE)
    s.turned((0, 0, 3), [(0, radius * 0.5, CRATE), (height - 6, radius * 0.5, CRATE)], CRATE, staves=22)
    s.turned((0, 0, height - 3), [(0, radius, CRATE), (3, radius, CRATE)], CRATE)
    for k in range(3):
        a = 2 * math.pi * k / 3 + 0.5
        p = (radius * 0.68 * math.cos(a), radius * 0.68 * math.sin(a), height)
        s.turned(p, [(0, 1.3, DARK_STEEL), (0.8, 1.3, DARK_STEEL)], DARK_STEEL)
    s.turned((0, 0, height), [(0, 3.4, DARK_STEEL), (0.3, 3.4, DARK_STEEL)], BLACK_STEEL)


def bistrot(s: Scene, side: float = 70, height: float = 74) -> None:
    """Build the bistro table: herringbone top, cast-iron pedestal."""
    for k in range(4):
        a = math.pi / 4 + k * math.pi / 2
        x, y = math.cos(a), math.sin(a)
        points = [(x * r, y * r, z) for r, z in ((3, 13), (14, 11), (24, 5), (29, 1.5))]
        s.tube(points, 2.0, BLACK_STEEL)
    profile = [
        (0, 5),
        (4, 6.5),
        (9, 4),
        (13, 3),
        (40, 2.6),
        (52, 3.4),
        (56, 5),
        (58, 4),
        (height - 9, 4),
        (height - 6, 9),
    ]
    s.turned((0, 0, 2), [(z, r, BLACK_STEEL) for z, r in profile], BLACK_STEEL)
    h = side / 2
    s.box((-h + 8, -h + 8, height - 4.2), (side - 16, side - 16, 1.2), BLACK_STEEL)
    _herringbone(s, side, height - 3)
    for y in (-h - 1.2, h):
        s.box((-h - 1.2, y, height - 3.4), (side + 2.4, 1.2, 3.6), BLACK_STEEL)
    for x in (-h - 1.2, h):
        s.box((x, -h, height - 3.4), (1.2, side, 3.6), BLACK_STEEL)


def _herringbone(s: Scene, side: float, z: float) -> None:
    h = side / 2
    s.box(
        (-h, -h, z),
        (side, side, 3),
        OAK.but(wear=0.0),
        label=lambda view, patch, light: herringbone(view, patch, light, OAK.but(vary=1.6, wear=0.0), 7.0),
    )
