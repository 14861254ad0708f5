"""`./e5b stop`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.adapters.process import account
from provisioner.pipeline.sitting import lifecycle, room
from provisioner.schema.sitting import Sitting


@click.command()
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--all", "everyone", is_flag=True, help="Toutes les vagues.")
@click.option("--by", default="", metavar="NOM", help="Qui donne l’ordre, pour le journal ; sinon ce compte.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(numbers: tuple[str, ...], wave: str, everyone: bool, by: str, as_json: bool) -> None:  # noqa: FBT001
    """Termine l’épreuve avant l’heure : les sites répondent « Épreuve terminée ». Sans numéro : toute la vague.

    Le travail des candidats reste en place, prêt à être capturé. Donné par erreur : « undo », dans les deux minutes.
    """
    chosen = lifecycle.select(wave, numbers, everyone=everyone)
    closed = lifecycle.stop(chosen, account(by))
    if as_json:
        output.print_json(
            [
                {"wave": one.wave, "number": one.number, "closed_at": one.closed_at, "order": _order(one)}
                for one in closed
            ]
        )
        return
    for one in closed:
        output.results.print(f"{output.escape(one.number)} : fermé à {one.closed_at[11:19]}.")
    if not closed:
        output.results.print("Rien à fermer : ces sites le sont déjà." if chosen else "Aucun site sur cette machine.")


def _order(one: Sitting) -> int:
    """Return the order that ended a sitting, which can be undone; 0: its clock did not go."""
    ends = [fact.id for fact in room.journal_of(one.wave).entries(one.number) if fact.kind == "end"]
    return ends[-1] if ends else 0
