"""`./e5b bank`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click
from rich.table import Table

from provisioner import exams, output
from provisioner.errors import DataError
from provisioner.pipeline.accuracy import play
from provisioner.pipeline.bank import judge
from provisioner.pipeline.bank.judge import Bank
from provisioner.pipeline.bank.rehearsal import reports, run
from provisioner.pipeline.bank.rehearsal.run import Asked, Job, Rehearsed


@click.group("bank", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """La banque de sujets : ses règles, et sa répétition sur de vrais sites."""


@command.command("check")
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option("--only", default="", metavar="SUJET", help="Les écarts de ce seul sujet, tel « wordpress-a ».")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def check(exam: str, only: str, as_json: bool) -> None:  # noqa: FBT001
    """Confronte la banque à ses règles, sans rien démarrer : chaque écart nomme fichier, clé, règle et source."""
    found = judge.check(exam)
    if only:
        _check_one(found, only)
        return
    if as_json:
        output.print_json(_as_json(found))
    else:
        output.results.print(_table(found))
        for problem in found.problems:
            output.results.print(f"• {output.escape(str(problem))}")
    if not found.ok:
        raise DataError(
            f"La banque {exam} ne respecte pas toutes ses règles ({output.counted(len(found.problems), 'écart')}).",
            "Corrigez les fichiers nommés, puis relancez ; docs/guide-auteur.md explique chaque règle.",
        )


def _check_one(found: Bank, only: str) -> None:
    """Show what is wrong with one subject; what is wrong with the bank as a whole is only counted."""
    known = [one.id for one in judge.told(found)] + [one.subject for one in found.problems]
    if only not in known:
        raise DataError(f"Le sujet « {only} » n’est pas dans la banque.", "« ./e5b subject list » montre la banque.")
    own = [one for one in found.problems if one.subject == only]
    for problem in own:
        output.results.print(f"• {output.escape(str(problem))}")
    others = len(found.problems) - len(own)
    if others:
        output.console.print(f"Ailleurs dans la banque : {output.counted(others, 'écart')} (« ./e5b bank check »).")
    if own:
        count = output.counted(len(own), "écart")
        raise DataError(f"Le sujet « {only} » : {count}.", "docs/guide-auteur.md explique chaque règle.")
    output.results.print(f"Le sujet « {output.escape(only)} » respecte toutes les règles.")


def _table(found: Bank) -> Table:
    table = Table(title=f"Banque de sujets, épreuve {found.exam.id}", title_justify="left", box=None)
    for name in ("Sujet", "Titre", "Questions", "Mots", "Gestes", "Écarts"):
        table.add_column(name, justify="left" if name in {"Sujet", "Titre"} else "right")
    for one in judge.told(found):
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
            for one in judge.told(found)
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


@command.command("test")
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option("--only", multiple=True, metavar="SUJET", help="Seulement ce sujet (peut être répété).")
@click.option(
    "--at-once", default=run.AT_ONCE, show_default=True, type=click.IntRange(1, 16), help="Candidats à la fois."
)
@click.option(
    "--patience",
    default=play.PATIENCE_S,
    show_default=True,
    type=click.FloatRange(5, 300),
    metavar="S",
    help="Attente la plus longue d’une réponse du site, en secondes.",
)
@click.option("--again", is_flag=True, help="Sans rejouer : depuis ce qui a été relevé la dernière fois.")
@click.option("--no-pdf", is_flag=True, help="Procès-verbaux en HTML seulement.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def test(
    exam: str,
    only: tuple[str, ...],
    at_once: int,
    patience: float,
    again: bool,  # noqa: FBT001
    no_pdf: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Joue chaque sujet sur de vrais sites : intact, résolu, question par question, en désordre, avec des erreurs."""
    rehearsed = run.run(Asked(exam, only, at_once, patience, again), _tell)
    files, trouble = reports.write(rehearsed, pdf=not no_pdf)
    if as_json:
        output.print_json(_rehearsed_json(rehearsed, files))
    else:
        _print(rehearsed, files)
    if trouble:
        output.print_error(trouble.message, trouble.hint)
    if not rehearsed.ok:
        wrong = ", ".join(one.id for one in rehearsed.results if not one.ok)
        raise DataError(f"Sujets à revoir : {wrong}.", "Les procès-verbaux disent pourquoi, ligne par ligne.")


def _tell(done: int, total: int, job: Job, wrong: Sequence[str]) -> None:
    took = f" ({job.seconds:.0f} s{', au second essai' if job.stumbled else ''})" if job.seconds else ""
    mark, colour = ("✗", "red") if wrong else ("✓", "green")
    output.console.print(f"[{colour}]{mark}[/] {done}/{total} {output.escape(job.key)}{took}", soft_wrap=True)
    for line in wrong:
        output.console.print(f"    {output.escape(line)}", soft_wrap=True)
    if job.picture:
        output.console.print(f"    La page à ce moment : {output.escape(str(job.picture))}", soft_wrap=True)


def _print(rehearsed: Rehearsed, files: Sequence[Path]) -> None:
    table = Table(title=f"Répétition de la banque {rehearsed.exam.id}", title_justify="left", box=None)
    for name in ("Sujet", "Titre", "Conformes", "À revoir", "Secondes"):
        table.add_column(name, justify="left" if name in {"Sujet", "Titre"} else "right")
    for one in rehearsed.results:
        good = sum(line.ok for line in one.lines)
        bad = len(one.lines) - good + len(one.surprises)
        table.add_row(one.id, output.escape(one.title), str(good), str(bad or "·"), f"{one.seconds:.0f}")
    output.results.print(table)
    for one in rehearsed.results:
        for told in one.surprises:
            output.results.print(f"• {one.id} : {output.escape(told)}")
    passed = sum(one.ok for one in rehearsed.results)
    output.results.print(f"{passed} sujet(s) sur {len(rehearsed.results)}, en {rehearsed.total_s:.0f} s.")
    if files:
        output.results.print(f"Procès-verbaux : {output.escape(str(files[0].parent))}")


def _rehearsed_json(rehearsed: Rehearsed, files: Sequence[Path]) -> dict[str, object]:
    return {
        "ok": rehearsed.ok,
        "exam": rehearsed.exam.id,
        "subjects": [
            {
                "id": one.id,
                "ok": one.ok,
                "lines": [{"about": line.about, "ok": line.ok, "reasons": list(line.reasons)} for line in one.lines],
                "surprises": list(one.surprises),
                "remarks": list(one.remarks),
                "sittings": one.sittings,
                "seconds": one.seconds,
            }
            for one in rehearsed.results
        ],
        "reports": [str(path) for path in files],
        "total_s": rehearsed.total_s,
    }
