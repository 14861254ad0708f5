"""What things are made of: a colour, a finish that paints a flat patch, and how it shines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from tools.draw.patch import Patch
from tools.draw.svg import Canvas

Finish = Callable[[Canvas, Patch, "Material", float, Random], None]


@dataclass(frozen=True)
class Material:
    """`vary`: how much boards differ; `shine`: 0 matt to 1 polished; `wear`: knots, chips; `opacity`: glass."""

    colour: str
    finish: Finish
    end: str = ""
    """Colour of sawn ends; the colour itself when empty."""
    vary: float = 1.0
    shine: float = 0.0
    wear: float = 0.3
    opacity: float = 1.0
    seam: bool = True
    """Whether the edges of a face are drawn; not for the pieces of one bent board."""
    accent: str = ""
    """Second colour: what shows under worn paint, a seam, a stripe."""

    def but(self, **changes: str | float | bool) -> Material:
        """Return the same material with some values changed."""
        return replace(self, **changes)  # type: ignore[arg-type]
