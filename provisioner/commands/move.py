"""`./e5b move`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.adapters.process import account
from provisioner.pipeline.sitting import conduct, room


@click.command()
@click.argument("numbers", nargs=-1, required=True, metavar="NUMÉRO…")
@click.option("--wave", default="", metavar="VAGUE", help="Cette vague.")
@click.option("--by", default="", metavar="NOM", help="Qui donne l’ordre, pour le journal ; sinon ce compte.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(numbers: tuple[str, ...], wave: str, by: str, as_json: bool) -> None:  # noqa: FBT001
    """Laisse un candidat changer de poste, là où chaque site est lié au poste qui l’a ouvert le premier."""
    name, chosen = room.chosen(wave, numbers)
    entry = conduct.move(name, chosen, account(by))
    if as_json:
        output.print_json({"order": entry.id, "numbers": conduct.numbers_of(entry)})
        return
    about = output.escape(", ".join(conduct.numbers_of(entry)))
    output.results.print(f"{about} : le site répondra au prochain poste qui l’ouvre, à la même adresse.")
