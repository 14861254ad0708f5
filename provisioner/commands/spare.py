"""`./e5b spare`: a sitting that goes on at another machine."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provisioner import output
from provisioner.adapters.process import account
from provisioner.errors import SittingError

if TYPE_CHECKING:
    from provisioner.pipeline.spare.look import Copied
    from provisioner.pipeline.spare.take import Taken

_WAVE = click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
_FROM = click.option(
    "--from", "folder", required=True, type=click.Path(path_type=Path), metavar="DOSSIER", help="Dossier de la copie."
)
_CANDIDATE = click.option(
    "--candidate", "numbers", multiple=True, metavar="NUMÉRO", help="Ce candidat seulement ; répétable."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")


@click.group(subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Machine de secours : copie continue des épreuves, et reprise sur une autre machine."""


@command.command("export")
@click.option(
    "--to", "folder", required=True, type=click.Path(path_type=Path), metavar="DOSSIER", help="Dossier de la copie."
)
@_WAVE
@click.option("--every", "every_s", default=1.0, metavar="S", help="Secondes entre deux passages (1 sinon).")
@click.option("--once", is_flag=True, help="Un seul passage, puis s’arrête.")
@_JSON
def export(folder: Path, wave: str, every_s: float, once: bool, as_json: bool) -> None:  # noqa: FBT001
    """Tient à jour dans DOSSIER la copie de tout ce qu’il faut pour reprendre les épreuves de cette machine ailleurs.

    Le dossier contient des noms et des mots de passe : lui seul doit être copié, vers la machine de secours seulement.
    """
    from provisioner.pipeline.spare import export as spare_export  # noqa: PLC0415 libraries that `--help` does without

    if not 0.2 <= every_s <= 60:
        raise SittingError(f"--every {every_s:g} : de 0,2 à 60 secondes.", "Une seconde convient.")
    look = spare_export.export(folder, wave, _say, every_s=every_s, once=once)
    count = sum(len(one) for one in look.sittings.values())
    if as_json:
        output.print_json(look.model_dump(mode="json"))
    else:
        output.results.print(f"{count} épreuve{'s' if count > 1 else ''} à jour dans {output.escape(str(folder))}.")


@command.command("status")
@_FROM
@_WAVE
@_JSON
def status(folder: Path, wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Dit jusqu’où va la copie de chaque épreuve."""
    from provisioner.pipeline.spare import look as spare  # noqa: PLC0415

    found = spare.status(folder, wave)
    if as_json:
        output.print_json([asdict(one) for one in found])
        return
    for one in found:
        output.results.print(output.escape(_line(one)))
        for said in (one.problem, *one.remarks):
            if said:
                output.results.print(f"[yellow]•[/] {output.escape(said)}")
    if not found:
        output.results.print("La copie ne contient aucune épreuve.")


def _line(one: Copied) -> str:
    if not one.copied_until:
        return f"{one.number} ({one.wave}) : pas encore copié"
    state = "site en marche" if one.alive else "site arrêté"
    written = f"dernière écriture à {one.last_write[11:19]}" if one.last_write else "rien d’écrit"
    return (
        f"{one.number} ({one.wave}) : à jour de {one.copied_until[11:19]}, il y a {one.age_s:.0f} s ; {written} ; "
        f"{one.files} fichier{'s' if one.files > 1 else ''} ; {one.bytes / 1e6:.1f} Mo ; {state}"
    )


@command.command("take")
@_FROM
@_CANDIDATE
@_WAVE
@_JSON
def take(folder: Path, numbers: tuple[str, ...], wave: str, as_json: bool) -> None:  # noqa: FBT001
    """Reprend ici, depuis DOSSIER, les épreuves d’une autre machine : même adresse, mêmes codes, même travail.

    Le temps écoulé depuis le dernier signe de vie du site n’est pas compté, et le journal le dit. L’autre machine doit
    être à l’arrêt, ou avoir lâché ces épreuves (« spare release »). Sans --candidate : toutes celles de la copie.
    """
    from provisioner.pipeline.sitting import keeper, room  # noqa: PLC0415
    from provisioner.pipeline.spare import take as spare_take  # noqa: PLC0415

    done = spare_take.take(folder, numbers, wave, _progress)
    if as_json:
        output.print_json([_as_json(one) for one in done])
    else:
        for one in done:
            _print(one)
    if any(room.begun(one.wave) for one in done if not one.error):
        keeper.ensure()
    failed = [one.error for one in done if one.error]
    if failed:
        raise SittingError(
            f"{len(failed)} épreuve(s) sur {len(done)} n’ont pas pu être reprises.",
            failed[0].hint,
        )


def _as_json(one: Taken) -> dict[str, object]:
    return {
        "wave": one.wave,
        "number": one.number,
        "ok": one.error is None,
        "already": one.already,
        "url": one.url,
        "seconds": one.seconds,
        "lost_after": one.lost_after,
        "last_write": one.last_write,
        "remarks": list(one.remarks),
        "error": one.error.message if one.error else "",
    }


def _print(one: Taken) -> None:
    number = output.escape(one.number)
    if one.error:
        output.results.print(f"[bold red]✗[/] {number} : {output.escape(one.error.message)}")
    elif one.already:
        output.results.print(f"{number} : déjà ici, {one.url}")
    else:
        seconds = f"{one.seconds:.1f}".replace(".", ",")
        output.results.print(f"{number} : repris en {seconds} s, {one.url}")
        if one.lost_after:
            output.results.print(f"  Rien de ce qui était enregistré avant {one.lost_after[11:19]} n’est perdu.")
        for said in one.remarks:
            output.results.print(f"  [yellow]•[/] {output.escape(said)}")


@command.command("release")
@_CANDIDATE
@_WAVE
@click.option("--to", "to", default="", metavar="NOM", help="Nom de l’autre machine : le journal le garde.")
@click.option(
    "--forward", default="", metavar="ADRESSE", help="Adresse de l’autre machine : la porte y envoie les candidats."
)
@click.option("--all", "everyone", is_flag=True, help="Toutes les épreuves de cette machine.")
@click.option("--by", default="", metavar="NOM", help="Qui donne l’ordre, pour le journal ; sinon ce compte.")
@_JSON
def release(
    numbers: tuple[str, ...],
    wave: str,
    to: str,
    forward: str,
    everyone: bool,  # noqa: FBT001
    by: str,
    as_json: bool,  # noqa: FBT001
) -> None:
    """Lâche des épreuves qu’une autre machine reprend : ici, leur site se ferme et ne repart plus de lui-même.

    À donner avant « spare take » si cette machine est en marche ; ou, si elle revient d’une panne, dès son retour.
    """
    from provisioner.pipeline.spare import release as spare_release  # noqa: PLC0415

    if not (numbers or everyone):
        raise SittingError("Lâcher quelles épreuves ?", "Donnez --candidate NUMÉRO, ou --all.")
    done = spare_release.release(numbers, wave, account(by), to=to, forward=forward)
    if as_json:
        output.print_json([asdict(one) for one in done])
        return
    for one in done:
        where = f" ; sa porte mène à {output.escape(one.forward)}" if one.forward else ""
        output.results.print(f"{output.escape(one.number)} : {'déjà lâché' if one.already else 'lâché'}{where}.")


def _say(text: str) -> None:
    output.console.print(output.escape(text))


def _progress(number: str, state: str) -> None:
    output.console.print(output.escape(f"{number} : {state}"))
