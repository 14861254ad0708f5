"""`./e5b start`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.pipeline import lifecycle


@click.command()
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--all", "everyone", is_flag=True, help="Toutes les vagues.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(numbers: tuple[str, ...], wave: str, everyone: bool, as_json: bool) -> None:  # noqa: FBT001
    """Rouvre des sites fermés ou arrêtés, tels que les candidats les ont laissés. Sans numéro : toute la vague."""
    chosen = lifecycle.select(wave, numbers, everyone=everyone)
    opened = lifecycle.start(chosen, lambda number, state: output.console.print(f"{number} : {state}"))
    if as_json:
        output.print_json([{"wave": one.wave, "number": one.number, "url": one.url} for one in opened])
        return
    for one in opened:
        output.results.print(f"{output.escape(one.number)} : ouvert, {one.url}")
    if not opened:
        output.results.print("Aucun site sur cette machine.")
