"""`./e5b check`."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from provisioner import output
from provisioner.pipeline.evidence import capture, review
from provisioner.schema.criteria import STATE_LABELS, Criteria
from provisioner.schema.verdicts import VERDICT_LABELS, Verdict, Verdicts

_STYLES: dict[Verdict, str] = {"found": "green", "undetermined": "yellow", "not_found": "dim"}


@click.command("check")
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(numbers: tuple[str, ...], wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Confronte les changements relevés à la liste officielle des fonctionnalités, preuves à l’appui."""
    verdicts = {folder: review.check(folder) for folder in capture.folders(wave, numbers)}
    if as_json:
        output.print_json([_line(folder, result) for folder, result in verdicts.items()])
        return
    for folder, result in verdicts.items():
        output.results.print(_table(folder, result))
        output.results.print(_expected(review.expected(folder)))


def _table(folder: Path, verdicts: Verdicts) -> Table:
    table = Table(title=f"Candidat {folder.name}", title_justify="left", box=None)
    table.add_column("Constat", no_wrap=True)
    table.add_column("Fonctionnalité")
    table.add_column("Preuves", justify="right")
    for result in verdicts.results:
        style = _STYLES[result.verdict]
        label = VERDICT_LABELS[result.verdict]
        table.add_row(f"[{style}]{label}[/]", output.escape(result.label), str(len(result.evidence) or ""))
    if verdicts.uncovered:
        table.caption = f"{len(verdicts.uncovered)} fonctionnalités ne sont pas couvertes par l’analyse automatique."
        table.caption_justify = "left"
    return table


def _expected(criteria: Criteria) -> Table | str:
    if criteria.problem:
        return output.escape(criteria.problem)
    table = Table(title=f"Attendus du sujet {criteria.subject}", title_justify="left", box=None)
    table.add_column("Constat", no_wrap=True)
    table.add_column("Question", justify="right")
    table.add_column("Attendu")
    for number, question in enumerate(criteria.questions, start=1):
        for one in question.criteria:
            table.add_row(STATE_LABELS[one.state], str(number), output.escape(one.says))
    return table


def _line(folder: Path, verdicts: Verdicts) -> dict[str, object]:
    criteria = review.expected(folder)
    return {
        "wave": folder.parent.name,
        "number": folder.name,
        "verdicts": {result.id: result.verdict for result in verdicts.results},
        "uncovered": list(verdicts.uncovered),
        "subject": criteria.subject,
        "expected": {one.id: one.state for question in criteria.questions for one in question.criteria},
    }
