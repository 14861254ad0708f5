"""Finds the function that draws each picture."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from tools.draw.room import Room
from tools.draw.scene import Scene, reach


@dataclass(frozen=True)
class Sheet:
    """The blank sheet of one picture: its id and size."""

    name: str
    width: int
    height: int

    def scene(self, room: Room) -> Scene:
        """Return an empty scene of this size."""
        return Scene(self.name, self.width, self.height, room)


Drawing = Callable[[Sheet], str]
DRAWINGS: dict[str, Drawing] = {}


def drawing(*names: str) -> Callable[[Drawing], Drawing]:
    """Register the function that draws the pictures `names`."""

    def keep(function: Drawing) -> Drawing:
        for name in names:
            if name in DRAWINGS:
                raise ValueError(f"{name} is drawn twice")
            DRAWINGS[name] = function
        return function

    return keep


def load() -> dict[str, Drawing]:
    """Import every module of `pictures/` and return all drawings."""
    package = importlib.import_module("tools.draw.pictures")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"tools.draw.pictures.{module.name}")
    return DRAWINGS


def shoot(scene: Scene, frame: tuple[float, float, float, float] = (0.12, 0.14, 0.88, 0.86), high: float = 0.45) -> str:
    """Take the product photograph of all that is in the scene, from a bit above."""
    points = [p for solid in scene.solids for p in solid.hull()]
    size = reach(points)
    middle = (min(p[2] for p in points) + max(p[2] for p in points)) / 2
    scene.look((0.05 * size, -2.3 * size, middle + high * size), frame)
    return scene.picture()
