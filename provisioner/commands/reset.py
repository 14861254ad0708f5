"""`./e5b reset`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.adapters.process import account
from provisioner.errors import SittingError
from provisioner.pipeline.sitting import lifecycle


@click.command()
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--all", "everyone", is_flag=True, help="Toute la vague.")
@click.option("--yes", "sure", is_flag=True, help="Même si le travail n’a pas été capturé : il sera perdu.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(numbers: tuple[str, ...], wave: str, everyone: bool, sure: bool, as_json: bool) -> None:  # noqa: FBT001
    """Donne un site neuf, à la même adresse et avec les mêmes identifiants.

    Ce qui a déjà été capturé est gardé à part, dans le dossier « previous » du candidat.
    """
    if not numbers and not everyone:
        raise SittingError("De quels candidats s’agit-il ?", "Donnez des numéros, ou --all pour toute la vague.")
    chosen = lifecycle.select(wave, numbers)
    fresh = lifecycle.reset(
        chosen, lambda number, state: output.console.print(f"{number} : {state}"), sure=sure, who=account()
    )
    if as_json:
        output.print_json([{"wave": one.wave, "number": one.number, "url": one.url} for one in fresh])
        return
    for one in fresh:
        output.results.print(f"{output.escape(one.number)} : site neuf, {one.url}")
