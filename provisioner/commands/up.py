"""`./e5b up`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from provisioner import exams, output
from provisioner.adapters import ports
from provisioner.adapters.docker import containers
from provisioner.adapters.process import process_age
from provisioner.errors import E5BError, SittingError
from provisioner.names import DEBIAN_PHP

if TYPE_CHECKING:
    from rich.table import Table

    from provisioner.pipeline.sitting.opening import Opened, Say


@click.command()
@click.option("--exam", default=exams.DEFAULT, show_default=True, metavar="ÉPREUVE", help="Épreuve.")
@click.option(
    "--roster",
    required=True,
    type=click.Path(path_type=Path),
    metavar="FICHIER",
    help="Liste des candidats (CSV, XLSX ou ODS) : numéro, nom, prénom, commission, CMS, sujet, tiers-temps.",
)
@click.option("--wave", default="", metavar="VAGUE", help="Nom de la vague ; sinon l’épreuve et la date.")
@click.option(
    "--host",
    default="",
    metavar="ADRESSE",
    help="Adresse que tapent les candidats, sinon celle du poste ; « *.nom » : un nom par candidat.",
)
@click.option("--port-base", default=ports.FIRST, show_default=True, metavar="PORT", help="Premier port.")
@click.option(
    "--ahead", is_flag=True, help="Sites prêts d’avance : ils font attendre jusqu’à « start », à côté d’autres vagues."
)
@click.option("--no-pdf", is_flag=True, help="Fiches en HTML seulement.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(
    exam: str,
    roster: Path,
    wave: str,
    host: str,
    port_base: int,
    ahead: bool,  # noqa: FBT001
    no_pdf: bool,  # noqa: FBT001
    as_json: bool,  # noqa: FBT001
) -> None:
    """Ouvre le site de chaque candidat de la liste, tous à la fois, et prépare leurs fiches.

    Relancée avec la même liste, la commande ne refait que ce qui manque.
    """
    ordered = time.monotonic() - process_age()
    # The engine takes as long to list its images as Python to take up what reads a roster.
    with ThreadPoolExecutor(1, "images") as pool, _progress() as say:
        goldens = pool.submit(containers.goldens, exam)
        from provisioner.pipeline.sitting import opening  # noqa: PLC0415

        opened = opening.up(
            exam,
            roster,
            wave=wave,
            host=host,
            port_base=port_base,
            conducted=True,
            ahead=ahead,
            say=say,
            ordered=ordered,
            goldens=goldens,
        )
    folder, trouble, fiches_s = _papers(opened, pdf=not no_pdf)
    lacking = _lacking(opened)
    if as_json:
        told = {"warning": f"{lacking.message} {lacking.hint}"} if lacking else {}
        output.print_json(_as_json(opened, folder, fiches_s) | told)
    else:
        _print(opened, folder)
    for one in (lacking, trouble):
        if one:
            output.print_error(one.message, one.hint, word="Attention")
    if opened.failed:
        raise _failure(opened)


def _papers(opened: Opened, *, pdf: bool) -> tuple[Path, E5BError | None, float]:
    """Write the fiches; without a browser the candidates can still start: only the PDF is missing."""
    from provisioner.pipeline.sitting import fiches as papers  # noqa: PLC0415 heavy, and the sites are ready before it

    since = time.monotonic()
    folder, trouble = papers.write(opened, pdf=pdf)
    return folder, trouble, round(time.monotonic() - since, 3)


def _lacking(opened: Opened) -> E5BError | None:
    """Say which subjects this machine has not: sites open without them, but not for an exam."""
    from provisioner.pipeline.kit import here  # noqa: PLC0415 after the sites are ready
    from provisioner.pipeline.sitting import seeds  # noqa: PLC0415

    names = seeds.lacking(opened.exam, (one.who for one in opened.wave.candidates))
    closed = here.closed() if names else None
    if not names or not (closed or seeds.has_bank(opened.exam)):
        return None
    message = (
        f"Ces sujets ne sont pas sur cette machine : {', '.join(names)}. Les sites n’ont pas ce qu’ils y ajoutent, et "
        "les relevés ne diront rien de leurs questions."
    )
    again = f"« ./e5b down --wave {opened.wave.wave} --force », puis la même commande"
    if closed:
        return E5BError(message, f"Pour un essai, rien. Pour l’épreuve : « ./e5b kit open », {again}.")
    return E5BError(message, f"Corrigez la colonne « sujet » de la liste, ou ajoutez-les à la banque ; {again}.")


def _failure(opened: Opened) -> SittingError:
    lines = "\n".join(f"  • {number} : {error.message}" for number, error in opened.failed.items())
    hints = {error.hint for error in opened.failed.values() if error.hint}
    return SittingError(
        f"Pas ouverts : {output.counted(len(opened.failed), 'site')} sur {len(opened.wave.candidates)}.\n{lines}",
        hints.pop() if len(hints) == 1 else "Relancez la même commande : les sites prêts sont gardés.",
    )


def _as_json(opened: Opened, folder: Path, fiches_s: float) -> dict[str, object]:
    ready = {one.number: one for one in (*opened.already, *opened.started)}
    began = {one.number for one in opened.started}
    return {
        "ok": not opened.failed,
        "exam": opened.exam.id,
        "wave": opened.wave.wave,
        "total_s": opened.total_s,
        "fiches_s": fiches_s,
        "fiches": str(folder),
        "candidates": [
            {
                "number": one.who.number,
                "cms": one.who.cms,
                "cms_version": sitting.cms_version if sitting else "",
                "url": sitting.url if sitting else "",
                "ready_s": sitting.ready_s if sitting else None,
                "started": one.who.number in began,
                "error": opened.failed[one.who.number].message if one.who.number in opened.failed else "",
            }
            for one in opened.wave.candidates
            for sitting in [ready.get(one.who.number)]
        ],
    }


def _print(opened: Opened, folder: Path) -> None:
    if opened.exam.notice:
        output.results.print(output.escape(opened.exam.notice))
    if not opened.started and not opened.failed:
        count = "le site" if len(opened.already) == 1 else f"les {len(opened.already)} sites"
        output.results.print(
            f"Déjà en place : {count} de la vague « {output.escape(opened.wave.wave)} ». Rien à faire."
        )
    closed = sum(bool(one.closed_at) for one in opened.already)
    if closed:
        output.results.print(f"Dont {output.counted(closed, 'fermé')} : « ./e5b start » les rouvre.")
    for one in opened.started:
        ready = f"{one.ready_s:.1f}".replace(".", ",")
        output.results.print(f"{output.escape(one.number)}  {one.url}  prêt en {ready} s")
    if opened.started:
        _print_php(opened)
        kept = f", {len(opened.already)} déjà en place" if opened.already else ""
        total = f"{opened.total_s:.1f}".replace(".", ",")
        output.results.print(f"{output.counted(len(opened.started), 'site ouvert')} en {total} s{kept}.")
    output.results.print(f"Fiches à remettre aux candidats : {output.escape(str(folder))}")


def _print_php(opened: Opened) -> None:
    """Say on which PHP the sites were made, when it is not the usual one."""
    for cms in sorted({one.who.cms for one in opened.wave.candidates}):
        part = opened.exam.cms[cms]
        if part.php != DEBIAN_PHP:
            output.results.print(f"{part.label} {part.version} sur PHP {part.php}.")


@contextmanager
def _progress() -> Iterator[Say]:
    """Show each candidate's state, live, on a terminal; nothing elsewhere."""
    if not output.on_terminal():
        yield lambda _number, _state: None
        return
    from rich.live import Live  # noqa: PLC0415 only a terminal waits for it

    states: dict[str, str] = {}
    with Live(get_renderable=lambda: _board(states), console=output.console, refresh_per_second=8, transient=True):
        yield lambda number, state: states.update({number: state})


def _board(states: dict[str, str]) -> Table:
    from rich.table import Table  # noqa: PLC0415

    ready = sum(state == "prêt" for state in states.values())
    table = Table.grid(padding=(0, 2))
    table.add_row(f"[bold]{ready} / {len(states)} prêts[/]")
    marks = {"prêt": "[green]●[/]", "échec": "[red]●[/]", "démarrage": "[yellow]●[/]"}
    cells = [f"{marks.get(state, '○')} {output.escape(number)} {state}" for number, state in list(states.items())]
    for start in range(0, len(cells), 3):
        table.add_row(*cells[start : start + 3])
    return table
