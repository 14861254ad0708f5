"""Products where they live: rooms of a house."""

from __future__ import annotations

from tools.draw.models import decor, goods, lights, rooms, seats, storage, tables
from tools.draw.palette import (
    BLACK,
    CERAMIC,
    CLEAR_GLASS,
    FLOOR_GREY,
    FLOOR_PALE,
    GREEN_GLASS,
    OAK,
    STEEL,
    TERRACOTTA,
    WHITE,
    interior,
)  # fmt: skip
from tools.draw.registry import Sheet, drawing
from tools.draw.room import rug
from tools.draw.scene import Scene

SAGE, SANDY, BLUSH, MIST = "#cdd3c0", "#eadfcd", "#e9cdb9", "#d3dcdc"


def chairs(
    s: Scene, xs: tuple[float, ...], y: float, yaw: float, colours: tuple[str, ...] = ("#5c7f5a", "#d29a2a", "#3f6f99")
) -> None:
    """Stand a row of school chairs."""
    for i, x in enumerate(xs):
        with s.at(x, y, yaw=yaw):
            seats.jules(s, colours[i % len(colours)])


def laid(s: Scene, width: float, height: float, places: tuple[float, ...]) -> None:
    """Lay plates and glasses on a table whose top is at `height`."""
    for x in places:
        for y in (-26, 24):
            decor.plate(s, x, y, height, 11)
        decor.tumbler(s, x + 15, -16, height, CLEAR_GLASS)
    storage.pot(s, 0, 0, height, 6)
    decor.sprig(s, (0, 0, height + 9), 30, "#7d9a66", "#e9d9a0", 11)
    del width


@drawing("table-huisne-situation")
def _dining(sheet: Sheet) -> str:
    r = interior(SAGE, 210)
    r.decor += [
        rooms.window(-90, 95, 100, 140),
        rooms.picture_frame(95, 120, 60, 80, ("#c98a5e", "#d9a441", "#5f7f88")),
    ]
    s = sheet.scene(r)
    with s.at(yaw=-8):
        s.layer = 1
        chairs(s, (-58, 0, 58), 72, 0)
        s.layer = 2
        tables.huisne(s)
        laid(s, 200, 75, (-58, 0, 58))
        s.layer = 3
        chairs(s, (-58, 0, 58), -74, 180)
    s.layer = 4
    with s.at(0, 0, 165):
        lights.sieve_pendant(s, 0, 30, 150)
    s.look((-20, -470, 165), (0.06, 0.1, 0.94, 0.93), [(-120, -90, 0), (120, -90, 0), (0, 0, 215)])
    return s.picture()


@drawing("table-basse-vegre-situation")
def _living(sheet: Sheet) -> str:
    r = interior(SANDY, 170, FLOOR_PALE)
    r.decor += [
        rug(-130, -110, 130, 70, "#d8cbb4", "#a9764f"),
        rooms.picture_frame(-40, 120, 60, 80, ("#9fb3a0", "#d9a441", "#c9744e")),
        rooms.picture_frame(40, 128, 50, 64, ("#c98a5e", "#5f7f88", "#e9d9b8")),
    ]
    s = sheet.scene(r)
    s.layer = 1
    with s.at(0, 95):
        seats.sofa(s)
    decor.plant(s, 135, 100, 0, 120, TERRACOTTA, 3)
    s.layer = 2
    with s.at(6, -30, yaw=-14):
        tables.vegre(s, 88)
        storage.pile(s, -14, 6, 27.8, 3)
        decor.mug(s, 22, -12, 27.8)
        decor.plant(s, 18, 20, 27.8, 26, CERAMIC, 7)
    s.look((20, -420, 140), (0.02, 0.1, 0.98, 0.94), [(-125, 90, 0), (150, 90, 0), (0, -80, 0), (0, 90, 190)])
    return s.picture()


