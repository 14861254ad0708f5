"""Small things: mirror, clocks, frame, candle holders, vase, tray, glasses, plants, tableware."""

from __future__ import annotations

import math
from random import Random

from tools.draw.colour import lit, mix
from tools.draw.geometry import Point, Vec
from tools.draw.lettering import write
from tools.draw.materials import Material
from tools.draw.palette import (
    BARREL,
    BLACK,
    BLACK_STEEL,
    CERAMIC,
    CLEAR_GLASS,
    GREEN_GLASS,
    LEATHER,
    OLD_OAK,
    PALLET,
    SLEEPER,
    STEEL,
    WAX,
    WHITE,
)  # fmt: skip
from tools.draw.patch import Patch
from tools.draw.scene import Scene
from tools.draw.solids import arc
from tools.draw.svg import outline, smooth
from tools.draw.view import View


def wheel_mirror(s: Scene, radius: float = 32) -> None:
    """Hang the mirror in a bicycle wheel; wall at y = 0, centre at the origin."""
    s.turned((0, 0, 0), [(0, radius, LEATHER), (3.4, radius, LEATHER)], LEATHER, axis=(0, -1, 0), decorate=_mirror)


def _mirror(view: View, patch: Patch, _light: float) -> None:
    r = patch.width / 2
    canvas = view.canvas

    def ring(k: float) -> list[Point]:
        return [
            patch.at(r + r * k * math.cos(t), r + r * k * math.sin(t))
            for t in (2 * math.pi * i / 64 for i in range(64))
        ]

    for i in range(44):
        t = 2 * math.pi * i / 44
        p = patch.at(r + 0.955 * r * math.cos(t), r + 0.955 * r * math.sin(t))
        canvas.ellipse(p, 1.1, 1.1, "#4b2b16", fill_opacity=0.6)
    canvas.path(
        outline(ring(0.91)),
        canvas.gradient(
            patch.at(0, 2 * r), patch.at(2 * r, 0), [(0, "#f2f2ee"), (0.4, "#a7a9a8"), (0.6, "#e6e6e2"), (1, "#8c8d8c")]
        ),
    )
    canvas.path(outline(ring(0.83)), "#6d6a66")
    top, low = patch.at(0.3 * r, 1.8 * r), patch.at(1.7 * r, 0.2 * r)
    canvas.path(
        outline(ring(0.815)),
        canvas.gradient(top, low, [(0, "#f4f6f4"), (0.45, "#cdd7d8"), (0.55, "#dfe6e5"), (1, "#aebcbd")]),
    )
    for i in range(32):
        # Crossed spokes over the rim of the glass, as on a wheel; the middle is left to the face
        t, lean = 2 * math.pi * i / 32, 0.16 if i % 2 else -0.16
        a = patch.at(r + 0.84 * r * math.cos(t), r + 0.84 * r * math.sin(t))
        b = patch.at(r + 0.56 * r * math.cos(t + lean), r + 0.56 * r * math.sin(t + lean))
        canvas.line(outline([(a[0] + 1.5, a[1] + 2), (b[0] + 1.5, b[1] + 2)], closed=False), "#5e6668", 1.6, 0.4)
        canvas.line(outline([a, b], closed=False), "#f4f4f0", max(1.0, 0.28 * patch.pixels), 1)
    canvas.path(outline(ring(0.56)), "none", stroke="#8d9192", stroke_width=max(1.5, 0.7 * patch.pixels))
    canvas.path(outline(ring(0.565)), "none", stroke="#eef0ee", stroke_width=max(0.8, 0.3 * patch.pixels))
    shine = [patch.at(r + r * x, r + r * y) for x, y in ((-0.62, 0.3), (0.2, 0.72), (0.42, 0.6), (-0.66, 0.05))]
    canvas.path(outline(shine), "#ffffff", fill_opacity=0.35)


