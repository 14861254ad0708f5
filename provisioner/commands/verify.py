"""`./e5b verify`."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import output
from provisioner.errors import DossierError
from provisioner.pipeline.evidence import dossier
from provisioner.pipeline.evidence.dossier import Verified
from provisioner.pipeline.sitting import opening
from provisioner.steps.seal import fingerprint, words
from provisioner.steps.seal.examine import Examined
from provisioner.steps.seal.keys import grouped


@click.command("verify")
@click.argument("files", nargs=-1, metavar="[DOSSIER]…", type=click.Path(path_type=Path))
@click.option("--key", default="", metavar="EMPREINTE", help="Exige la clé de ce centre (huit groupes de quatre).")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(files: tuple[Path, ...], key: str, as_json: bool) -> None:  # noqa: FBT001
    """Vérifie des dossiers scellés, et leur enchaînement : rien de modifié, d’ajouté ni de retiré.

    Sans fichier : tous les dossiers de ce centre, et leur registre. Un procès-verbal de purge se vérifie de même.
    """
    found = dossier.verify(files, key)
    if as_json:
        output.print_json(_as_json(found))
    else:
        _print(found)
    if found.problems:
        count = len(found.problems)
        raise DossierError(
            f"{count} anomalie(s) : ce qui est dit plus haut ne peut plus servir de preuve."
            if count > 1
            else "1 anomalie : ce qui est dit plus haut ne peut plus servir de preuve.",
            "Reprenez une copie intacte, et gardez celle-ci pour l’expliquer.",
        )


def _print(found: Verified) -> None:
    for one in found.dossiers:
        wrong = [problem for problem in found.problems if problem.kind != "chain" and problem in one.problems]
        mark = "[bold red]ALTÉRÉ[/]" if wrong else "[bold green]Intact[/]"
        output.results.print(f"{mark}  {output.escape(one.name)}")
        if one.manifest:
            # Without the centre's signature, what a manifest says is only what someone wrote.
            forged = "Se dit : " if any(problem.kind == "signature" for problem in wrong) else ""
            cms = opening.stack(one.manifest.sitting.cms).label
            output.results.print(f"  {forged}{output.escape(words.dossier(one.manifest, cms))}")
            output.results.print(f"  Empreinte du dossier : {grouped(one.digest)}")
        for problem in wrong:
            output.results.print(f"  • {output.escape(problem.says)}")
    for purge in found.statements:
        output.results.print(f"[bold green]Intact[/]  {output.escape(words.purge(purge))}")
    others = [p for p in found.problems if not any(p in one.problems for one in found.dossiers)]
    for problem in others:
        output.results.print(f"[bold red]•[/] {output.escape(problem.says)}")
    centres = {one.manifest.key for one in found.dossiers if one.manifest}
    if len(centres) > 1:
        output.results.print(f"[yellow]•[/] Ces dossiers sont de {len(centres)} centres : chacun a sa chaîne.")
    elif not found.problems and len(found.dossiers) > 1:
        output.results.print(
            f"Les {len(found.dossiers)} dossiers se suivent : aucun ne manque entre eux, aucun n’est remplacé."
        )


def _as_json(found: Verified) -> dict[str, object]:
    return {
        "ok": not found.problems,
        "dossiers": [_line(one) for one in found.dossiers],
        "statements": [one.model_dump(mode="json", exclude={"files"}) for one in found.statements],
        "problems": [{"kind": p.kind, "what": p.what, "says": p.says} for p in found.problems],
    }


def _line(one: Examined) -> dict[str, object]:
    known: dict[str, object] = {"file": one.name, "intact": not one.problems, "manifest": one.digest}
    if one.manifest:
        known["key"] = fingerprint(one.manifest.key)
        known["sitting"] = one.manifest.sitting.model_dump()
        for name in ("sequence", "previous", "replaces", "sealed_at"):
            known[name] = getattr(one.manifest, name)
        known["files"] = len(one.manifest.files)
    return known
