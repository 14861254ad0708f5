"""Writes one SVG text, compactly: shared gradients and filters, short numbers, no outside reference."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from tools.draw.geometry import Point

Stop = tuple[float, str] | tuple[float, str, float]


def number(value: float) -> str:
    """Return a short text for a coordinate."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def outline(points: Sequence[Point], *, closed: bool = True, fine: bool = True) -> str:
    """Return path data through `points`, with straight lines; not `fine` means to the pixel."""
    if not points:
        return ""
    pen = _Pen(points[0], fine=fine)
    steps = "l" + " ".join(pen.to(p) for p in points[1:]) if len(points) > 1 else ""
    return pen.start + steps.replace(" -", "-") + ("z" if closed else "")


def smooth(points: Sequence[Point], *, closed: bool = False, fine: bool = True) -> str:
    """Return path data of a curve through the middles of the segments of `points`."""
    if len(points) < 3:
        return outline(points, closed=False, fine=fine)
    pts = list(points)
    if closed:
        pen = _Pen(_mid(pts[-1], pts[0]), fine=fine)
        bends = [(p, _mid(p, pts[(i + 1) % len(pts)])) for i, p in enumerate(pts)]
    else:
        pen = _Pen(pts[0], fine=fine)
        bends = [(p, _mid(p, q)) for p, q in itertools.pairwise(pts)]
        bends.append((pts[-2], pts[-1]))
    body = pen.start
    for i, (bend, end) in enumerate(bends):
        # A t goes on smoothly by itself, since ends are middles; every eighth curve says its bend again
        body += f"t{pen.to(end)}" if i % 8 else f"q{pen.glance(bend)} {pen.to(end)}"
    return body.replace(" -", "-") + ("z" if closed else "")


class _Pen:
    """Where the pen is, in tenths of a pixel (or whole pixels), so that relative steps never drift."""

    def __init__(self, start: Point, *, fine: bool) -> None:
        self._unit = 1 if fine else 10
        self._x, self._y = self._whole(start)
        self.start = f"M{_tenths(self._x)},{_tenths(self._y)}"

    def _whole(self, p: Point) -> tuple[int, int]:
        return round(p[0] * 10 / self._unit) * self._unit, round(p[1] * 10 / self._unit) * self._unit

    def glance(self, p: Point) -> str:
        """Return the step to a point without going there."""
        x, y = self._whole(p)
        return f"{_tenths(x - self._x)},{_tenths(y - self._y)}".replace(",-", "-")

    def to(self, p: Point) -> str:
        """Return the step to a point and go there."""
        step = self.glance(p)
        self._x, self._y = self._whole(p)
        return step


def _tenths(value: int) -> str:
    sign, whole, rest = "-" if value < 0 else "", abs(value) // 10, abs(value) % 10
    return f"{sign}{whole or ''}.{rest}" if rest else f"{sign if whole else ''}{whole}"


def _mid(a: Point, b: Point) -> Point:
    return ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)


def _pair(p: Point) -> str:
    return f"{number(p[0])},{number(p[1])}"


