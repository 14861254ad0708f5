"""A scene: a room, solids placed in it, and the picture taken of them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from tools.draw.camera import Camera
from tools.draw.geometry import Point, Vec, add, cross, hull, length, scale, sub, unit
from tools.draw.hidden import Hider
from tools.draw.materials import Material
from tools.draw.order import far_to_near
from tools.draw.patch import Patch
from tools.draw.room import Room
from tools.draw.shadow import on_patch, on_plane
from tools.draw.solids import Band, Box, Custom, Solid, Tube, Turned
from tools.draw.svg import Canvas, outline
from tools.draw.view import View

Label = Callable[[View, Patch, float], None]


class Scene:
    """Collects solids; `picture` draws them."""

    def __init__(self, name: str, width: int, height: int, room: Room) -> None:
        self.width, self.height = width, height
        self.room = room
        self.canvas = Canvas(width, height)
        self.view = View(self.canvas, Camera((0, -400, 110)), name)
        self.layer = 0
        self._layers: dict[int, list[Solid]] = {}
        self._frame: tuple[Vec, Vec, Vec, Vec] = ((0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 1))
        self._after: list[Callable[[View], None]] = []
        self._count = 0.0

    @contextmanager
    def at(self, x: float = 0, y: float = 0, z: float = 0, yaw: float = 0, tilt: float = 0) -> Iterator[None]:
        """Place what follows at (x, y, z), turned by `yaw` degrees, leaning back by `tilt` degrees."""
        saved = self._frame
        _origin, i, j, k = saved
        a, b = math.radians(yaw), math.radians(tilt)
        turned_i = add(scale(i, math.cos(a)), scale(j, math.sin(a)))
        turned_j = add(scale(i, -math.sin(a)), scale(j, math.cos(a)))
        lean_j = add(scale(turned_j, math.cos(b)), scale(k, -math.sin(b)))
        lean_k = add(scale(turned_j, math.sin(b)), scale(k, math.cos(b)))
        self._frame = (self.point((x, y, z)), turned_i, lean_j, lean_k)
        yield
        self._frame = saved

    def point(self, p: Vec) -> Vec:
        """Return a point of the current frame in the room."""
        return add(self._frame[0], self.direction(p))

    def placed(self) -> Callable[[Vec], Vec]:
        """Return what `point` does here, for use once the frame is gone."""
        origin, i, j, k = self._frame
        return lambda p: add(origin, add(add(scale(i, p[0]), scale(j, p[1])), scale(k, p[2])))

    def direction(self, v: Vec) -> Vec:
        """Return a direction of the current frame in the room."""
        _, i, j, k = self._frame
        return add(add(scale(i, v[0]), scale(j, v[1])), scale(k, v[2]))

    def put(self, solid: Solid) -> None:
        """Add a solid, given in room coordinates."""
        self._layers.setdefault(self.layer, []).append(solid)

    def box(
        self,
        corner: Vec,
        size: Vec,
        material: Material,
        grain: int = -1,
        label: Label | None = None,
        *,
        casts: bool = True,
    ) -> None:
        """Add a plank with its edges along the axes."""
        self._count += 1
        edges = [self.direction(v) for v in ((size[0], 0, 0), (0, size[1], 0), (0, 0, size[2]))]
        self.put(Box(self.point(corner), (edges[0], edges[1], edges[2]), material, grain, casts, label, self._count))

    def beam(self, a: Vec, b: Vec, width: float, depth: float, material: Material, side: Vec = (0, 1, 0)) -> None:
        """Add a plank from a to b, `depth` thick towards `side` and `width` wide the other way, centred."""
        self._count += 1
        p, q = self.point(a), self.point(b)
        along = sub(q, p)
        wide = unit(cross(along, self.direction(side)))
        deep = unit(cross(wide, along))
        corner = add(p, add(scale(wide, -width / 2), scale(deep, -depth / 2)))
        edges = (along, scale(wide, width), scale(deep, depth))
        self.put(Box(corner, edges, material, 0, seed=self._count))

    def tube(self, points: Sequence[Vec], radius: float, material: Material, *, casts: bool = True) -> None:
        """Add a bent bar, one straight piece between each pair of points."""
        seen = [self.point(p) for p in points]
        for a, b in itertools.pairwise(seen):
            self.put(Tube(a, b, radius, material, casts))

    def bow(self, points: Sequence[Vec], radius: float, material: Material) -> None:
        """Add a smoothly bent bar, drawn in one piece."""
        seen = [self.point(p) for p in points]
        self.put(Custom(seen, lambda view: view.rod(seen, radius, material, curved=True)))

    def turned(
        self,
        base: Vec,
        bands: Sequence[Band],
        cap: Material | None = None,
        axis: Vec = (0, 0, 1),
        staves: int = 0,
        decorate: Label | None = None,
        *,
        casts: bool = True,
    ) -> None:
        """Add a turned solid."""
        self._count += 1
        where, way = self.point(base), self.direction(axis)
        self.put(Turned(where, way, bands, cap, staves, casts, decorate, self._count))

    def custom(self, corners: Sequence[Vec], draw: Callable[[View], None]) -> None:
        """Add something drawn by a function that uses `point` beforehand."""
        self.put(Custom([self.point(p) for p in corners], draw))

    def after(self, draw: Callable[[View], None]) -> None:
        """Draw something over everything: a glow, a foreground, a text."""
        self._after.append(draw)

    @property
    def solids(self) -> list[Solid]:
        """Return all solids."""
        return [solid for layer in self._layers.values() for solid in layer]

    def look(self, eye: Vec, frame: tuple[float, float, float, float], points: Sequence[Vec] | None = None) -> None:
        """Put the eye somewhere and fill `frame` (fractions of the picture) with the solids, or with some points."""
        self.view.camera.eye = eye
        w, h = self.width, self.height
        seen = list(points) if points else [p for solid in self.solids for p in solid.hull()]
        self.view.camera.fit(seen, (frame[0] * w, frame[1] * h, frame[2] * w, frame[3] * h))

    def picture(self) -> str:
        """Return the SVG text."""
        casting = [(solid, solid.hull()) for solid in self.solids if solid.casts]
        self.view.shadows = lambda patch, normal, me: on_patch(patch, normal, me, casting)
        self.canvas.detail = max(0.16, min(1.0, 45 / max(1, len(self.solids))))
        self.room.paint(self.view)
        self._ground(casting)
        order = [s for key in sorted(self._layers) for s in far_to_near(self._layers[key], self.view.camera)]
        self.view.hidden = Hider(order, self.view.camera).hides
        for solid in order:
            solid.paint(self.view)
        for draw in self._after:
            draw(self.view)
        self.room.finish(self.view)
        return self.canvas.text()

    def _ground(self, casting: Sequence[tuple[Solid, list[Vec]]]) -> None:
        """Draw shadows on the floor and on the wall: a wide soft one and a dark one right under what stands there."""
        eye_y = self.view.camera.eye[1] + 5
        far: list[list[Point]] = []
        near: list[list[Point]] = []
        wall = self.room.wall
        for _, points in casting:
            floor = hull([(p[0], p[1]) for p in on_plane(points, (0, 0, 0), (0, 0, 1)) if p[1] > eye_y])
            far.append(self._flat([(x, min(y, wall), 0.0) for x, y in floor]))
            low = [p for p in points if p[2] < 1.5]
            if len(low) > 2:
                near.append(self._flat([(x, y, 0.0) for x, y in hull([(p[0], p[1]) for p in low])]))
            behind = hull([(p[0], p[2]) for p in on_plane(points, (0, wall, 0), (0, -1, 0))])
            far.append(self._flat([(x, wall, max(0.0, z)) for x, z in behind] if any(z > 0 for _, z in behind) else []))
        far, near = ([shape for shape in shapes if shape] for shapes in (far, near))
        size = self.view.camera.pixels((0, 0, 0))
        strength = self.room.shadow
        for shapes, blur, opacity in ((far, 3.2, 0.95), (near, 0.8, 0.9)):
            shown = round(opacity * strength, 2)
            if shapes and shown:
                xs, ys = [x for shape in shapes for x, _ in shape], [y for shape in shapes for _, y in shape]
                deviation = max(1.5, min(16.0, blur * size))
                soft = self.canvas.soften(deviation, (min(xs), min(ys), max(xs), max(ys)))
                data = "".join(outline(shape, fine=False) for shape in shapes)
                self.canvas.path(data, "#2b1a12", fill_opacity=shown, filter=soft)

    def _flat(self, points: Sequence[Vec]) -> list[Point]:
        return [self.view.camera.project(p) for p in points] if len(points) > 2 else []


def reach(points: Sequence[Vec]) -> float:
    """Return the size of the box around some points."""
    low = (min(p[0] for p in points), min(p[1] for p in points), min(p[2] for p in points))
    high = (max(p[0] for p in points), max(p[1] for p in points), max(p[2] for p in points))
    return length(sub(high, low))
