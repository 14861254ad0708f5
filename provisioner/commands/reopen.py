"""`./e5b reopen`."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import dates, output
from provisioner.errors import DossierError
from provisioner.pipeline.evidence import reopen as pipeline
from provisioner.pipeline.evidence.reopen import Reopened


@click.command("reopen")
@click.argument("file", required=False, metavar="[DOSSIER]", type=click.Path(path_type=Path))
@click.option("--minute", type=float, default=None, metavar="N", help="Tel qu’il était à cette minute de l’épreuve.")
@click.option("--read-only", is_flag=True, help="On peut tout regarder, rien enregistrer.")
@click.option("--key", default="", metavar="EMPREINTE", help="Clé du centre, pour un dossier scellé ailleurs.")
@click.option("--host", default="", metavar="ADRESSE", help="Adresse que l’on tape ; sinon celle du poste.")
@click.option("--port", default=0, metavar="PORT", help="Port ; sinon le premier libre à partir de 8801.")
@click.option("--close", "closing", is_flag=True, help="Retire les sites rouverts.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(
    file: Path | None,
    minute: float | None,
    read_only: bool,  # noqa: FBT001
    key: str,
    host: str,
    port: int,
    closing: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Fait revivre le site d’un dossier scellé, sur une copie neuve : tel qu’à la fin, ou à une minute de l’épreuve.

    Le site du candidat n’y a aucune part. Un identifiant et un mot de passe neufs sont donnés.
    """
    if closing:
        gone = pipeline.close([])
        output.results.print(f"Retiré(s) : {', '.join(gone)}." if gone else "Aucun site rouvert.")
        return
    if file is None:
        raise DossierError("Quel dossier rouvrir ?", "Donnez son fichier : « ./e5b reopen DOSSIER.zip ».")
    found = pipeline.reopen(file, _say, minute=minute, read_only=read_only, key=key, host=host, port=port)
    if as_json:
        output.print_json(_as_json(found))
    else:
        _print(found)


def _say(text: str) -> None:
    output.console.print(text)


def _print(found: Reopened) -> None:
    when = f"tel qu’il était le {dates.moment(found.at)}" if found.at else "tel qu’à la fin de l’épreuve"
    output.results.print(f"Site rouvert, {when} : {found.url}")
    output.results.print(f"Administration : {found.back_office}")
    output.results.print(f"Identifiant : {output.escape(found.login)}   Mot de passe : {found.password}")
    if found.read_only:
        output.results.print("Lecture seule : la base n’enregistre que les connexions.")
    if found.witness.agrees:
        output.results.print("Comparé au dossier, cellule par cellule : identique.")
    for line in (*found.witness.disagreements, *found.reservations):
        output.results.print(f"[yellow]•[/] {output.escape(line)}")
    output.results.print("« ./e5b reopen --close » le retire.")


def _as_json(found: Reopened) -> dict[str, object]:
    return {
        "url": found.url,
        "back_office": found.back_office,
        "login": found.login,
        "password": found.password,
        "at": found.at,
        "read_only": found.read_only,
        "identical": found.witness.agrees,
        "differences": list(found.witness.disagreements),
        "reservations": list(found.reservations),
    }
