"""Close pictures of materials."""

from __future__ import annotations

import math
from random import Random

from tools.draw.camera import Camera
from tools.draw.colour import lit, mix
from tools.draw.lettering import write
from tools.draw.materials import Material
from tools.draw.palette import BARREL, BLUES, PALLET, SAIL, SCAFFOLD, SHUTTER_GREEN, STAINED
from tools.draw.patch import Patch
from tools.draw.registry import Sheet, drawing
from tools.draw.svg import Canvas, outline, smooth


def board(
    c: Canvas, x: float, y: float, w: float, h: float, material: Material, seed: str, light: float = 1.0
) -> Patch:
    """Draw a board seen from above, in pixels, with the shade of its lower edge."""
    k = 9.0
    camera = Camera((0, 0, 0), zoom=k)
    patch = Patch(_Flat(camera.eye, k, x, y), (0, 0, 0), (1, 0, 0), (0, 0, -1), w / k, h / k)
    material.finish(c, patch, material, light, Random(seed))
    c.rect(x, y, w, 2, "#ffffff", fill_opacity=0.25)
    c.rect(x, y + h - 5, w, 5, "#2b1a12", fill_opacity=0.3)
    return patch


class _Flat(Camera):
    """Seen from straight above: no perspective."""

    def __init__(self, eye: tuple[float, float, float], k: float, x: float, y: float) -> None:
        super().__init__(eye, k, x, y)

    def depth(self, p: tuple[float, float, float]) -> float:  # noqa: ARG002
        return 1.0


def _light(c: Canvas) -> None:
    w, h = c.width, c.height
    c.rect(0, 0, w, h, c.gradient((0, 0), (w, h), [(0, "#fff4e0", 0.22), (0.5, "#fff4e0", 0.0), (1, "#2b1a12", 0.3)]))


def boards(
    c: Canvas, heights: tuple[float, ...], materials: tuple[Material, ...], name: str, *, split: bool = False
) -> None:
    """Cover the sheet with boards."""
    c.rect(0, 0, c.width, c.height, "#2b1a12")
    y, i = -20.0, 0
    rng = Random(name)
    while y < c.height:
        h = heights[i % len(heights)]
        x = -rng.uniform(0, 500) if split else -30.0
        while x < c.width:
            w = rng.uniform(700, 1100) if split else c.width + 60
            board(c, x, y, w - 5, h - 5, materials[(i + int(x > 300)) % len(materials)], f"{name}{i}{x:.0f}")
            x += w
        y += h
        i += 1
    _light(c)


