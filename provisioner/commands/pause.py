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
def command(numbers: tuple[str, ...], wave: str, reason: str) -> None:
    """Arrête le temps de candidats : leur site montre une page d’attente. Sans numéro : toute la salle."""
    name, chosen = room.chosen(wave, numbers)
    entry = conduct.pause(name, chosen, account(), reason)
    output.results.print(f"En pause : {output.escape(', '.join(conduct.numbers_of(entry)))}. « ./e5b resume » reprend.")
