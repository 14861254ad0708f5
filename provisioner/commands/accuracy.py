"""`./e5b accuracy`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.table import Table

from provisioner import exams, output
from provisioner.errors import E5BError
from provisioner.pipeline.accuracy import measure, play
from provisioner.pipeline.accuracy.measure import Accuracy, Asked, Result, Told
from provisioner.schema.exam import Cms
from provisioner.schema.verdicts import VERDICT_LABELS
from provisioner.steps.accuracy import OUTCOME_LABELS, OUTCOMES, Judged, Matrix


@click.command("accuracy")
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option(
    "--cms", "wanted", multiple=True, type=click.Choice(["wordpress", "prestashop"]), help="Seulement ce CMS."
)
@click.option("--only", multiple=True, metavar="ID", help="Seulement cette fonctionnalité, ou « silence » (répétable).")
@click.option(
    "--at-once", default=measure.AT_ONCE, show_default=True, type=click.IntRange(1, 16), help="Candidats à la fois."
)
@click.option(
    "--patience",
    default=play.PATIENCE_S,
    show_default=True,
    type=click.FloatRange(1, 600),
    metavar="S",
    help="Secondes au plus pour la réponse à un geste ; davantage sur une machine chargée.",
)
@click.option("--clumsy/--no-clumsy", default=True, help="Avec ou sans les candidats hésitants.")
@click.option(
    "--idle-minutes",
    default=measure.IDLE_MINUTES,
    show_default=True,
    type=click.FloatRange(0, 120),
    metavar="N",
    help="Durée de la séance où personne ne fait rien.",
)
@click.option("--again", is_flag=True, help="Sans rejouer : depuis ce qui a été relevé la dernière fois.")
@click.option(
    "--resume", is_flag=True, help="Ne rejoue que ce qui n’a pas été joué, ou n’était pas juste, la dernière fois."
)
@click.option("--record", is_flag=True, help="Écrit les cas d’essai (tests/cases/) depuis ce qui a été relevé.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(
    exam: str,
    wanted: tuple[Cms, ...],
    only: tuple[str, ...],
    at_once: int,
    patience: float,
    clumsy: bool,  # noqa: FBT001
    idle_minutes: float,
    again: bool,  # noqa: FBT001
    resume: bool,  # noqa: FBT001
    record: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Joue les candidats automatiques sur de vrais sites et confronte les constats à ce qui était attendu.

    Sans --only, joue aussi le silence : des séances où rien n’est changé, et dont le rapport doit être vide.
    """
    asked = Asked(
        exam, wanted, only, at_once, patience, clumsy, idle_minutes, record=record, again=again, resume=resume
    )
    with _progress() as told:
        measured = measure.run(asked, told)
    if as_json:
        output.print_json(_as_json(measured))
    else:
        _print(measured)
    if not measured.ok:
        raise E5BError(
            "Tout n’est pas juste.", "Corrigez le candidat automatique, la vérification ou ce qui était attendu."
        )


@contextmanager
def _progress() -> Iterator[Told]:
    """Tell each sitting as it ends; on a terminal, also how many are left and how long they may take."""
    if not output.console.is_terminal:
        yield _tell
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    left = TextColumn("reste"), TimeRemainingColumn()
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        *left,
        console=output.console,
        transient=True,
    ) as bar:
        task = bar.add_task("Ouverture des sites…", total=None)
        wrong = 0

        def told(done: int, total: int, result: Result) -> None:
            nonlocal wrong
            wrong += not result.ok
            _tell(done, total, result)
            bar.update(task, completed=done, total=total, description=f"Séances jouées ({wrong} à revoir)")

        yield told


def _tell(done: int, total: int, result: Result) -> None:
    job = result.job
    took = f" ({result.played.seconds:.1f} s)".replace(".", ",") if result.played.seconds else ""
    output.console.print(
        f"[{'green' if result.ok else 'red'}]{'✓' if result.ok else '✗'}[/] {done}/{total} "
        f"{output.escape(job.key)} : {output.escape(_word(result))}{took}",
        soft_wrap=True,
    )
    for line in _reasons(result):
        output.console.print(f"    {output.escape(line)}", soft_wrap=True)


def _word(result: Result) -> str:
    if result.played.trouble:
        return "non joué"
    return "juste" if result.ok else "pas juste"


