"""Soft goods and things resold: tote, pencil case, apron, tins, bulb, book."""

from __future__ import annotations

import math
from collections.abc import Callable

from tools.draw.colour import lit
from tools.draw.geometry import Point
from tools.draw.lettering import write
from tools.draw.materials import Material
from tools.draw.palette import BLACK, BRASS, KRAFT, SAIL, STEEL, WAX, WHITE
from tools.draw.patch import Patch
from tools.draw.scene import Label, Scene
from tools.draw.svg import Canvas, outline, smooth
from tools.draw.view import View

BLUE, YELLOW = "#2f66a0", "#eebc3c"


def tote(s: Scene, *, back: bool = False, w: float = 42, h: float = 38) -> None:
    """Stand the tote of advertising tarpaulin."""
    s.box((-w / 2, -7, 0), (w, 14, h), BLACK.but(colour=BLUE, shine=0.25, vary=0.0), label=_tarp(back=back))
    strap = Material("#3a3d42", SAIL.finish, accent="#e9e2d2", vary=0.0)
    for y in (-7.4, 7.2):
        for x in (-12, 9):
            s.box((x, y - (0.3 if y < 0 else 0), h * 0.35), (3.4, 0.5, h * 0.65), strap)
        loop = [(-10.3, y, h), (-9.5, y, h + 12), (-5, y, h + 20), (5, y, h + 20), (9.8, y, h + 12), (10.7, y, h)]
        s.bow(loop, 1.5, strap)


def _tarp(*, back: bool) -> Label:
    def draw(view: View, patch: Patch, light: float) -> None:
        canvas, w, h = view.canvas, patch.width, patch.height
        if abs(patch.normal[1]) < 0.5:
            return
        canvas.open(clip_path=canvas.clip(patch.outline()))
        if back:
            canvas.path(outline(patch.project([(0, 0), (w, 0), (w, h * 0.42), (0, h * 0.6)])), lit(YELLOW, light))
            x, y = patch.at(w * 0.04, h * 0.12)
            write(canvas, (x, y), "FÊ", h * patch.pixels * 1.05, lit("#f7f2e6", light), "sans")
        else:
            canvas.path(
                outline(patch.project([(0, h * 0.25), (w * 0.55, 0), (w, 0), (w, h * 0.5), (w * 0.3, h), (0, h)])),
                lit(YELLOW, light),
            )
            ring = [
                patch.at(w * 0.72 + 11 * math.cos(t), h * 0.62 + 11 * math.sin(t))
                for t in (i * 0.35 for i in range(18))
            ]
            canvas.path(smooth(ring, closed=True), lit("#f7f2e6", light))
            x, y = patch.at(w * 0.05, h * 0.2)
            write(canvas, (x, y), "74", h * patch.pixels * 0.55, lit(BLUE, light), "sans", turn=-8)
        canvas.close()
        for k in (0.3, 0.7):
            fold = [patch.at(w * (k + 0.02 * math.sin(i * 1.7)), h * i / 5) for i in range(6)]
            canvas.line(smooth(fold), "#ffffff", 5, 0.14)
        seam = [patch.at(a, b) for a, b in ((1, h - 1.5), (w - 1, h - 1.5))]
        canvas.line(outline(seam, closed=False), "#f7f2e6", 1.2, 0.8, stroke_dasharray="6 5")

    return draw


def pencil_case(s: Scene) -> None:
    """Lay the pencil case of inner tube, red zip."""
    tube = BLACK.but(colour="#35373a", shine=0.35, vary=0.0)
    s.turned(
        (-12, 0, 4.6), [(0, 3.8, tube), (1.2, 4.6, tube), (22.8, 4.6, tube), (24, 3.8, tube)], tube, axis=(1, 0, 0)
    )
    where = s.placed()
    place = [s.point((-11.4 + i * 2.28, -2.1, 8.75)) for i in range(11)]

    def zipper(view: View) -> None:
        seen = [view.camera.project(p) for p in place]
        k = view.camera.pixels(place[0])
        canvas = view.canvas
        canvas.line(outline(seen, closed=False), lit("#b5332b", 1.0), 1.15 * k)
        canvas.line(
            outline(seen, closed=False),
            "#f0d9c9",
            0.28 * k,
            1,
            stroke_dasharray=f"{0.16 * k:.1f} {0.28 * k:.1f}",
            stroke_linecap="butt",
        )
        x, y = seen[-2]
        canvas.path(
            f"M{x:.1f},{y - 0.4 * k:.1f}l{1.6 * k:.1f},{0.3 * k:.1f}l{0.6 * k:.1f},{1.9 * k:.1f}l{-1.3 * k:.1f},{0.2 * k:.1f}z",  # noqa: E501
            "#c9c6bf",
        )
        mark = [view.camera.project(where((-5 + i * 2.2, -4.5, 4.2 - 0.12 * i))) for i in range(5)]
        canvas.line(smooth(mark), "#e8e2d6", 0.25 * k, 0.6)

    s.custom([(-12, -5, 4), (12, -4.8, 9.4)], zipper)
    for x in (-12.6, 12.0):
        s.box((x, -1, 6), (0.6, 2, 3), Material("#b5332b", SAIL.finish))


