"""Stylised people: a pose is where the joints are, in centimetres; limbs are round strokes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tools.draw.colour import lit, mix
from tools.draw.geometry import Point
from tools.draw.scene import Scene
from tools.draw.svg import outline, smooth
from tools.draw.view import View

Limb = Callable[[list[Point], str, float], None]
At = Callable[[Point], Point]


@dataclass(frozen=True)
class Pose:
    """Joints of someone facing right: hip, neck, head, knees and feet, elbows and hands (far limb first)."""

    hip: Point
    neck: Point
    head: Point
    legs: tuple[tuple[Point, Point], tuple[Point, Point]]
    arms: tuple[tuple[Point, Point], tuple[Point, Point]]


STAND = Pose(
    (0, 88),
    (1, 142),
    (2, 160),
    (((5, 46), (7, 3)), ((-3, 46), (-5, 3))),
    (((10, 116), (12, 92)), ((-8, 116), (-6, 90))),
)
WALK = Pose(
    (0, 86),
    (3, 140),
    (5, 158),
    (((16, 48), (20, 4)), ((-8, 46), (-24, 8))),
    (((-8, 114), (-12, 92)), ((14, 114), (24, 98))),
)
WORK = Pose(
    (-4, 86),
    (16, 132),
    (26, 147),
    (((4, 46), (6, 3)), ((-10, 46), (-16, 3))),
    (((30, 108), (50, 94)), ((22, 104), (42, 92))),
)
POINT = Pose(
    (0, 88),
    (2, 142),
    (4, 160),
    (((5, 46), (7, 3)), ((-3, 46), (-5, 3))),
    (((20, 122), (42, 126)), ((-8, 116), (-4, 92))),
)
SIT = Pose(
    (0, 46), (4, 98), (7, 116), (((36, 47), (38, 3)), ((32, 46), (30, 3))), (((14, 76), (28, 62)), ((6, 72), (22, 56)))
)
CROUCH = Pose(
    (-6, 40),
    (14, 84),
    (24, 100),
    (((24, 46), (20, 3)), ((12, 30), (-14, 4))),
    (((30, 62), (48, 44)), ((24, 58), (40, 38))),
)
CARRY = Pose(
    (0, 88),
    (4, 140),
    (8, 157),
    (((10, 47), (12, 3)), ((-6, 46), (-12, 3))),
    (((14, 112), (34, 104)), ((6, 110), (28, 100))),
)
RIDE = Pose(
    (-12, 96),
    (8, 146),
    (16, 162),
    (((18, 72), (8, 40)), ((12, 66), (-6, 24))),
    (((26, 120), (40, 104)), ((24, 118), (38, 102))),
)


@dataclass(frozen=True)
class Person:
    """How someone looks."""

    shirt: str = "#7c8f78"
    trousers: str = "#4c5561"
    skin: str = "#e6b48f"
    hair: str = "#5b3a26"
    apron: str = ""
    bun: bool = False
    cap: str = ""
    size: float = 1.0


MAUD = Person("#7c8f78", "#4c5561", "#eec3a0", "#6b4228", "#efe6d2", bun=True, size=0.97)
YANIS = Person("#b4623e", "#3d4652", "#c98f66", "#2c211c", cap="#3d6288", size=1.05)
SOLENE = Person("#56707a", "#6a5a4a", "#f3cfb3", "#b4532a", size=0.95)
GASPARD = Person("#a8483c", "#46556b", "#9a6545", "#1f1815", size=1.02)
VISITORS = (
    Person("#c9a06a", "#59616d", "#ecc3a0", "#8a6a48"),
    Person("#5f7f88", "#463f3b", "#d9a07a", "#2e2420", bun=True, size=0.94),
    Person("#8a5a6b", "#5d6570", "#f0caae", "#c9a15c", size=0.97),
    Person("#e0d3bb", "#3f4b5c", "#b97f58", "#2a211d", size=1.04),
    Person("#b9603c", "#4e4a46", "#efc8a8", "#9a9690", size=0.98),
    Person("#6d7f57", "#3c4048", "#e2ae88", "#54382a", size=1.0),
)


def person(s: Scene, x: float, y: float, who: Person, pose: Pose = STAND, *, left: bool = False, z: float = 0) -> None:
    """Place someone, facing right unless `left`."""
    place = s.point((x, y, z))
    k = who.size
    joints = [pose.hip, pose.neck, pose.head, *(p for limb in (*pose.legs, *pose.arms) for p in limb)]
    xs, zs = [p[0] for p in joints], [p[1] for p in joints]
    sign = -1 if left else 1
    corners = [
        (x + sign * a * k, y + d, z + b * k)
        for a in (min(xs) - 8, max(xs) + 8)
        for b in (0.1, max(zs) + 14)
        for d in (-9, 9)
    ]
    s.custom(corners, lambda view: _draw(view, place, who, pose, sign))
    s.solids[-1].casts = True


def _draw(view: View, place: tuple[float, float, float], who: Person, pose: Pose, sign: int) -> None:
    (ox, oy), k = view.camera.project(place), view.camera.pixels(place) * who.size

    def at(p: Point) -> Point:
        return (ox + sign * p[0] * k, oy - p[1] * k)

    e, canvas = view.exposure, view.canvas

    def limb(points: list[Point], colour: str, wide: float) -> None:
        canvas.line(smooth([at(p) for p in points]), lit(colour, e), wide * k)

    far, near = 0.82, 1.0
    (knee_a, foot_a), (knee_b, foot_b) = pose.legs
    for knee, foot, shade in ((knee_a, foot_a, far), (knee_b, foot_b, near)):
        limb([pose.hip, knee, knee, foot], mix("#2b1a12", who.trousers, shade), 13.5)
        limb([foot, (foot[0] + 8, foot[1] - 1)], "#3a2c24", 7)
    (elbow_a, hand_a), (elbow_b, hand_b) = pose.arms
    shoulder = (pose.neck[0] * 0.94 + pose.hip[0] * 0.06, pose.neck[1] - 6)
    _arm(limb, shoulder, elbow_a, hand_a, mix("#2b1a12", who.shirt, far), who.skin)
    _torso(view, at, who, pose)
    _head(view, at, who, pose, k)
    _arm(limb, shoulder, elbow_b, hand_b, mix("#2b1a12", who.shirt, 0.93), who.skin)


def _arm(draw: Limb, shoulder: Point, elbow: Point, hand: Point, colour: str, skin: str) -> None:
    draw([elbow, hand], skin, 6)
    draw([hand, (hand[0] + 2, hand[1] - 1)], skin, 7.5)
    mid = ((elbow[0] + hand[0]) / 2, (elbow[1] + hand[1]) / 2)
    draw([shoulder, elbow, elbow, mid], colour, 9)


def _torso(view: View, at: At, who: Person, pose: Pose) -> None:
    (hx, hy), (nx, ny) = pose.hip, pose.neck
    e = view.exposure

    def seen(points: list[Point]) -> list[Point]:
        return [at(p) for p in points]

    shape = [
        (nx - 6, ny + 3),
        (nx + 6, ny + 3),
        (nx + 14, ny - 8),
        (hx + 14, hy + 18),
        (hx + 11, hy - 4),
        (hx - 11, hy - 4),
        (hx - 14, hy + 16),
        (nx - 14, ny - 8),
    ]
    a, b = at((nx - 14, ny)), at((nx + 14, ny))
    paint = view.canvas.gradient(a, b, [(0, lit(who.shirt, 1.06 * e)), (1, lit(who.shirt, 0.82 * e))])
    view.canvas.path(smooth(seen(shape), closed=True), paint)
    if who.apron:
        front = [
            (nx + 2, ny - 8),
            (nx + 12, ny - 10),
            (hx + 15, hy + 14),
            (hx + 13, hy - 26),
            (hx - 6, hy - 28),
            (hx - 4, hy + 14),
        ]
        view.canvas.path(outline(seen(front)), lit(who.apron, e), stroke=lit(who.apron, 0.8 * e), stroke_width=1)


def _head(view: View, at: At, who: Person, pose: Pose, k: float) -> None:
    hx, hy = pose.head
    e, canvas = view.exposure, view.canvas

    def shape(points: list[Point], colour: str) -> None:
        canvas.path(smooth([at((hx + a, hy + b)) for a, b in points], closed=True), lit(colour, e))

    canvas.line(
        outline([at((hx - 1, hy - 4)), at(pose.neck)], closed=False), lit(mix(who.skin, "#7a3d24", 0.2), e), 8 * k
    )
    shape([(-8, 2), (-6, -8), (2, -12), (8, -9), (9.5, -2), (10.5, -3.5), (9, 3), (7, 10), (-4, 11)], who.skin)
    if who.bun:
        shape([(-15, 8), (-9, 4), (-6, 9), (-10, 14), (-15, 13)], who.hair)
    shape([(-10, 4), (-9, -7), (-4, -5), (-2, 1), (2, 6), (9, 7), (7, 12), (0, 14.5), (-8, 11)], who.cap or who.hair)
    canvas.ellipse(at((hx + 6, hy + 0.5)), 0.9 * k, 1.1 * k, "#3a2a20")
