"""Shelves, crates, coat rack, TV unit, bottle rack, divider."""

from __future__ import annotations

from random import Random

from tools.draw.colour import lit
from tools.draw.lettering import write_on
from tools.draw.materials import Material
from tools.draw.models.inlay import strips
from tools.draw.palette import (
    BLACK,
    BLACK_STEEL,
    BLUES,
    BRASS,
    CERAMIC,
    CRATE,
    DARK_STEEL,
    GREEN_GLASS,
    OAK,
    OLD_OAK,
    PALLET,
    SCAFFOLD,
    SHUTTER_GREEN,
    STEEL,
)  # fmt: skip
from tools.draw.patch import Patch
from tools.draw.scene import Label, Scene
from tools.draw.view import View

SPINES = ("#b5533c", "#e0b257", "#5f7f88", "#efe4cf", "#7a8f62", "#3f4b5c", "#c98a5e", "#8a5a6b")


def books(s: Scene, x: float, y: float, z: float, width: float, seed: int = 1, tall: float = 24) -> None:
    """Stand a row of books, spines to the front."""
    rng = Random(seed)
    at = x
    while at < x + width - 3:
        thick, high = rng.uniform(2.2, 4.6), tall * rng.uniform(0.72, 1)
        s.box((at, y, z), (thick, 15, high), BLACK.but(colour=rng.choice(SPINES), shine=0.1), casts=False)
        at += thick + 0.2


def pile(s: Scene, x: float, y: float, z: float, count: int = 3, seed: int = 3) -> None:
    """Lay a few books flat."""
    rng = Random(seed)
    for i in range(count):
        w, d = rng.uniform(20, 25), rng.uniform(14, 18)
        s.box((x - w / 2, y - d / 2, z + 3.2 * i), (w, d, 3), BLACK.but(colour=rng.choice(SPINES), shine=0.1))


def pot(s: Scene, x: float, y: float, z: float, radius: float = 7, material: Material = CERAMIC) -> None:
    """Build an empty flower pot."""
    s.turned(
        (x, y, z), [(0, radius * 0.75, material), (radius * 1.5, radius, material), (radius * 1.7, radius, material)]
    )


def ladder_shelf(s: Scene) -> None:
    """Build the shelf made of a piece of ladder, hung on the wall at y = 0."""
    for x in (-34, 29):
        s.beam((x + 2.5, -2.5, 0), (x + 2.5, -2.5, 128), 5, 4, OLD_OAK)
        for z in (22, 64, 106):
            s.box((x + 1, -22, z - 4), (3, 18, 3), BLACK_STEEL)
    for z in (12, 54, 96, 118):
        s.tube([(-31, -2.5, z), (31, -2.5, z)], 1.7, OLD_OAK.but(shine=0.1))
    for z in (22, 64, 106):
        s.box((-43, -24, z - 1), (86, 19, 2.6), SCAFFOLD)


def stencil(text: str, colour: str = "#5b4632") -> Label:
    """Return a label that stencils a text on a face."""

    def draw(view: View, patch: Patch, light: float) -> None:
        write_on(view, patch, text, lit(colour, light), 0.5, opacity=0.75)

    return draw


def crate(s: Scene, w: float = 50, h: float = 30, d: float = 31, text: str = "") -> None:
    """Build an apple crate lying on its side, opening towards the viewer; frame origin at its lower left corner."""
    t = 1.4
    s.box((0, d - t, 0.3), (w, t, h - 0.6), CRATE.but(vary=0.5))
    for z0 in (0, h - t):
        for i in range(3):
            s.box((0, i * d / 3 + 0.3, z0), (w, d / 3 - 0.6, t), CRATE)
    for x in (0, w - t * 1.4):
        for i in range(3):
            s.box((x, i * d / 3 + 0.3, t), (t * 1.4, d / 3 - 0.6, h - 2 * t), CRATE, grain=2)
    for x in (t * 1.4, w - t * 1.4 - 3):
        for z in (t, h - t - 3):
            s.box((x, 1, z), (3, d - 3, 3), CRATE, grain=1)
    if text:
        s.box((0, -0.7, 0), (w, 0.7, 5.5), CRATE, label=stencil(text))
    else:
        s.box((0, -0.7, 0), (w, 0.7, 3.2), CRATE)


def apple_bookcase(s: Scene, *, filled: bool = True) -> None:
    """Build the bookcase of eight crates in staggered rows."""
    number = 0
    for row, (start, count) in enumerate(((-78, 3), (-56, 2), (-82, 2), (-40, 1))):
        for i in range(count):
            x, z = start + i * 54.0, row * 31.0
            if row == 2:
                x = start + i * 62.0
            with s.at(x, -15, z):
                crate(s, text="VERGER DU LOIR" if number in (0, 4, 6) else "")
                if filled and number % 2 == 0:
                    books(s, 6, 10, 1.5, 22 + 6 * (number % 3), number)
                elif filled:
                    pot(s, 25, 12, 1.5, 6)
            number += 1


def shutter_rack(s: Scene) -> None:
    """Build the coat rack: a louvred shutter hung lengthways, brass hooks; wall at y = 0."""
    w, h = 110.0, 44.0
    for z in (0, h - 7):
        s.box((-w / 2, -4, z), (w, 4, 7), SHUTTER_GREEN)
    for x in (-w / 2, -3.5, w / 2 - 7):
        s.box((x, -4, 7), (7, 4, h - 14), SHUTTER_GREEN, grain=2)
    for i in range(7):
        for x in (-w / 2 + 7, 3.5):
            with s.at(x, -2.6, 7.4 + i * 4.3, tilt=-38):
                s.box((0, -0.5, 0), (w / 2 - 10.5, 0.8, 5.2), SHUTTER_GREEN, casts=False)
    for i in range(5):
        hook(s, -44 + i * 22, -4, 2)


