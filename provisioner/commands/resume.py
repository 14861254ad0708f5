"""`./e5b resume`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.adapters.process import account
from provisioner.pipeline.sitting import conduct, room


@click.command()
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
def command(numbers: tuple[str, ...], wave: str) -> None:
    """Reprend après une pause : le temps repart où il en était. Sans numéro : toute la salle."""
    name, chosen = room.chosen(wave, numbers)
    entry = conduct.resume(name, chosen, account())
    output.results.print(f"Reprise : {output.escape(', '.join(conduct.numbers_of(entry)))}.")
