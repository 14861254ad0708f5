"""`./e5b seal`."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import output
from provisioner.errors import DossierError, E5BError
from provisioner.pipeline.evidence import capture, dossier


@click.command("seal")
@click.argument("numbers", nargs=-1, metavar="[NUMÉRO]…")
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(numbers: tuple[str, ...], wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Scelle le dossier des candidats relevés : une archive signée chacun, enchaînée aux précédentes du centre.

    Relancée, la commande ne scelle que ce qui est nouveau ou a changé.
    """
    sealed: dict[Path, Path] = {}
    failed: list[str] = []
    for folder in capture.folders(wave, numbers):
        if not numbers and dossier.abandoned(folder):
            continue
        try:
            sealed[folder] = dossier.seal(folder)
        except E5BError as error:
            failed.append(folder.name)
            output.print_error(f"{folder.name} : {error.message}", error.hint)
    fingerprint = dossier.key_fingerprint()
    if as_json:
        lines = [{"wave": f.parent.name, "number": f.name, "dossier": str(path)} for f, path in sealed.items()]
        output.print_json({"key": fingerprint, "dossiers": lines})
    else:
        for path in sealed.values():
            output.results.print(output.escape(str(path)))
        output.results.print(f"Clé du centre : {fingerprint}")
        rank, head = dossier.head()
        if rank:
            output.results.print(f"À porter au procès-verbal de la session : dossier n° {rank}, empreinte {head}")
    if failed and (numbers or not sealed):
        raise DossierError(f"Sans dossier scellé : {', '.join(failed)}.", "Corrigez la cause dite plus haut.")
