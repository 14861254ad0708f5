"""`./e5b draw`."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import exams, output
from provisioner.pipeline.prepare import drawing

LIST = click.Path(path_type=Path, dir_okay=False)


@click.command("draw")
@click.option("--roster", required=True, type=LIST, metavar="FICHIER", help="Liste des candidats (CSV, XLSX ou ODS).")
@click.option(
    "--to",
    "target",
    required=True,
    type=LIST,
    metavar="FICHIER",
    help="Liste à écrire, avec les sujets (CSV, XLSX ou ODS).",
)
@click.option("--seed", required=True, metavar="TEXTE", help="Graine du tirage, à publier après l’épreuve.")
@click.option("--previous", multiple=True, type=LIST, metavar="FICHIER", help="Liste d’une vague précédente.")
@click.option(
    "--together",
    default=1,
    show_default=True,
    type=click.IntRange(1, 3),
    metavar="N",
    help="Candidats d’une commission sur un même sujet.",
)
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(
    roster: Path,
    target: Path,
    seed: str,
    previous: tuple[Path, ...],
    together: int,
    exam: str,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Tire au sort le CMS (s’il est vide) et le sujet de chaque candidat ; la même graine redonne le même tirage."""
    result = drawing.run(exam, roster, target, seed, previous, together)
    if as_json:
        drawn = {one.number: one.subject for one in result.drawn}
        output.print_json({"list": str(result.path), "record": str(result.record), "drawn": drawn})
        return
    for subject, count in result.counts.items():
        output.results.print(f"{subject} : {count} candidat(s)")
    output.results.print(f"{output.escape(str(result.path))} (tirage : {output.escape(str(result.record))})")
