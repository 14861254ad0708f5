"""Close-ups of products, and the back of the clock."""

from __future__ import annotations

from tools.draw.colour import lit
from tools.draw.geometry import Point, Vec
from tools.draw.lettering import write
from tools.draw.models import lights, storage, tables
from tools.draw.palette import (
    BLACK,
    BRASS,
    CRATE,
    DOOR_BLUE,
    JETTY,
    SCAFFOLD,
    STEEL,
    studio,
    wall_studio,
)  # fmt: skip
from tools.draw.patch import Patch
from tools.draw.registry import Sheet, drawing
from tools.draw.scene import Scene
from tools.draw.svg import outline, smooth
from tools.draw.view import View


def _close(s: Scene, eye: Vec, low: Vec, high: Vec) -> str:
    """Take a picture of a part: what lies between two points fills the sheet."""
    s.look(eye, (0, 0, 1, 1), [low, high])
    return s.picture()


@drawing("table-huisne-detail")
def _table(sheet: Sheet) -> str:
    s = sheet.scene(studio(260, "#e4dac9", "#e2d6c3"))
    with s.at(yaw=-34):
        tables.frame_leg(s, 70, 80, 71)
        wood = SCAFFOLD.but(wear=1.0)
        for i in range(4):
            s.box(
                (-100, -45 + i * 22.5, 71),
                (200 - (i % 2) * 1.6, 22.1, 5),
                wood.but(colour=("#b0926c", "#9d866a", "#b89a72", "#a58b69")[i]),
            )
    s.look((60, -180, 150), (-0.35, 0.22, 1.15, 0.92), [(10, -70, 66), (110, -70, 66), (60, 40, 76)])
    return s.picture()


@drawing("banc-huisne-detail")
def _bench(sheet: Sheet) -> str:
    s = sheet.scene(studio(260, "#e4dac9", "#e2d6c3"))
    with s.at(yaw=-36):
        tables.frame_leg(s, 48, 26, 40, 6)
        s.box((-75, -15, 40), (150, 30, 5), SCAFFOLD.but(wear=1.0))
        s.box((68, -15.5, 39.5), (4, 31, 6), STEEL)
        for y in (-9, 9):
            s.turned((70, y, 45.5), [(0, 0.9, STEEL), (0.4, 0.6, STEEL)], STEEL, casts=False)
    s.look((70, -130, 92), (-0.2, 0.3, 1.05, 0.8), [(30, -45, 36), (76, -45, 36), (62, 0, 46)])
    return s.picture()


@drawing("bureau-braye-detail")
def _desk(sheet: Sheet) -> str:
    s = sheet.scene(studio(260, "#e4dac9", "#e2d6c3"))
    with s.at(yaw=28):
        tables.panel(s, (-60, -36, 70), 160, 72, DOOR_BLUE.but(wear=0.8))
        s.box((-64, -3, 69.6), (4, 12, 4.6), BRASS)
        s.box((-59, -5, 73.9), (5, 18, 0.5), BRASS)
        s.turned((-56.5, 8, 74.4), [(0, 1.5, BRASS), (0.4, 1.5, BRASS)], BLACK, casts=False)
        s.turned(
            (-56.5, 0, 74.4),
            [(0, 1.0, BRASS), (3, 1.0, BRASS), (3.4, 2.4, BRASS), (6, 2.6, BRASS), (7, 1.6, BRASS)],
            BRASS,
        )
    s.look((-40, -150, 140), (-0.05, 0.2, 1.35, 0.95), [(-80, -60, 66), (20, -60, 66), (-30, 30, 76)])
    return s.picture()


@drawing("bibliotheque-pommes-detail")
def _crate(sheet: Sheet) -> str:
    s = sheet.scene(studio(260, "#e4dac9", "#e2d6c3"))
    with s.at(-30, 0, 0, yaw=-18):
        for z in (0.0, 31.0):
            with s.at(0, 0, z):
                storage.crate(s, 62, 30, 31)
        s.box((0, -1.6, 31), (62, 1.0, 10), CRATE.but(wear=0.9), label=storage.stencil("VERGER DU LOIR - 72"))
        s.box((0, -1.6, 43), (62, 1.0, 8), CRATE.but(wear=0.9))
        storage.books(s, 8, 10, 1.5, 30, 4)
    s.look((10, -150, 62), (0.0, 0.05, 1.0, 1.1), [(-34, 0, 14), (34, -16, 14), (0, 0, 66)])
    return s.picture()


