"""The workshop, at work."""

from __future__ import annotations

from tools.draw.geometry import Point
from tools.draw.lettering import write
from tools.draw.models import decor, goods, lights, outdoors, people, rooms, storage, tables
from tools.draw.models import shop_floor as floor
from tools.draw.palette import (
    BARREL,
    BLACK,
    BLACK_STEEL,
    BLUES,
    DOOR_BLUE,
    FLOOR_GREY,
    NAVY_CLOTH,
    OAK,
    OLD_OAK,
    PALLET,
    RUST_CLOTH,
    SAIL,
    SCAFFOLD,
    SHUTTER_GREEN,
    STEEL,
    TERRACOTTA,
    WHITE,
    interior,
)  # fmt: skip
from tools.draw.patch import Patch
from tools.draw.pictures.scenes import outside
from tools.draw.registry import Sheet, drawing
from tools.draw.room import Room
from tools.draw.scene import Scene
from tools.draw.svg import outline, smooth
from tools.draw.view import View


def _shop(wall: float = 260, *, brick: bool = True) -> Room:
    r = interior("#e6d8c0", wall, FLOOR_GREY)
    r.skirting = ""
    floor.back_wall(r, brick=brick)
    return r


@drawing("atelier-vue-generale", "entete-atelier")
def _overview(sheet: Sheet) -> str:
    header = sheet.name.startswith("entete")
    r = _shop(420)
    r.decor.append(rooms.timbers(330, count=6, x0=-520, x1=520))
    s = sheet.scene(r)
    s.layer = 1
    with s.at(-330, 340):
        floor.lumber_rack(s)
    with s.at(60, 330):
        storage.stack(s, 220, 60, 8, SCAFFOLD, 3)
    with s.at(320, 340):
        storage.stack(s, 200, 60, 11, PALLET, 5)
    people.person(s, -120, 290, people.YANIS, people.CARRY)
    s.layer = 2
    with s.at(250, 120, yaw=-12):
        floor.workbench(s)
        floor.plane(s, 20, 0, 88, 20)
    people.person(s, 150, 160, people.MAUD, people.WORK)
    with s.at(-250, 120, yaw=10):
        floor.workbench(s)
        storage.stack(s, 120, 40, 1, BARREL, 8)
        floor.sander(s, -30, -6, 88)
    people.person(s, -160, 170, people.GASPARD, people.WORK, left=True)
    s.layer = 3
    if header:
        with s.at(0, -60, yaw=-14):
            tables.bench(s, 190, 36, 46)
        with s.at(-230, -20):
            storage.stack(s, 170, 50, 5, OLD_OAK, 2)
        floor.shavings(s, 40, -100, 0, 50, 40)
    else:
        with s.at(20, -10, yaw=-18):
            tables.huisne(s, 180, 80, 75)
        floor.shavings(s, 60, -70, 0, 50, 40)
    s.layer = 4
    for x in (-230, 0, 230):
        rooms.shelf_light(s, x, 120, 235)
        lights.glow(s, (x, 120, 222), 60, 0.6)
    s.look((0, -480, 165), (0.0, 0.02, 1.0, 0.97), [(-330, 0, -10), (330, 0, -10), (0, 0, 330)])
    return s.picture()


@drawing("atelier-etabli")
def _bench(sheet: Sheet) -> str:
    r = _shop(90)
    r.decor = [rooms.bricks(0, 420, "#d6c0a4", -400, 400, 0.5), floor.tool_wall(-110, 120, 226, 74)]
    s = sheet.scene(r)
    floor.workbench(s, 210, 72)
    floor.plane(s, -10, -4, 88, 14)
    floor.clamp(s, 62, 8, 95, 60, 10)
    floor.shavings(s, -20, -22, 88, 24, 60)
    floor.shavings(s, -10, -70, 0, 50, 40, 5)
    s.box((-84, -4, 88), (50, 12, 3.6), SCAFFOLD)
    s.box((-80, 10, 88), (60, 9, 3), OLD_OAK)
    decor.mug(s, 92, -18, 88)
    storage.pot(s, -94, 22, 88, 5, TERRACOTTA)
    for i in range(4):
        s.tube([(-96 + i * 1.6, 22, 92), (-99 + i * 3, 23, 112)], 0.5, (STEEL, OAK, BLACK_STEEL, OLD_OAK)[i])
    s.look((-10, -330, 165), (0.02, 0.04, 0.98, 0.96), [(-125, 0, 30), (125, 0, 30), (0, 90, 200)])
    return s.picture()