def _reasons(result: Result) -> list[str]:
    if result.played.trouble:
        return [result.played.trouble, result.played.hint]
    return [
        *(_surprise(one) for one in result.surprises),
        *(f"Le rapport devrait être vide : {line}" for line in result.noisy),
        *(f"Les deux témoins se contredisent : {line}" for line in result.quarrel),
    ]


def _surprise(one: Judged) -> str:
    expected, got = VERDICT_LABELS[one.expected].lower(), VERDICT_LABELS[one.got].lower()
    if expected == got:
        expected = f"{expected}, sans trace"
    return f"{one.id} : {OUTCOME_LABELS[one.outcome]} (attendu : {expected} ; obtenu : {got}). {one.reason}"


def _print(measured: Accuracy) -> None:
    for cms, matrix in measured.matrices.items():
        if matrix:
            output.results.print(_table(f"Épreuve {measured.exam}, {cms}", matrix))
    wrong = [one for one in measured.results if not one.ok]
    if wrong:
        output.results.print(f"\n[bold]{len(wrong)} séance(s) à revoir :[/]")
    for one in wrong:
        output.results.print(f"• {output.escape(one.job.key)} : {output.escape(one.job.what)} ({_word(one)})")
        for line in _reasons(one):
            output.results.print(f"    {output.escape(line)}")
    if measured.recorded:
        output.results.print(f"{len(measured.recorded.written)} cas enregistré(s).")
        for line in measured.recorded.refused:
            output.results.print(f"  Non enregistré : {output.escape(line)}")
    played = [one for one in measured.results if not one.played.trouble]
    output.results.print(
        f"{len(played)} séance(s) jouée(s) sur {len(measured.results)}, {len(measured.results) - len(wrong)} juste(s), "
        f"en {measured.total_s:.0f} s."
    )


def _table(title: str, matrix: Matrix) -> Table:
    table = Table(title=title, title_justify="left", box=None)
    table.add_column("Fonctionnalité", no_wrap=True)
    for outcome in OUTCOMES:
        table.add_column(OUTCOME_LABELS[outcome].capitalize(), justify="right")
    quiet = [
        id_ for id_, counts in matrix.items() if not any(counts[outcome] for outcome in OUTCOMES[2:] + OUTCOMES[:1])
    ]
    for id_, counts in matrix.items():
        if id_ not in quiet:
            table.add_row(id_, *(str(counts[outcome] or "·") for outcome in OUTCOMES))
    if quiet:
        absent = sum(matrix[id_]["absent"] for id_ in quiet)
        table.add_row(f"{len(quiet)} autre(s)", "·", str(absent), "·", "·", "·")
    table.add_section()
    table.add_row("Ensemble", *(str(sum(counts[outcome] for counts in matrix.values())) for outcome in OUTCOMES))
    return table


def _as_json(measured: Accuracy) -> dict[str, object]:
    return {
        "ok": measured.ok,
        "exam": measured.exam,
        "matrix": {
            cms: {id_: {outcome: counts[outcome] for outcome in OUTCOMES} for id_, counts in matrix.items()}
            for cms, matrix in measured.matrices.items()
        },
        "runs": [_run_json(measured.exam, one) for one in measured.results],
        "recorded": [str(path) for path in measured.recorded.written] if measured.recorded else [],
        "not_recorded": measured.recorded.refused if measured.recorded else [],
        "total_s": measured.total_s,
    }


def _run_json(exam: str, one: Result) -> dict[str, object]:
    job = one.job
    picture = measure.picture(exam, job)
    return {
        "cms": job.cms,
        "id": job.id,
        "name": job.name,
        "kind": job.kind,
        "ok": one.ok,
        "seconds": one.played.seconds,
        "trouble": one.played.trouble,
        "picture": str(picture) if one.played.trouble and picture.is_file() else "",
        "expected": sorted(job.expected.found),
        "found": sorted(found.id for found in one.judged if found.got == "found"),
        "surprises": [
            {
                "id": found.id,
                "outcome": found.outcome,
                "expected": found.expected,
                "got": found.got,
                "why": found.reason,
            }
            for found in one.surprises
        ],
        "noise": list(one.noisy),
        "disagreements": list(one.quarrel),
    }
