"""`./e5b bank`."""

from __future__ import annotations

import click
from rich.table import Table

from provisioner import exams, output
from provisioner.errors import DataError
from provisioner.pipeline import bank
from provisioner.pipeline.bank import Bank


@click.group("bank")
def command() -> None:
    """La banque de sujets : ses règles, et sa répétition sur de vrais sites."""


@command.command("check")
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def check(exam: str, as_json: bool) -> None:  # noqa: FBT001
    """Confronte la banque à ses règles, sans rien démarrer : chaque écart nomme fichier, clé, règle et source."""
    found = bank.check(exam)
    if as_json:
        output.print_json(_as_json(found))
    else:
        output.results.print(_table(found))
        for problem in found.problems:
            output.results.print(f"• {output.escape(str(problem))}")
    if not found.ok:
        raise DataError(
            f"La banque {exam} ne respecte pas toutes ses règles ({len(found.problems)} écart(s)).",
            "Corrigez les fichiers nommés, puis relancez ; docs/guide-auteur.md explique chaque règle.",
        )


def _table(found: Bank) -> Table:
    table = Table(title=f"Banque de sujets, épreuve {found.exam.id}", title_justify="left", box=None)
    for name in ("Sujet", "Titre", "Questions", "Mots", "Gestes", "Écarts"):
        table.add_column(name, justify="left" if name in {"Sujet", "Titre"} else "right")
    for one in bank.told(found):
        row = (str(one.questions), str(one.words), str(one.steps), str(one.problems or "·"))
        table.add_row(one.id, output.escape(one.title), *row)
    return table


def _as_json(found: Bank) -> dict[str, object]:
    return {
        "ok": found.ok,
        "subjects": [
            {
                "id": one.id,
                "cms": one.cms,
                "title": one.title,
                "questions": one.questions,
                "functionalities": list(one.functionalities),
                "words": one.words,
                "steps": one.steps,
            }
            for one in bank.told(found)
        ],
        "problems": [
            {
                "subject": one.subject,
                "file": one.file,
                "key": one.key,
                "problem": one.text,
                "rule": one.rule,
                "message": str(one),
            }
            for one in found.problems
        ],
    }