@drawing("bureau-braye-situation", "chambre-bureau")
def _desk(sheet: Sheet) -> str:
    bedroom = sheet.name == "chambre-bureau"
    r = interior(BLUSH if bedroom else MIST, 90, FLOOR_PALE)
    r.decor += [rooms.window(-10, 105, 130, 130, (3, 3))]
    if bedroom:
        r.decor += [
            rooms.picture_frame(105, 140, 44, 58, ("#5f7f88", "#d9a441", "#c9744e")),
            rooms.picture_frame(158, 150, 36, 48, ("#9fb3a0", "#c9744e", "#3f4b5c")),
        ]
    s = sheet.scene(r)
    s.layer = 1
    with s.at(0, 40):
        tables.braye(s)
        laptop(s, 0, -4, 75)
        with s.at(-58, 14, 75):
            lights.tuyau(s)
        decor.mug(s, 40, -14, 75)
        storage.pile(s, 62, 10, 75, 4)
        decor.plant(s, 64, 10, 88, 26, CERAMIC, 9)
    s.layer = 2
    with s.at(14, -48, yaw=165):
        seats.jules(s, "#d29a2a")
    if bedroom:
        s.layer = 1
        bed(s, 190)
    s.look(
        (-20, -360, 160),
        (0.05, 0.08, 0.95, 0.93),
        [(-100, 0, 0), (210 if bedroom else 100, 0, 0), (0, -60, 0), (0, 90, 215)],
    )
    return s.picture()


def laptop(s: Scene, x: float, y: float, z: float) -> None:
    """Open a laptop on a desk."""
    s.box((x - 17, y - 12, z), (34, 24, 1.4), STEEL)
    with s.at(x, y + 12, z + 1.4, tilt=14):
        s.box((-17, 0, 0), (34, 1, 22), STEEL)
        s.box((-16, -0.3, 1.2), (32, 0.3, 20), BLACK.but(colour="#5f7480", shine=0.6), casts=False)


def bed(s: Scene, x: float) -> None:
    """Make a single bed along the wall, foot towards the viewer."""
    s.box((x - 48, -90, 12), (96, 175, 16), OAK, grain=1)
    s.box((x - 48, 82, 12), (96, 5, 70), OAK)
    seats.cushion(s, (x - 46, -88, 28), (92, 168, 16), WHITE)
    seats.cushion(s, (x - 48, -92, 34), (96, 110, 14), WHITE.but(colour="#c98f74"))
    seats.cushion(s, (x - 34, 46, 44), (66, 30, 12), WHITE)


@drawing("console-loir-situation")
def _hall(sheet: Sheet) -> str:
    r = interior(SAGE, 22, FLOOR_GREY)
    s = sheet.scene(r)
    tables.loir(s)
    storage.pot(s, -30, 0, 80, 8, TERRACOTTA)
    decor.sprig(s, (-30, 0, 93), 42, "#8aa07f", "#f0e2c2", 9)
    decor.plate(s, 30, -2, 80.5, 9)
    s.bow([(26, -3, 82), (30, -6, 82.5), (34, -3, 82), (30, 0, 82)], 0.4, STEEL)
    with s.at(4, 22, 142):
        decor.wheel_mirror(s, 30)
    goods_bag(s, 66, 4)
    s.look((-30, -330, 130), (0.08, 0.06, 0.92, 0.92), [(-80, 0, 0), (86, 0, 0), (0, 20, 185)])
    return s.picture()


def goods_bag(s: Scene, x: float, y: float) -> None:
    """Set the tote down."""
    with s.at(x, y, yaw=-10):
        goods.tote(s)


@drawing("fauteuil-lambourde-situation")
def _armchair(sheet: Sheet) -> str:
    r = interior("#dcc3ab", 120, FLOOR_PALE)
    r.decor += [
        rug(-110, -90, 110, 60, "#e9dfcc", "#7c8f78"),
        rooms.picture_frame(-74, 120, 52, 70, ("#efe0c8", "#c9744e", "#5f7f88")),
    ]
    s = sheet.scene(r)
    s.layer = 1
    decor.plant(s, -96, 60, 0, 130, CERAMIC, 2)
    with s.at(92, 66):
        lights.geometre(s, lit=True)
    s.layer = 2
    with s.at(0, 0, yaw=-20):
        seats.lambourde(s)
    s.look((10, -380, 120), (0.06, 0.06, 0.94, 0.92), [(-120, 60, 0), (125, 60, 0), (0, -60, 0), (0, 60, 175)])
    return s.picture()


