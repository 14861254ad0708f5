"""Restaurants, offices, library, terrace: what the firm fitted out."""

from __future__ import annotations

from random import Random

from tools.draw.colour import mix
from tools.draw.finishes import floorboard
from tools.draw.lettering import write
from tools.draw.models import decor, lights, outdoors, people, rooms, seats, storage, tables
from tools.draw.palette import (
    AMBER_GLASS,
    BLACK,
    BRASS,
    CERAMIC,
    CLEAR_GLASS,
    DOOR_BLUE,
    FLOOR_GREY,
    FLOOR_OAK,
    FLOOR_PALE,
    GREEN_GLASS,
    JETTY,
    PLY,
    TERRACOTTA,
    interior,
)  # fmt: skip
from tools.draw.patch import Patch
from tools.draw.pictures.homes import chairs, laid, laptop
from tools.draw.registry import Sheet, drawing
from tools.draw.room import Decor, Room, rug
from tools.draw.scene import Scene
from tools.draw.svg import smooth
from tools.draw.view import View


def outside(
    line: float = 900, sky: tuple[str, str] = ("#cfe0e8", "#f8efdc"), ground: str = "#cbbf9f", trees: str = "#8faa78"
) -> Room:
    """Return the open air: sky, far trees, ground."""
    r = Room(sky[0], ground, line, shadow=0.4, glow=0.2)

    def draw(view: View, room: Room) -> None:
        canvas, w = view.canvas, view.canvas.width
        low = view.camera.project((0, room.wall, 0))[1]
        canvas.rect(0, 0, w, low + 1, canvas.gradient((0, 0), (0, low), [(0, sky[0]), (1, sky[1])]))
        rng = Random(view.seed)
        for depth, (tone, size) in enumerate(
            ((mix(trees, sky[1], 0.55), 0.16), (mix(trees, sky[1], 0.25), 0.11), (trees, 0.075))
        ):
            ridge = [(w * i / 24, low - size * canvas.height * (0.9 + 0.5 * rng.random())) for i in range(-1, 26)]
            canvas.path(
                smooth([*ridge, (w * 1.1, low + 2), (-w * 0.1, low + 2)], closed=True),
                tone,
                fill_opacity=1 - 0.1 * depth,
            )

    r.decor.append(draw)
    return r


def terrace_floor(y0: float, y1: float, x0: float, x1: float) -> Decor:
    """Return a wooden deck lying on the ground."""
    material = JETTY.but(vary=0.5, wear=0.0, colour="#b7a27f")

    def draw(view: View, room: Room) -> None:
        y = y1
        while y > y0:
            floorboard(
                view.canvas,
                Patch(view.camera, (x0, y - 13, 0), (1, 0, 0), (0, 1, 0), x1 - x0, 12.6),
                material,
                view.light((0, 0, 1)),
                view.rng(y),
            )
            y -= 13
        del room

    return draw


def bistro(s: Scene, x: float, y: float, colour: str = "#5c7f5a", yaw: float = 0, *, set_: bool = True) -> None:
    """Stand a bistro table, laid, between two school chairs."""
    with s.at(x, y, yaw=yaw):
        with s.at(-58, 0, yaw=90):
            seats.jules(s, colour)
        with s.at(58, 0, yaw=-90):
            seats.jules(s, colour)
        tables.bistrot(s)
        if set_:
            decor.plate(s, -18, 0, 74, 10)
            decor.plate(s, 18, 0, 74, 10)
            decor.tumbler(s, 2, -14, 74, CLEAR_GLASS)
            storage.pot(s, 0, 14, 74, 4)
            decor.sprig(s, (0, 14, 80), 18, "#7d9a66", "#e9bb4d", 5)


def pendants(s: Scene, xs: tuple[float, ...], y: float, z: float, cord: float = 90) -> None:
    """Hang bottle pendants, green and amber in turn."""
    for i, x in enumerate(xs):
        with s.at(x, y, 0):
            lights.bottle_pendant(s, z + (i % 2) * 8, GREEN_GLASS if i % 2 == 0 else AMBER_GLASS, cord)


