"""Fairs and markets, deliveries, presents, the access map."""

from __future__ import annotations

import math
from random import Random

from tools.draw.colour import lit, mix
from tools.draw.geometry import Point
from tools.draw.lettering import write
from tools.draw.materials import Material
from tools.draw.models import decor, lights, outdoors, people, rooms, seats, storage, tables
from tools.draw.models import shop_floor as floor
from tools.draw.palette import (
    BLACK,
    BLACK_STEEL,
    CERAMIC,
    FLOOR_GREY,
    GREY_CLOTH,
    KRAFT,
    NAVY_CLOTH,
    OAK,
    OLD_OAK,
    PALLET,
    RUST_CLOTH,
    SAIL,
    SCAFFOLD,
    TERRACOTTA,
    WHITE,
    interior,
)  # fmt: skip
from tools.draw.pictures.marks import BROWN, GREEN, rings
from tools.draw.pictures.scenes import house, outside, pendants
from tools.draw.registry import Sheet, drawing
from tools.draw.room import Room
from tools.draw.scene import Scene
from tools.draw.svg import Canvas, smooth
from tools.draw.view import View


def _hall(wall: float = 520) -> Room:
    r = interior("#e3ddd0", wall, FLOOR_GREY)
    r.skirting = ""
    r.decor.append(rooms.timbers(330, "#a9a294", 6, -560, 560))
    for x in (-420, -140, 140, 420):
        r.decor.append(rooms.window(x, 190, 160, 90, (5, 2), "#bdb7aa", garden=False))
    return r


def stand(s: Scene, x: float, y: float, colour: str, seed: int, text: str = "") -> None:
    """Build one stand: posts, fabric back, sign, goods on a table."""
    cloth = BLACK.but(colour=colour, shine=0.0, vary=0.0)
    with s.at(x, y):
        s.box((-95, 70, 0), (190, 3, 215), cloth)
        for side in (-95, 91):
            s.box((side, 66, 0), (4, 4, 230), OAK, grain=2)
            s.box((side, -50, 0), (4, 4, 230), OAK, grain=2)
        s.box((-95, -50, 226), (190, 4, 6), OAK)
        if text:
            rooms.sign(s, 0, -50, 200, 170, 26, text)
        rng = Random(seed)
        s.box((-80, -10, 0), (160, 50, 76), cloth.but(colour=mix(colour, "#ffffff", 0.55)), casts=True)
        s.box((-84, -14, 76), (168, 58, 4), PALLET)
        for i in range(5):
            px = -66 + i * 32
            kind = rng.randrange(4)
            if kind == 0:
                decor.plant(s, px, 14, 80, 30, (TERRACOTTA, CERAMIC)[i % 2], seed + i)
            elif kind == 1:
                s.box((px - 9, 6, 80), (18, 16, rng.uniform(10, 26)), (OLD_OAK, PALLET, SCAFFOLD)[i % 3])
            elif kind == 2:
                storage.pot(s, px, 12, 80, 8, (CERAMIC, TERRACOTTA)[i % 2])
            else:
                storage.bottle(s, px, 12, 80)


def crowd(s: Scene, spots: tuple[tuple[float, float], ...], seed: int = 0) -> None:
    """Scatter visitors."""
    for i, (x, y) in enumerate(spots):
        who = people.VISITORS[(i + seed) % len(people.VISITORS)]
        pose = (people.WALK, people.STAND, people.POINT)[(i + seed) % 3]
        people.person(s, x, y, who, pose, left=(i * 5 + seed) % 2 == 0)


