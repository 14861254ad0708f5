"""`./e5b report`."""

from __future__ import annotations

import webbrowser
from pathlib import Path

import click

from provisioner import output
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline.evidence import capture, review


@click.command("report")
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--sample", is_flag=True, help="Les relevés d’exemple, enregistrés sur de vrais sites.")
@click.option("--open", "show", is_flag=True, help="Ouvre le résultat dans le navigateur.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(numbers: tuple[str, ...], wave: str, sample: bool, show: bool, as_json: bool) -> None:  # noqa: FBT001
    """Écrit le relevé de chaque candidat, et l’index de la vague : des pages à ouvrir sans serveur ni internet."""
    folders = review.samples() if sample else capture.folders(wave, numbers)
    if not folders:
        output.console.print("Aucun relevé d’exemple n’est encore enregistré dans le projet.")
        return
    written, failed = _write(folders)
    indexes = review.indexes(folders)
    if as_json:
        lines = [{"wave": f.parent.name, "number": f.name, "report": str(page)} for f, page in written.items()]
        output.print_json({"reports": lines, "indexes": [str(page) for page in indexes]})
    else:
        for page in [*written.values(), *indexes]:
            output.results.print(output.escape(str(page)))
    if show:
        webbrowser.open((indexes if len(written) > 1 else list(written.values()) or indexes)[0].as_uri())
    if failed and (numbers or not written):
        raise SittingError(f"Sans relevé : {', '.join(failed)}.", "Lancez « ./e5b capture » pour ces candidats.")


def _write(folders: list[Path]) -> tuple[dict[Path, Path], list[str]]:
    """Write every report that can be; return the pages, and the numbers of those that could not be."""
    written: dict[Path, Path] = {}
    failed: list[str] = []
    for folder in folders:
        try:
            written[folder] = review.write(folder)
        except E5BError as error:
            failed.append(folder.name)
            output.console.print(f"{folder.name} : {output.escape(error.message)}")
    return written, failed