@drawing("tabouret-barrique-situation", "suspension-bouteille-situation", "restaurant-glycine-bar")
def _bar(sheet: Sheet) -> str:
    r = interior("#d8c8b0", 120, FLOOR_GREY)
    r.decor += [rooms.bricks(0, 330, "#c9957a"), rooms.wall_band(0, 0.1, "#c9957a")]
    s = sheet.scene(r)
    s.view.exposure = 0.94
    wide = sheet.width > 1100
    half = 200 if wide else 120
    s.layer = 1
    for z in (150, 190):
        with s.at(0, 118, 0):
            storage.rail_shelf(s, 2 * half - 40, z, 20)
            for i in range(int(half / 9)):
                x = -half + 36 + i * 17
                if (i * 7 + int(z)) % 5 == 0:
                    decor.tumbler(s, x, -10, z + 3.2)
                else:
                    storage.bottle(
                        s, x, -10, z + 3.2, (GREEN_GLASS, AMBER_GLASS, GREEN_GLASS.but(colour="#6b3a36"))[i % 3], 0.85
                    )
    if wide:
        people.person(s, 60, 70, people.VISITORS[3], people.WORK, left=True)
    s.layer = 2
    rooms.counter(s, 0, 0, 2 * half, 106)
    for at in (-0.5 * half, 0.62 * half):
        decor.tumbler(s, at, 10, 106, CLEAR_GLASS, "#c98a3a")
    storage.pot(s, half * 0.3, 14, 106, 5)
    decor.sprig(s, (half * 0.3, 14, 114), 22, "#7d9a66", "#f0e2c2", 7)
    s.layer = 3
    xs = (-130.0, -50.0, 30.0, 110.0) if wide else (-72.0, 0.0, 72.0)
    for at in xs:
        with s.at(at, -50):
            seats.barrique(s)
    if wide:
        people.person(s, -92, -34, people.VISITORS[1], people.STAND, left=False)
    s.layer = 4
    pendants(s, (-140.0, -70.0, 0.0, 70.0, 140.0) if wide else (-70.0, 0.0, 70.0), 12, 165 if wide else 158, 140)
    high = 250.0 if wide else (225.0 if sheet.name.startswith("susp") else 190.0)
    low = 60.0 if sheet.name.startswith("susp") else 0.0
    s.look((-30, -430, 140), (0.0, 0.02, 1.0, 0.95), [(-half + 25, -60, low), (half - 25, -60, low), (0, 0, high)])
    return s.picture()


@drawing("table-bistrot-situation", "restaurant-glycine-salle", "bandeau-professionnels")
def _room(sheet: Sheet) -> str:
    r = interior("#d9cfb9", 330, FLOOR_OAK)
    r.decor += [
        rooms.wall_band(9, 105, "#7c8f78"),
        rooms.window(-170, 125, 90, 130),
        rooms.window(30, 125, 90, 130),
        rooms.window(230, 125, 90, 130),
    ]
    s = sheet.scene(r)
    wide = sheet.width > 1100
    s.layer = 1
    for x in (-190.0, 0.0, 190.0) if wide else (-120.0, 90.0):
        bistro(s, x, 210, "#d29a2a")
    if wide:
        with s.at(310, 120, yaw=-70):
            storage.divider(s, 120, 165)
    s.layer = 2
    for x in (-270.0, -80.0, 130.0) if wide else (-90.0, 105.0):
        bistro(s, x, 20, "#5c7f5a")
    if wide:
        people.person(s, 30, 110, people.VISITORS[1], people.CARRY)
    s.layer = 3
    pendants(s, (-250.0, -80.0, 110.0, 280.0) if wide else (-90.0, 105.0), 60, 188, 160)
    s.layer = 0
    decor.plant(s, 120 if wide else 0, 290, 0, 150, TERRACOTTA, 4)
    if sheet.name.startswith("bandeau"):
        s.look((0, -420, 170), (0.0, -0.3, 1.0, 1.12), [(-330, 0, 0), (330, 0, 0), (0, 300, 250)])
    elif wide:
        s.look((-20, -430, 175), (0.0, 0.05, 1.0, 0.96), [(-300, 0, 0), (270, 0, 0), (0, 0, 260)])
    else:
        s.look((-10, -400, 170), (0.0, 0.05, 1.0, 0.95), [(-170, 0, 0), (180, 0, 0), (0, 300, 240)])
    return s.picture()