@drawing("salon-stand-2019")
def _stand(sheet: Sheet) -> str:
    s = sheet.scene(_hall(330))
    s.layer = 1
    s.box((-230, 130, 0), (460, 4, 240), BLACK.but(colour="#7c8f78", shine=0.0, vary=0.0))
    rooms.sign(s, 0, 128, 178, 260, 44, "Seconde Veine")
    with s.at(-160, 100):
        storage.crate(s, 50, 30, 31)
        with s.at(0, 0, 31):
            storage.crate(s, 50, 30, 31)
            storage.books(s, 4, 10, 1.5, 40, 3)
        decor.plant(s, 25, 14, 62, 36, TERRACOTTA, 2)
    with s.at(150, 90):
        seats.barrique(s)
    with s.at(200, 60):
        seats.barrique(s)
    s.layer = 2
    with s.at(10, 20, yaw=-10):
        tables.huisne(s, 190, 86)
        with s.at(-50, 0, 75):
            lights.siphon(s)
        with s.at(40, 0, 75):
            decor.candle(s, 0, 0, 14)
            decor.candle(s, 14, 4, 8)
        storage.pile(s, 4, 6, 75, 3)
    people.person(s, -120, 50, people.MAUD, people.POINT)
    s.layer = 3
    pendants(s, (-90.0, 0.0, 90.0), 30, 170, 160)
    crowd(s, ((170, -20), (212, -30), (-210, -40)), 1)
    s.look((0, -430, 150), (0.0, 0.03, 1.0, 0.95), [(-250, 0, 0), (250, 0, 0), (0, 130, 265)])
    return s.picture()


@drawing("salon-allee", "bandeau-salons", "marche-createurs-halles")
def _aisle(sheet: Sheet) -> str:
    market = sheet.name != "salon-allee"
    r = outside(760, ("#d5e3ea", "#fbf1dc"), "#cdbfa2") if market else _hall(620)
    s = sheet.scene(r)
    if market:
        s.layer = 0
        for x, w, h, c in (
            (-430, 220, 260, "#e6d4b8"),
            (-190, 200, 320, "#dcc6ac"),
            (60, 220, 280, "#eadbc2"),
            (300, 220, 310, "#dfc7aa"),
            (540, 200, 260, "#e6d4b8"),
        ):
            house(s, x, 640, w, h, c, "#8a5a48", "")
    s.layer = 1
    tones = ("#c9744e", "#7c8f78", "#e0b257", "#5f7f88", "#b9603c", "#8a9a6b")
    for i, x in enumerate((-310, -100, 110, 320)):
        stand(s, x, 330, tones[i], i)
    s.layer = 2
    crowd(s, ((-210, 240), (-20, 250), (190, 236), (60, 210)), 2)
    s.layer = 3
    for i, x in enumerate((-400, 400)):
        stand(s, x, 60, tones[i + 4], i + 5, "Seconde Veine" if i == 0 and not market else "")
    s.layer = 4
    crowd(s, ((-130, 60), (20, 40), (62, 46), (190, 70)), 5)
    if sheet.name == "marche-createurs-halles":
        _hall_roof(s)
    for k, y in enumerate((300, 120, -40)):
        z = 262 - 8 * k
        s.after(rooms.bunting([(-420, y, z + 16), (0, y, z - 26), (420, y, z + 20)], 22))
    if sheet.name.startswith("bandeau"):
        s.look((0, -430, 150), (0.0, -0.08, 1.0, 0.98), [(-400, 0, 0), (400, 0, 0), (0, 0, 230)])
    else:
        s.look((0, -430, 150), (0.0, 0.03, 1.0, 0.95), [(-330, 0, 0), (330, 0, 0), (0, 0, 290)])
    return s.picture()


def _hall_roof(s: Scene) -> None:
    timber = OLD_OAK.but(vary=0.2, wear=0.0)
    for x in (-300, 300):
        for y in (-20, 260):
            s.box((x - 9, y - 9, 0), (18, 18, 300), timber, grain=2)
            for side in (-1, 1):
                s.beam((x, y, 225), (x + side * 60, y, 292), 12, 12, timber)
    for y in (-20, 260):
        s.box((-480, y - 10, 296), (960, 20, 22), timber)


