"""Texts as outlines, so that no font is needed to render: Fraunces, Work Sans and Caveat (SIL Open Font License)."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

from tools.draw.geometry import Point
from tools.draw.patch import Patch
from tools.draw.svg import Canvas, number
from tools.draw.view import View


@cache
def _fonts() -> dict[str, dict[str, tuple[int, str]]]:
    return json.loads(Path(__file__).with_name("glyphs.json").read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def width(text: str, size: float, font: str = "serif", spacing: float = 0.0) -> float:
    """Return how wide a text is."""
    glyphs = _fonts()[font]
    return sum(glyphs[c][0] * size / 1000 for c in text) + spacing * (len(text) - 1)


def write(
    canvas: Canvas, at: Point, text: str, size: float, colour: str, font: str = "serif",
    anchor: float = 0.0, spacing: float = 0.0, turn: float = 0.0, opacity: float = 1.0,
) -> None:  # fmt: skip
    """Write a line whose baseline starts at `at`; `anchor` 0.5 centres it, 1 ends it there."""
    x = -anchor * width(text, size, font, spacing)
    k = size / 1000
    place = f"translate({number(at[0])},{number(at[1])})" + (f" rotate({turn:g})" if turn else "")
    canvas.open(transform=place, fill=colour, **({"fill_opacity": opacity} if opacity < 1 else {}))
    for c in text:
        advance, data = _fonts()[font][c]
        if data:
            canvas.raw(f'<path transform="translate({number(x)},0) scale({k:.4g})" d="{data}"/>')
        x += advance * k + spacing
    canvas.close()


def write_on(
    view: View, patch: Patch, text: str, colour: str, tall: float = 0.6, font: str = "sans", opacity: float = 1.0,
    shift: float = 0.0,
) -> None:  # fmt: skip
    """Write a line centred on a flat face, in its perspective, `tall` × the height of the face."""
    size = patch.height * tall / 0.7
    total = width(text, size, font, size * 0.06)
    if total > patch.width * 0.94:
        size *= patch.width * 0.94 / total
        total = patch.width * 0.94
    up = patch.across[2] >= 0
    right = patch.along[0] >= 0
    s, base = (patch.width - total) / 2, (patch.height - size * 0.7) / 2 + shift * patch.height
    data = ""
    for c in text:
        advance, outline = _fonts()[font][c]
        data += _mapped(outline, patch, s, base, size / 1000, up=up, right=right)
        s += advance * size / 1000 + size * 0.06
    view.canvas.path(data, colour, **({"fill_opacity": opacity} if opacity < 1 else {}))


def _mapped(data: str, patch: Patch, s: float, base: float, k: float, *, up: bool, right: bool) -> str:
    """Return glyph path data laid on a patch. Curves keep their control points: the faces are nearly parallel."""
    result = []
    x = y = 0.0
    for command, numbers in re.findall(r"([MLHVQCZ])([^MLHVQCZ]*)", data):
        values = [float(n) for n in re.findall(r"-?\d+", numbers)]
        points = _points(command, values, x, y)
        if points:
            x, y = points[-1]
        letter = "L" if command in "HV" else command
        seen = []
        for gx, gy in points:
            a, b = s + gx * k, base - gy * k
            p = patch.at(a if right else patch.width - a, b if up else patch.height - b)
            seen.append(f"{number(p[0])},{number(p[1])}")
        result.append(letter + " ".join(seen))
    return "".join(result)


def _points(command: str, values: list[float], x: float, y: float) -> list[Point]:
    if command == "H":
        return [(v, y) for v in values]
    if command == "V":
        return [(x, v) for v in values]
    return list(zip(values[::2], values[1::2], strict=True))
