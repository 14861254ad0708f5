"""Logos, icons, brand tiles, pictograms of carriers."""

from __future__ import annotations

import math
from random import Random

from tools.draw.geometry import Point
from tools.draw.lettering import write
from tools.draw.models.goods import bee_on
from tools.draw.registry import Sheet, drawing
from tools.draw.svg import Canvas, smooth

BROWN, GREEN, SAND, CREAM = "#5a3d28", "#5f8a4e", "#c99a63", "#fbf6ec"


def rings(canvas: Canvas, c: Point, radius: float, count: int = 5, *, bold: bool = False, brown: str = BROWN) -> None:
    """Draw the mark of the firm: growth rings, the second vein is green."""
    rng = Random(8)
    phase = [rng.uniform(0, 6.3) for _ in range(3)]
    wide = radius / count * (0.5 if bold else 0.36)
    for i in range(count):
        r = radius * (1 - i / count) - wide / 2
        wobble = 0.055 * r
        ring = []
        for k in range(28):
            t = 2 * math.pi * k / 28
            d = r + wobble * (math.sin(2 * t + phase[0]) * 0.6 + math.sin(3 * t + phase[1] + 0.2 * i) * 0.4)
            ring.append((c[0] + d * math.cos(t), c[1] + d * math.sin(t)))
        canvas.path(smooth(ring, closed=True), "none", stroke=GREEN if i == 1 else brown, stroke_width=round(wide, 1))
    canvas.ellipse(c, wide * 0.75, wide * 0.75, brown)


