"""`./e5b rehearse`."""

from __future__ import annotations

import os

import click

from provisioner import exams, output
from provisioner.errors import SittingError
from provisioner.pipeline import exam_day
from provisioner.pipeline.exam_day import Rehearsed
from provisioner.pipeline.exam_day.bilan import STATE_LABELS

_COLOURS = {"good": "green", "slow": "yellow", "bad": "red"}


@click.command("rehearse")
@click.option("--candidates", default=12, show_default=True, metavar="N", help="Candidats automatiques.")
@click.option(
    "--minutes", default=exam_day.MINUTES, show_default=True, metavar="MINUTES", help="Durée de l’épreuve raccourcie."
)
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(candidates: int, minutes: float, exam: str, as_json: bool) -> None:  # noqa: FBT001
    """Répète tout un jour d’épreuve sur cette machine, en quelques minutes, avec des candidats automatiques.

    Salle, examinateurs, incident, pannes, fin à l’heure, dossiers scellés, vérifiés, rouvert, fiches. Les vagues en
    place ne sont pas touchées ; tout est retiré à la fin, sauf un dossier avec le bilan et les images des écrans.
    """
    load = f"{os.getloadavg()[0]:.1f}".replace(".", ",")
    output.console.print(f"Charge de la machine au départ : {load} pour {os.cpu_count()} cœurs.")
    found = exam_day.rehearse(candidates, minutes, _say, exam)
    if as_json:
        output.print_json(_as_json(found))
    else:
        _print(found)
    if not found.ok:
        raise SittingError(
            "La répétition n’a pas tout montré : voyez les lignes « Non constaté ».",
            f"Le bilan et les images sont dans {found.folder}.",
        )


def _say(line: str) -> None:
    output.console.print(output.escape(line), soft_wrap=True)


def _print(found: Rehearsed) -> None:
    for one in found.proofs:
        label = STATE_LABELS[one.state]
        output.results.print(f"[{_COLOURS[one.state]}]{label:<13}[/] {output.escape(one.says)}")
    output.results.print(f"Bilan, images et fiches : {output.escape(str(found.folder))}")


def _as_json(found: Rehearsed) -> dict[str, object]:
    return {
        "ok": found.ok,
        "candidates": found.candidates,
        "minutes": found.minutes,
        "total_s": found.total_s,
        "proofs": [{"id": one.id, "state": one.state, "says": one.says} for one in found.proofs],
        "figures": found.figures,
        "folder": str(found.folder),
    }
