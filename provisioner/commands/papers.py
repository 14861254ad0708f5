"""`./e5b papers`."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import exams, output
from provisioner.pipeline.bank import papers


@click.command("papers")
@click.argument("subjects", nargs=-1, metavar="[SUJET]…")
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option("--wave", default="", metavar="VAGUE", help="Ceux de chaque candidat d’une vague, à leur nom.")
@click.option("--day", default="", metavar="AAAA-MM-JJ", help="Date de l’épreuve, à écrire sur les fiches.")
@click.option("--to", "folder", type=click.Path(path_type=Path, file_okay=False), help="Dossier où les écrire.")
@click.option("--no-pdf", is_flag=True, help="Sans PDF : HTML, Word et LibreOffice seulement.")
def command(subjects: tuple[str, ...], exam: str, wave: str, day: str, folder: Path | None, no_pdf: bool) -> None:  # noqa: FBT001
    """Imprime les papiers : sujet candidat, grille d’aide à l’évaluation, fiche d’évaluation (annexe VI-4)."""
    if wave:
        printed = papers.of_wave(wave, day, pdf=not no_pdf)
    else:
        printed = papers.of_subjects(exam, subjects, folder, pdf=not no_pdf)
    for path in sorted(printed.files):
        if path.suffix != ".html":
            output.results.print(output.escape(str(path)))
    for number, told in printed.missing.items():
        output.console.print(f"{number} : le sujet « {output.escape(told)} » n’est pas dans la banque, aucun papier.")
    if printed.trouble:
        raise printed.trouble