class Canvas:
    """A picture of `width` × `height` pixels being written; `clear` leaves the background transparent."""

    def __init__(self, width: int, height: int) -> None:
        self.width = width
        self.height = height
        self.fine = width < 1100
        """Whether grain is written to a tenth of a pixel."""
        self.detail = 1.0
        """How much grain and shadow is worth drawing: less where a scene has many parts."""
        self._parts: list[str] = []
        self._defs: dict[str, str] = {}

    def raw(self, markup: str) -> None:
        """Append markup as it is."""
        self._parts.append(markup)

    def path(self, data: str, fill: str = "none", **attributes: str | float) -> None:
        """Append a path; attribute names take `_` for `-`. Nothing is written for empty data."""
        if data:
            self.raw(f'<path d="{data}" fill="{fill}"{_attributes(attributes)}/>')

    def line(self, data: str, stroke: str, width: float, opacity: float = 1, **attributes: str | float) -> None:
        """Append a stroked path, round at both ends unless told otherwise (the whole document is)."""
        extra: dict[str, str | float] = {"stroke": stroke, "stroke_width": round(width, 2)}
        if opacity < 1:
            extra["stroke_opacity"] = round(opacity, 2)
        self.path(data, "none", **{**extra, **attributes})

    def rect(self, x: float, y: float, w: float, h: float, fill: str, **attributes: str | float) -> None:
        """Append a rectangle."""
        box = f'x="{number(x)}" y="{number(y)}" width="{number(w)}" height="{number(h)}"'
        self.raw(f'<rect {box} fill="{fill}"{_attributes(attributes)}/>')

    def ellipse(self, c: Point, rx: float, ry: float, fill: str, **attributes: str | float) -> None:
        """Append an ellipse."""
        box = f'cx="{number(c[0])}" cy="{number(c[1])}" rx="{number(rx)}" ry="{number(ry)}"'
        self.raw(f'<ellipse {box} fill="{fill}"{_attributes(attributes)}/>')

    def open(self, **attributes: str | float) -> None:
        """Open a group."""
        self.raw(f"<g{_attributes(attributes)}>")

    def close(self) -> None:
        """Close the last group."""
        self.raw("</g>")

    def gradient(self, a: Point, b: Point, stops: Sequence[Stop]) -> str:
        """Return the paint of a linear gradient from point a to point b."""
        ends = f'x1="{number(a[0])}" y1="{number(a[1])}" x2="{number(b[0])}" y2="{number(b[1])}"'
        markup = f'<linearGradient id="@" gradientUnits="userSpaceOnUse" {ends}>{_stops(stops)}</linearGradient>'
        return self._define(markup)

    def radial(self, c: Point, radius: float, stops: Sequence[Stop], squash: float = 1) -> str:
        """Return the paint of a radial gradient; `squash` flattens it vertically."""
        place = f'cx="0" cy="0" r="{number(radius)}"'
        turn = f'gradientTransform="translate({_pair(c)}) scale(1,{squash:.3g})"'
        markup = (
            f'<radialGradient id="@" gradientUnits="userSpaceOnUse" {place} {turn}>{_stops(stops)}</radialGradient>'
        )
        return self._define(markup)

    def blur(self, deviation: float) -> str:
        """Return the filter that blurs by `deviation` pixels."""
        box = 'x="-30%" y="-30%" width="160%" height="160%"'
        body = f'<feGaussianBlur stdDeviation="{number(deviation)}"/>'
        return self._define(f'<filter id="@" {box}>{body}</filter>')

    def filter(self, body: str) -> str:
        """Return a filter made of the primitives `body`, over the whole of what it is applied to."""
        return self._define(f'<filter id="@" x="0" y="0" width="100%" height="100%">{body}</filter>')

    def soften(self, deviation: float, box: tuple[float, float, float, float]) -> str:
        """Return the filter that blurs by `deviation` pixels what lies in a box, and only where the sheet shows it."""
        m = 3 * deviation
        x0, y0 = max(-m, box[0] - m), max(-m, box[1] - m)
        x1, y1 = min(self.width + m, box[2] + m), min(self.height + m, box[3] + m)
        place = f'x="{x0:.0f}" y="{y0:.0f}" width="{max(1, x1 - x0):.0f}" height="{max(1, y1 - y0):.0f}"'
        body = f'<feGaussianBlur stdDeviation="{number(deviation)}"/>'
        return self._define(f'<filter id="@" filterUnits="userSpaceOnUse" {place}>{body}</filter>')

    def clip(self, data: str) -> str:
        """Return the clip path bounded by path data."""
        return self._define(f'<clipPath id="@"><path d="{data}"/></clipPath>')

    def _define(self, markup: str) -> str:
        return f"url(#{self._defs.setdefault(markup, f'd{len(self._defs)}')})"

    def text(self) -> str:
        """Return the whole SVG document."""
        size = f'width="{self.width}" height="{self.height}" viewBox="0 0 {self.width} {self.height}"'
        defs = "".join(markup.replace('id="@"', f'id="{name}"', 1) for markup, name in self._defs.items())
        body = "\n".join(self._parts)
        strokes = 'stroke-linecap="round" stroke-linejoin="round" stroke-width=".7"'
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} {strokes}>'
        return f"{head}\n<defs>{defs}</defs>\n{body}\n</svg>\n"


def _attributes(attributes: dict[str, str | float]) -> str:
    pairs = ((key.replace("_", "-"), value) for key, value in attributes.items())
    return "".join(f' {key}="{value if isinstance(value, str) else format(value, "g")}"' for key, value in pairs)


def _stops(stops: Sequence[Stop]) -> str:
    texts = []
    for stop in stops:
        opacity = f' stop-opacity="{stop[2]:g}"' if len(stop) == 3 else ""
        texts.append(f'<stop offset="{stop[0]:.3g}" stop-color="{stop[1]}"{opacity}/>')
    return "".join(texts)
