"""Patterns laid on a flat face: herringbone, parquet strips, slats."""

from __future__ import annotations

from tools.draw.geometry import add, scale, sub, unit
from tools.draw.materials import Material
from tools.draw.patch import Patch
from tools.draw.view import View


def herringbone(view: View, patch: Patch, light: float, material: Material, width: float) -> None:
    """Cover a face with blocks four times as long as wide, at right angles."""
    canvas = view.canvas
    canvas.open(clip_path=canvas.clip(patch.outline()))
    u = unit(add(patch.along, patch.across))
    v = unit(sub(patch.across, patch.along))
    long = width * 3.0
    span = int((patch.width + patch.height) / width) + 6
    for i in range(-span, span):
        for j in range(-4, 6):
            # Each step of the zigzag moves by one width along both directions
            base_u, base_v = i * width + j * long, -i * width + j * long
            for along, across, du, dv, w, h in ((u, v, 0.0, 0.0, long, width), (v, u, long, width - long, long, width)):
                a, b = base_u + du, base_v + dv
                origin = add(patch.origin, add(scale(u, a), scale(v, b)))
                block = Patch(view.camera, origin, along, across, w, h)
                s, t = patch.inside(block.space(w / 2, h / 2))
                if -long < s < patch.width + long and -long < t < patch.height + long:
                    material.finish(canvas, block, material, light, view.rng(a, b))
    canvas.close()


def strips(view: View, patch: Patch, light: float, material: Material, count: int) -> None:
    """Cover a face with strips along its longer side."""
    for i in range(count):
        h = patch.height / count
        strip = patch.inset(0, i * h, patch.width, h * 0.96)
        material.finish(view.canvas, strip, material, light, view.rng(i, patch.width))
