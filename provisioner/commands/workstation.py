"""`./e5b workstation`."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import output
from provisioner.schema.workstation import Rule

FILE = click.Path(path_type=Path, dir_okay=False)


@click.group("workstation", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Postes des candidats : ce que leur navigateur permet (docs/postes.md)."""  # noqa: D401 French


@command.command("policies")
@click.option(
    "-o",
    "--output",
    "folder",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DOSSIER",
    help="Où écrire les réglages.",
)
@click.option("--site", "sites", multiple=True, metavar="ADRESSE", help="Machine de l’épreuve, sans port ; répétable.")
@click.option("-i", "--inventory", type=FILE, metavar="INVENTAIRE", help="Ajoute les adresses de ses machines.")
@click.option(
    "--rule",
    type=click.Choice(["closed", "open"]),
    help="closed : les sites de l’épreuve seuls ; open : le web, moins ce qui est bloqué.",
)
@click.option("--data", type=FILE, metavar="FICHIER", help="Règles du centre, copie modifiée de policy.yml.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def policies(
    folder: Path,
    sites: tuple[str, ...],
    inventory: Path | None,
    rule: Rule | None,
    data: Path | None,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Écrit les réglages de Chromium, Chrome, Edge et Firefox, pour Debian, Ubuntu et Windows."""
    from provisioner.pipeline.prepare import workstations  # noqa: PLC0415

    made = workstations.policies(folder.absolute(), sites, inventory=inventory, rule=rule, data=data)
    if as_json:
        told = {"folder": str(folder), "rule": made.policy.rule, "sites": made.sites, "files": made.files}
        output.print_json(told)
        return
    said = "sites de l’épreuve seuls" if made.policy.rule == "closed" else f"{len(made.policy.hosts)} sites bloqués"
    output.results.print(f"{output.escape(str(folder))} : {said} ; épreuve à {', '.join(made.sites)}.")
    output.results.print("LISEZMOI.txt dit où va chaque fichier.")