def vinyl_clock(s: Scene, radius: float = 15) -> None:
    """Hang the clock cut from a record; wall at y = 0, centre at the origin."""
    s.turned((0, -1.6, 0), [(0, radius, BLACK), (0.5, radius, BLACK)], BLACK, axis=(0, -1, 0), decorate=_record)


def _record(view: View, patch: Patch, _light: float) -> None:
    r = patch.width / 2
    canvas, c = view.canvas, patch.at(r, r)
    k = patch.pixels
    for i in range(16):
        canvas.ellipse(
            c,
            k * r * (0.42 + i * 0.035),
            k * r * (0.42 + i * 0.035),
            "none",
            stroke="#5a5552",
            stroke_width=0.7,
            stroke_opacity=0.7,
        )
    for turn in (0.7, 0.7 + math.pi):
        wedge = [patch.at(r, r)] + [
            patch.at(r + r * 0.97 * math.cos(turn + d), r + r * 0.97 * math.sin(turn + d))
            for d in (-0.16, -0.05, 0.05, 0.16)
        ]
        canvas.path(outline(wedge), "#ffffff", fill_opacity=0.12)
    canvas.ellipse(c, k * r * 0.36, k * r * 0.36, "#b33a2b")
    canvas.ellipse(c, k * r * 0.33, k * r * 0.33, "none", stroke="#f1d9b5", stroke_width=1)
    write(canvas, patch.at(r, r * 1.17), "SECONDE VEINE", k * r * 0.06, "#f6e6cb", "sans", 0.5)
    write(canvas, patch.at(r, r * 0.78), "33 tours", k * r * 0.09, "#f6e6cb", "hand", 0.5)
    for i in range(12):
        t = 2 * math.pi * i / 12
        long = 0.09 if i % 3 == 0 else 0.05
        ends = [patch.at(r + r * q * math.sin(t), r + r * q * math.cos(t)) for q in (0.93, 0.93 - long)]
        canvas.line(outline(ends, closed=False), "#f3ece0", k * r * (0.03 if i % 3 == 0 else 0.018))
    hands(canvas_view=view, patch=patch, colour="#f7f1e6")


def hands(canvas_view: View, patch: Patch, colour: str) -> None:
    """Draw the hands of a clock at ten past ten."""
    r, k = patch.width / 2, patch.pixels
    for angle, long, wide in ((305, 0.5, 0.05), (60, 0.76, 0.036)):
        t = math.radians(angle)
        ends = [patch.at(r + r * q * math.sin(t), r + r * q * math.cos(t)) for q in (-0.1, long)]
        moved = [(x + 2.5, y + 4) for x, y in ends]
        canvas_view.canvas.line(outline(moved, closed=False), "#000000", k * r * wide, 0.25)
        canvas_view.canvas.line(outline(ends, closed=False), colour, k * r * wide)
    canvas_view.canvas.ellipse(patch.at(r, r), k * r * 0.045, k * r * 0.045, colour)


def barrel_clock(s: Scene, radius: float = 28) -> None:
    """Hang the large clock made of a barrel head; wall at y = 0, centre at the origin."""
    bands = [(0, radius, BLACK_STEEL), (4.6, radius, BLACK_STEEL)]
    s.turned((0, 0, 0), bands, BLACK, axis=(0, -1, 0), decorate=_head)


def head_boards(view: View, patch: Patch, light: float, material: Material, count: int = 6) -> None:
    """Draw the boards of a barrel head on a disc."""
    r = patch.width / 2
    canvas = view.canvas
    ring = [
        patch.at(r + 0.94 * r * math.cos(t), r + 0.94 * r * math.sin(t))
        for t in (2 * math.pi * i / 48 for i in range(48))
    ]
    canvas.open(clip_path=canvas.clip(outline(ring)))
    for i in range(count):
        h = patch.height / count
        board = patch.inset(0, i * h, patch.width, h * 0.985)
        material.finish(canvas, board, material, light, view.rng(i, r))
    canvas.close()


