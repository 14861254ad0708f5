"""Colours as `#rrggbb` texts: mixing, and the warm light that falls on everything."""

from __future__ import annotations

DEEP = "#2b1a12"
"""Where no light comes: a warm near-black."""
GLOW = "#fff4e0"
"""What a strong light turns colours into."""


def channels(colour: str) -> tuple[int, int, int]:
    """Return the red, green and blue of `#rrggbb`."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(a: str, b: str, t: float) -> str:
    """Return the colour at fraction `t` from a to b."""
    t = min(1.0, max(0.0, t))
    parts = (round(p + (q - p) * t) for p, q in zip(channels(a), channels(b), strict=True))
    return "#" + "".join(f"{part:02x}" for part in parts)


def lit(colour: str, light: float) -> str:
    """Return a colour as seen under `light`: 1 is its own, 0 is the dark, above 1 it glows."""
    if light <= 1:
        return mix(DEEP, colour, light)
    return mix(colour, GLOW, (light - 1) * 0.9)


def jitter(colour: str, amount: float, warmth: float = 0.0) -> str:
    """Return the colour made lighter (or darker) by `amount` and warmer (or greyer) by `warmth`, about −1 to 1."""
    base = mix(colour, "#ffffff" if amount > 0 else "#1c120b", abs(amount))
    return mix(base, "#c9752d" if warmth > 0 else "#8d8a84", abs(warmth))
