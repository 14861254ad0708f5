"""Banners of the shop: slides, categories."""

from __future__ import annotations

from tools.draw.models import decor, goods, lights, outdoors, seats, storage, tables
from tools.draw.palette import AMBER_GLASS, FLOOR_PALE, GREEN_GLASS, OLD_OAK, interior, studio, wall_studio
from tools.draw.pictures.scenes import bistro, outside, pendants, terrace_floor
from tools.draw.registry import Sheet, drawing
from tools.draw.scene import Scene


def _strip(s: Scene, half: float, top: float, eye: float = 430, up: float = 110) -> str:
    s.look((0, -eye, up), (0.02, 0.06, 0.98, 0.94), [(-half, 0, 0), (half, 0, 0), (0, 0, top)])
    return s.picture()


@drawing("carrousel-luminaires")
def _slide(sheet: Sheet) -> str:
    r = interior("#4a3d35", 120, OLD_OAK.but(colour="#5d4634"))
    r.glow, r.dusk = 0.06, 0.3
    r.skirting = "#3a302a"
    s = sheet.scene(r)
    s.view.exposure = 0.86
    s.layer = 1
    tables.planks(s, (-190, 10, 60), (250, 44, 5), 3, OLD_OAK)
    for x in (-170, 40):
        s.box((x, 14, 0), (6, 36, 60), OLD_OAK, grain=2)
    with s.at(-110, 32, 65):
        lights.siphon(s)
    with s.at(-40, 32, 65):
        lights.tuyau(s)
    storage.pile(s, 14, 32, 65, 3)
    s.layer = 2
    pendants(s, (-175.0, -60.0, 25.0), 20, 132, 140)
    s.look((0, -380, 115), (0.0, -0.02, 1.0, 1.0), [(-215, 0, 48), (215, 0, 48), (0, 0, 185)])
    return s.picture()


@drawing("banniere-accueil")
def _home(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio("#e6d9c4"))
    tables.planks(s, (-190, -44, -4), (380, 42, 4), 3, OLD_OAK)
    with s.at(-128, -20):
        decor.candle(s, -12, 0, 20)
        decor.candle(s, 2, -2, 12)
        decor.candle(s, 16, 0, 7)
    with s.at(-84, -20):
        decor.bud_vase(s)
    with s.at(98, -8, 24):
        decor.vinyl_clock(s, 19)
    decor.plant(s, 132, -20, 0, 40, seed=4)
    storage.pile(s, 66, -22, 0, 3)
    s.look((0, -330, 30), (0.0, -0.06, 1.0, 1.04), [(-165, -20, -4), (165, -20, -4), (0, -20, 46)])
    return s.picture()


@drawing("categorie-mobilier")
def _furniture(sheet: Sheet) -> str:
    s = sheet.scene(studio(150))
    with s.at(-40, 0, yaw=-14):
        tables.huisne(s, 190, 84)
    with s.at(-60, -84, yaw=-14):
        tables.bench(s, 150)
    with s.at(170, 40, yaw=-10):
        storage.crate(s, 54, 32, 32)
        with s.at(0, 0, 33):
            storage.crate(s, 54, 32, 32)
            storage.books(s, 4, 10, 1.5, 44, 4)
        with s.at(0, 0, 66):
            storage.crate(s, 54, 32, 32)
            decor.plant(s, 26, 14, 1.5, 26, seed=3)
    with s.at(-215, 10):
        seats.barrique(s)
    return _strip(s, 270, 130)


@drawing("categorie-luminaires")
def _lamps(sheet: Sheet) -> str:
    r = studio(120, "#cfc0a9", "#c6b59c")
    s = sheet.scene(r)
    with s.at(-150, 0):
        lights.siphon(s)
    with s.at(-72, 0):
        lights.tuyau(s)
    for x, glass in ((0, GREEN_GLASS), (34, AMBER_GLASS)):
        with s.at(x, 0):
            lights.bottle_pendant(s, 28 + x / 6, glass, 60)
    with s.at(130, 0):
        lights.sieve_pendant(s, 26, 26, 60)
    return _strip(s, 200, 68, 330, 44)


