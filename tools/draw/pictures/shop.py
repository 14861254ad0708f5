"""Product pictures: garden, bags, care, resold goods."""

from __future__ import annotations

from tools.draw.models import goods, lights, outdoors
from tools.draw.palette import BRASS, studio, wall_studio
from tools.draw.registry import Sheet, drawing, shoot


@drawing("jardiniere-coffrage")
def _planter(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-22):
        outdoors.planter(s)
    return shoot(s, (0.1, 0.14, 0.9, 0.84), 0.3)


@drawing("mangeoire-tuile")
def _feeder(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-18):
        outdoors.feeder(s)
    return shoot(s, (0.14, 0.2, 0.86, 0.82), 0.3)


@drawing("cabas-bache", "cabas-bache-dos")
def _tote(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-16):
        goods.tote(s, back=sheet.name.endswith("dos"))
    return shoot(s, (0.14, 0.1, 0.86, 0.88), 0.2)


@drawing("trousse-chambre-a-air")
def _case(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-14):
        goods.pencil_case(s)
    return shoot(s, (0.12, 0.3, 0.88, 0.74), 0.5)


@drawing("tablier-voile")
def _apron(sheet: Sheet) -> str:
    s = sheet.scene(wall_studio())
    with s.at(z=60):
        goods.apron(s)
    s.look((0, -260, 110), (0.14, 0.06, 0.86, 0.94))
    return s.picture()


@drawing("huile-dure")
def _oil(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    goods.oil_tin(s)
    return shoot(s, (0.2, 0.14, 0.8, 0.84), 0.35)


@drawing("cire-pate")
def _wax(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    goods.wax_tin(s, -4, 0)
    goods.rag(s, -15, -6, 8)
    return shoot(s, (0.1, 0.2, 0.9, 0.8), 0.4)


@drawing("ampoule-filament")
def _bulb(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    s.turned((0, 0, 0), [(0, 1.0, BRASS), (0.6, 1.5, BRASS), (3.4, 1.5, BRASS), (3.8, 1.8, BRASS)], BRASS)
    lights.bulb(s, (0, 0, 3.6), 6.5, up=True)
    return shoot(s, (0.2, 0.14, 0.8, 0.84), 0.2)


@drawing("livre-reemploi")
def _book(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-20):
        goods.book(s)
    return shoot(s, (0.2, 0.12, 0.8, 0.86), 0.2)