@drawing("salon-marche-noel")
def _christmas(sheet: Sheet) -> str:
    r = outside(700, ("#2b3a56", "#8a7f8f"), "#e8ecf0", "#4f6468")
    r.dusk, r.glow = 0.25, 0.0
    s = sheet.scene(r)
    s.view.exposure = 0.85
    s.layer = 0
    for x, h in ((-380, 210), (360, 230)):
        with s.at(x, 240):
            _fir(s, h)
    s.layer = 1
    wood = OAK.but(colour="#8f6238", vary=1.0)
    for i in range(14):
        s.box((-140 + i * 20, 90, 0), (19.4, 4, 210), wood, grain=2)
    for i in range(14):
        s.box((-140 + i * 20, 0, 0), (19.4, 4, 92), wood, grain=2)
    for x in (-144, 138):
        s.box((x, 0, 0), (6, 94, 210), wood, grain=2)
    people.person(s, 40, 50, people.SOLENE, people.STAND, left=True)
    s.box((-150, -16, 92), (300, 34, 5), OLD_OAK)
    for x, h in ((-110, 20), (-96, 12), (-80, 8), (70, 16), (86, 9)):
        _candle_on(s, x, 97, h)
    with s.at(-20, 0, 97):
        decor.bud_vase(s)
    s.layer = 2
    roof = OLD_OAK.but(colour="#6b4a34")
    s.beam((-175, 34, 240), (175, 34, 240), 130, 8, roof, (0, 1, -0.75))
    s.beam((-175, 26, 249), (175, 26, 249), 128, 6, WHITE.but(colour="#f4f6f8"), (0, 1, -0.75))
    rooms.sign(s, 0, -36, 188, 190, 26, "Seconde Veine")
    s.layer = 3
    people.person(s, -200, -50, people.VISITORS[0], people.STAND)
    people.person(s, 190, -60, people.VISITORS[2], people.WALK, left=True)
    for i in range(15):
        t = i / 14
        lights.glow(
            s,
            (-165 + 330 * t, -40, 184 - 14 * math.sin(math.pi * ((t * 3) % 1))),
            11,
            0.95,
            ("#ffd27a", "#ffb06a", "#ffe6b0")[i % 3],
        )
    lights.glow(s, (0, 20, 165), 120, 0.35)
    s.after(_snow)
    s.look((0, -430, 140), (0.0, 0.04, 1.0, 0.93), [(-250, 0, 0), (250, 0, 0), (0, 0, 285)])
    return s.picture()


def _candle_on(s: Scene, x: float, z: float, height: float) -> None:
    with s.at(x, 0, z):
        decor.candle(s, 0, 0, height, 9)


def _fir(s: Scene, height: float) -> None:
    place = s.point((0, 0, 0))

    def draw(view: View) -> None:
        (x, y), k = view.camera.project(place), view.camera.pixels(place) * height
        view.canvas.rect(x - 0.03 * k, y - 0.1 * k, 0.06 * k, 0.1 * k, "#4a3426")
        for i in range(5):
            low, wide = y - (0.06 + 0.17 * i) * k, (0.3 - 0.05 * i) * k
            view.canvas.path(
                smooth([(x - wide, low), (x, low - 0.3 * k), (x + wide, low), (x, low + 0.03 * k)], closed=True),
                lit("#4f7355", 0.7 + 0.07 * i),
            )
            view.canvas.line(
                f"M{x - wide * 0.7:.1f},{low - 0.04 * k:.1f}Q{x:.1f},{low - 0.2 * k:.1f} {x + wide * 0.7:.1f},{low - 0.04 * k:.1f}",  # noqa: E501
                "#f4f6f8",
                0.02 * k,
                0.6,
            )

    s.custom([(-60, 0, 0), (60, 0, 0), (0, 0, height)], draw)


def _snow(view: View) -> None:
    rng = Random(9)
    for _ in range(120):
        c = (rng.uniform(0, view.canvas.width), rng.uniform(0, view.canvas.height))
        r = rng.uniform(1.2, 4)
        view.canvas.ellipse(c, r, r, "#ffffff", fill_opacity=0.75)


