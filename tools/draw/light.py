"""The light: a big window, high, at the left and in front."""

from __future__ import annotations

from tools.draw.geometry import Vec, dot, unit

SUN: Vec = unit((-0.62, -0.62, 1.15))
"""Towards the window."""


def shade(normal: Vec) -> float:
    """Return how much light a surface turned towards `normal` gets, about 0.45 to 1.1."""
    sky = 0.5 + 0.5 * normal[2]
    return 0.50 + 0.47 * max(0.0, dot(normal, SUN)) + 0.13 * sky


def gloss(normal: Vec, view: Vec, sharpness: float) -> float:
    """Return how strongly the window is mirrored towards `view` (0 to 1)."""
    half = unit((SUN[0] + view[0], SUN[1] + view[1], SUN[2] + view[2]))
    return float(max(0.0, dot(normal, half)) ** sharpness)