@drawing("categorie-decoration")
def _deco(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio("#dfd8c8"))
    tables.planks(s, (-240, -44, -4), (480, 42, 4), 3, OLD_OAK)
    with s.at(-150, -3, 44):
        decor.barrel_clock(s, 30)
    with s.at(-60, -22):
        decor.candle(s, -12, 0, 22)
        decor.candle(s, 2, -2, 14)
        decor.candle(s, 16, 0, 8)
    with s.at(10, -3, 50):
        decor.wheel_mirror(s, 30)
    with s.at(76, -22):
        decor.bud_vase(s)
    with s.at(122, -3, 38):
        decor.vinyl_clock(s, 20)
    with s.at(150, -3, 34):
        decor.photo_frame(s, 34, 26)
    s.look((0, -360, 50), (0.0, 0.02, 1.0, 1.0), [(-215, -20, -6), (215, -20, -6), (0, -20, 88)])
    return s.picture()


@drawing("categorie-jardin")
def _garden(sheet: Sheet) -> str:
    r = outside(560, ("#cfe2e6", "#fbf2dc"), "#a9b27c", "#8aa473")
    r.decor.append(terrace_floor(-260, 170, -460, 460))
    s = sheet.scene(r)
    with s.at(20, 50):
        seats.ponton_bench(s, 150)
    with s.at(20, -46):
        seats.ponton_table(s)
    with s.at(-160, 20, yaw=-8):
        outdoors.planter(s, 90, 34, 40)
    with s.at(190, 10, yaw=8):
        s.box((-4, -4, 0), (8, 8, 62), OLD_OAK, grain=2)
        with s.at(0, 0, 62):
            outdoors.feeder(s)
    return _strip(s, 260, 108)


@drawing("categorie-accessoires")
def _bags(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio("#d3dad6"))
    with s.at(-90, 0, 30):
        goods.apron(s)
    for x in (10, 62):
        storage.hook(s, x, -1, 108)
    s.box((-12, -1.4, 100), (100, 1.4, 12), OLD_OAK)
    with s.at(24, -10, 40):
        goods.tote(s)
    storage.rail_shelf(s, 150, 30, 26)
    with s.at(120, -14, 33):
        goods.pencil_case(s)
    with s.at(120, 0, 0):
        storage.rail_shelf(s, 110, 29.8, 26)
        storage.books(s, 30, -22, 33.2, 20, 3)
    s.look((0, -360, 82), (0.0, 0.02, 1.0, 1.0), [(-175, -4, 26), (175, -4, 26), (0, -4, 136)])
    return s.picture()


@drawing("categorie-entretien")
def _care(sheet: Sheet) -> str:
    s = sheet.scene(studio(60, "#e9e2d0", "#e2d6c0"))
    goods.oil_tin(s, -34, 2)
    goods.wax_tin(s, -4, -2)
    goods.rag(s, -16, -12, 8)
    with s.at(34, 0):
        lights.bulb(s, (0, 0, 4), 6, up=True)
        s.turned((0, 0, 0), [(0, 3, OLD_OAK), (4, 3, OLD_OAK)], OLD_OAK)
    with s.at(60, 2, yaw=-14):
        goods.book(s)
    return _strip(s, 76, 24, 150, 28)


@drawing("categorie-professionnels")
def _pro(sheet: Sheet) -> str:
    r = interior("#d9cfb9", 190, FLOOR_PALE)
    s = sheet.scene(r)
    s.layer = 1
    with s.at(170, 100, yaw=-8):
        storage.divider(s, 150, 150)
    s.layer = 2
    bistro(s, -150, 20, "#5c7f5a")
    bistro(s, 90, 0, "#3f6f99")
    s.layer = 3
    pendants(s, (-150.0, 90.0), 10, 128, 90)
    return _strip(s, 270, 150)
