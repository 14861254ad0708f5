"""`./e5b capture`."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import output
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline.evidence import capture as pipeline
from provisioner.schema.changes import Diff


@click.command("capture")
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--all", "everyone", is_flag=True, help="Tous les candidats.")
@click.option("--no-pages", is_flag=True, help="Sans photographier les pages.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(numbers: tuple[str, ...], wave: str, everyone: bool, no_pages: bool, as_json: bool) -> None:  # noqa: FBT001
    """Relève ce que les candidats ont changé, sans toucher à leur site : base, fichiers, pages."""
    if not numbers and not everyone and not wave:
        raise SittingError("De quels candidats s’agit-il ?", "Donnez des numéros, --wave VAGUE ou --all.")
    results = pipeline.capture_all(pipeline.folders(wave, numbers, here=not numbers), _tell, pages=not no_pages)
    if as_json:
        output.print_json([_line(folder, result) for folder, result in results.items()])
    failed = [folder.name for folder, result in results.items() if isinstance(result, E5BError)]
    if failed:
        raise SittingError(
            f"La capture a échoué pour {', '.join(failed)} ; la précédente, s’il y en a une, est intacte.",
            "Corrigez la cause dite plus haut, puis relancez la même commande.",
        )


def _tell(folder: Path, result: Diff | E5BError) -> None:
    if isinstance(result, E5BError):
        output.print_error(f"{folder.name} : {result.message}", result.hint)
    else:
        more = f", {len(result.others)} autre(s)" if result.others else ""
        output.console.print(f"{folder.name} : {len(result.changes)} changement(s){more}.")


def _line(folder: Path, result: Diff | E5BError) -> dict[str, object]:
    known: dict[str, object] = {"wave": folder.parent.name, "number": folder.name}
    if isinstance(result, E5BError):
        return {**known, "ok": False, "error": result.message, "hint": result.hint}
    counts = {"changes": len(result.changes), "others": len(result.others), "files": len(result.files)}
    return {**known, "ok": True, **counts}