@drawing("lampe-siphon-detail")
def _siphon(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    lights.siphon(s)
    where = s.point((0, -5.7, 15))

    def etching(view: View) -> None:
        (x, y), k = view.camera.project(where), view.camera.pixels(where)
        canvas = view.canvas
        canvas.ellipse((x, y), 4.5 * k, 4.5 * k, "none", stroke="#f2f9ff", stroke_width=0.14 * k, stroke_opacity=0.75)
        canvas.ellipse((x, y), 4.1 * k, 4.1 * k, "none", stroke="#f2f9ff", stroke_width=0.07 * k, stroke_opacity=0.7)
        write(canvas, (x, y - 1.3 * k), "Limonaderie", 1.25 * k, "#f2f9ff", "serif", 0.5, opacity=0.85)
        write(canvas, (x, y + 0.4 * k), "DU LOIR", 1.5 * k, "#f2f9ff", "serif", 0.5, opacity=0.85)
        write(canvas, (x, y + 2.2 * k), "1932", 1.1 * k, "#f2f9ff", "serif", 0.5, opacity=0.85)
        canvas.line(f"M{x - 2.4 * k:.1f},{y + 2.9 * k:.1f}h{4.8 * k:.1f}", "#f2f9ff", 0.1 * k, 0.8)

    s.custom([(-5, -6.4, 8), (5, -6.3, 22)], etching)
    s.look((2, -90, 26), (0.06, -0.06, 0.94, 1.04), [(-9, -7, 3), (9, -7, 33)])
    return s.picture()


@drawing("salon-ponton-detail")
def _jetty(sheet: Sheet) -> str:
    s = sheet.scene(studio(260, "#cfd6cb", "#e2d6c3"))
    with s.at(yaw=-30):
        for i in range(3):
            s.box((-90, -30 + i * 20, 30), (150, 19, 6), JETTY.but(wear=0.9, vary=1.2))
        s.box((30, -24, 0), (14, 52, 30), JETTY, grain=1)
        for y in (-21, 19):
            s.turned((37, y, 36), [(0, 2.4, STEEL), (0.5, 2.4, STEEL), (0.6, 1.6, STEEL), (2, 1.6, STEEL)], STEEL)
            s.turned((37, y, 38), [(0, 0.9, STEEL), (1.2, 0.9, STEEL)], STEEL, casts=False)
    s.look((30, -130, 96), (-0.3, 0.2, 1.1, 0.95), [(-20, -40, 26), (66, -40, 26), (20, 30, 36)])
    return s.picture()


@drawing("horloge-vinyle-verso")
def _back(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio("#e9dfd0"))
    with s.at(z=140):
        s.turned((0, -1.6, 0), [(0, 15, BLACK), (0.5, 15, BLACK)], BLACK, axis=(0, -1, 0), decorate=_movement)
    s.look((-8, -80, 142), (0.14, 0.14, 0.86, 0.86))
    return s.picture()


def _movement(view: View, patch: Patch, light: float) -> None:
    r, k, canvas = patch.width / 2, patch.pixels, view.canvas
    c = patch.at(r, r)
    for i in range(18):
        canvas.ellipse(
            c,
            k * r * (0.4 + i * 0.033),
            k * r * (0.4 + i * 0.033),
            "none",
            stroke="#5a5552",
            stroke_width=0.7,
            stroke_opacity=0.6,
        )
    canvas.ellipse(c, k * r * 0.36, k * r * 0.36, "#3f7a57")

    def quad(x0: float, y0: float, x1: float, y1: float) -> list[Point]:
        return patch.project([(r + r * a, r + r * b) for a, b in ((x0, y0), (x1, y0), (x1, y1), (x0, y1))])

    shadow = [(x + 8, y + 10) for x, y in quad(-0.27, -0.3, 0.27, 0.26)]
    canvas.path(outline(shadow), "#000000", fill_opacity=0.45, filter=canvas.blur(7))
    box = quad(-0.27, -0.3, 0.27, 0.26)
    canvas.path(
        outline(box),
        canvas.gradient(box[3], box[1], [(0, lit("#e4e1da", 1.05)), (1, lit("#bdb8ae", light))]),
        stroke="#8f8a80",
        stroke_width=2,
    )
    canvas.path(outline(quad(-0.21, -0.26, 0.21, -0.11)), "#8f8a80")
    canvas.path(outline(quad(-0.19, -0.245, 0.16, -0.125)), "#c98a35")
    canvas.path(outline(quad(-0.19, -0.245, -0.06, -0.125)), "#2c2a29")
    canvas.path(outline(quad(0.16, -0.215, 0.185, -0.155)), "#d9d6cf")
    x, y = patch.at(r * 1.03, r * 0.79)
    write(canvas, (x, y), "1,5 V  AA", k * r * 0.055, "#fff3d6", "sans", 0.5)
    wheel = patch.at(r, r * 1.1)
    canvas.ellipse(wheel, k * r * 0.07, k * r * 0.07, "#f3f1ec", stroke="#8f8a80", stroke_width=2)
    hook = [
        (r, r * 1.26),
        (r * 0.9, r * 1.33),
        (r * 0.93, r * 1.44),
        (r * 1.07, r * 1.44),
        (r * 1.1, r * 1.33),
        (r, r * 1.26),
    ]
    canvas.line(smooth(patch.project(hook)), "#b8b4ac", 7)
    x, y = patch.at(r, r * 0.42)
    write(canvas, (x, y), "Fabriqué à Vaubrison-sur-Loir", k * r * 0.085, "#d9cdb8", "hand", 0.5)