def apron(s: Scene) -> None:
    """Hang the apron on its hook; wall at y = 0."""
    s.box((-3, -2, 92), (6, 2, 6), BRASS)
    s.turned(
        (0, -2, 95), [(0, 1.1, BRASS), (4, 1.1, BRASS), (4.6, 1.6, BRASS), (5.4, 1.6, BRASS)], BRASS, axis=(0, -1, 0)
    )
    shape = [
        (-13, 78),
        (-14, 62),
        (-30, 50),
        (-32, 25),
        (-31, 0),
        (0, -2),
        (31, 0),
        (32, 25),
        (30, 50),
        (14, 62),
        (13, 78),
    ]
    body = [s.point((x, -2, z)) for x, z in shape]
    strap = [s.point(p) for p in ((-11, -2.2, 77), (-7, -3, 90), (0, -5, 96.5), (7, -3, 90), (11, -2.2, 77))]
    ties = [[s.point((x * k, -2, z)) for k, z in ((1.0, 49), (1.18, 40), (1.1, 26), (1.22, 12))] for x in (-30, 30)]
    place = s.placed()
    pocket = [s.point((x, -2.4, z)) for x, z in ((-15, 36), (15, 36), (15, 16), (-15, 16))]

    def draw(view: View) -> None:
        project, k, canvas = view.camera.project, view.camera.pixels(body[0]), view.canvas
        seen = [project(p) for p in body]
        moved = [(x + 2.2 * k, y + 3 * k) for x, y in seen]
        canvas.path(outline(moved), "#2b1a12", fill_opacity=0.3, filter=canvas.blur(1.6 * k))
        for tie in ties:
            canvas.line(smooth([project(p) for p in tie]), lit(SAIL.colour, 0.84), 1.5 * k)
        canvas.line(smooth([project(p) for p in strap]), lit("#b3372d", 0.95), 1.7 * k)
        left, right = project(body[3]), project(body[7])
        stops = [
            (0.0, lit(SAIL.colour, 1.02)),
            (0.25, lit(SAIL.colour, 0.95)),
            (0.45, lit(SAIL.colour, 1.05)),
            (0.7, lit(SAIL.colour, 0.93)),
            (0.85, lit(SAIL.colour, 1.0)),
            (1.0, lit(SAIL.colour, 0.86)),
        ]
        data = outline(seen)
        canvas.path(data, canvas.gradient(left, right, stops), stroke=lit(SAIL.colour, 0.8), stroke_width=1)
        inner = [((x - 500) * 0.965 + 500, y + 0.7 * k) for x, y in seen]
        canvas.line(outline(inner), "#b69c72", 1.1, 0.8, stroke_dasharray="6 5")
        for x0, x1 in ((-20, -24), (-6, -9), (10, 13), (22, 26)):
            canvas.line(
                outline([project(place((x0, -2, 48))), project(place((x1, -2, 1)))], closed=False),
                "#8d7a58",
                3 * k / 2,
                0.12,
            )
        x, y = project(place((0, -2, 56)))
        write(canvas, (x, y), "FR 72", 8.6 * k, "#b3372d", "sans", 0.5, spacing=1)
        canvas.path(outline([project(p) for p in pocket]), lit(SAIL.colour, 0.98), stroke="#a68b61", stroke_width=1.2)
        zig = [project(place((-15 + i * 1.5, -2.4, 34.4 + (0.8 if i % 2 else 0)))) for i in range(21)]
        canvas.line(outline(zig, closed=False), "#b3372d", 1.4, 0.8)

    s.custom([(-33, -2.6, 0), (33, -2, 97)], draw)


