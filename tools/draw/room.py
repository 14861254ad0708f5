"""Where a scene takes place: a studio, or a room with a wall, a skirting board and a floor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from tools.draw.colour import lit, mix
from tools.draw.materials import Material
from tools.draw.patch import Patch
from tools.draw.svg import outline
from tools.draw.view import View

Decor = Callable[[View, "Room"], None]


@dataclass
class Room:
    """A wall at y = `wall` and a floor; `boards` paves the floor with planks of that material."""

    wall_colour: str = "#efe8dc"
    floor_colour: str = "#e4dacb"
    wall: float = 160.0
    boards: Material | None = None
    board_width: float = 19.0
    skirting: str = ""
    shadow: float = 0.3
    glow: float = 0.5
    """How bright the window light on the wall is."""
    dusk: float = 0.0
    """How dark the corners are."""
    studio: bool = False
    decor: list[Decor] = field(default_factory=list)

    def paint(self, view: View) -> None:
        """Draw the background."""
        canvas, w, h = view.canvas, view.canvas.width, view.canvas.height
        line = view.camera.project((0, self.wall, 0))[1]
        e = view.exposure
        wall, pale = lit(self.wall_colour, e), mix(lit(self.wall_colour, e), "#ffffff", self.glow)
        canvas.rect(0, 0, w, h, wall)
        canvas.rect(
            0,
            0,
            w,
            h if self.studio else max(line, 1) + 1,
            canvas.radial((w * 0.36, h * 0.3), max(w, h) * 0.75, [(0, pale), (1, wall)]),
        )
        if line < h:
            self._floor(view, line)
        for draw in self.decor:
            draw(view, self)

    def _floor(self, view: View, line: float) -> None:
        canvas, w, h = view.canvas, view.canvas.width, view.canvas.height
        e = view.exposure
        far, near = lit(self.floor_colour, 0.96 * e), lit(self.floor_colour, 1.06 * e)
        if self.studio:
            # A paper sweep: no line between wall and floor
            wall = lit(self.wall_colour, e)
            stops = [(0.0, wall, 0.0), (0.5, far, 1.0), (1.0, near, 1.0)]
            top = line - 0.1 * h
            canvas.rect(0, top, w, h - top, canvas.gradient((0, top), (0, h), stops))
            return
        canvas.rect(0, line, w, h - line, canvas.gradient((0, line), (0, h), [(0, far), (1, near)]))
        if self.boards:
            self._planks(view, self.boards)
        canvas.rect(
            0,
            line,
            w,
            (h - line) * 0.3,
            canvas.gradient((0, line), (0, line + (h - line) * 0.3), [(0, "#2b1a12", 0.22), (1, "#2b1a12", 0)]),
        )
        if self.skirting:
            self._skirt(view, line)

    def _planks(self, view: View, material: Material) -> None:
        camera, w, h = view.camera, view.canvas.width, view.canvas.height
        k = camera.depth((0, self.wall, 0)) / camera.zoom
        left = camera.eye[0] + (0 - camera.left) * k
        right = camera.eye[0] + (w - camera.left) * k
        near = camera.eye[1] + camera.zoom * camera.eye[2] / max(1.0, h - camera.top)
        y, row = self.wall, 0
        while y > near - self.board_width and row < 60:
            rng = view.rng(row, 7)
            x = left - rng.uniform(0, 120)
            while x < right:
                long = rng.uniform(150, 240)
                patch = Patch(camera, (x, y - self.board_width, 0), (1, 0, 0), (0, 1, 0), long, self.board_width)
                material.finish(view.canvas, patch, material, view.light((0, 0, 1)), rng)
                x += long
            y -= self.board_width
            row += 1

    def _skirt(self, view: View, line: float) -> None:
        canvas, w = view.canvas, view.canvas.width
        top = view.camera.project((0, self.wall, 9))[1]
        colour = lit(self.skirting, view.exposure)
        canvas.rect(
            0,
            top,
            w,
            line - top,
            canvas.gradient((0, top), (0, line), [(0, mix(colour, "#ffffff", 0.25)), (1, colour)]),
        )
        canvas.rect(0, line - 1, w, 2, "#2b1a12", fill_opacity=0.35)

    def finish(self, view: View) -> None:
        """Draw what lies over everything: the fall of light towards the corners."""
        if self.studio or (self.wall == 0 and not self.dusk):
            return
        canvas, w, h = view.canvas, view.canvas.width, view.canvas.height
        dark = 0.1 + self.dusk
        stops = [(0.55, "#2b1a12", 0.0), (1.0, "#2b1a12", round(dark, 2))]
        canvas.rect(
            0, 0, w, h, canvas.radial((w * 0.46, h * 0.46), max(w, h) * 0.78, stops, 1 if w <= h else max(0.6, h / w))
        )


def rug(x0: float, y0: float, x1: float, y1: float, colour: str, stripe: str) -> Decor:
    """Return a woven rug lying on the floor."""

    def draw(view: View, _room: Room) -> None:
        def flat(a: float, b: float, c: float, d: float) -> str:
            return outline([view.camera.project(p) for p in ((a, b, 0), (c, b, 0), (c, d, 0), (a, d, 0))])

        e = view.exposure
        view.canvas.path(flat(x0, y0, x1, y1), lit(colour, e))
        for k in (0.06, 0.1, 0.9, 0.94):
            x = x0 + (x1 - x0) * k
            view.canvas.path(flat(x, y0, x + (x1 - x0) * 0.018, y1), lit(stripe, e), fill_opacity=0.8)
        for i in range(1, 26):
            y = y0 + (y1 - y0) * i / 26
            view.canvas.path(flat(x0, y, x1, y + 0.6), lit(stripe, e), fill_opacity=0.13)

    return draw