@drawing("atelier-ponceuse")
def _sand(sheet: Sheet) -> str:
    r = _shop(240)
    s = sheet.scene(r)
    for y in (-40, 8, 56):
        tables.planks(s, (-200, y, 78), (400, 46, 6), 1, OAK)
    raw = SCAFFOLD.but(colour="#8f887b", wear=1.0, vary=0.3)
    clean = SCAFFOLD.but(colour="#d2aa74", wear=0.6, vary=0.3)
    with s.at(0, 10, 84, yaw=-6):
        s.box((-150, -14, 0), (150, 28, 5), raw)
        s.box((0, -14, 0), (150, 28, 5), clean)
        floor.sander(s, -2, 0, 5)
    floor.shavings(s, 60, -36, 84, 20, 14, 6)
    s.look((0, -190, 190), (0.0, 0.1, 1.0, 0.92), [(-105, -30, 84), (105, -30, 84), (0, 30, 122)])
    return s.picture()


@drawing("atelier-soudure")
def _weld(sheet: Sheet) -> str:
    r = _shop(150)
    r.dusk = 0.35
    s = sheet.scene(r)
    s.view.exposure = 0.62
    s.layer = 1
    with s.at(120, 70):
        for x in (-60, 0, 60):
            with s.at(x, 30, 0, tilt=6):
                tables.frame_leg(s, 0, 74, 71)
    s.layer = 2
    s.box((-110, -34, 78), (220, 68, 4), STEEL)
    for x in (-100, 94):
        for y in (-30, 24):
            s.box((x, y, 0), (6, 6, 78), BLACK_STEEL)
    with s.at(-10, 0, 82):
        for x0, x1 in ((-40, -33), (33, 40)):
            s.box((x0, -4, 0), (x1 - x0, 6, 60), BLACK_STEEL)
        s.box((-33, -4, 0), (66, 6, 6), BLACK_STEEL)
        s.box((-33, -4, 54), (66, 6, 6), BLACK_STEEL)
    floor.clamp(s, 70, -10, 88, 44)
    people.person(
        s,
        -108,
        -20,
        people.Person("#4b5a66", "#3d4652", "#c98f66", "#2c2a29", "#6b4a30", cap="#2c2a29", size=1.05),
        people.WORK,
    )
    _mask(s, -108, -20)
    floor.sparks(s, (-44, -6, 92), 110)
    s.look((0, -380, 140), (0.02, 0.04, 0.98, 0.95), [(-170, 0, 0), (170, 0, 0), (0, 0, 215)])
    return s.picture()


def _mask(s: Scene, x: float, y: float) -> None:
    place = s.point((x + 30, y - 10, 155))

    def draw(view: View) -> None:
        (cx, cy), k = view.camera.project(place), view.camera.pixels(place)
        view.canvas.path(
            smooth(
                [(cx + a * k, cy + b * k) for a, b in ((-9, -12), (6, -14), (13, -4), (11, 12), (2, 17), (-7, 8))],
                closed=True,
            ),
            "#2a2b2d",
        )
        view.canvas.path(
            outline([(cx + a * k, cy + b * k) for a, b in ((2, -5), (11, -5), (11, 2), (2, 2))]), "#7fb8a4"
        )

    s.custom([(x + 18, y - 14, 140), (x + 44, y - 12, 172)], draw)