def label_band(text: str, more: str, colour: str = "#5a4028") -> Callable[[View, Point, float], None]:
    """Return a kraft label for the front of a tin."""

    def draw(view: View, at: Point, k: float) -> None:
        canvas = view.canvas
        x, y = at
        canvas.path(
            f"M{x - 5.6 * k:.1f},{y - 5.2 * k:.1f}Q{x:.1f},{y - 4.4 * k:.1f} {x + 5.6 * k:.1f},{y - 5.2 * k:.1f}V{y + 4.4 * k:.1f}Q{x:.1f},{y + 5.4 * k:.1f} {x - 5.6 * k:.1f},{y + 4.4 * k:.1f}z",  # noqa: E501
            KRAFT.colour,
        )
        bee(view, (x, y - 2.4 * k), 1.6 * k, colour)
        write(canvas, (x, y + 0.9 * k), text, 1.45 * k, colour, "serif", 0.5)
        write(canvas, (x, y + 2.6 * k), more, 0.85 * k, colour, "sans", 0.5)
        canvas.line(f"M{x - 3.6 * k:.1f},{y + 3.4 * k:.1f}h{7.2 * k:.1f}", colour, 0.1 * k)

    return draw


def bee(view: View, at: Point, r: float, colour: str) -> None:
    """Draw the stylised bee of Cirerie du Vair."""
    bee_on(view.canvas, at, r, colour)


def bee_on(c: Canvas, at: Point, r: float, colour: str, second: str = "#e0a93c") -> None:
    """Draw a bee on a canvas."""
    x, y = at
    for sign in (-1, 1):
        c.raw(
            f'<ellipse cx="{x + sign * r * 0.8:.1f}" cy="{y - r * 0.45:.1f}" rx="{r * 0.75:.1f}" ry="{r * 0.4:.1f}" fill="#fff" fill-opacity=".75" stroke="{colour}" stroke-width="{r * 0.1:.1f}" transform="rotate({sign * -25},{x + sign * r * 0.8:.1f},{y - r * 0.45:.1f})"/>'  # noqa: E501
        )
    c.raw(f'<ellipse cx="{x:.1f}" cy="{y:.1f}" rx="{r * 0.5:.1f}" ry="{r * 0.85:.1f}" fill="{second}"/>')
    for dy, half in ((-0.25, 0.46), (0.15, 0.48), (0.52, 0.36)):
        c.raw(
            f'<path d="M{x - half * r:.1f},{y + dy * r:.1f}h{2 * half * r:.1f}" stroke="{colour}" stroke-width="{r * 0.2:.1f}"/>'  # noqa: E501
        )
    c.raw(f'<circle cx="{x:.1f}" cy="{y - r * 0.9:.1f}" r="{r * 0.32:.1f}" fill="{colour}"/>')


def oil_tin(s: Scene, x: float = 0, y: float = 0) -> None:
    """Stand the tin of oil."""
    tin = Material("#6f7f5f", BLACK.finish, shine=0.6)
    s.turned(
        (x, y, 0),
        [(0, 7.2, STEEL), (0.7, 7.4, STEEL), (0.8, 7.2, tin), (17, 7.2, tin), (17.1, 7.4, STEEL), (17.8, 7.4, STEEL)],
        STEEL,
    )
    s.turned((x, y, 17.8), [(0, 5.6, STEEL), (0.9, 5.6, STEEL)], STEEL)
    place = s.point((x, y - 7.3, 8.8))
    paint = label_band("Huile dure", "CIRERIE DU VAIR · 0,75 l".replace("·", "-"))
    s.custom(
        [(x - 6, y - 7.6, 2), (x + 6, y - 7.5, 15)],
        lambda view: paint(view, view.camera.project(place), view.camera.pixels(place)),
    )


def wax_tin(s: Scene, x: float = 0, y: float = 0) -> None:
    """Lay the round tin of wax, lid leaning against it, with a cloth."""
    gold = Material("#c9a04c", BLACK.finish, shine=0.8)
    s.turned((x, y, 0), [(0, 7, gold), (3.6, 7, gold), (3.7, 7.2, gold), (4.2, 7.2, gold)], WAX.but(colour="#efd9a0"))
    with s.at(x + 9.5, y - 2.0, 7.0, tilt=0):
        s.turned((0, 0, 0), [(0, 7.3, gold), (1.6, 7.3, gold)], KRAFT, axis=(0.12, -1, 0.28), decorate=_lid)


