"""`./e5b down`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.pipeline.sitting import lifecycle


@click.command()
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--all", "everyone", is_flag=True, help="Toutes les vagues, et la porte d’entrée.")
@click.option("--force", is_flag=True, help="Même si le travail n’a pas été capturé : il sera perdu.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(numbers: tuple[str, ...], wave: str, everyone: bool, force: bool, as_json: bool) -> None:  # noqa: FBT001
    """Retire des sites de la machine. Sans numéro : toute la vague. Les preuves capturées restent."""
    entries = lifecycle.select(wave, numbers, everyone=everyone)
    gone = lifecycle.down(entries, force=force, door=everyone)
    if as_json:
        output.print_json({"removed": gone})
    elif gone:
        output.results.print(f"Retiré{'s' if len(gone) > 1 else ''} : {output.escape(', '.join(gone))}.")
    else:
        output.results.print("Aucun site à retirer.")
