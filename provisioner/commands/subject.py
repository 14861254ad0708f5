"""`./e5b subject`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from provisioner import exams, output
from provisioner.pipeline.bank import draft, judge, manuscripts
from provisioner.schema.exam import Cms

FILE = click.Path(path_type=Path, dir_okay=False)
CHOICES = click.Choice(["wordpress", "prestashop"])


@click.group("subject", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Les sujets de la banque : en commencer un, les montrer, les échanger avec un traitement de texte."""


@command.command("new")
@click.argument("cms", type=CHOICES)
@click.argument("letter", metavar="LETTRE", required=False, default="")
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
def new(cms: str, letter: str, exam: str) -> None:
    """Écrit un modèle de sujet commenté, à compléter ; sans LETTRE, la première qui est libre."""
    path = draft.new(exam, cms, letter)
    output.results.print(output.escape(str(path)))
    output.console.print("Complétez ce fichier (docs/guide-auteur.md), puis lancez « ./e5b bank check ».")


@command.command("template")
@click.argument("path", type=FILE, metavar="FICHIER")
@click.option("--cms", type=CHOICES, default="wordpress", show_default=True, help="CMS du sujet.")
@click.option(
    "--format", "format_", type=click.Choice(["docx", "odt"]), help="Word ou LibreOffice ; sinon, d’après le nom."
)
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
def template(path: Path, cms: Cms, format_: str | None, exam: str) -> None:
    """Écrit dans FICHIER un modèle de sujet à remplir dans un traitement de texte (docx ou odt)."""
    named = path if path.suffix or not format_ else path.with_suffix(f".{format_}")
    if format_ and named.suffix.lower() != f".{format_}":
        raise click.BadParameter(f"« {path} » et « --format {format_} » ne s’accordent pas.")
    output.results.print(output.escape(str(manuscripts.template(exam, cms, named))))
    output.console.print("Remplissez-le, puis lancez « ./e5b subject import » (docs/guide-auteur.md).")


@command.command("export")
@click.argument("subject", metavar="SUJET")
@click.argument("path", type=FILE, metavar="FICHIER")
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
def export(subject: str, path: Path, exam: str) -> None:
    """Écrit un sujet de la banque dans un document (docx ou odt), que « subject import » relit."""
    output.results.print(output.escape(str(manuscripts.export(exam, subject, path))))


@command.command("import")
@click.argument("path", type=FILE, metavar="FICHIER")
def import_(path: Path) -> None:
    """Fait un sujet de la banque d’un document (docx ou odt) rempli d’après le modèle ; tout ou rien."""
    output.results.print(output.escape(str(manuscripts.take(path))))
    output.console.print("Lancez « ./e5b bank check », puis « ./e5b bank test ».")


@command.command("gestures")
@click.argument("cms", type=CHOICES)
@click.option("--search", default="", metavar="MOT", help="Seulement les gestes dont la phrase contient ce mot.")
def gestures(cms: Cms, search: str) -> None:
    """Montre les gestes que la solution d’un sujet peut nommer, avec leurs arguments."""
    for name, (arguments, phrase) in judge.gestures(cms).items():
        if search.casefold() in f"{name} {phrase}".casefold():
            output.results.print(f"[bold]{output.escape(name)}[/] {output.escape(arguments)}")
            output.results.print(f"    {output.escape(phrase)}")


@command.command("list")
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def list_(exam: str, as_json: bool) -> None:  # noqa: FBT001
    """Montre les sujets de la banque, leurs questions et les fonctionnalités qu’ils emploient."""
    found = judge.check(exam)
    if as_json:
        told = [
            {
                "id": filed.id,
                "label": filed.label,
                "title": filed.data.title,
                "questions": [
                    {"title": question.title, "functionalities": list(question.functionalities)}
                    for question in filed.data.questions
                ],
            }
            for filed in found.subjects
        ]
        output.print_json({"exam": exam, "subjects": told})
        return
    table = Table(title=f"Banque de sujets, épreuve {exam}", title_justify="left", box=None)
    for name in ("Sujet", "Titre", "Question", "Fonctionnalités"):
        table.add_column(name)
    for filed in found.subjects:
        for index, question in enumerate(filed.data.questions):
            first = (filed.label, filed.data.title) if index == 0 else ("", "")
            cells = (*first, f"{index + 1}. {question.title}", ", ".join(question.functionalities))
            table.add_row(*map(output.escape, cells))
    output.results.print(table)
    for problem in found.problems:
        if not any(filed.id == problem.subject for filed in found.subjects):
            output.console.print(f"• {output.escape(str(problem))}")
