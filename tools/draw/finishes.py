"""How each kind of surface is painted on a flat patch."""

from __future__ import annotations

import math
from random import Random

from tools.draw.colour import jitter, lit, mix
from tools.draw.geometry import Point
from tools.draw.grain import Grain, Knot
from tools.draw.materials import Material
from tools.draw.patch import Patch
from tools.draw.svg import Canvas, outline, smooth


def fill(
    canvas: Canvas,
    patch: Patch,
    colour: str,
    light: float,
    fade: float = 0.05,
    opacity: float = 1,
    *,
    seam: bool = True,
) -> None:
    """Fill the patch with a colour that dims slightly from one end to the other, and hide the seams."""
    if patch.width * patch.height * patch.pixels**2 < 4500 / canvas.detail and opacity == 1:
        tone = lit(colour, light)
        canvas.path(patch.outline(), tone, stroke=lit(colour, light * (0.86 if seam else 1)))
        return
    first, last = patch.at(0, patch.height / 2), patch.at(patch.width, patch.height / 2)
    stops = [(0.0, lit(colour, light * (1 + fade))), (1.0, lit(colour, light * (1 - fade)))]
    extra = {"fill_opacity": opacity} if opacity < 1 else {}
    edge = {"stroke": lit(colour, light * (0.86 if seam else 1))} if opacity == 1 else {}
    canvas.path(patch.outline(), canvas.gradient(first, last, stops), **edge, **extra)


def plain(canvas: Canvas, patch: Patch, material: Material, light: float, rng: Random) -> None:
    """Paint, plaster, leather, paper: one even colour."""
    fill(
        canvas, patch, jitter(material.colour, rng.uniform(-0.03, 0.03) * material.vary), light, 0.04, material.opacity
    )
    _glare(canvas, patch, material)


def metal(canvas: Canvas, patch: Patch, material: Material, light: float, rng: Random) -> None:
    """Steel: a soft band of reflected window across the length, and a few scratches."""
    if patch.width * patch.height * patch.pixels**2 < 2500 / canvas.detail:
        fill(canvas, patch, material.colour, light)
        return
    c, n = material.colour, 0.55 + rng.uniform(-0.1, 0.1)
    at = [patch.at(patch.width * k, patch.height / 2) for k in (0, 1)]
    glow = lit(c, light * 1.0 + 0.35 * material.shine)
    stops = [(0.0, lit(c, light * 0.95)), (n - 0.25, lit(c, light)), (n, glow), (n + 0.2, lit(c, light * 0.97))]
    edge: dict[str, str | float] = {"stroke": lit(c, light * 0.75)}
    canvas.path(patch.outline(), canvas.gradient(at[0], at[1], [*stops, (1.0, lit(c, light * 0.88))]), **edge)


def wood(canvas: Canvas, patch: Patch, material: Material, light: float, rng: Random) -> None:
    """Paint a board: base tone, broad shades, grain, knots and old nail holes; sawn ends show rings."""
    colour = material.end if patch.end_grain and material.end else material.colour
    tone = jitter(colour, rng.uniform(-0.11, 0.13) * material.vary, rng.uniform(-0.13, 0.13) * material.vary)
    fade = rng.uniform(-0.06, 0.06)
    fill(canvas, patch, tone, light, fade if material.seam else 0.0, seam=material.seam)
    if patch.end_grain:
        _rings(canvas, patch, tone, light, rng)
        return
    tall, long = patch.height * patch.pixels, patch.width * patch.pixels
    if tall < 9 / canvas.detail or long < 24 / canvas.detail:
        return
    if patch.round:
        canvas.open(clip_path=canvas.clip(patch.outline()))
    knots = sum(rng.random() < material.wear * 0.5 for _ in range(1 + int(long / 260))) if tall > 16 else 0
    grain = Grain(patch, rng, knots)
    _shades(canvas, grain, tone, light, rng)
    _fibres(canvas, grain, tone, light, rng)
    for knot in grain.knots:
        _knot(canvas, patch, knot, tone, light)
    if patch.round:
        canvas.close()
    elif rng.random() < material.wear and tall > 14:
        _nails(canvas, patch, rng)