@drawing("salon-affiche-2020")
def _poster(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    w, h = sheet.width, sheet.height
    c.rect(0, 0, w, h, "#efe2c8")
    rings(c, (w * 0.2, h * 0.56), 560, 13, brown="#d9b98a")
    c.rect(0, 0, w, 190, "#b9603c")
    for i in range(22):
        x = i * w / 21
        c.path(f"M{x - 34:.0f},190h68l-34,74z", ("#e9bb4d", "#6f9a7a", "#5b86a3", "#fbf6ec", "#d9683f")[i % 5])
    write(c, (w / 2, 122), "GRANDE HALLE DE VAUBRISON-SUR-LOIR", 50, "#fbf6ec", "sans", 0.5, spacing=3)
    write(c, (w / 2, 440), "Salon Récup’", 200, BROWN, "serif", 0.5)
    write(c, (w / 2, 600), "& Création", 170, GREEN, "serif", 0.5)
    write(c, (w / 2, 860), "2020", 270, "#b9603c", "serif", 0.5)
    write(c, (w / 2, 948), "60 créateurs et artisans de la région", 64, BROWN, "hand", 0.5)
    c.rect(0, 984, w, 83, BROWN)
    write(
        c,
        (w / 2, 1040),
        "SAMEDI ET DIMANCHE - ENTRÉE LIBRE - ATELIERS POUR TOUS",
        36,
        "#fbf6ec",
        "sans",
        0.5,
        spacing=2,
    )
    return c.text()


@drawing("salon-demonstration")
def _demo(sheet: Sheet) -> str:
    s = sheet.scene(_hall(380))
    s.layer = 1
    s.box((-200, 150, 0), (400, 4, 220), BLACK.but(colour="#b9603c", shine=0.0, vary=0.0))
    rooms.sign(s, 0, 148, 170, 250, 36, "Démonstration")
    s.layer = 2
    people.person(s, -20, 90, people.YANIS, people.WORK)
    with s.at(20, 50):
        floor.workbench(s, 190)
        s.box((-70, -14, 88), (140, 24, 4), SCAFFOLD)
        floor.sander(s, 14, 0, 92)
    people.person(s, 170, 60, people.MAUD, people.POINT, left=True)
    s.layer = 3
    for i in range(6):
        x = -230 + i * 92
        with s.at(x, -110, yaw=180):
            seats.jules(s, ("#5c7f5a", "#d29a2a", "#3f6f99")[i % 3])
        if i != 2:
            _back(s, x, -112, people.VISITORS[i % 6])
    s.look((0, -480, 165), (0.0, 0.03, 1.0, 0.96), [(-260, 0, -20), (260, 0, -20), (0, 0, 255)])
    return s.picture()


def _back(s: Scene, x: float, y: float, who: people.Person) -> None:
    """Seat someone seen from behind."""
    place = s.point((x, y, 45))

    def draw(view: View) -> None:
        (cx, cy), k, e = view.camera.project(place), view.camera.pixels(place), view.exposure

        def shape(points: list[Point], colour: str) -> None:
            view.canvas.path(smooth([(cx + a * k, cy - b * k) for a, b in points], closed=True), lit(colour, e))

        shape(
            [(-17, -2), (17, -2), (19, 20), (23, 38), (17, 50), (5, 54), (-5, 54), (-17, 50), (-23, 38), (-19, 20)],
            who.shirt,
        )
        shape([(-5, 50), (5, 50), (5, 62), (-5, 62)], who.skin)
        shape([(-10, 64), (-8, 56), (0, 54), (8, 56), (10, 64), (9, 76), (0, 81), (-9, 76)], who.hair)
        for a in (-10.5, 10.5):
            view.canvas.ellipse((cx + a * k, cy - 66 * k), 1.8 * k, 2.8 * k, lit(who.skin, 0.92 * e))

    s.custom([(x - 22, y - 30, 30), (x + 22, y - 29, 126)], draw)


@drawing("salon-demontage")
def _pack(sheet: Sheet) -> str:
    r = outside(800, ("#b9b4c4", "#f3d3a9"), "#b8b0a2", "#8b9382")
    s = sheet.scene(r)
    s.view.exposure = 0.93
    s.layer = 0
    s.box((-560, 460, 0), (1120, 200, 270), BLACK.but(colour="#c9bda9", shine=0.0, vary=0.0))
    s.box((60, 452, 0), (240, 8, 190), BLACK.but(colour="#6a625a", shine=0.0))
    rooms.sign(s, -120, 450, 212, 300, 44, "Grande Halle", BLACK.but(colour="#5f7f88", shine=0.0))
    s.layer = 1
    with s.at(-60, 150, yaw=-24):
        outdoors.van(s)
    s.layer = 2
    for x, y, w, h, cloth in (
        (190, 0, 130, 74, GREY_CLOTH),
        (320, 30, 80, 100, NAVY_CLOTH),
        (70, -70, 90, 46, RUST_CLOTH),
    ):
        _blanket(s, x, y, w, h, cloth)
    people.person(s, -10, -80, people.GASPARD, people.CARRY)
    people.person(s, 262, -50, people.YANIS, people.STAND, left=True)
    s.look((0, -620, 190), (0.02, 0.04, 0.98, 0.93), [(-300, 0, 0), (380, 0, 0), (0, 0, 290)])
    return s.picture()


def _blanket(s: Scene, x: float, y: float, w: float, h: float, cloth: Material) -> None:
    with s.at(x, y, yaw=-12):
        for px in (-w / 2 + 3, w / 2 - 9):
            s.box((px, -20, 0), (6, 6, 14), BLACK_STEEL)
        seats.cushion(s, (-w / 2, -30, 12), (w, 60, h - 12), cloth)
        for z in (h * 0.4, h * 0.7):
            s.box((-w / 2 - 0.6, -31, z), (w + 1.2, 0.8, 3), BLACK.but(colour="#d9a441", shine=0.1), casts=False)


@drawing("livraison-velo")
def _delivery(sheet: Sheet) -> str:
    r = outside(600, ("#d5e3ea", "#fbf1dc"), "#c3bbad")
    s = sheet.scene(r)
    s.layer = 0
    for x, w, h, c in (
        (-360, 240, 300, "#e6d4b8"),
        (-110, 230, 270, "#dcc0a4"),
        (130, 240, 310, "#eadbc2"),
        (390, 240, 280, "#d9c3ae"),
    ):
        house(s, x, 330, w, h, c, "#7c8f98", "")
    for x in (-240, 250):
        with s.at(x, 250):
            outdoors.planter(s, 70, 30, 36)
    s.layer = 1
    with s.at(20, 0):
        outdoors.cargo_bike(s)
        with s.at(-57, 0, 32):
            for x in (-22, 18):
                for y in (-16, 12):
                    s.box((x, y, 0), (4, 4, 36), OAK, grain=2)
            tables.planks(s, (-28, -20, 36), (56, 40, 3), 4, PALLET)
    people.person(s, 22, -14, people.GASPARD, people.RIDE)
    s.layer = 2
    people.person(s, -220, 60, people.VISITORS[2], people.POINT)
    s.look((0, -430, 120), (0.04, 0.05, 0.96, 0.9), [(-230, 0, 0), (230, 0, 0), (0, 0, 245)])
    return s.picture()


@drawing("cadeaux-noel")
def _presents(sheet: Sheet) -> str:
    r = interior("#b7c0ab", 200)
    s = sheet.scene(r)
    tables.planks(s, (-200, -90, -6), (400, 190, 5), 6, OLD_OAK)
    gifts = (
        (-58, 6, 44, 32, 20, KRAFT, "#b8402f", 8),
        (-4, 20, 34, 28, 34, SAIL, "#5f8a4e", -8),
        (48, 0, 40, 30, 16, RUST_CLOTH, "#f3e6d0", 12),
        (8, -32, 26, 20, 12, KRAFT, "#5f8a4e", -16),
    )
    for x, y, w, d, h, material, ribbon, yaw in gifts:
        with s.at(x, y, 0, yaw=yaw):
            _gift(s, w, d, h, material, ribbon)
    with s.at(-30, -34):
        decor.candle(s, -60, 0, 14)
        decor.candle(s, -46, 4, 8)
    with s.at(80, -10):
        decor.bud_vase(s)
    decor.sprig(s, (-84, 24, 0), 34, "#4f7355", "#b8402f", 9)
    s.look((0, -190, 84), (0.0, 0.1, 1.0, 0.94), [(-88, -40, 0), (88, -40, 0), (0, 30, 40)])
    return s.picture()


def _gift(s: Scene, w: float, d: float, h: float, material: Material, ribbon: str) -> None:
    band = BLACK.but(colour=ribbon, shine=0.2)
    s.box((-w / 2, -d / 2, 0), (w, d, h), material.but(vary=0.3))
    for corner, size in (
        ((-1.4, -d / 2 - 0.3, 0), (2.8, 0.3, h)),
        ((-1.4, -d / 2, h), (2.8, d, 0.3)),
        ((w / 2, -1.4, 0), (0.3, 2.8, h)),
        ((-w / 2, -1.4, h), (w / 2 - 1.4, 2.8, 0.3)),
        ((1.4, -1.4, h), (w / 2 - 1.4, 2.8, 0.3)),
    ):
        s.box(corner, size, band, casts=False)
    for sign in (-1, 1):
        s.bow(
            [(0, 0, h + 0.5), (sign * 5, 0, h + 5), (sign * 9, 0, h + 3.4), (sign * 5, 0, h + 0.8), (0, 0, h + 0.5)],
            0.8,
            band,
        )


@drawing("carte-acces")
def _map(sheet: Sheet) -> str:
    c = Canvas(sheet.width, sheet.height)
    w, h = sheet.width, sheet.height
    c.rect(0, 0, w, h, "#f3ead7")
    rng = Random(12)
    for _ in range(60):
        x, y = rng.uniform(0, w), rng.uniform(0, h)
        c.rect(
            x,
            y,
            rng.uniform(50, 120),
            rng.uniform(36, 80),
            rng.choice(("#e6d8bd", "#eadfc8", "#e2d2b4")),
            rx=6,
            transform=f"rotate({rng.uniform(-14, 14):.0f},{x:.0f},{y:.0f})",
        )
    c.line("M-40,820C240,700 420,860 700,760S1180,600 1660,720", "#a9cbd6", 92)
    c.line("M-40,820C240,700 420,860 700,760S1180,600 1660,720", "#c3dde4", 70)
    for x, y, r in ((180, 300, 120), (1380, 420, 150), (1180, 940, 110)):
        c.ellipse((x, y), r, r * 0.72, "#bfd0a0")
        for i in range(7):
            c.ellipse(
                (x + rng.uniform(-0.7, 0.7) * r, y + rng.uniform(-0.5, 0.5) * r), 20, 20, ("#9db87f", "#87a66c")[i % 2]
            )
    for data, wide in (
        ("M-20,560C300,520 620,560 820,500S1300,300 1640,260", 34),
        ("M820,500C840,640 870,760 900,1090", 30),
        ("M820,500C760,340 700,200 640,-20", 26),
        ("M300,540C340,680 380,800 360,1090", 22),
        ("M1180,372C1240,520 1290,700 1330,1090", 22),
    ):
        c.line(data, "#d3c3a3", wide + 8)
        c.line(data, "#fffaf0", wide)
    c.line("M-20,150C400,110 900,180 1640,60", "#8a7a68", 9)
    c.line("M-20,150C400,110 900,180 1640,60", "#f3ead7", 4, 1, stroke_dasharray="16 16")
    c.line("M875,690L905,830", "#b59b78", 46, 1, stroke_linecap="butt")

    def pin(x: float, y: float, text: str, colour: str, size: float = 38) -> None:
        c.path(
            f"M{x},{y}C{x - 60},{y - 76} {x - 40},{y - 128} {x},{y - 128}S{x + 60},{y - 76} {x},{y}z",
            colour,
            stroke="#fffaf0",
            stroke_width=5,
        )
        c.ellipse((x, y - 84), 17, 17, "#fffaf0")
        wide = 24 * len(text) * size / 38 * 0.82 + 40
        c.rect(x - wide / 2, y + 12, wide, size * 1.5, "#fffaf0", rx=14, fill_opacity=0.92)
        write(c, (x, y + 12 + size * 1.06), text, size, BROWN, "serif", 0.5)

    pin(520, 520, "Halle du marché", "#5f7f88")
    pin(1080, 130, "Gare", "#5f7f88")
    pin(1010, 860, "Seconde Veine", "#b9603c", 50)
    write(c, (1000, 970), "14, chemin de la Cidrerie", 42, BROWN, "hand", 0.5)
    write(c, (330, 806), "Le Loir", 54, "#5b86a3", "hand", turn=9)
    write(c, (60, 1010), "Vaubrison-sur-Loir", 76, BROWN)
    c.path("M1500,880l26,90l-26,-20l-26,20z", BROWN)
    write(c, (1500, 866), "N", 44, BROWN, "serif", 0.5)
    rings(c, (1010, 776), 15, 2, brown="#b9603c")
    return c.text()