@drawing("logo-seconde-veine")
def _logo(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    rings(c, (98, 100), 76)
    write(c, (200, 96), "Seconde", 82, BROWN, spacing=-0.5)
    write(c, (200, 170), "Veine", 82, GREEN, spacing=-0.5)
    c.line("M424,146H612", SAND, 2.5)
    write(c, (518, 172), "MEUBLES DE RÉEMPLOI", 15.5, BROWN, "sans", 0.5, spacing=0.9)
    return c.text()


@drawing("logo-seconde-veine-rond")
def _mark(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    rings(c, (250, 250), 226, 6)
    return c.text()


@drawing("icone-site")
def _icon(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    c.rect(0, 0, 512, 512, CREAM)
    rings(c, (256, 256), 222, 3, bold=True)
    return c.text()


@drawing("logo-ancien")
def _old(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    teeth = []
    for i in range(24):
        for d, r in ((0, 82), (0.10, 96), (0.16, 80)):
            t = 2 * math.pi * i / 24 + d
            teeth.append((104 + r * math.cos(t), 100 + r * math.sin(t)))
    c.path("M" + "L".join(f"{x:.1f},{y:.1f}" for x, y in teeth) + "z", "#8d8d8d", stroke="#5b3a1d", stroke_width=4)
    c.ellipse((104, 100), 18, 18, "#ffffff", stroke="#5b3a1d", stroke_width=4)
    for i in range(5):
        t = 2 * math.pi * i / 5
        c.ellipse((104 + 46 * math.cos(t), 100 + 46 * math.sin(t)), 7, 7, "#ffffff", stroke="#5b3a1d", stroke_width=3)
    write(c, (222, 96), "SECONDE VEINE", 49, "#d9b384", "sans", turn=2)
    write(c, (219, 92), "SECONDE VEINE", 49, "#7a4516", "sans", turn=2)
    write(c, (236, 148), "La récup’ qui a du style !", 44, "#a0641f", "hand")
    write(c, (520, 186), "depuis 2018", 20, "#7a4516", "sans")
    return c.text()


def _tile(sheet: Sheet, ground: str) -> Canvas:
    c = Canvas(sheet.width, sheet.height)
    c.rect(0, 0, sheet.width, sheet.height, ground)
    return c


@drawing("marque-seconde-veine")
def _brand(sheet: Sheet) -> str:
    c = _tile(sheet, CREAM)
    rings(c, (200, 88), 62)
    write(c, (200, 206), "Seconde Veine", 44, BROWN, anchor=0.5)
    return c.text()


@drawing("marque-cirerie-du-vair")
def _cirerie(sheet: Sheet) -> str:
    c = _tile(sheet, "#fdf3d9")
    bee_on(c, (200, 92), 56, "#4d3a1a")
    write(c, (200, 198), "Cirerie du Vair", 42, "#4d3a1a", anchor=0.5)
    write(c, (200, 224), "CIRES ET HUILES", 13, "#a4792a", "sans", 0.5, spacing=3)
    return c.text()


@drawing("marque-filament-lumiere")
def _filalume(sheet: Sheet) -> str:
    c = _tile(sheet, "#2b2826")
    c.line("M200,152V136C150,120 140,40 200,38C260,40 250,120 200,136", "#f4d58a", 4)
    loop = [
        (176 + 48 * t / 40, 96 - 22 * math.sin(t * math.pi * 5 / 40) ** 2 * (1 if t % 2 else 0.4)) for t in range(41)
    ]
    del loop
    c.line("M186,134C176,90 190,62 196,92S206,62 208,92S226,90 214,134", "#ffb83f", 4)
    for y in (158, 166):
        c.line(f"M186,{y}H214", "#f4d58a", 4)
    write(c, (200, 214), "Filalume", 46, "#f8ecd2", anchor=0.5)
    return c.text()


@drawing("marque-editions-copeau")
def _copeau(sheet: Sheet) -> str:
    c = _tile(sheet, "#eef1e6")
    spiral = [
        (200 + (9 + 46 * t / 60) * math.cos(t * 0.33), 84 + (9 + 46 * t / 60) * math.sin(t * 0.33)) for t in range(61)
    ]
    c.line(smooth([*spiral, (300, 132), (330, 140)]), "#b8813e", 10)
    c.line(smooth([*spiral, (300, 132), (330, 140)]), "#e6c18b", 4)
    write(c, (200, 190), "Éditions du", 26, "#3f5138", anchor=0.5)
    write(c, (200, 226), "Copeau", 42, "#3f5138", anchor=0.5)
    return c.text()


@drawing("marque-toile-large")
def _toile(sheet: Sheet) -> str:
    c = _tile(sheet, "#e6eef2")
    c.path("M206,26C232,70 250,106 262,140H206z", "#ffffff", stroke="#2f4f6b", stroke_width=4)
    c.path("M196,52C180,90 162,118 144,140H196z", "#d9583b", stroke="#2f4f6b", stroke_width=4)
    c.line("M201,20V150", "#2f4f6b", 5)
    c.line("M130,156C160,172 240,172 276,156", "#2f4f6b", 6)
    write(c, (200, 216), "Toile & Large", 42, "#2f4f6b", anchor=0.5)
    return c.text()


INK, PALE = "#5a3d28", "#f3e6d0"


def _parcel(c: Canvas, x: float, y: float, size: float) -> None:
    c.rect(x, y, size, size * 0.8, "#d2a467", stroke=INK, stroke_width=3.5, rx=3)
    c.rect(x + size * 0.4, y, size * 0.2, size * 0.34, "#f0d9ae")
    c.line(f"M{x},{y + size * 0.34}h{size}", INK, 2.5)


@drawing("transporteur-retrait")
def _collect(sheet: Sheet) -> str:
    c = _tile(sheet, PALE)
    c.path("M14,106V44L60,16L106,44V106z", "#fffaf0", stroke=INK, stroke_width=4.5, stroke_linejoin="round")
    c.rect(34, 54, 52, 52, GREEN, stroke=INK, stroke_width=3.5)
    c.line("M60,54V106M34,70H86", "#fffaf0", 2.5)
    _parcel(c, 66, 76, 38)
    return c.text()


@drawing("transporteur-colis")
def _post(sheet: Sheet) -> str:
    c = _tile(sheet, PALE)
    _parcel(c, 14, 34, 62)
    c.line("M66,88H104M90,72L106,88L90,104", GREEN, 8)
    return c.text()


@drawing("transporteur-meubles")
def _carriers(sheet: Sheet) -> str:
    c = _tile(sheet, PALE)
    for x, sign in ((24, 1), (96, -1)):
        c.ellipse((x, 32), 9, 9, "#d9a276", stroke=INK, stroke_width=3)
        c.line(f"M{x},46V76", GREEN, 15)
        c.line(f"M{x - 3},80L{x - 7},104M{x + 3},80L{x + 7},104", INK, 7)
        c.line(f"M{x},52L{x + sign * 18},66", GREEN, 7)
    c.rect(38, 46, 44, 40, "#d2a467", stroke=INK, stroke_width=3.5, rx=2)
    c.line("M38,66H82M58,56H62M58,76H62", INK, 3)
    c.line("M42,88V94M78,88V94", INK, 4)
    return c.text()


@drawing("transporteur-velo")
def _bike(sheet: Sheet) -> str:
    c = _tile(sheet, PALE)
    for x, r in ((90, 17), (24, 13)):
        c.ellipse((x, 100 - r), r, r, "none", stroke=INK, stroke_width=4)
    c.line("M24,87L36,80H66L78,50L90,83M66,80L78,60M72,50H86M66,80L60,46M53,46H67", GREEN, 5)
    _parcel(c, 20, 42, 36)
    return c.text()