def _lid(view: View, patch: Patch, _light: float) -> None:
    r, k = patch.width / 2, patch.pixels
    bee(view, patch.at(r, r * 1.3), r * k * 0.3, "#5a4028")
    x, y = patch.at(r, r * 0.62)
    write(view.canvas, (x, y), "Cire en pâte", r * k * 0.28, "#5a4028", "serif", 0.5)
    x, y = patch.at(r, r * 0.36)
    write(view.canvas, (x, y), "CIRERIE DU VAIR", r * k * 0.13, "#5a4028", "sans", 0.5)


def rag(s: Scene, x: float, y: float, size: float = 11, colour: str = "#e5d8c0") -> None:
    """Drop a crumpled cloth."""
    spots = [
        (0.0, 1.0),
        (0.5, 0.75),
        (0.95, 0.85),
        (1.0, 0.2),
        (0.7, -0.5),
        (0.75, -0.95),
        (0.0, -0.7),
        (-0.6, -0.95),
        (-0.85, -0.3),
        (-1.05, 0.3),
        (-0.6, 0.7),
    ]
    edge = [s.point((x + a * size, y + b * size * 0.8, 0.2)) for a, b in spots]
    folds = [
        [s.point((x + a * size * q, y + b * size * 0.8 * q, 2.4 * (1 - q))) for q in (0.1, 0.5, 0.95)]
        for a, b in spots[::2]
    ]
    middle = s.point((x - size * 0.2, y, 2))

    def draw(view: View) -> None:
        project, canvas = view.camera.project, view.canvas
        c, k = project(middle), view.camera.pixels(middle)
        data = smooth([project(p) for p in edge], closed=True)
        canvas.path(
            data,
            "#2b1a12",
            fill_opacity=0.3,
            filter=canvas.blur(0.7 * k),
            transform=f"translate({0.8 * k:.1f},{0.5 * k:.1f})",
        )
        canvas.path(
            data, canvas.radial(c, size * k, [(0, lit(colour, 1.12)), (0.6, lit(colour, 1.0)), (1, lit(colour, 0.82))])
        )
        for fold in folds:
            canvas.line(smooth([project(p) for p in fold]), lit(colour, 0.7), 0.9 * k, 0.35)
            canvas.line(smooth([(a + 0.8 * k, b - 0.4 * k) for a, b in map(project, fold)]), "#ffffff", 0.7 * k, 0.4)

    s.custom([(x - size, y - size, 0), (x + size, y + size, 2)], draw)


def book(s: Scene) -> None:
    """Stand the paperback on reclaimed wood, cover to the front."""
    s.box((-8.5, -1.6, 0), (17, 3.2, 24), WHITE.but(colour="#4f7a58", vary=0.0), 0, _cover)
    s.box((8.3, -1.3, 0.2), (0.3, 2.6, 23.6), WHITE, casts=False)


def _cover(view: View, patch: Patch, _light: float) -> None:
    w, h, canvas = patch.width, patch.height, view.canvas
    k = patch.pixels

    def line(y: float, text: str, size: float, font: str = "serif", colour: str = "#f6ecd4") -> None:
        x0, y0 = patch.at(w / 2, y)
        write(canvas, (x0, y0), text, size * k, colour, font, 0.5)

    line(h - 4.4, "Réemployer", 2.5)
    line(h - 6.9, "le bois chez soi", 1.9)
    body = [
        (3, 8),
        (13.6, 8),
        (13.6, 10.4),
        (11.4, 10.8),
        (10.6, 12.6),
        (9.8, 12.6),
        (9.6, 10.6),
        (6.4, 10.8),
        (5.4, 12.2),
        (4.3, 12.0),
        (4.4, 10.4),
        (3, 10),
    ]
    canvas.path(smooth(patch.project(body), closed=True), "#e0b877", stroke="#3c2b1b", stroke_width=2)
    blade = [(7.2, 8.2), (8.2, 13.2), (8.9, 13.1), (8.3, 8.2)]
    canvas.path(outline(patch.project(blade)), "#d7dcdb", stroke="#3c2b1b", stroke_width=2)
    curl = [(7.4, 11), (5.6, 14.4), (3.2, 13.4), (4.2, 11.4), (6, 12.4), (5.2, 13.6)]
    canvas.line(smooth(patch.project(curl)), "#f6ecd4", 2.6)
    canvas.line(outline(patch.project([(2, 7.6), (15, 7.6)]), closed=False), "#f6ecd4", 2)
    line(3.8, "ÉDITIONS DU COPEAU", 0.85, "sans")
    spine = [patch.at(0.7, 0), patch.at(0.7, h)]
    canvas.line(outline(spine, closed=False), "#2f4c36", 2, 0.5)
