"""Product pictures: tables, seats."""

from __future__ import annotations

from tools.draw.models import seats, tables
from tools.draw.palette import studio
from tools.draw.registry import Sheet, drawing, shoot


@drawing("table-huisne")
def _huisne(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-28):
        tables.huisne(s)
    return shoot(s, (0.07, 0.2, 0.93, 0.86))


@drawing("table-basse-vegre")
def _vegre(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-32):
        tables.vegre(s)
    return shoot(s, (0.1, 0.2, 0.9, 0.84), 0.55)


@drawing("bureau-braye")
def _braye(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=24):
        tables.braye(s)
    return shoot(s, (0.08, 0.18, 0.92, 0.86), 0.6)


@drawing("console-loir")
def _loir(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-22):
        tables.loir(s)
    return shoot(s, (0.1, 0.14, 0.9, 0.86))


@drawing("bout-de-canape-touret")
def _touret(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    tables.touret(s)
    return shoot(s, (0.2, 0.16, 0.8, 0.84), 0.5)


@drawing("table-bistrot")
def _bistrot(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-30):
        tables.bistrot(s)
    return shoot(s, (0.12, 0.12, 0.88, 0.88), 0.6)


@drawing("tabouret-barrique")
def _barrique(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    seats.barrique(s)
    return shoot(s, (0.2, 0.1, 0.8, 0.9), 0.4)


@drawing("banc-huisne")
def _bench(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-28):
        tables.bench(s)
    return shoot(s, (0.08, 0.2, 0.92, 0.82), 0.35)


@drawing("chaise-jules", "chaise-jules-bleue", "chaise-jules-jaune")
def _jules(sheet: Sheet) -> str:
    colour = {"bleue": "#3f6f99", "jaune": "#d29a2a"}.get(sheet.name.rsplit("-", 1)[-1], "#5c7f5a")
    s = sheet.scene(studio())
    with s.at(yaw=-32):
        seats.jules(s, colour)
    return shoot(s, (0.2, 0.08, 0.8, 0.92), 0.35)


@drawing("fauteuil-lambourde", "fauteuil-lambourde-dos")
def _lambourde(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=152 if sheet.name.endswith("dos") else -30):
        seats.lambourde(s)
    return shoot(s, (0.12, 0.12, 0.88, 0.88), 0.35)


@drawing("pouf-spi", "pouf-spi-bleu")
def _pouf(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    seats.pouf(s, "#3d6f9e" if sheet.name.endswith("bleu") else "#e07b35")
    return shoot(s, (0.18, 0.22, 0.82, 0.84), 0.4)


@drawing("salon-ponton")
def _ponton(sheet: Sheet) -> str:
    s = sheet.scene(studio())
    with s.at(yaw=-24):
        with s.at(-6, 62):
            seats.ponton_bench(s)
        with s.at(118, -20, yaw=90):
            seats.ponton_bench(s, 110)
        with s.at(-10, -28):
            seats.ponton_table(s)
    return shoot(s, (0.05, 0.2, 0.95, 0.84), 0.5)