def _head(view: View, patch: Patch, light: float) -> None:
    head_boards(view, patch, light, BARREL.but(vary=1.2))
    r, k = patch.width / 2, patch.pixels
    for i, text in enumerate(("12", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11")):
        t = 2 * math.pi * i / 12
        x, y = patch.at(r + 0.76 * r * math.sin(t), r + 0.76 * r * math.cos(t))
        size = k * r * 0.21
        write(view.canvas, (x + 2, y + size * 0.35 + 3), text, size, "#2b1a12", "serif", 0.5, opacity=0.3)
        write(view.canvas, (x, y + size * 0.35), text, size, "#3a3735", "serif", 0.5)
    hands(view, patch, "#2c2a29")


def photo_frame(s: Scene, w: float = 34, h: float = 26) -> None:
    """Hang the frame of pallet wood around a forest; wall at y = 0, lower left corner at the origin."""
    t = 4.5
    s.box((t, -1.2, t), (w, 1.0, h), WHITE, label=_forest)
    for z in (0, h + t):
        s.box((0, -3, z), (w + 2 * t, 3, t), PALLET)
    for x in (0, w + t):
        s.box((x, -3, t), (t, 3, h), PALLET, grain=2)


def _forest(view: View, patch: Patch, _light: float) -> None:
    canvas, w, h = view.canvas, patch.width, patch.height
    canvas.path(
        patch.outline(),
        canvas.gradient(patch.at(0, h), patch.at(0, 0), [(0, "#e9efe0"), (0.55, "#c8d6b4"), (1, "#6c7f4f")]),
    )
    rng = Random(11)
    for layer, colour in enumerate(("#b3c4a2", "#8ba37b", "#5e7d57", "#3c5a41")):
        for _ in range(7 + 2 * layer):
            x, base, tall = rng.uniform(0, w), h * (0.3 - 0.08 * layer), h * rng.uniform(0.36, 0.6)
            half = tall * 0.17
            tree = [
                (x - half, base),
                (x + half, base),
                (x + half * 0.2, base + tall * 0.8),
                (x, min(base + tall, h)),
                (x - half * 0.2, base + tall * 0.8),
            ]
            inside = [(min(w, max(0, a)), min(h, max(0, b))) for a, b in tree]
            canvas.path(outline(patch.project(inside)), colour, fill_opacity=0.9)
    path = [
        (w * 0.42, 0),
        (w * 0.6, 0),
        (w * 0.55, h * 0.14),
        (w * 0.51, h * 0.24),
        (w * 0.5, h * 0.24),
        (w * 0.48, h * 0.14),
    ]
    canvas.path(outline(patch.project(path)), "#e3d9b5", fill_opacity=0.8)


def candle(s: Scene, x: float, y: float, height: float, side: float = 9, *, lit: bool = True) -> None:
    """Stand one candle holder cut from a sleeper, with its candle."""
    h = side / 2
    s.box((x - h, y - h, 0), (side, side, height), SLEEPER, grain=2)
    s.turned((x, y, height), [(0, 2.6, STEEL), (0.4, 2.6, STEEL)], STEEL, casts=False)
    s.turned((x, y, height + 0.3), [(0, 1.15, WAX), (11, 1.1, WAX), (11.4, 0.8, WAX)], WAX)
    if lit:
        flame(s, (x, y, height + 11.6))


def flame(s: Scene, at: Vec) -> None:
    """Light a wick."""
    place = s.point(at)

    def draw(view: View) -> None:
        c, k = view.camera.project(place), view.camera.pixels(place)
        r = 13 * k
        view.canvas.ellipse(
            (c[0], c[1] - 1.6 * k),
            r,
            r,
            view.canvas.radial((c[0], c[1] - 1.6 * k), r, [(0, "#ffdf9a", 0.55), (1, "#ffdf9a", 0)]),
        )
        for size, colour in ((1.0, "#f6a93b"), (0.55, "#fff4c9")):
            h, w = 3.8 * k * size, 0.95 * k * size
            x, y = c
            view.canvas.path(
                f"M{x:.1f},{y - h:.1f}Q{x + w * 1.5:.1f},{y - h * 0.2:.1f} {x:.1f},{y:.1f}Q{x - w * 1.5:.1f},{y - h * 0.2:.1f} {x:.1f},{y - h:.1f}z",  # noqa: E501
                colour,
            )

    s.custom([(at[0] - 1, at[1] - 1, at[2]), (at[0] + 1, at[1] + 1, at[2] + 4)], draw)


def bud_vase(s: Scene) -> None:
    """Stand the glass tube on its offcut of beam, with a sprig."""
    s.box((-11, -4.5, 0), (22, 9, 9), OLD_OAK)
    sprig(s, (3, 0, 20), 16, "#7d9a66", flowers="#d98f6c")
    water = CLEAR_GLASS.but(colour="#bcd6d4", opacity=0.55)
    s.turned((3, 0, 6), [(0, 1.4, water), (0.4, 1.6, water), (9, 1.6, water)], water)
    s.turned((3, 0, 15), [(0, 1.6, CLEAR_GLASS), (6.5, 1.6, CLEAR_GLASS), (6.8, 1.85, CLEAR_GLASS)])
    s.turned((3, 0, 9), [(0, 2.4, STEEL), (0.8, 2.4, STEEL)], STEEL, casts=False)


def leaf(at: Point, angle: float, size: float, wide: float = 0.32) -> tuple[str, str]:
    """Return path data of one leaf: all of it, and its shaded half."""
    dx, dy = math.cos(angle) * size, -math.sin(angle) * size
    (x, y), (nx, ny) = at, (-dy * wide, dx * wide)
    mx, my = dx * 0.45, dy * 0.45

    def half(sign: int) -> str:
        bend, tip = f"{mx + sign * nx:.1f},{my + sign * ny:.1f}", f"{dx:.1f},{dy:.1f}"
        return f"M{x:.1f},{y:.1f}q{bend} {tip}z"

    back = f"q{mx - dx - nx:.1f},{my - dy - ny:.1f} {-dx:.1f},{-dy:.1f}z"
    return half(1)[:-1] + back, half(-1)


def leaves(view: View, drawn: list[tuple[str, str]], colour: str) -> None:
    """Draw leaves of one colour."""
    view.canvas.path("".join(whole for whole, _ in drawn), colour)
    view.canvas.path("".join(dark for _, dark in drawn), mix(colour, "#21351d", 0.22))


def sprig(s: Scene, at: Vec, height: float, colour: str, flowers: str = "", count: int = 7, seed: int = 4) -> None:
    """Grow a few stems with leaves (and flowers)."""
    place = s.point(at)

    def draw(view: View) -> None:
        rng = Random(seed)
        c, k = view.camera.project(place), view.camera.pixels(place)
        for i in range(count):
            lean = (i - (count - 1) / 2) / max(1, count) * 1.5 + rng.uniform(-0.15, 0.15)
            tall = height * rng.uniform(0.65, 1.0) * k
            stem = [(c[0] + lean * tall * 0.62 * t * t, c[1] - tall * t) for t in (0, 0.3, 0.6, 0.85, 1)]
            view.canvas.line(smooth(stem), lit(mix(colour, "#3d5230", 0.4), view.exposure), max(0.8, 0.25 * k))
            tone = lit(mix(colour, rng.choice(("#9db87f", "#4e6b40")), rng.uniform(0, 0.5)), view.exposure)
            turn, size = math.pi / 2 - lean * 0.6, height * 0.24 * k
            spots = [(p, side, size * (1.1 - 0.14 * j)) for j, p in enumerate(stem[1:]) for side in (-1, 1)]
            leaves(view, [leaf(p, turn + side * rng.uniform(0.6, 1.1), long) for p, side, long in spots], tone)
            if flowers:
                for _ in range(5):
                    x, y = stem[-1][0] + rng.uniform(-1, 1) * 1.2 * k, stem[-1][1] + rng.uniform(-1, 1) * 1.2 * k
                    view.canvas.ellipse(
                        (x, y), 0.75 * k, 0.7 * k, lit(mix(flowers, "#ffffff", rng.uniform(0, 0.35)), view.exposure)
                    )

    x, y, z = at
    w = height * 0.5
    s.custom([(x - w, y - 2, z), (x + w, y + 2, z), (x - w, y - 2, z + height), (x + w, y + 2, z + height)], draw)


def plant(
    s: Scene,
    x: float,
    y: float,
    z: float,
    height: float = 60,
    pot: Material = CERAMIC,
    seed: int = 1,
    style: str = "broad",
) -> None:
    """Stand a green plant in its pot."""
    r = height * 0.2
    s.turned(
        (x, y, z), [(0, r * 0.72, pot), (r * 1.6, r, pot), (r * 1.75, r, pot)], BLACK.but(colour="#4a3526", shine=0.0)
    )
    place = s.point((x, y, z + r * 1.7))

    def draw(view: View) -> None:
        rng = Random(seed)
        c, k = view.camera.project(place), view.camera.pixels(place)
        count = 17 if style == "broad" else 26
        for i in range(count):
            angle = math.pi * (0.08 + 0.84 * ((i * 0.618) % 1))
            long = (height - r * 1.7) * k * rng.uniform(0.5, 1.0) * (0.62 + 0.38 * math.sin(angle))
            tone = lit(
                mix(rng.choice(("#5d7f4c", "#48693f", "#7a9a5e")), "#2d4428", 0.5 * (1 - i / count)), view.exposure
            )
            if style == "broad":
                end = (c[0] + math.cos(angle) * long * 0.55, c[1] - math.sin(angle) * long * 0.62)
                bend = (c[0] + math.cos(angle) * long * 0.15, c[1] - math.sin(angle) * long * 0.45)
                view.canvas.line(
                    f"M{c[0]:.1f},{c[1]:.1f}Q{bend[0]:.1f},{bend[1]:.1f} {end[0]:.1f},{end[1]:.1f}",
                    lit("#4f6b3e", view.exposure),
                    max(1, 0.5 * k),
                )
                leaves(view, [leaf(end, angle - 0.5 * math.cos(angle), long * 0.5, 0.42)], tone)
            else:
                leaves(view, [leaf(c, angle, long, 0.1)], tone)

    h = height * 0.62
    s.custom(
        [
            (x - h * 0.7, y - r, z + r),
            (x + h * 0.7, y + r, z + r),
            (x - h * 0.7, y, z + height),
            (x + h * 0.7, y, z + height),
        ],
        draw,
    )


def tray(s: Scene, long: float = 62) -> None:
    """Lay the tray of three staves, leather handles."""
    for i in range(3):
        y = -17 + i * 11.6
        for x in (-long / 2,):
            s.box((x, y, 2), (long, 11.2, 2.2), BARREL)
    for x in (-long * 0.32, long * 0.28):
        s.box((x, -17, 0), (4, 34, 2), BARREL, grain=1)
    for x, sign in ((-long / 2 + 3, -1), (long / 2 - 3, 1)):
        s.bow(
            [(x, -8, 4.4), (x + sign * 3, -7, 8), (x + sign * 5, 0, 10), (x + sign * 3, 7, 8), (x, 8, 4.4)],
            0.95,
            LEATHER,
        )
        for y in (-8, 8):
            s.turned((x, y, 4.2), [(0, 1.1, STEEL), (0.5, 1.1, STEEL)], STEEL, casts=False)


def tumbler(s: Scene, x: float, y: float, z: float = 0, glass: Material = CLEAR_GLASS, drink: str = "") -> None:
    """Stand a glass cut from a bottle."""
    if drink:
        liquid = Material(drink, BLACK.finish, shine=0.4, opacity=0.85)
        s.turned((x, y, z + 0.8), [(0, 3.2, liquid), (5.5, 3.3, liquid)], liquid)
    s.turned((x, y, z), [(0, 3.4, glass), (0.7, 3.7, glass), (10.5, 3.7, glass)])
    place = s.point((x, y, z))

    def shine(view: View) -> None:
        c, k = view.camera.project(place), view.camera.pixels(place)
        canvas = view.canvas
        canvas.ellipse((c[0], c[1] - 1.0 * k), 3.3 * k, 0.9 * k, "#ffffff", fill_opacity=0.3)
        for dx, wide, much in ((-2.6, 0.75, 0.6), (-1.5, 0.25, 0.45), (2.9, 0.3, 0.4)):
            canvas.line(f"M{c[0] + dx * k:.1f},{c[1] - 1.6 * k:.1f}v{-7.6 * k:.1f}", "#ffffff", wide * k, much)

    s.custom([(x - 3.7, y - 3.8, z), (x + 3.7, y - 3.75, z + 10)], shine)


def plate(s: Scene, x: float, y: float, z: float, radius: float = 12) -> None:
    """Lay a plate."""
    s.turned((x, y, z), [(0, radius * 0.6, CERAMIC), (1.4, radius, CERAMIC)], CERAMIC, decorate=_rim)


def _rim(view: View, patch: Patch, light: float) -> None:
    r = patch.width / 2
    ring = [
        patch.at(r + 0.66 * r * math.cos(t), r + 0.66 * r * math.sin(t))
        for t in (2 * math.pi * i / 28 for i in range(28))
    ]
    view.canvas.path(outline(ring), lit("#e6dccb", light), stroke="#cfc2ac", stroke_width=0.8)


def mug(s: Scene, x: float, y: float, z: float, colour: str = "#c9744e") -> None:
    """Stand a mug."""
    body = CERAMIC.but(colour=colour)
    s.turned((x, y, z), [(0, 3.8, body), (9, 4.1, body)], None)
    s.bow(arc((x + 4, y, z + 4.8), (3.4, 0, 0), (0, 0, 3), -85, 85, 6), 0.6, body)


def cheese(s: Scene, z: float) -> None:
    """Lay cheese, grapes and bread on a board."""
    s.turned(
        (-12, 3, z),
        [(0, 7, WHITE.but(colour="#f6ecd2")), (3.4, 7, WHITE.but(colour="#f6ecd2"))],
        WHITE.but(colour="#fbf4e2"),
    )
    s.box((6, 4, z), (13, 7, 5), WAX.but(colour="#efc765"))
    rng = Random(3)
    grapes = [(4 + rng.uniform(-6, 6), -7 + rng.uniform(-3.5, 3.5), z + rng.uniform(0.8, 3.4)) for _ in range(26)]
    for gx, gy, gz in sorted(grapes, key=lambda g: (-g[1], g[2])):
        _grape(s, (gx, gy, gz))


def _grape(s: Scene, at: Vec) -> None:
    place = s.point(at)

    def draw(view: View) -> None:
        c, r = view.camera.project(place), 1.3 * view.camera.pixels(place)
        paint = view.canvas.radial(
            (c[0] - r * 0.3, c[1] - r * 0.4), r * 1.5, [(0, "#a9688c"), (0.5, "#6b3456"), (1, "#3d1d35")]
        )
        view.canvas.ellipse(c, r, r, paint)

    s.custom([(at[0] - 1, at[1] - 1, at[2] - 0.5), (at[0] + 1, at[1] + 1, at[2] + 1)], draw)


GREEN = GREEN_GLASS