@drawing("matiere-echafaudage")
def _scaffold(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    grey = SCAFFOLD.but(colour="#a39886", wear=0.9, vary=1.4)
    boards(c, (216, 220, 214), (grey, grey.but(colour="#b0a38e"), grey.but(colour="#978b79")), sheet.name)
    for x, y in ((96, 0), (1450, 434)):
        c.rect(x, y, 70, 205, "#6f716f")
        c.rect(x, y, 12, 205, "#a9abaa")
        for dy in (30, 165):
            c.ellipse((x + 35, y + dy), 11, 11, "#4a4b4a")
            c.ellipse((x + 33, y + dy - 2), 6, 6, "#8b8d8c")
    return c.text()


@drawing("matiere-palette")
def _pallet(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    boards(
        c,
        (132, 126, 140),
        tuple(PALLET.but(colour=x, wear=0.8) for x in ("#d8b079", "#b88f60", "#e3c18e", "#a1876a", "#cc9c62")),
        sheet.name,
        split=True,
    )
    return c.text()


@drawing("matiere-barrique")
def _barrel(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    boards(
        c, (118, 106, 126), (BARREL, STAINED, BARREL.but(colour="#94552f"), STAINED.but(colour="#6a2c33")), sheet.name
    )
    rng = Random(2)
    for _ in range(7):
        x, y, r = rng.uniform(0, 1600), rng.uniform(0, 1067), rng.uniform(90, 260)
        c.ellipse(
            (x, y),
            r * 1.8,
            r * 0.7,
            c.radial((x, y), r * 1.8, [(0, "#4e1226", 0.55), (0.7, "#4e1226", 0.28), (1, "#4e1226", 0)], 0.4),
        )
    return c.text()


@drawing("matiere-voile")
def _sail(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    w, h = sheet.width, sheet.height
    c.rect(0, 0, w, h, SAIL.colour)
    rng = Random(7)
    for _ in range(16):
        x, tilt, wide = rng.uniform(-100, w + 100), rng.uniform(-380, 380), rng.uniform(30, 110)
        fold = [(x + tilt * t + 40 * math.sin(5 * t + x), h * t) for t in (0, 0.25, 0.5, 0.75, 1)]
        back = [(a + wide, b) for a, b in reversed(fold)]
        tone = rng.choice(("#b9a67f", "#fffaf0", "#cdbb95"))
        c.path(smooth([*fold, *back], closed=True), tone, fill_opacity=0.4, filter=c.blur(16))
    for y, tilt in ((250, 90), (690, -60)):
        c.path(f"M0,{y}L{w},{y + tilt}v46L0,{y + 46}z", "#fbf5e6", stroke="#cbb98f", stroke_width=2)
        for dy in (8, 38):
            zig = [(i * 13.0, y + dy + tilt * i * 13 / w + (5 if i % 2 else -5)) for i in range(int(w / 13) + 2)]
            c.line(outline(zig, closed=False), "#b3372d", 3, 0.85)
    c.open(opacity=0.92)
    write(c, (980, 610), "FR 72", 250, "#b3372d", "sans", turn=-2)
    c.close()
    c.ellipse((180, 900), 46, 46, "#c9a04c")
    c.ellipse((180, 900), 28, 28, "#4b3a22")
    c.ellipse((180, 900), 46, 46, "none", stroke="#8d6b29", stroke_width=4)
    _light(c)
    return c.text()


@drawing("matiere-volets")
def _shutters(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    c.rect(0, 0, sheet.width, sheet.height, "#2b1a12")
    paints = (*BLUES, SHUTTER_GREEN, SHUTTER_GREEN.but(colour="#8fae92"), SHUTTER_GREEN.but(colour="#cfd9c2"))
    rng = Random(4)
    for i in range(15):
        material = rng.choice(paints).but(wear=0.9)
        y = i * 74 - 14
        board(c, -20, y, sheet.width + 40, 68, material, f"volet{i}")
        c.rect(0, y, sheet.width, 26, c.gradient((0, y), (0, y + 26), [(0, "#ffffff", 0.35), (1, "#ffffff", 0)]))
        c.rect(
            0, y + 34, sheet.width, 36, c.gradient((0, y + 34), (0, y + 70), [(0, "#1c2a33", 0), (1, "#1c2a33", 0.4)])
        )
    _light(c)
    return c.text()


@drawing("matiere-verre")
def _glass(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    c.rect(0, 0, sheet.width, sheet.height, c.gradient((0, 0), (0, sheet.height), [(0, "#fdf3dc"), (1, "#d9c39c")]))
    tones = ("#4e8a50", "#b06a24", "#3f7a57", "#86a04a", "#c98a3a", "#5d9a70")
    for row in range(2):
        for i in range(11):
            x, low = 10 + i * 156 - (78 if row == 0 else 0), 640 + row * 500
            tone = tones[(i * 5 + row * 2) % 6]
            body = f"M{x},{low}V{low - 330}C{x},{low - 420} {x + 44},{low - 420} {x + 46},{low - 500}V{low - 600}H{x + 94}V{low - 500}C{x + 96},{low - 420} {x + 140},{low - 420} {x + 140},{low - 330}V{low}z"  # noqa: E501
            stops = [
                (0.0, mix(tone, "#101a10", 0.45)),
                (0.18, tone),
                (0.4, lit(tone, 1.45)),
                (0.62, tone),
                (0.9, mix(tone, "#101a10", 0.3)),
                (1.0, mix(tone, "#101a10", 0.5)),
            ]
            c.path(body, c.gradient((x, 0), (x + 140, 0), stops), fill_opacity=0.86)
            c.line(f"M{x + 26},{low - 40}V{low - 320}", "#ffffff", 10, 0.4)
            c.line(f"M{x + 112},{low - 60}V{low - 300}", "#ffffff", 4, 0.3)
            c.rect(x + 42, low - 612, 56, 30, mix(tone, "#101a10", 0.35), rx=6)
    _light(c)
    return c.text()
