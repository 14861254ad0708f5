"""`./e5b demo`: the main job, end to end."""

from __future__ import annotations

import click
from rich.table import Table

from provisioner import output
from provisioner.errors import E5BError
from provisioner.pipeline import demo
from provisioner.pipeline.demo import Demo


@click.command()
@click.option("--candidates", default=3, show_default=True, type=click.IntRange(1, 30), help="Nombre de candidats.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(candidates: int, as_json: bool) -> None:  # noqa: FBT001
    """Joue une épreuve entière : sites, candidats automatiques, relevé des changements, rapports.

    Prépare d’abord la machine s’il le faut. Avec trois candidats ou plus, le dernier se connecte sans rien changer :
    son rapport doit être vide.
    """
    outcome = demo.run(candidates, lambda sentence: output.console.print(output.escape(sentence)))
    if as_json:
        output.print_json(_as_json(outcome))
    else:
        _print(outcome)
    if not outcome.ok:
        raise E5BError(
            "Un rapport ne dit pas exactement ce que le candidat a fait.",
            "Comparez « attendu » et « constaté » ci-dessus.",
        )


def _as_json(outcome: Demo) -> dict[str, object]:
    return {
        "ok": outcome.ok,
        "exam": outcome.exam.id,
        "candidates": [
            {
                "number": one.sitting.number,
                "cms": one.sitting.cms,
                "cms_version": one.sitting.cms_version,
                "ready_s": one.sitting.ready_s,
                "changes": len(one.diff.changes),
                "others": len(one.diff.others),
                "found": sorted(one.found),
                "expected": sorted(one.scenario.evidenced),
                "report": str(one.report),
            }
            for one in outcome.played
        ],
        "index": str(outcome.index),
        "total_s": outcome.total_s,
    }


def _print(outcome: Demo) -> None:
    if outcome.exam.notice:
        output.console.print(f"[bold yellow]{output.escape(outcome.exam.notice)}[/]")
    table = Table(title=f"Démonstration : {outcome.exam.label}")
    for title in ("Candidat", "CMS", "Prêt en", "Changements", "Constaté", "Manque", "En trop"):
        table.add_column(title)
    for one in outcome.played:
        table.add_row(
            one.sitting.number,
            f"{one.sitting.cms} {one.sitting.cms_version}",
            f"{one.sitting.ready_s:.2f} s".replace(".", ","),
            str(len(one.diff.changes)),
            str(len(one.found)),
            ", ".join(sorted(one.scenario.evidenced - one.found)) or "rien",
            ", ".join(sorted(one.found - one.scenario.evidenced)) or "rien",
        )
    output.console.print(table)
    output.results.print(f"Ouvrez dans un navigateur : {output.escape(str(outcome.index))}")
    output.results.print(f"Durée totale : {outcome.total_s:.0f} s")
