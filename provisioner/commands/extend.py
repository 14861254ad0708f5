"""`./e5b extend`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.adapters.process import account
from provisioner.errors import SittingError
from provisioner.pipeline.sitting import conduct, room
from provisioner.steps.sitting.status import clock


@click.command()
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--minutes", type=float, required=True, metavar="MINUTES", help="Minutes rendues (2.5 : 2 min 30 s).")
@click.option("--reason", required=True, metavar="MOTIF", help="Motif : le journal et le dossier le gardent.")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--all", "everyone", is_flag=True, help="Toute la salle.")
@click.option("--by", default="", metavar="NOM", help="Qui donne l’ordre, pour le journal ; sinon ce compte.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(
    numbers: tuple[str, ...],
    minutes: float,
    reason: str,
    wave: str,
    everyone: bool,  # noqa: FBT001
    by: str,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Rend à des candidats des minutes perdues par un incident ; même pendant une pause, jamais après la fin."""
    if not numbers and not everyone:
        raise SittingError("De quels candidats s’agit-il ?", "Donnez des numéros, ou --all pour toute la salle.")
    name, chosen = room.chosen(wave, numbers)
    given = [conduct.extend(name, number, minutes, reason, account(by)) for number in chosen or [""]]
    if as_json:
        output.print_json([{"order": one.id, "numbers": conduct.numbers_of(one)} for one in given])
        return
    for entry in given:
        left = {one.number: one.left_s for one in conduct.standings(name)}
        for one in conduct.numbers_of(entry):
            rest = clock(round(left[one]))
            output.results.print(f"{output.escape(one)} : reste {rest} (ordre n° {entry.id}, « undo » l’annule).")
