"""What makes a room: windows, fireplace, counter, beams, pictures on the wall, bunting."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tools.draw.colour import lit, mix
from tools.draw.geometry import Point
from tools.draw.lettering import write
from tools.draw.materials import Material
from tools.draw.models.inlay import strips
from tools.draw.palette import BLACK, BLACK_STEEL, BRASS, OAK, OLD_OAK, WHITE
from tools.draw.room import Decor, Room
from tools.draw.scene import Scene
from tools.draw.svg import outline, smooth
from tools.draw.view import View


def _rect(view: View, y: float, x0: float, z0: float, x1: float, z1: float) -> list[Point]:
    return [view.camera.project(p) for p in ((x0, y, z0), (x1, y, z0), (x1, y, z1), (x0, y, z1))]


def window(
    x: float, z: float, w: float, h: float, panes: tuple[int, int] = (2, 3), frame: str = "#f3eee4", *, night: bool = False, garden: bool = True  # noqa: E501
) -> Decor:  # fmt: skip
    """Return a window in the wall: sky, trees, glazing bars, and its light on the wall around."""

    def draw(view: View, room: Room) -> None:
        canvas, y, e = view.canvas, room.wall, view.exposure
        k = view.camera.pixels((x, y, z))
        a, b = view.camera.project((x, y, z + h)), view.camera.project((x, y, z))
        glow = (a[0], (a[1] + b[1]) / 2)
        if not night:
            canvas.ellipse(
                glow,
                w * 1.1 * k,
                h * 0.85 * k,
                canvas.radial(glow, w * 1.1 * k, [(0, "#fffaf0", 0.65), (1, "#fffaf0", 0)], h / w),
            )
        outer = _rect(view, y, x - w / 2 - 6, z - 5, x + w / 2 + 6, z + h + 6)
        canvas.path(outline(outer), lit(frame, 0.98 * e), stroke="#2b1a12", stroke_width=1, stroke_opacity=0.25)
        inner = _rect(view, y, x - w / 2, z, x + w / 2, z + h)
        sky = (
            [(0, "#2c3a55"), (0.7, "#56617a"), (1, "#c98f66")]
            if night
            else [(0, "#cfe2ea"), (0.6, "#eef3ea"), (1, "#f8f3df")]
        )
        canvas.path(outline(inner), canvas.gradient(a, b, sky))
        if garden:
            _garden(view, inner, x + z, night=night)
        bar = lit(frame, 0.93 * e)
        for i in range(1, panes[0]):
            canvas.path(
                outline(
                    _rect(view, y, x - w / 2 + w * i / panes[0] - 1.3, z, x - w / 2 + w * i / panes[0] + 1.3, z + h)
                ),
                bar,
            )
        for j in range(1, panes[1]):
            canvas.path(
                outline(_rect(view, y, x - w / 2, z + h * j / panes[1] - 1.1, x + w / 2, z + h * j / panes[1] + 1.1)),
                bar,
            )
        canvas.path(
            outline(_rect(view, y, x - w / 2 - 9, z - 8, x + w / 2 + 9, z - 4)),
            lit(frame, 1.02 * e),
            stroke="#2b1a12",
            stroke_width=1,
            stroke_opacity=0.3,
        )

    return draw


def _garden(view: View, inner: list[Point], seed: float, *, night: bool) -> None:
    canvas = view.canvas
    rng = Random(seed)
    canvas.open(clip_path=canvas.clip(outline(inner)))
    x0, x1, y0, y1 = inner[0][0], inner[1][0], inner[2][1], inner[0][1]
    for colour, top in (("#c3d3b0", 0.42), ("#9db588", 0.6), ("#7c996a", 0.76)):
        tone = mix(colour, "#2c3a55", 0.75) if night else colour
        for i in range(6):
            cx, r = x0 + (x1 - x0) * (i + rng.uniform(-0.3, 0.3)) / 5, (x1 - x0) * rng.uniform(0.14, 0.26)
            canvas.ellipse((cx, y0 + (y1 - y0) * (top + rng.uniform(0, 0.1)) + r), r, r * 1.25, tone, fill_opacity=0.85)
    canvas.close()


def picture_frame(x: float, z: float, w: float, h: float, tones: tuple[str, str, str], frame: str = "#8a5d36") -> Decor:
    """Return a framed abstract print on the wall."""

    def draw(view: View, room: Room) -> None:
        y, canvas, e = room.wall, view.canvas, view.exposure
        shadow = [(a + 5, b + 7) for a, b in _rect(view, y, x - w / 2, z, x + w / 2, z + h)]
        canvas.path(outline(shadow), "#2b1a12", fill_opacity=0.25, filter=canvas.blur(5))
        canvas.path(outline(_rect(view, y, x - w / 2, z, x + w / 2, z + h)), lit(frame, e))
        canvas.path(outline(_rect(view, y, x - w / 2 + 2, z + 2, x + w / 2 - 2, z + h - 2)), lit("#faf5ea", e))
        canvas.path(outline(_rect(view, y, x - w * 0.32, z + h * 0.18, x + w * 0.32, z + h * 0.46)), lit(tones[0], e))
        c, k = view.camera.project((x + w * 0.06, y, z + h * 0.6)), view.camera.pixels((x, y, z))
        canvas.ellipse(c, w * 0.2 * k, w * 0.2 * k, lit(tones[1], e))
        canvas.path(
            outline(_rect(view, y, x - w * 0.22, z + h * 0.3, x - w * 0.08, z + h * 0.74)),
            lit(tones[2], e),
            fill_opacity=0.85,
        )

    return draw


def wall_band(z0: float, z1: float, colour: str) -> Decor:
    """Return a painted lower (or upper) part of the wall."""

    def draw(view: View, room: Room) -> None:
        left, top = 0.0, view.camera.project((0, room.wall, z1))[1]
        low = view.camera.project((0, room.wall, z0))[1]
        canvas = view.canvas
        tone = lit(colour, view.exposure)
        canvas.rect(
            left,
            top,
            canvas.width,
            low - top,
            canvas.gradient(
                (0, 0), (canvas.width, 0), [(0, mix(tone, "#ffffff", 0.12)), (1, mix(tone, "#2b1a12", 0.1))]
            ),
        )

    return draw


def bricks(
    z0: float = 0, z1: float = 320, colour: str = "#c98f74", x0: float = -600, x1: float = 600, opacity: float = 0.55
) -> Decor:
    """Return a brick wall."""

    def draw(view: View, room: Room) -> None:
        rng = Random(3)
        canvas, y = view.canvas, room.wall
        data: dict[str, str] = {}
        z, row = z0, 0
        while z < z1:
            x = x0 - (row % 2) * 13
            while x < x1:
                shape = _rect(view, y, x + 0.7, z + 0.7, x + 25.3, z + 7.3)
                if shape[1][0] > 0 and shape[0][0] < canvas.width:
                    key = lit(
                        rng.choice(
                            (
                                colour,
                                mix(colour, "#8e5a44", 0.3),
                                mix(colour, "#efd2ba", 0.3),
                                mix(colour, "#a86c52", 0.4),
                            )
                        ),
                        view.exposure,
                    )
                    data[key] = data.get(key, "") + outline(shape)
                x += 26
            z += 8
            row += 1
        for tone, shapes in data.items():
            canvas.path(shapes, tone, fill_opacity=opacity)

    return draw


def timbers(z: float, colour: str = "#6b4a30", count: int = 5, x0: float = -400, x1: float = 400) -> Decor:
    """Return roof beams running away from the viewer, above height z."""

    def draw(view: View, room: Room) -> None:
        canvas, near = view.canvas, view.camera.eye[1] + 60
        for i in range(count):
            x = x0 + (x1 - x0) * i / (count - 1)
            side = [
                view.camera.project(p)
                for p in ((x, near, z), (x, room.wall, z), (x, room.wall, z + 22), (x, near, z + 22))
            ]
            under = [
                view.camera.project(p)
                for p in ((x, near, z), (x, room.wall, z), (x + 18, room.wall, z), (x + 18, near, z))
            ]
            canvas.path(outline(side), lit(colour, 0.8 * view.exposure))
            canvas.path(outline(under), lit(colour, 0.6 * view.exposure))
        low, high = view.camera.project((0, room.wall, z + 6))[1], view.camera.project((0, room.wall, z + 26))[1]
        canvas.rect(0, high, canvas.width, low - high, lit(colour, 0.9 * view.exposure))

    return draw


def fireplace(s: Scene, x: float, w: float = 130, h: float = 105) -> None:
    """Build a white mantelpiece with a black hearth, against the wall at y = 0."""
    s.box((x - w / 2, -16, 0), (20, 16, h), WHITE)
    s.box((x + w / 2 - 20, -16, 0), (20, 16, h), WHITE)
    s.box((x - w / 2 + 20, -16, h - 24), (w - 40, 16, 24), WHITE)
    s.box((x - w / 2 + 20, -3, 0), (w - 40, 2, h - 24), BLACK.but(colour="#3a322c"))
    s.box((x - w / 2 - 8, -22, h), (w + 16, 22, 5), OAK)
    for i in range(4):
        s.turned(
            (x - 24 + i * 10, -12, 6 + (i % 2) * 5), [(0, 4.4, OLD_OAK), (26, 4.4, OLD_OAK)], OAK, axis=(1, 0.1, 0)
        )


def counter(
    s: Scene,
    x: float,
    y: float,
    w: float,
    h: float = 105,
    d: float = 50,
    front: Material = OAK,
    top: Material = OLD_OAK,
) -> None:
    """Build a bar: vertical boards, thick top."""
    n = max(3, int(w / 22))
    s.box((x - w / 2, y, 0), (w, d, h - 6), front, 2, lambda v, p, li: strips(v, p, li, front.but(vary=1.4), n))
    s.box((x - w / 2 - 4, y - 8, h - 6), (w + 8, d + 12, 6), top)
    s.tube([(x - w / 2, y - 7, 20), (x + w / 2, y - 7, 20)], 1.6, BRASS)


def bunting(points: list[tuple[float, float, float]], count: int = 14) -> Callable[[View], None]:
    """Return a drawing of a string of little flags through some points."""
    colours = ("#d9683f", "#e9bb4d", "#6f9a7a", "#5b86a3", "#f3ece0")

    def draw(view: View) -> None:
        seen = [view.camera.project(p) for p in points]
        a, b, c = seen[0], seen[1], seen[2]

        def at(t: float) -> Point:
            return tuple((1 - t) ** 2 * a[i] + 2 * t * (1 - t) * b[i] + t * t * c[i] for i in (0, 1))  # type: ignore[return-value]

        view.canvas.line(smooth([at(i / 12) for i in range(13)]), "#6b5a48", 1.5)
        size = abs(c[0] - a[0]) / count * 0.62
        for i in range(count):
            x, y = at((i + 0.5) / count)
            view.canvas.path(
                f"M{x - size / 2:.1f},{y:.1f}h{size:.1f}l{-size / 2:.1f},{size * 1.15:.1f}z",
                lit(colours[i % 5], view.exposure),
            )

    return draw


def sign(
    s: Scene,
    x: float,
    y: float,
    z: float,
    w: float,
    h: float,
    text: str,
    ground: Material = OLD_OAK,
    colour: str = "#f6ead2",
    font: str = "serif",
) -> None:
    """Hang a wooden sign."""
    from_centre = s.point((x, y - 3.2, z + h * 0.3))
    s.box((x - w / 2, y - 3, z), (w, 3, h), ground)

    def lettering(view: View) -> None:
        c, k = view.camera.project(from_centre), view.camera.pixels(from_centre)
        write(view.canvas, c, text, h * 0.58 * k, lit(colour, view.exposure), font, 0.5)

    s.custom([(x - w / 2, y - 3.4, z), (x + w / 2, y - 3.3, z + h)], lettering)


def shelf_light(s: Scene, x: float, y: float, z: float) -> None:
    """Hang a black workshop lamp."""
    s.tube([(x, y, z), (x, y, z + 200)], 0.5, BLACK_STEEL)
    s.turned((x, y, z - 16), [(0, 20, BLACK_STEEL), (10, 9, BLACK_STEEL), (16, 3, BLACK_STEEL)], None)