def floorboard(canvas: Canvas, patch: Patch, material: Material, light: float, rng: Random) -> None:
    """Paint a floor board, seen from afar: its tone and a few fibres."""
    tone = jitter(material.colour, rng.uniform(-0.08, 0.08) * material.vary, rng.uniform(-0.08, 0.08) * material.vary)
    canvas.path(patch.outline(), lit(tone, light), stroke=lit(tone, light * 0.8))
    if patch.height * patch.pixels > (14 if canvas.fine else 24):
        grain = Grain(patch, rng, 0)
        spots = (rng.uniform(0.2, 0.45), rng.uniform(0.55, 0.85))
        lines = "".join(smooth(grain.line(patch.height * k, 3), fine=False) for k in spots)
        canvas.line(lines, lit(tone, light * 0.7), 0.8, 0.35)


def _shades(canvas: Canvas, grain: Grain, tone: str, light: float, rng: Random) -> None:
    h = grain.patch.height
    steps = _steps(grain.patch)
    for _ in range(2 if h * grain.patch.pixels > 45 else 1):
        t, thick = rng.uniform(0.05, 0.75) * h, rng.uniform(0.08, 0.25) * h
        band = grain.line(t, steps) + grain.line(min(t + thick, h), steps)[::-1]
        shade = lit(tone, light * rng.choice((0.8, 0.84, 1.14)))
        canvas.path(outline(band, fine=False), shade, fill_opacity=round(rng.uniform(0.15, 0.4), 2))


def _steps(patch: Patch) -> int:
    return max(2, min(10, int(patch.width * patch.pixels / 95)))


def _fibres(canvas: Canvas, grain: Grain, tone: str, light: float, rng: Random) -> None:
    patch = grain.patch
    tall = patch.height * patch.pixels
    count = max(1, min(10, int(tall * canvas.detail**0.5 / 10)))
    steps = _steps(patch)
    fine, bold = "", ""
    for i in range(count):
        t = patch.height * (i + rng.uniform(0.2, 0.8)) / count
        start, end = (0.0, 1.0) if rng.random() < 0.55 else sorted((rng.uniform(0, 0.5), rng.uniform(0.45, 1)))
        data = smooth(grain.line(t, steps, start, end), fine=canvas.fine)
        if rng.random() < 0.3:
            bold += data
        else:
            fine += data
    if tall > 26 / canvas.detail and rng.random() < 0.5:
        centre, forward = rng.uniform(0.35, 0.65) * patch.height, rng.random() < 0.5
        first = rng.uniform(0.15, 0.4) * patch.width
        for k in range(rng.randint(3, 5)):
            apex = first + k * patch.width * 0.1 if forward else patch.width - first - k * patch.width * 0.1
            bold += smooth(grain.arch(apex, centre, patch.height * 0.5, forward=forward), fine=canvas.fine)
    dark = lit(mix(tone, "#5b3414", 0.45), light * 0.75)
    weight = min(1.5, max(0.5, patch.pixels * 0.13))
    canvas.line(fine, dark, weight, 0.34)
    canvas.line(bold, dark, weight * 1.9, 0.26)


def _knot(canvas: Canvas, patch: Patch, knot: Knot, tone: str, light: float) -> None:
    def oval(k: float) -> list[Point]:
        turns = [2 * math.pi * i / 10 for i in range(10)]
        return [
            patch.at(knot.s + 1.35 * k * knot.radius * math.cos(a), knot.t + 0.75 * k * knot.radius * math.sin(a))
            for a in turns
        ]

    dark = lit(mix(tone, "#3a1d0c", 0.62), light)
    canvas.path(smooth(oval(1), closed=True), dark, fill_opacity=0.75)
    canvas.path(smooth(oval(0.5), closed=True), lit("#2a150a", light), fill_opacity=0.6)
    canvas.line(smooth(oval(1.5), closed=True), dark, 0.8, 0.4)


def _nails(canvas: Canvas, patch: Patch, rng: Random) -> None:
    radius = max(0.9, 0.28 * patch.pixels)
    side = rng.choice((0.04, 0.96)) * patch.width
    for t in (0.28, 0.72):
        p = patch.at(side + rng.uniform(-0.5, 0.5), t * patch.height)
        canvas.ellipse(p, radius * 2.6, radius * 1.5, "#2b1a12", fill_opacity=0.18)
        canvas.ellipse(p, radius, radius * 0.9, "#2b1a12", fill_opacity=0.75)