@drawing("bureaux-cowork")
def _office(sheet: Sheet) -> str:
    r = interior("#dfe0d6", 260, FLOOR_PALE)
    r.decor += [
        rooms.window(-180, 90, 150, 160, (3, 3)),
        rooms.window(60, 90, 150, 160, (3, 3)),
        rooms.picture_frame(230, 120, 60, 80, ("#5f7f88", "#d9a441", "#c9744e")),
    ]
    s = sheet.scene(r)
    s.layer = 1
    for x in (-170, 60):
        with s.at(x, 150):
            tables.braye(s)
            laptop(s, 0, 0, 75)
            storage.pile(s, 52, 4, 75, 3, 8)
    people.person(s, 70, 175, people.VISITORS[0], people.SIT, left=True)
    s.layer = 2
    with s.at(-40, 110, yaw=80):
        storage.divider(s, 110, 150)
    with s.at(215, 90, yaw=70):
        storage.divider(s, 110, 150)
    s.layer = 3
    with s.at(-170, 20):
        tables.braye(s)
        laptop(s, 0, 0, 75)
        decor.mug(s, 30, -10, 75)
    with s.at(-150, -50, yaw=170):
        seats.jules(s, "#3f6f99")
    with s.at(110, 0):
        tables.braye(s)
        decor.plant(s, -50, 6, 75, 40, CERAMIC, 3)
        laptop(s, 10, 0, 75)
    with s.at(130, -70, yaw=190):
        seats.jules(s, "#d29a2a")
    decor.plant(s, 250, -10, 0, 120, TERRACOTTA, 6)
    s.look((0, -430, 175), (0.02, 0.04, 0.98, 0.95), [(-260, 0, 0), (270, 0, 0), (0, 0, 245)])
    return s.picture()


@drawing("mediatheque-bibliotheques")
def _library(sheet: Sheet) -> str:
    r = interior("#e5dcc8", 140, FLOOR_PALE)
    r.decor += [
        rooms.window(-200, 110, 110, 130),
        rooms.window(200, 110, 110, 130),
        rug(-150, -120, 150, 20, "#c9d2bf", "#5f7f88"),
    ]
    s = sheet.scene(r)
    s.layer = 1
    for k in range(6):
        for row in range(3 if k in (2, 3) else 2):
            with s.at(-190 + k * 64, 90, row * 33):
                storage.crate(s, 60, 32, 34)
                storage.books(s, 4, 8, 1.5, 50, k * 3 + row, 24)
    for k in (0, 4):
        s.box((-192 + k * 64, 88, 66), (124, 38, 3), PLY)
        decor.plant(s, -150 + k * 64, 106, 69, 40, TERRACOTTA, k + 2)
    s.layer = 2
    for x, y, colour in ((-130, -10, "#d9683f"), (-70, -60, "#e9bb4d"), (80, -30, "#5b86a3"), (150, -70, "#7a8f62")):
        seats_block(s, x, y, colour)
    people.person(s, -128, -4, people.Person("#5b86a3", "#8a5a6b", "#efc8a8", "#6b4a2a", size=0.66), people.SIT, z=-6)
    people.person(s, 110, 40, people.VISITORS[2], people.STAND, left=True)
    s.look((0, -400, 135), (0.02, 0.05, 0.98, 0.95), [(-240, 0, 0), (240, 0, 0), (0, 0, 220)])
    return s.picture()


def seats_block(s: Scene, x: float, y: float, colour: str) -> None:
    """Drop a floor cushion."""
    seats.cushion(s, (x - 28, y - 26, 0), (56, 52, 18), BLACK.but(colour=colour))


