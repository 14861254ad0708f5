"""`./e5b marks`."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import output
from provisioner.pipeline import marks

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("marks", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Les notes d’une vague, échangées avec un tableur. Elles ne viennent que de la commission."""


@command.command("export")
@click.argument("path", type=FILE, metavar="FICHIER")
@click.option("--wave", required=True, metavar="VAGUE", help="Nom de la vague.")
def export(path: Path, wave: str) -> None:
    """Écrit dans FICHIER (CSV ou ODS) une ligne par ligne de grille et une par note, vides tant que rien n’est dit."""
    sheet = marks.export(wave, path)
    for number, told in sheet.missing.items():
        output.console.print(f"{number} : le sujet « {output.escape(told)} » n’est pas dans la banque, aucune ligne.")
    output.results.print(output.escape(str(path)))


@command.command("import")
@click.argument("path", type=FILE, metavar="FICHIER")
@click.option("--wave", required=True, metavar="VAGUE", help="Nom de la vague.")
def import_(path: Path, wave: str) -> None:
    """Relit les niveaux, notes et commentaires saisis dans FICHIER (CSV ou ODS) ; tout ou rien."""
    read = marks.take(wave, path).candidates
    marked = sum(one.mark is not None for one in read)
    levels = sum(line.level is not None for one in read for line in one.lines)
    total = sum(len(one.lines) for one in read)
    output.results.print(
        f"{marked} note(s) sur {len(read)} candidat(s), {levels} niveau(x) sur {total} ligne(s) de grille."
    )
