"""`./e5b marks`."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import output
from provisioner.pipeline.records import marks

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("marks", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Les notes d’une vague, échangées avec un tableur. Elles ne viennent que de la commission."""


@command.command("export")
@click.argument("path", type=FILE, metavar="FICHIER")
@click.option("--wave", required=True, metavar="VAGUE", help="Nom de la vague.")
@click.option("--as", "account", default="", metavar="COMPTE", help="Les saisies de cet examinateur, à compléter.")
@click.option("--second", is_flag=True, help="Sans --as : la seconde correction, et non la première.")
def export(path: Path, wave: str, account: str, second: bool) -> None:  # noqa: FBT001
    """Écrit dans FICHIER (CSV, XLSX ou ODS) une ligne par ligne de grille et une par note, vides si rien n’est dit.

    Avec --as, ce que cet examinateur a écrit, pour le compléter et le relire ; sinon ce sur quoi les commissions
    s’accordent, à consulter.
    """
    sheet = marks.export(wave, path, account, second=second)
    for number, told in sheet.missing.items():
        output.console.print(f"{number} : le sujet « {output.escape(told)} » n’est pas dans la banque, aucune ligne.")
    output.results.print(output.escape(str(path)))


@command.command("import")
@click.argument("path", type=FILE, metavar="FICHIER")
@click.option("--wave", required=True, metavar="VAGUE", help="Nom de la vague.")
@click.option("--as", "account", required=True, metavar="COMPTE", help="L’examinateur qui a saisi ce tableau.")
def import_(path: Path, wave: str, account: str) -> None:
    """Relit les niveaux, notes et commentaires de FICHIER (CSV, XLSX ou ODS), comme s’ils étaient saisis en console.

    Tout est gardé, ou rien. Ce qui a été écrit dans la console depuis l’export n’est jamais remplacé.
    """
    read, count = marks.take(wave, path, account)
    marked = sum(one.mark is not None for one in read)
    levels = sum(line.level is not None for one in read for line in one.lines)
    total = sum(len(one.lines) for one in read)
    output.results.print(
        f"{count} saisie(s) nouvelle(s). {marked} note(s) sur {len(read)} candidat(s),"
        f" {levels} niveau(x) sur {total} ligne(s) de grille."
    )