def hook(s: Scene, x: float, y: float, z: float) -> None:
    """Screw one brass hook."""
    s.box((x - 1.6, y - 0.5, z - 3), (3.2, 0.5, 8), BRASS)
    s.tube([(x, y - 0.5, z + 3), (x, y - 5, z + 4.5), (x, y - 6.5, z + 7)], 0.65, BRASS)
    s.tube([(x, y - 0.5, z), (x, y - 3.5, z - 2.5), (x, y - 6, z - 1), (x, y - 6.5, z + 1)], 0.65, BRASS)


def tv_unit(s: Scene, width: float = 150) -> None:
    """Build the low unit: steel frame, sliding doors of parquet strips."""
    h, d, t = 46.0, 40.0, 3.0
    half = width / 2
    for x in (-half, half - t):
        for y in (-d / 2, d / 2 - t):
            s.box((x, y, 0), (t, t, h), BLACK_STEEL)
    for z in (10, h - t):
        for y in (-d / 2, d / 2 - t):
            s.box((-half + t, y, z), (width - 2 * t, t, t), BLACK_STEEL)
        for x in (-half, half - t):
            s.box((x, -d / 2 + t, z), (t, d - 2 * t, t), BLACK_STEEL)
    s.box((-half + t, -d / 2 + 5, 13), (width - 2 * t, d - 8, 1.5), OAK)
    s.box((-half + t, d / 2 - 5, 13), (width - 2 * t, 1.5, h - 16), OAK.but(colour="#7d5a38"))
    door = (width - 2 * t) * 0.36
    parquet = OAK.but(vary=1.5, wear=0.05)
    for x in (-half + t, half - t - door):
        s.box((x, -d / 2 + 0.6, 13), (door, 2, h - 16), OAK, 0, lambda v, p, li: strips(v, p, li, parquet, 5))
        s.turned(
            (x + (door - 5 if x < 0 else 5), -d / 2 + 0.6, 28),
            [(0, 2, BLACK_STEEL), (1, 2, BLACK_STEEL)],
            BLACK,
            axis=(0, -1, 0),
        )
    s.box((-half - 1, -d / 2 - 1, h), (width + 2, d + 2, 3), OAK)


def bottle(s: Scene, x: float, y: float, z: float, material: Material = GREEN_GLASS, scale: float = 1.0) -> None:
    """Stand a wine bottle."""
    profile = [(0, 3.7), (0.6, 3.8), (19, 3.8), (21, 3.3), (23, 2.0), (24.5, 1.45), (30, 1.4), (30.5, 1.6), (31.5, 1.6)]
    s.turned((x, y, z), [(a * scale, r * scale, material) for a, r in profile], material)


def bottle_rack(s: Scene) -> None:
    """Build the wall rack: a pallet board, pipe offcuts, six bottles lying head out; wall at y = 0."""
    for i in range(3):
        s.box((-48, -2.4, i * 14.5), (96, 2.4, 14), PALLET)
    for i in range(6):
        x, z = -32 + (i % 3) * 32, 11 + (i // 3) * 22
        s.turned((x, -2.4, z), [(0, 5.6, STEEL), (9, 5.6, STEEL)], BLACK, axis=(0, -1, 0))
        glass = (
            GREEN_GLASS.but(colour="#3d5c3c", opacity=1.0)
            if i % 2 == 0
            else GREEN_GLASS.but(colour="#55302c", opacity=1.0)
        )
        profile = [(6, 3.9), (16, 3.9), (19, 3.4), (22, 1.9), (24, 1.5), (29, 1.5)]
        s.turned((x, -2.4, z), [(a, r, glass) for a, r in profile], BLACK.but(colour="#6b2530"), axis=(0, -1, 0))


def divider(s: Scene, width: float = 120, height: float = 175) -> None:
    """Build the office divider of shutter slats in several blues."""
    rng = Random(5)
    for x in (-width / 2, width / 2 - 5):
        s.box((x, -2.5, 0), (5, 5, height), OAK, grain=2)
        s.box((x - 1, -24, 0), (7, 48, 4), OAK, grain=1)
    s.box((-width / 2 + 5, -2.5, height - 5), (width - 10, 5, 5), OAK)
    s.box((-width / 2 + 5, -2.5, 12), (width - 10, 5, 5), OAK)
    z = 18.0
    while z < height - 13:
        s.box((-width / 2 + 5, -1, z), (width - 10, 2, 7), rng.choice(BLUES))
        z += 8.4


def stack(s: Scene, w: float, d: float, layers: int, material: Material, seed: int = 2) -> None:
    """Pile planks, a little askew, with battens between."""
    rng = Random(seed)
    for i in range(layers):
        z = i * 5.4
        for x in (-w * 0.36, w * 0.33):
            s.box((x, -d / 2, z), (4, d, 1.6), PALLET, grain=1)
        n = 3
        for j in range(n):
            shift, short = rng.uniform(-5, 5), rng.uniform(0, 12)
            s.box((-w / 2 + shift, -d / 2 + j * d / n, z + 1.6), (w - short, d / n - 0.8, 3.6), material)


def rail_shelf(s: Scene, width: float, z: float, depth: float = 24, material: Material = SCAFFOLD) -> None:
    """Fix one board on two steel brackets; wall at y = 0."""
    for x in (-width * 0.36, width * 0.36):
        s.box((x - 1.5, -depth + 2, z - 3), (3, depth - 2, 3), DARK_STEEL)
        s.box((x - 1.5, -2, z - 16), (3, 2, 13), DARK_STEEL)
    s.box((-width / 2, -depth, z), (width, depth, 3.2), material)