def _rings(canvas: Canvas, patch: Patch, tone: str, light: float, rng: Random) -> None:
    size = min(patch.width, patch.height) * patch.pixels
    if size < 12 / canvas.detail:
        return
    s0, t0 = patch.width * rng.uniform(0.2, 0.8), -patch.height * rng.uniform(0.2, 1.2)
    data = ""
    reach = math.hypot(patch.width, patch.height - t0)
    step = max(0.7, 6 / patch.pixels)
    radius = step
    while radius < reach:
        run: list[Point] = []
        for i in range(17):
            a = math.pi * i / 16
            s, t = s0 + radius * math.cos(a), t0 + radius * math.sin(a)
            if 0 <= s <= patch.width and 0 <= t <= patch.height:
                run.append(patch.at(s, t))
            elif run:
                break
        data += smooth(run, fine=canvas.fine) if len(run) > 2 else ""
        radius += step * rng.uniform(0.8, 1.3)
    canvas.line(data, lit(mix(tone, "#4a2a10", 0.5), light * 0.8), 0.8, 0.5)


def painted(canvas: Canvas, patch: Patch, material: Material, light: float, rng: Random) -> None:
    """Old paint over wood: a flat tone, brushed streaks, chips that let the wood show."""
    tone = jitter(material.colour, rng.uniform(-0.08, 0.1) * material.vary)
    fill(canvas, patch, tone, light, 0.04)
    tall, long = patch.height * patch.pixels, patch.width * patch.pixels
    if tall < 5 or long < 16 or patch.end_grain:
        return
    grain = Grain(patch, rng, 0)
    lines = "".join(
        smooth(grain.line(patch.height * rng.random(), _steps(patch)), fine=canvas.fine)
        for _ in range(int(min(9, tall / 7)))
    )
    canvas.line(lines, lit(tone, light * 0.8), 0.8, 0.4)
    data = ""
    for _ in range(int(material.wear * min(40, tall * long / 1500))):
        edge = rng.random() < 0.6
        t = patch.height * (rng.choice((0.02, 0.98)) if edge else rng.random())
        s = patch.width * rng.random()
        data += _chip(patch, s, t, rng)
    canvas.path(data, lit(material.accent or "#b58a5c", light), fill_opacity=0.85)


def _chip(patch: Patch, s: float, t: float, rng: Random) -> str:
    half, thick = rng.uniform(2, 11) / patch.pixels, rng.uniform(0.8, 3) / patch.pixels
    ring = []
    for i in range(7):
        a = 2 * math.pi * i / 7
        k = rng.uniform(0.6, 1.2)
        x, y = s + half * k * math.cos(a), t + thick * k * math.sin(a)
        ring.append(patch.at(min(patch.width, max(0, x)), min(patch.height, max(0, y))))
    return smooth(ring, closed=True)


def cloth(canvas: Canvas, patch: Patch, material: Material, light: float, rng: Random) -> None:
    """Canvas: an even tone, faint folds and a sewn edge."""
    tone = jitter(material.colour, rng.uniform(-0.03, 0.03))
    fill(canvas, patch, tone, light, 0.05, material.opacity)
    w, h = patch.width, patch.height
    if min(w, h) * patch.pixels < 24:
        return
    m = min(w, h) * 0.06
    seam = [patch.at(s, t) for s, t in ((m, m), (w - m, m), (w - m, h - m), (m, h - m))]
    canvas.line(outline(seam), lit(material.accent or mix(tone, "#6a5a48", 0.5), light), 1, 0.7, stroke_dasharray="5 4")
    for _ in range(3):
        s = rng.uniform(0.15, 0.85) * w
        fold = [patch.at(s + rng.uniform(-0.1, 0.1) * w, h * k) for k in (0.12, 0.4, 0.62, 0.88)]
        canvas.line(smooth(fold), lit(tone, light * rng.choice((0.85, 1.1))), 5, 0.28)


def _glare(canvas: Canvas, patch: Patch, material: Material) -> None:
    if material.shine < 0.2 or patch.round:
        return
    w, h = patch.width, patch.height
    strip = patch.project([(0.1 * w, 0), (0.34 * w, 0), (0.18 * w, h), (0, h)])
    canvas.path(outline(strip), "#ffffff", fill_opacity=round(0.16 * material.shine, 2))
