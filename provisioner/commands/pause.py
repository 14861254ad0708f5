"""`./e5b pause`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.adapters.process import account
from provisioner.pipeline.sitting import conduct, room


@click.command()
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--reason", default="", metavar="MOTIF", help="Pourquoi : le journal le garde.")
@click.option("--by", default="", metavar="NOM", help="Qui donne l’ordre, pour le journal ; sinon ce compte.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(numbers: tuple[str, ...], wave: str, reason: str, by: str, as_json: bool) -> None:  # noqa: FBT001
    """Arrête le temps de candidats : leur site montre une page d’attente. Sans numéro : toute la salle."""
    name, chosen = room.chosen(wave, numbers)
    entry = conduct.pause(name, chosen, account(by), reason)
    if as_json:
        output.print_json({"order": entry.id, "numbers": conduct.numbers_of(entry)})
        return
    output.results.print(f"En pause : {output.escape(', '.join(conduct.numbers_of(entry)))}. « ./e5b resume » reprend.")
