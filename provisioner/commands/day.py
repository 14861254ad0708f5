"""`./e5b day`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from provisioner import output
from provisioner.errors import DataError

if TYPE_CHECKING:
    from provisioner.pipeline.prepare.day import Planned

FILE = click.Path(path_type=Path, dir_okay=False)
_SHOWN = 40


@click.group("day", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Plan d’un centre : jours, vagues, salles, machines ; ce qui se gêne, et les listes de chaque vague."""


@command.command("template")
@click.argument("path", type=FILE, metavar="[FICHIER]", required=False)
def template(path: Path | None) -> None:
    """Écrit un plan commenté, à compléter, dans FICHIER ; sans FICHIER, le montre."""
    from provisioner.adapters import disk  # noqa: PLC0415
    from provisioner.pipeline.prepare import day  # noqa: PLC0415

    if path is None:
        output.results.print(day.template(), end="", markup=False)
        return
    if path.exists():
        raise DataError(f"{path} existe déjà.", "Donnez un autre nom.")
    disk.write(path, day.template(), 0o644)
    output.results.print(output.escape(str(path)))
    output.console.print("Complétez ce fichier, puis lancez « ./e5b day plan » (docs/journee.md).")


@command.command("plan")
@click.argument("path", type=FILE, metavar="FICHIER")
@click.option("-i", "--inventory", type=FILE, metavar="INVENTAIRE", help="Machines du centre, et ce qu’elles portent.")
@click.option(
    "-o",
    "--output",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DOSSIER",
    help="Écrit le plan (HTML, PDF) et les listes de chaque vague.",
)
@click.option("--no-pdf", is_flag=True, help="Plan en HTML seulement.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def plan(path: Path, inventory: Path | None, folder: Path | None, no_pdf: bool, as_json: bool) -> None:  # noqa: FBT001
    """Place les candidats du plan FICHIER et dit tout ce qui se gêne ; rien n’est écrit tant que quelque chose gêne."""
    from provisioner.pipeline.prepare import day  # noqa: PLC0415

    planned = day.plan(path, inventory)
    trouble = day.write(planned, folder.absolute(), pdf=not no_pdf) if folder and not planned.blocking else None
    if as_json:
        output.print_json(day.as_json(planned))
    else:
        _print(planned, folder)
    if trouble:
        output.print_error(trouble.message, trouble.hint)
    if planned.blocking:
        count = len(planned.blocking)
        some = "s" if count > 1 else ""
        raise DataError(
            f"{path} : {count} conflit{some}. Rien n’a été écrit." if folder else f"{path} : {count} conflit{some}.",
            "Corrigez le plan ou la liste, puis relancez la même commande.",
        )


def _print(planned: Planned, folder: Path | None) -> None:
    for one in planned.conflicts[:_SHOWN]:
        style = "bold red" if one.blocking else "yellow"
        output.results.print(f"[{style}]•[/] {output.escape(one.says)}\n  {output.escape(one.mend)}")
    if len(planned.conflicts) > _SHOWN:
        output.results.print(f"… et {len(planned.conflicts) - _SHOWN} autre(s).")
    if planned.blocking:
        return
    waves = len({slot.wave for slot in planned.slots if slot.seats})
    days = len({slot.begins.date() for slot in planned.slots if slot.seats})
    seated = sum(len(slot.seats) for slot in planned.slots)
    output.results.print(f"{seated} candidat(s), {waves} vague(s), {days} jour(s) : aucun conflit.")
    if any(one.ahead is None for one in planned.loads):
        output.results.print("Capacité des machines non vérifiée : donnez l’inventaire (-i).")
    if folder:
        output.results.print(f"Plan et listes : {output.escape(str(folder))}")


@command.command("measure")
@click.option(
    "--candidates", default=30, show_default=True, type=click.IntRange(1, 100), metavar="N", help="De chaque vague."
)
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def measure(candidates: int, as_json: bool) -> None:  # noqa: FBT001
    """Mesure sur cette machine le passage d’une vague à la suivante, avec de vrais sites, retirés à la fin."""
    from provisioner.pipeline.bench import waves as day_measure  # noqa: PLC0415
    from provisioner.pipeline.bench.compare import seconds  # noqa: PLC0415

    found = day_measure.run(candidates, lambda line: output.console.print(output.escape(line), soft_wrap=True))
    if as_json:
        output.print_json(found.model_dump())
        return
    output.results.print(f"Vague suivante prête d’avance : {seconds(found.turnaround_s)} pour {candidates} candidats.")
    output.results.print(f"Sans préparation : {seconds(found.without_ahead_s)}, une fois les relevés faits.")
    output.results.print(f"Relevés et rapports : {seconds(found.closing_s)} ; retrait : {seconds(found.down_s)}.")
