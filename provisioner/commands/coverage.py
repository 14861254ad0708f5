"""`./e5b coverage`."""

from __future__ import annotations

from collections.abc import Iterable

import click
from rich.table import Table

from provisioner import output
from provisioner.pipeline.accuracy import coverage
from provisioner.pipeline.accuracy.coverage import Covered


@click.command("coverage")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(as_json: bool) -> None:  # noqa: FBT001
    """Compte, fichier par fichier, ce qui couvre chaque fonctionnalité officielle : vérifications, cas, candidats."""
    counted = coverage.count()
    if as_json:
        output.print_json(
            {
                exam: {cms: {id_: _as_json(one) for id_, one in lines.items()} for cms, lines in lists.items()}
                for exam, lists in counted.items()
            }
        )
        return
    for exam, lists in counted.items():
        for cms, lines in lists.items():
            output.results.print(_table(f"Épreuve {exam}, {cms}", lines))
    output.results.print(
        _total([one for lists in counted.values() for lines in lists.values() for one in lines.values()])
    )


def _as_json(one: Covered) -> dict[str, object]:
    return {"checks": one.checks, "cases": one.cases, "scripted": one.scripted}


def _table(title: str, lines: dict[str, Covered]) -> Table:
    table = Table(title=title, title_justify="left", box=None)
    for name in ("Fonctionnalité", "Règles", "Cas", "Joué", "Manque"):
        table.add_column(name, justify="right" if name in {"Règles", "Cas"} else "left")
    for id_, one in lines.items():
        table.add_row(
            id_,
            str(one.checks),
            "/".join(str(number) for number in one.cases.values()),
            "oui" if one.scripted else "non",
            output.escape(", ".join(one.lacks)) or "—",
        )
    table.caption = _total(lines.values())
    table.caption_justify = "left"
    return table


def _total(lines: Iterable[Covered]) -> str:
    lines = list(lines)
    return (
        f"{sum(not one.lacks for one in lines)} sur {len(lines)} complètes ; "
        f"{sum(bool(one.checks) for one in lines)} vérifiées, "
        f"{sum(all(one.cases.values()) for one in lines)} avec leurs quatre sortes de cas, "
        f"{sum(one.scripted for one in lines)} jouées par un candidat automatique."
    )
