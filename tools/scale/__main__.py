"""Tables of docs/scale.md, in French: `python -m tools.scale BENCH.json [--cores 2] [--think-s 15] …`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from tools.scale import figures, host
from tools.scale.figures import Assumed, Measured

SIZES = (10, 20, 30, 40, 60, 80, 100)
CANDIDATES, DAYS, CENTRES = 10_000, 12, 200
ACADEMY, ACADEMY_CENTRES = 550, 11
"""One academy's, exam 2022."""


def main() -> int:
    """Read the figures, play the hosts, print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tools.scale", description=__doc__)
    parser.add_argument("bench", type=Path, help="what « ./e5b bench --json » printed")
    parser.add_argument("--cores", type=int, default=2, help="cores of the machine that was measured")
    parser.add_argument("--seed", type=int, default=1)
    for name in figures.names(Assumed):
        parser.add_argument(f"--{name.replace('_', '-')}", type=float, default=getattr(Assumed(), name))
    told = parser.parse_args()
    assumed = replace(Assumed(), **{name: getattr(told, name) for name in figures.names(Assumed)})
    try:
        measured = figures.read(told.bench, told.cores)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        sys.stderr.write(f"{told.bench} : pas une mesure complète de « ./e5b bench --json » ({error!r}).\n")
        return 1
    for lines in (one_candidate(measured, assumed), hosts(measured, assumed, told.seed), totals(measured, assumed)):
        sys.stdout.write("\n".join(lines) + "\n\n")
    return 0


def one_candidate(measured: Measured, assumed: Assumed) -> list[str]:
    """Return what one candidate costs."""
    pages = 40 * 60 / assumed.think_s
    page_s = measured.page_median_s / 0.6931
    return [
        "| un candidat | coût |",
        "|---|---|",
        f"| mémoire au repos, mesurée | {measured.memory_mib:.0f} Mio |",
        f"| mémoire au travail, supposée | {measured.memory_mib * assumed.memory_at_work:.0f} Mio |",
        f"| disque de sa copie, mesuré | {french(measured.disk_mb)} Mo |",
        f"| ouverture | {french(measured.open_core_s, 2)} s de cœur |",
        f"| {pages:.0f} pages en 40 minutes | {french(pages * page_s)} s de cœur |",
        f"| relevé, vérifications, images de pages | {french(measured.closing_core_s)} s de cœur |",
        f"| dossier scellé | {french(assumed.dossier_mb)} Mo |",
    ]


def hosts(measured: Measured, assumed: Assumed, seed: int) -> list[str]:
    """Return what hosts of two and four cores do with more and more candidates."""
    lines = [
        "| cœurs | candidats à la fois | page, 95 % sous | 99 % sous | vague suivante | dossiers | cœurs | mémoire |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for cores in (2, 4):
        for size in SIZES:
            seen = host.Host(cores, size, measured, assumed, seed).run()
            # Both waves are there when the next one is made ahead: one at work, one idle.
            mib = assumed.system_mib + size * measured.memory_mib * (1 + assumed.memory_at_work)
            lines.append(
                f"| {cores} | {size} | {french(seen.page(0.95), 2)} s | {french(seen.page(0.99), 2)} s "
                f"| {french(max(seen.opened))} s | {french(max(seen.closed) / 60)} min "
                f"| {100 * seen.busy_s / (cores * seen.over_s):.0f} % | {french(mib / 1024)} Gio |"
            )
    return lines


def totals(measured: Measured, assumed: Assumed) -> list[str]:
    """Return what a centre, an academy and the country need: sums, no simulation."""
    lines = [
        "| | candidats | par jour | à la fois | mémoire des sites au travail | dossiers scellés | kits |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, people, centres in (
        ("un centre moyen", CANDIDATES // CENTRES, 1),
        ("une académie (celle de 2022)", ACADEMY, ACADEMY_CENTRES),
        ("le pays", CANDIDATES, CENTRES),
    ):
        a_day = people / DAYS
        at_once = a_day / assumed.waves_a_day
        memory = at_once * measured.memory_mib * assumed.memory_at_work / 1024
        lines.append(
            f"| {name} | {people} | {a_day:.0f} | {at_once:.0f} | {french(memory)} Gio "
            f"| {french(people * assumed.dossier_mb / 1000, 2)} Go | {centres} × {assumed.kit_mb:.0f} Mo |"
        )
    everything = CENTRES * assumed.kit_mb * 8
    lines += ["", "| kit vers 200 centres | temps |", "|---|---|"]
    out = f"{CENTRES * assumed.kit_mb / 1000:.0f} Go sortis d’un lien"
    lines += [f"| {out} à {rate} Mbit/s | {french(everything / rate / 3600)} h |" for rate in (100, 1000)]
    lines.append(
        f"| 200 clés USB, quatre à la fois, écrites à 10 Mo/s | {french(assumed.kit_mb / 10 * CENTRES / 4 / 3600)} h |"
    )
    return lines


def french(value: float, digits: int = 1) -> str:
    """Return a number as the French write it."""
    return f"{value:.{digits}f}".replace(".", ",")


if __name__ == "__main__":
    sys.exit(main())
