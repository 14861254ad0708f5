"""Product pictures: shelves, racks, lamps, clocks, small objects."""

from __future__ import annotations

from tools.draw.models import decor, lights, storage
from tools.draw.palette import AMBER_GLASS, CLEAR_GLASS, GREEN_GLASS, studio, wall_studio
from tools.draw.registry import Sheet, drawing, shoot
from tools.draw.scene import Scene


@drawing("etagere-echelle")
def _ladder(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio())
    with s.at(z=40):
        storage.ladder_shelf(s)
    return _on_wall(s, (0.14, 0.08, 0.8, 0.92))


def _on_wall(scene: Scene, frame: tuple[float, float, float, float], aside: float = -0.35) -> str:
    points = [p for solid in scene.solids for p in solid.hull()]
    low, high = min(p[2] for p in points), max(p[2] for p in points)
    wide = max(p[0] for p in points) - min(p[0] for p in points)
    size = max(high - low, wide)
    scene.look((aside * size, -2.6 * size, (low + high) / 2 + 0.12 * size), frame)
    return scene.picture()


@drawing("bibliotheque-pommes")
def _bookcase(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-16):
        storage.apple_bookcase(s)
    return shoot(s, (0.1, 0.1, 0.9, 0.88), 0.25)


@drawing("portemanteau-volet")
def _rack(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio("#efe6d8"))
    with s.at(z=120):
        storage.shutter_rack(s)
    return _on_wall(s, (0.07, 0.1, 0.93, 0.9))


@drawing("meuble-tv-atelier")
def _tv(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-22):
        storage.tv_unit(s)
    return shoot(s, (0.06, 0.2, 0.94, 0.8), 0.35)


@drawing("range-bouteilles")
def _bottles(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio())
    with s.at(z=110):
        storage.bottle_rack(s)
    return _on_wall(s, (0.08, 0.1, 0.92, 0.9), -0.6)


@drawing("claustra-lames")
def _divider(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-24):
        storage.divider(s)
    return shoot(s, (0.12, 0.07, 0.88, 0.92), 0.15)


@drawing("lampe-siphon")
def _siphon(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    lights.siphon(s)
    return shoot(s, (0.2, 0.1, 0.8, 0.88), 0.25)


@drawing("lampe-tuyau")
def _tuyau(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-18):
        lights.tuyau(s)
    return shoot(s, (0.18, 0.14, 0.8, 0.86), 0.3)


@drawing("lampadaire-geometre")
def _geometre(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    lights.geometre(s)
    return shoot(s, (0.2, 0.06, 0.8, 0.93), 0.2)


@drawing("suspension-bouteille", "suspension-bouteille-ambre")
def _pendant(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio("#e8dfd0"))
    glass = AMBER_GLASS if sheet.name.endswith("ambre") else GREEN_GLASS
    with s.at(0, -60, 100):
        lights.bottle_pendant(s, 0, glass, 120)
    s.look((0, -190, 118), (0.2, 0.16, 0.8, 0.82), [(-8, -60, 100), (8, -60, 132)])
    return s.picture()


@drawing("suspension-tamis")
def _sieve(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio("#e8dfd0"))
    with s.at(0, -80, 100):
        lights.sieve_pendant(s, 0, cord=120)
    s.look((0, -290, 78), (0.12, 0.18, 0.88, 0.84), [(-27, -80, 96), (27, -80, 140)])
    return s.picture()


@drawing("applique-douelle")
def _sconce(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio("#ddd0bd"))
    with s.at(z=130):
        lights.stave_sconce(s)
    return _on_wall(s, (0.2, 0.16, 0.8, 0.84), -0.7)


@drawing("miroir-roue")
def _mirror(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio())
    with s.at(z=140):
        decor.wheel_mirror(s)
    return _on_wall(s, (0.12, 0.12, 0.88, 0.88))


@drawing("cadre-lambourde")
def _frame(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio("#eee6da"))
    with s.at(z=140):
        decor.photo_frame(s)
    return _on_wall(s, (0.13, 0.1, 0.87, 0.9))


@drawing("horloge-vinyle")
def _vinyl(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio())
    with s.at(z=140):
        decor.vinyl_clock(s)
    return _on_wall(s, (0.16, 0.16, 0.84, 0.84), -0.2)


@drawing("horloge-barrique")
def _barrel(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio())
    with s.at(z=140):
        decor.barrel_clock(s)
    return _on_wall(s, (0.12, 0.12, 0.88, 0.88), -0.3)


@drawing("bougeoir-traverse")
def _candles(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-24):
        decor.candle(s, -13, 2, 22)
        decor.candle(s, 0, -3, 14)
        decor.candle(s, 13, 3, 8)
    return shoot(s, (0.16, 0.14, 0.84, 0.84), 0.3)


@drawing("vase-fiole")
def _vase(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-22):
        decor.bud_vase(s)
    return shoot(s, (0.2, 0.1, 0.8, 0.86), 0.25)


@drawing("plateau-douelle")
def _tray(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-24):
        decor.tray(s)
    return shoot(s, (0.1, 0.2, 0.9, 0.8), 0.75)


@drawing("verres-goulot")
def _glasses(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    for i in range(6):
        x, y = (i % 3 - 1) * 10.5 + (2 if i > 2 else -2), 5 if i < 3 else -6
        decor.tumbler(s, x, y, 0, GREEN_GLASS.but(opacity=0.55) if i % 2 else CLEAR_GLASS)
    return shoot(s, (0.12, 0.22, 0.88, 0.8), 0.45)