@drawing("mairie-bancs")
def _square(sheet: Sheet) -> str:
    r = outside(700, ground="#d9ccb0")
    s = sheet.scene(r)
    s.layer = 1
    house(s, -330, 520, 300, 260, "#efe3cc", "#7c8f98", "MAIRIE")
    house(s, 190, 560, 280, 210, "#e5d0b4", "#8a5a48", "")
    for x, seed in ((-430, 1), (70, 3), (420, 5)):
        outdoors.tree(s, x, 380, 330, seed)
    s.layer = 2
    people.person(s, 150, 220, people.VISITORS[0], people.WALK, left=True)
    people.person(s, 186, 226, people.VISITORS[2], people.WALK, left=True)
    for x, y in ((-230, 90), (0, 60), (230, 90)):
        with s.at(x, y):
            village_bench(s)
    people.person(s, -240, 92, people.VISITORS[4], people.SIT)
    s.look((0, -430, 150), (0.02, 0.05, 0.98, 0.9), [(-320, 0, 0), (320, 0, 0), (0, 0, 290)])
    return s.picture()


def village_bench(s: Scene, width: float = 160) -> None:
    """Build a public bench of jetty wood with a back."""
    for x in (-width / 2 + 14, width / 2 - 22):
        s.box((x, -22, 0), (10, 44, 42), JETTY, grain=2)
        s.box((x, 18, 42), (10, 5, 40), JETTY, grain=2)
    for i in range(3):
        s.box((-width / 2, -23 + i * 14.5, 42), (width, 13.6, 4), JETTY)
    for z in (54, 70):
        s.box((-width / 2, 14, z), (width, 4, 12), JETTY)


def house(s: Scene, x: float, y: float, w: float, h: float, wall: str, roof: str, text: str) -> None:
    """Build a village house front with shutters."""
    plaster = BLACK.but(colour=wall, shine=0.0, vary=0.0)
    s.box((x - w / 2, y, 0), (w, 120, h), plaster)
    slate = BLACK.but(colour=roof, shine=0.0, vary=0.0)
    s.beam((x - w / 2 - 12, y + 10, h + 40), (x + w / 2 + 12, y + 10, h + 40), 100, 8, slate, (0, 1, -0.35))
    glass, blind = BLACK.but(colour="#73848a", shine=0.6), BLACK.but(colour="#8fa6b0", shine=0.0)
    for i in range(3):
        cx = x - w * 0.32 + i * w * 0.32
        for z in (40, h * 0.56):
            if i == 1 and z == 40:
                s.box((cx - 24, y - 3, 0), (48, 3, 105), BLACK.but(colour="#6b4a30", shine=0.0), casts=False)
                continue
            s.box((cx - 18, y - 2, z), (36, 2, 62), glass, casts=False)
            for side in (-1, 1):
                s.box((cx + side * 28 - 9, y - 4, z - 2), (18, 3, 66), blind, casts=False)
    if text:
        rooms.sign(s, x, y - 6, h * 0.47, 90, 22, text, BLACK.but(colour="#f5efe2", shine=0.0), "#3f4b5c")


@drawing("jardiniere-coffrage-situation")
def _city(sheet: Sheet) -> str:
    r = outside(500, ("#d5e3e8", "#f8eede"), "#bfae8c", "#a9b7a5")
    r.decor.append(terrace_floor(-260, 130, -400, 400))
    s = sheet.scene(r)
    s.layer = 0
    for x, h, c in ((-250, 260, "#d9cbb6"), (-90, 330, "#cdb9a4"), (110, 290, "#dccfc0"), (280, 240, "#cfc3b2")):
        house(s, x, 420, 160, h, c, "#8a7a70", "")
    s.layer = 1
    for i in range(16):
        s.tube([(-240 + i * 32, 120, 0), (-240 + i * 32, 120, 98)], 0.9, BLACK)
    s.tube([(-260, 120, 98), (260, 120, 98)], 1.8, BLACK)
    s.layer = 2
    with s.at(-62, 30, yaw=-8):
        outdoors.planter(s, 96, 36, 44)
    with s.at(76, -20, yaw=10):
        outdoors.planter(s, 80, 34, 40, 4)
    s.look((0, -330, 130), (0.06, 0.1, 0.94, 0.9), [(-125, 0, 0), (125, -40, 0), (0, 0, 170)])
    return s.picture()


