"""`./e5b fleet rehearse`: a whole centre on one machine."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import exams, output
from provisioner.adapters.ansible import FleetError
from provisioner.commands.fleet.shared import AS_JSON

_COLOURS = {"good": "green", "slow": "yellow", "bad": "red"}


@click.command("rehearse")
@click.option("--hosts", default=4, show_default=True, metavar="N", help="Postes, tous sur cette machine.")
@click.option("--candidates", default=40, show_default=True, metavar="N", help="Candidats automatiques.")
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option(
    "--kit", type=click.Path(path_type=Path), default=None, metavar="KIT", help="Ce kit ; sinon un kit neuf, gardé."
)
@click.option("--seconds", default=60.0, show_default=True, metavar="S", help="Travail avant la coupure, et après.")
@AS_JSON
def rehearse(hosts: int, candidates: int, exam: str, kit: Path | None, seconds: float, as_json: bool) -> None:  # noqa: FBT001
    """Répète tout un centre sur cette machine : postes nus, kit, vague, un poste coupé, dossiers rapportés.

    Chaque poste est un Debian à part, avec son serveur SSH et son moteur, sans aucune issue vers l’extérieur.
    """
    from provisioner.pipeline.fleet import rehearsal  # noqa: PLC0415

    plan = rehearsal.Plan(hosts, candidates, exam, kit, seconds)
    found = rehearsal.rehearse(plan, lambda line: output.console.print(output.escape(line), soft_wrap=True))
    if as_json:
        output.print_json(
            {
                "ok": found.ok,
                "hosts": found.hosts,
                "candidates": found.candidates,
                "total_s": found.total_s,
                "proofs": [{"id": one.id, "state": one.state, "says": one.says} for one in found.proofs],
                "figures": found.figures,
                "folder": str(found.folder),
            }
        )
    else:
        for one in found.proofs:
            label = rehearsal.bilan.STATE_LABELS[one.state]
            output.results.print(f"[{_COLOURS[one.state]}]{label:<13}[/] {output.escape(one.says)}")
        output.results.print(f"Bilan et figures : {output.escape(str(found.folder))}")
    if not found.ok:
        raise FleetError(
            "La répétition n’a pas tout montré : voyez les lignes « Non constaté ».",
            f"Le bilan est dans {found.folder}.",
        )