@drawing("atelier-couture")
def _sew(sheet: Sheet) -> str:
    r = _shop(110)
    r.decor = [rooms.bricks(0, 420, "#d6c0a4", -400, 400, 0.4), rooms.window(60, 120, 150, 90, (4, 3), "#5b5a55")]
    s = sheet.scene(r)
    tables.planks(s, (-120, -40, 76), (240, 90, 4), 4, OAK)
    for x in (-108, 100):
        s.box((x, -30, 0), (8, 8, 76), OAK, grain=2)
    floor.sewing_machine(s, 30, 6, 80)
    sheets = (
        (-88, -26, 60, 44, SAIL, 8),
        (-70, 6, 46, 34, RUST_CLOTH, -10),
        (-30, -32, 42, 24, NAVY_CLOTH, 14),
        (64, -34, 44, 26, SAIL, -8),
    )
    for i, (x, y, w, d, material, yaw) in enumerate(sheets):
        with s.at(x, y, 80.1 + i * 0.3, yaw=yaw):
            s.box((0, 0, 0), (w, d, 0.4), material, 0, casts=False)
    for i, colour in enumerate(("#b8402f", "#e0a93c", "#3d6288", "#efe6d2", "#5f8a4e")):
        thread = BLACK.but(colour=colour, shine=0.1)
        s.turned(
            (84 + (i % 3) * 9, 26 - (i // 3) * 10, 80),
            [(0, 3, OAK), (0.8, 3, OAK), (0.9, 2.5, thread), (7, 2.5, thread), (7.1, 3, OAK), (8, 3, OAK)],
            OAK,
        )
    with s.at(-100, 109, 118):
        goods.apron(s)
    s.look((-10, -300, 165), (0.02, 0.04, 0.98, 0.96), [(-125, 0, 40), (125, 0, 40), (0, 100, 205)])
    return s.picture()


@drawing("atelier-stock-bois")
def _stock(sheet: Sheet) -> str:
    r = _shop(170)
    r.decor.append(rooms.timbers(330, count=5))
    s = sheet.scene(r)
    s.layer = 1
    with s.at(-160, 100):
        floor.lumber_rack(s)
    for i, material in enumerate((DOOR_BLUE, SHUTTER_GREEN, BLUES[1], DOOR_BLUE.but(colour="#c9b79a"), BLUES[3])):
        with s.at(40 + i * 34, 130 - i * 4, 0.5, yaw=-4, tilt=9):
            s.box((0, 0, 0), (64, 4, 195), material, grain=2)
            for z in (16, 108):
                s.box((10, -1.2, z), (44, 1.2, 74), material.but(vary=0.1), grain=2)
    s.layer = 2
    for k in range(6):
        with s.at(80, -10, k * 14.4, yaw=(k * 7) % 5 - 2):
            floor.pallet(s)
    with s.at(230, 10):
        for z in (0, 8, 16, 24):
            for i in range(4):
                s.box((-60, -34 + i * 17, z), (120, 14, 6), BARREL)
    people.person(s, -60, -30, people.SOLENE, people.CARRY, left=True)
    s.look((0, -420, 150), (0.01, 0.03, 0.99, 0.96), [(-290, 0, 0), (290, 0, 0), (0, 100, 270)])
    return s.picture()


@drawing("atelier-facade")
def _front(sheet: Sheet) -> str:
    r = outside(900, ground="#cfc2a6")
    s = sheet.scene(r)
    stone = BLACK.but(colour="#e4d3b6", shine=0.0, vary=0.0)
    s.layer = 0
    outdoors.tree(s, -470, 420, 360, 2)
    outdoors.tree(s, 470, 460, 400, 5)
    s.layer = 1
    s.box((-330, 160, 0), (660, 200, 240), stone)
    s.beam((-360, 190, 290), (360, 190, 290), 130, 10, BLACK.but(colour="#7f5a48", shine=0.0, vary=0.0), (0, 1, -0.5))
    for x in (-200, 200):
        s.box((x - 46, 155, 70), (92, 5, 100), BLACK.but(colour="#f3eee4", shine=0.0), casts=False)
        for i in range(3):
            for j in range(3):
                s.box(
                    (x - 42 + i * 29, 153, 74 + j * 32),
                    (26, 2, 29),
                    BLACK.but(colour="#8fa3a8", shine=0.8),
                    casts=False,
                )
    for k in (0, 1):
        s.box((-62 + k * 63, 153, 0), (61, 7, 170), DOOR_BLUE.but(colour="#6f8f84"), grain=2)
        for z in (30, 130):
            s.box((-62 + k * 63, 151, z), (61, 2, 10), DOOR_BLUE.but(colour="#6f8f84"))
    rooms.sign(s, 0, 156, 184, 300, 46, "Seconde Veine")
    s.layer = 2
    with s.at(200, 40):
        outdoors.cargo_bike(s)
    with s.at(-200, 110):
        outdoors.planter(s, 90, 34, 40)
    with s.at(-210, 10):
        tables.bench(s, 130)
    people.person(s, -60, 60, people.MAUD, people.STAND)
    s.look((0, -430, 130), (0.02, 0.04, 0.98, 0.93), [(-330, 0, 0), (330, 0, 0), (0, 0, 275)])
    return s.picture()


@drawing("atelier-collecte")
def _collect(sheet: Sheet) -> str:
    r = outside(900, ground="#b9b4a8", trees="#9aa78a")
    s = sheet.scene(r)
    grey = BLACK.but(colour="#c3c7c6", shine=0.0, vary=0.0)
    s.layer = 0
    s.box((-520, 420, 0), (1040, 200, 240), grey)
    for i in range(6):
        s.box((-480 + i * 170, 416, 140), (120, 4, 50), BLACK.but(colour="#7d8f98", shine=0.8), casts=False)
    s.box((-100, 414, 0), (150, 6, 120), BLACK.but(colour="#8f9796", shine=0.0), casts=False)
    for x in (-300, 330):
        s.turned((x, 520, 240), [(0, 26, grey), (150, 22, grey)], grey)
    s.layer = 1
    with s.at(-20, 130, 0, yaw=-24):
        outdoors.van(s)
        for k in range(7):
            with s.at(118, 0, 46 + k * 14.4):
                floor.pallet(s, 116, 110)
    s.layer = 2
    for k in range(4):
        with s.at(250, -20, k * 14.4, yaw=6):
            floor.pallet(s)
    people.person(s, 130, -60, people.YANIS, people.CARRY)
    people.person(s, 330, -10, people.GASPARD, people.STAND, left=True)
    s.look((0, -620, 190), (0.02, 0.04, 0.98, 0.93), [(-300, 0, 0), (360, 0, 0), (0, 0, 290)])
    return s.picture()


@drawing("atelier-huilage")
def _oiling(sheet: Sheet) -> str:
    r = _shop(260)
    s = sheet.scene(r)
    light, rich = OAK.but(colour="#cfa877", vary=0.3), OAK.but(colour="#a36a35", vary=0.3)
    for i in range(4):
        s.box((-190, -70 + i * 36, 70), (190, 35.4, 5), rich)
        s.box((0, -70 + i * 36, 70), (190, 35.4, 5), light)
    with s.at(0, 0, 75):
        goods.oil_tin(s, -66, 30)
    s.look((0, -170, 190), (0.0, 0.06, 1.0, 0.92), [(-95, -40, 75), (95, -40, 75), (0, 60, 110)])
    hand(s, 6, -16, 75)
    return s.picture()


def hand(s: Scene, x: float, y: float, z: float) -> None:
    """Lay a hand on a cloth, sleeve coming from the lower right."""
    place = s.point((x, y, z))

    def draw(view: View) -> None:
        (cx, cy), k = view.camera.project(place), view.camera.pixels(place)

        def shape(points: list[Point], colour: str, **more: str | float) -> None:
            view.canvas.path(smooth([(cx + a * k, cy + b * k) for a, b in points], closed=True), colour, **more)

        rag: list[Point] = [(-17, -3), (-12, -9), (-2, -10), (9, -8), (15, -2), (13, 6), (4, 9), (-7, 8), (-15, 5)]
        shape([(a + 1.5, b + 2) for a, b in rag], "#2b1a12", fill_opacity=0.3, filter=view.canvas.blur(0.9 * k))
        shape(rag, "#efe3cb")
        for a, b, c, d in ((-12, -2, -4, 4), (-8, -7, 0, -3), (6, 5, 11, 0)):
            view.canvas.line(
                smooth(
                    [
                        (cx + a * k, cy + b * k),
                        (cx + (a + c) / 2 * k + 4, cy + (b + d) / 2 * k),
                        (cx + c * k, cy + d * k),
                    ]
                ),
                "#cbb892",
                0.5 * k,
            )
        shape([(10, 2), (16, -3), (46, 26), (60, 44), (40, 52), (26, 30)], "#7c8f78")
        shape([(8, 4), (13, -2), (20, 3), (16, 11)], "#a3b09a")
        skin, dark = "#e6b48f", "#c98f6b"
        shape([(-8, -4), (-2, -7), (7, -6), (13, -1), (13, 6), (6, 8), (-2, 5)], skin)
        for i, (p, q) in enumerate(((-10.0, -6.4), (-11.5, -3.4), (-11.0, -0.4), (-8.5, 2.6))):
            view.canvas.line(
                f"M{cx + 1 * k:.1f},{cy + (-4.4 + 2.7 * i) * k:.1f}L{cx + p * k:.1f},{cy + q * k:.1f}", dark, 3.1 * k
            )
            view.canvas.line(
                f"M{cx + 1 * k:.1f},{cy + (-4.6 + 2.7 * i) * k:.1f}L{cx + p * k:.1f},{cy + (q - 0.2) * k:.1f}",
                skin,
                2.7 * k,
            )
        view.canvas.line(smooth([(cx + a * k, cy + b * k) for a, b in ((8, 6), (3, 9.5), (-3, 9))]), skin, 2.9 * k)

    s.after(draw)


@drawing("atelier-plans")
def _plans(sheet: Sheet) -> str:
    r = _shop(300)
    s = sheet.scene(r)
    tables.planks(s, (-170, -90, 70), (340, 200, 5), 5, OLD_OAK)
    paper = WHITE.but(colour="#fbf7ec", vary=0.0)
    with s.at(-12, 0, 75.1, yaw=-4):
        s.box((-62, -44, 0), (112, 84, 0.3), paper, 0, _sketch, casts=True)
    floor.offcuts(s, 52, 34, 75)
    s.tube([(58, -34, 76), (84, -22, 76)], 0.6, BLACK.but(colour="#e0a93c"))
    s.box((-84, 44, 75), (70, 4, 0.8), BLACK.but(colour="#e9bb4d", shine=0.3))
    decor.mug(s, 92, -4, 75)
    s.look((0, -150, 230), (0.0, 0.02, 1.0, 0.98), [(-98, -50, 75), (98, -50, 75), (0, 62, 75)])
    return s.picture()


def _sketch(view: View, p: Patch, _light: float) -> None:
    canvas = view.canvas

    def line(points: list[tuple[float, float]], wide: float = 2.4, colour: str = "#3d5a78") -> None:
        canvas.line(outline([p.at(a, b) for a, b in points], closed=False), colour, wide)

    line([(22, 56), (74, 46), (96, 56), (44, 66), (22, 56)])
    line([(22, 56), (22, 53), (74, 43), (96, 53), (96, 56)])
    line([(74, 46), (74, 43)])
    for x, z in ((26, 52), (72, 43), (92, 51), (46, 49)):
        line([(x, z), (x, z - 27)])
        line([(x + 2.6, z), (x + 2.6, z - 27)])
    for i in (1, 2, 3):
        t = i / 4
        line([(22 + 22 * t, 56 + 10 * t), (74 + 22 * t, 46 + 10 * t)], 1.1)
    for a, b in (((20, 61), (42, 71)), ((18, 55), (18, 26)), ((24, 18), (76, 9))):
        line([a, b], 1.1, "#b8402f")
    for (x, y), text in (((24, 70), "90"), ((8, 38), "75"), ((46, 8), "200 cm")):
        c = p.at(x, y)
        write(canvas, c, text, 34, "#b8402f", "hand")
    c = p.at(64, 74)
    write(canvas, c, "Table Huisne", 46, "#3d5a78", "hand")


@drawing("atelier-stage")
def _course(sheet: Sheet) -> str:
    r = _shop(200)
    r.decor.append(floor.tool_wall(-60, 130, 140, 74))
    s = sheet.scene(r)
    s.layer = 1
    people.person(s, 20, 60, people.YANIS, people.WORK, left=True)
    s.layer = 2
    with s.at(0, 0):
        floor.workbench(s, 230)
        for i in range(2):
            s.box((-80, -20 + i * 22, 90), (150, 20, 2.4), SCAFFOLD)
        floor.sander(s, 30, -6, 93)
        floor.shavings(s, -30, -30, 88, 26, 24)
    s.layer = 3
    people.person(s, -150, -20, people.VISITORS[2], people.WORK)
    people.person(s, 165, -20, people.VISITORS[3], people.WORK, left=True)
    s.look((0, -400, 145), (0.02, 0.04, 0.98, 0.95), [(-210, 0, 0), (210, 0, 0), (0, 60, 235)])
    return s.picture()


@drawing("atelier-demontage")
def _dismantle(sheet: Sheet) -> str:
    r = _shop(220)
    s = sheet.scene(r)
    s.layer = 1
    for k in range(7):
        with s.at(-200, 120, k * 14.4):
            floor.pallet(s)
    with s.at(190, 120):
        storage.stack(s, 150, 50, 6, PALLET, 4)
    s.layer = 2
    with s.at(30, 0, 0, yaw=-18):
        floor.pallet(s, 130, 90)
    with s.at(110, -40, 2, yaw=20):
        s.box((-50, 0, 0), (100, 12, 2.4), PALLET)
    people.person(s, -70, 0, people.SOLENE, people.CROUCH)
    s.tube([(-26, -14, 38), (8, -22, 18), (14, -23, 17)], 1.5, BLACK_STEEL)
    with s.at(150, -30):
        storage.crate(s, 40, 24, 28)
    s.look((0, -400, 150), (0.02, 0.06, 0.98, 0.93), [(-230, 0, 0), (230, 0, 0), (0, 60, 200)])
    return s.picture()