@drawing("lampadaire-geometre-situation")
def _reading(sheet: Sheet) -> str:
    r = interior("#b9ab95", 120, FLOOR_PALE)
    r.dusk, r.glow = 0.3, 0.1
    r.decor += [rug(-120, -90, 120, 60, "#c9a58a", "#8a4b35"), rooms.window(-80, 100, 80, 120, night=True)]
    s = sheet.scene(r)
    s.view.exposure = 0.82
    s.layer = 1
    with s.at(88, 70):
        lights.geometre(s, lit=True)
    with s.at(-100, 90):
        storage.crate(s)
        storage.books(s, 4, 10, 1.5, 42, 5)
    s.layer = 2
    with s.at(-10, 0, yaw=16):
        seats.lambourde(s)
    with s.at(70, -46):
        tables.touret(s, 20, 42)
        storage.pile(s, 0, 0, 42, 2, 6)
    s.look((0, -380, 120), (0.05, 0.05, 0.95, 0.93), [(-120, 60, 0), (125, 60, 0), (0, -70, 0), (0, 60, 180)])
    return s.picture()


@drawing("etagere-echelle-situation")
def _shelf(sheet: Sheet) -> str:
    r = interior(MIST, 0)
    s = sheet.scene(r)
    with s.at(0, 0, 62):
        storage.ladder_shelf(s)
        storage.books(s, -38, -22, 23.6, 36, 3, 22)
        decor.plant(s, 26, -14, 23.6, 32, CERAMIC, 4)
        decor.plant(s, -26, -14, 65.6, 34, TERRACOTTA, 8, "thin")
        storage.books(s, -2, -22, 65.6, 40, 8, 22)
        storage.pile(s, -22, -14, 107.6, 3, 4)
        decor.plant(s, 22, -14, 107.6, 30, CERAMIC, 6)
    s.look((-40, -300, 140), (0.12, 0.05, 0.9, 0.95), [(-60, -10, 56), (60, -10, 56), (0, 0, 215)])
    return s.picture()


@drawing("meuble-tv-atelier-situation")
def _tv(sheet: Sheet) -> str:
    r = interior("#c9d0c4", 40, FLOOR_PALE)
    r.decor += [rug(-130, -190, 130, -60, "#e4d8c3", "#b9764f"), rooms.window(-165, 95, 80, 140)]
    s = sheet.scene(r)
    storage.tv_unit(s)
    s.box((-18, -6, 49), (36, 14, 2), BLACK)
    s.box((-62, 2, 53), (124, 4, 70), BLACK.but(colour="#22262a", shine=0.9))
    decor.plant(s, 112, 0, 0, 130, TERRACOTTA, 5)
    s.look((0, -380, 110), (0.04, 0.1, 0.96, 0.9), [(-130, 0, 0), (140, 0, 0), (0, -120, 0), (0, 0, 180)])
    return s.picture()


@drawing("miroir-roue-situation")
def _mantel(sheet: Sheet) -> str:
    r = interior("#b7c0ab", 0, FLOOR_PALE)
    s = sheet.scene(r)
    rooms.fireplace(s, 0)
    with s.at(0, 0, 165):
        decor.wheel_mirror(s, 38)
    with s.at(-52, -11, 110):
        decor.candle(s, 0, 0, 14)
        decor.candle(s, 12, 0, 8)
    decor.plant(s, 50, -11, 110, 34, CERAMIC, 4)
    s.look((-20, -360, 110), (0.1, 0.06, 0.9, 0.94), [(-82, 0, 2), (82, 0, 2), (0, 0, 208)])
    return s.picture()


@drawing("plateau-douelle-situation")
def _cheese(sheet: Sheet) -> str:
    r = interior(SAGE, 260)
    s = sheet.scene(r)
    tables.planks(s, (-120, -70, -6), (240, 150, 5), 6, OAK)
    with s.at(0, 0, 0, yaw=-14):
        decor.tray(s, 68)
        decor.cheese(s, 4.3)
    for x, y in ((20, 32), (36, 25)):
        decor.tumbler(s, x, y, 0, CLEAR_GLASS, "#7b1f33")
    storage.bottle(s, -26, 34, 0, GREEN_GLASS.but(opacity=0.9))
    s.look((6, -150, 80), (0.06, 0.08, 0.94, 0.94), [(-40, -20, 0), (44, -20, 0), (0, 20, 24)])
    return s.picture()