@drawing("terrasse-jardin", "carrousel-jardin")
def _garden(sheet: Sheet) -> str:
    slide = sheet.name.startswith("carrousel")
    evening = ("#f0c9a4", "#fbe9c9") if not slide else ("#cfe2e6", "#fbf2dc")
    r = outside(620, evening, "#a9b27c", "#7f9a68")
    r.decor.append(terrace_floor(-300, 190, -420, 460))
    s = sheet.scene(r)
    s.layer = 1
    for x, seed in ((-380, 2), (330, 4)):
        outdoors.tree(s, x, 380, 340, seed, "#86a065")
    shift = 130 if slide else 0
    s.layer = 2
    with s.at(shift - 10, 90):
        seats.ponton_bench(s, 160)
    with s.at(shift + 150, -5, yaw=90):
        seats.ponton_bench(s, 120)
    with s.at(shift - 190, 110, yaw=-6):
        outdoors.planter(s, 90, 34, 40)
    with s.at(shift + 240, 120, yaw=14):
        outdoors.planter(s, 80, 32, 38, 5)
    s.layer = 3
    with s.at(shift - 5, -10):
        seats.ponton_table(s)
        for x in (-20, 18):
            decor.tumbler(s, x, 4, 33, CLEAR_GLASS, "#e3a04d")
        with s.at(30, -14, 33):
            decor.candle(s, 0, 0, 8)
    if not slide:
        for i in range(11):
            lights.glow(s, (-270 + i * 54, 200, 205 - 22 * (1 - ((i - 5) / 5) ** 2)), 13, 0.9)
        s.bow([(-270 + i * 54, 200, 208 - 22 * (1 - ((i - 5) / 5) ** 2)) for i in range(11)], 0.5, BLACK)
        s.look((0, -420, 150), (0.04, 0.05, 0.96, 0.93), [(-270, 0, 0), (290, 0, 0), (0, 0, 250)])
    else:
        s.look((30, -420, 130), (0.0, 0.0, 1.0, 1.0), [(-270, 0, 0), (400, 0, 0), (0, 100, 165)])
    return s.picture()


@drawing("salon-cosy")
def _cosy(sheet: Sheet) -> str:
    r = interior("#cdb79c", 170, FLOOR_OAK)
    r.dusk = 0.2
    r.decor += [
        rug(-180, -120, 180, 70, "#e0d2b8", "#a9563c"), rooms.window(-250, 90, 90, 130, night=True),
        rooms.picture_frame(-60, 130, 56, 74, ("#c98a5e", "#d9a441", "#5f7f88")), rooms.picture_frame(10, 136, 46, 60, ("#9fb3a0", "#c9744e", "#3f4b5c")),  # noqa: E501
    ]  # fmt: skip
    s = sheet.scene(r)
    s.view.exposure = 0.9
    s.layer = 1
    with s.at(-30, 100):
        seats.sofa(s, 200)
    with s.at(160, 90):
        lights.geometre(s, lit=True)
    decor.plant(s, -190, 100, 0, 140, TERRACOTTA, 3)
    s.layer = 2
    with s.at(-20, -30, yaw=-12):
        tables.vegre(s, 88)
        storage.pile(s, -14, 6, 27.8, 3)
        decor.mug(s, 20, -10, 27.8)
        decor.candle(s, 24, 18, 28 + 6, 8)
    with s.at(130, -40):
        seats.pouf(s, "#e07b35")
    with s.at(230, 60):
        storage.crate(s)
        storage.books(s, 4, 10, 1.5, 42, 5)
    s.look((0, -400, 135), (0.02, 0.05, 0.98, 0.95), [(-250, 0, 0), (270, 0, 0), (0, 0, 220)])
    return s.picture()


