"""`./e5b diff`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.errors import SittingError
from provisioner.pipeline.evidence import capture as pipeline


@click.command("diff")
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--all", "everyone", is_flag=True, help="Tous les candidats.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(numbers: tuple[str, ...], wave: str, everyone: bool, as_json: bool) -> None:  # noqa: FBT001
    """Recalcule et montre ce qui a changé, depuis les captures déjà faites (sans Docker)."""
    if not numbers and not everyone and not wave:
        raise SittingError("De quels candidats s’agit-il ?", "Donnez des numéros, --wave VAGUE ou --all.")
    found = {folder: pipeline.again(folder) for folder in pipeline.folders(wave, numbers)}
    if as_json:
        output.print_json([{"number": folder.name, **diff.model_dump(mode="json")} for folder, diff in found.items()])
        return
    for folder, diff in found.items():
        output.results.print(f"[bold]{output.escape(folder.name)}[/]")
        for change in diff.changes:
            output.results.print(f"  • {output.escape(change.sentence)}")
        for other in diff.others:
            output.results.print(f"  • Autre changement : {output.escape(other.table)} {output.escape(str(other.key))}")
        for file in diff.files:
            output.results.print(f"  • Fichier {_ACTIONS[file.action]} : {output.escape(file.path)}")
        if not (diff.changes or diff.others or diff.files):
            output.results.print("  Aucun changement.")


_ACTIONS = {"created": "ajouté", "changed": "modifié", "removed": "supprimé"}