@drawing("salle-a-manger-ete", "carrousel-tables")
def _summer(sheet: Sheet) -> str:
    slide = sheet.name.startswith("carrousel")
    r = interior("#e9e0cd", 190, FLOOR_PALE)
    shift = 110 if slide else 0
    r.decor += [
        rooms.window(shift - 20, 30, 300, 190, (4, 1)),
        rooms.picture_frame(shift + 215, 120, 50, 66, ("#9fb3a0", "#d9a441", "#c9744e")),
    ]
    s = sheet.scene(r)
    s.layer = 1
    with s.at(shift, 0):
        chairs(s, (-60, 0, 60), 70, 0, ("#d29a2a", "#5c7f5a", "#3f6f99"))
        s.layer = 2
        tables.huisne(s, 220)
        laid(s, 220, 75, (-64, 0, 64))
        s.layer = 3
        chairs(s, (-60, 60), -72, 178, ("#5c7f5a", "#d29a2a"))
    decor.plant(s, shift - 190, 130, 0, 140, TERRACOTTA, 3)
    s.layer = 4
    pendants(s, (shift - 50.0, shift + 50.0), 0, 165, 140)
    if slide:
        s.look((0, -440, 140), (0.0, -0.1, 1.0, 1.02), [(-310, 0, 0), (330, 0, 0), (0, 0, 225)])
    else:
        s.look((0, -430, 155), (0.02, 0.05, 0.98, 0.95), [(-240, 0, 0), (250, 0, 0), (0, 0, 240)])
    return s.picture()


@drawing("avant-apres-porte", "avant-apres-chaise")
def _before(sheet: Sheet) -> str:
    r = interior("#ddd3c2", 60, FLOOR_GREY)
    door = sheet.name.endswith("porte")

    def half(view: View, room: Room) -> None:
        canvas, w, h = view.canvas, view.canvas.width, view.canvas.height
        canvas.rect(0, 0, w / 2, h, "#8d8a80", fill_opacity=0.4)
        del room

    r.decor.append(half)
    s = sheet.scene(r)
    if door:
        with s.at(-125, 54, 1, tilt=8):
            old_door(s)
        with s.at(105, 10, yaw=14):
            tables.braye(s)
            laptop(s, 0, 0, 75)
            decor.plant(s, 58, 8, 75, 34, CERAMIC, 3)
    else:
        with s.at(-60, 0, yaw=-30):
            seats.jules(s, "#7a4a30")
        with s.at(60, 0, yaw=-30):
            seats.jules(s, "#5c7f5a")
    span, top = (215.0, 190.0) if door else (118.0, 92.0)

    s.after(_captions)
    s.look((0, -420, 130), (0.02, 0.16, 0.98, 0.94), [(-span, 0, 0), (span, 0, 0), (0, 0, top)])
    return s.picture()


def _captions(view: View) -> None:
    canvas, w, h = view.canvas, view.canvas.width, view.canvas.height
    canvas.rect(w / 2 - 3, 0, 6, h, "#fbf6ec")
    for x, text in ((0.25, "Avant"), (0.75, "Après")):
        canvas.rect(w * x - 120, h * 0.045, 240, 84, "#fbf6ec", rx=42)
        write(canvas, (w * x, h * 0.045 + 60), text, 54, "#5a3d28", anchor=0.5)


def old_door(s: Scene) -> None:
    """Stand an abandoned door, its paint flaking."""
    paint = DOOR_BLUE.but(wear=1.6, colour="#93a3a3", vary=0.8)
    s.box((-38, 0, 0), (76, 3, 200), paint, grain=2)
    for x in (-38, -5, 28):
        s.box((x, -1.4, 0), (10, 1.4, 200), paint, grain=2)
    for z in (0, 88, 184):
        for x in (-28, 5):
            s.box((x, -1.4, z), (23, 1.4, 16), paint, grain=0)
    s.turned((32, -1.4, 98), [(0, 1.2, BRASS), (4, 1.2, BRASS), (5, 3, BRASS), (7, 2.4, BRASS)], BRASS, axis=(0, -1, 0))
