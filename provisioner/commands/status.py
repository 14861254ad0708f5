"""`./e5b status`."""

from __future__ import annotations

import os
import select
import sys
from dataclasses import asdict
from pathlib import Path

import click

from provisioner import output
from provisioner.pipeline.sitting import lifecycle
from provisioner.schema.exam import CMS_LABELS
from provisioner.schema.watch import MachineTold
from provisioner.steps.sitting.status import LABELS, Row, clock

_STDIN = 0
_STYLES = {
    "open": "green",
    "running": "green",
    "paused": "yellow",
    "closed": "yellow",
    "stopped": "red",
    "starting": "red",
    "lost": "red",
}


@click.command()
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--all", "everyone", is_flag=True, help="Aussi les sites déjà retirés.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
@click.option(
    "--follow",
    is_flag=True,
    help="Avec --json : une ligne à chaque changement, et au moins chaque seconde, tant que l’entrée reste ouverte.",
)
@click.option("--copies", type=click.Path(path_type=Path), default=None, hidden=True)
def command(wave: str, everyone: bool, as_json: bool, follow: bool, copies: Path | None) -> None:  # noqa: FBT001
    """Montre où en est le site de chaque candidat : adresse, état, temps restant, mémoire."""
    if follow:
        _follow(wave, copies, as_json=as_json)
        return
    rows = lifecycle.status(wave, everyone=everyone)
    if as_json:
        output.print_json([asdict(row) for row in rows])
    elif not rows:
        output.results.print("Aucun site sur cette machine. « ./e5b up » en ouvre.")
    else:
        _print(rows)


def _follow(wave: str, copies: Path | None, *, as_json: bool) -> None:
    """Write lines until the other end lets go: of the input, or of the output."""
    from provisioner.pipeline.sitting import telling  # noqa: PLC0415

    if not as_json:
        raise click.UsageError("--follow ne va qu’avec --json.")

    def tell(one: MachineTold) -> None:
        sys.stdout.write(one.model_dump_json() + "\n")
        sys.stdout.flush()

    def heard(seconds: float) -> bool:
        # What is sent means nothing; only its end does.
        ready, _, _ = select.select([_STDIN], [], [], seconds)
        return not ready or bool(os.read(_STDIN, 4096))

    try:
        telling.follow(wave, copies or telling.COPIES, tell, heard)
    except BrokenPipeError:
        # Nobody listens any more; Python would complain once more while it ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _print(rows: list[Row]) -> None:
    from rich import box  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415 a script that asks for JSON does not wait for it

    if not output.results.is_terminal:
        # Into a file or a pipe, no address is cut.
        output.results.width = 120
    for wave in dict.fromkeys(row.wave for row in rows):
        table = Table(title=f"Vague {output.escape(wave)}", title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
        for column in ("N°", "CMS", "Adresse", "État", "Commencé", "Reste", "Mémoire", "Travail"):
            table.add_column(column, justify="right" if column in {"Reste", "Mémoire"} else "left", no_wrap=True)
        for row in (one for one in rows if one.wave == wave):
            table.add_row(
                output.escape(row.number),
                CMS_LABELS.get(row.cms, row.cms),
                row.url or "—",
                f"[{_STYLES.get(row.state, 'dim')}]{LABELS[row.state]}[/]",
                row.since[11:16].replace(":", " h ") if row.since else "—",
                clock(row.left_s) if row.duration_s and row.state != "removed" else "—",
                f"{row.memory_mib} Mio" if row.memory_mib else "—",
                "scellé" if row.sealed else "relevé" if row.captured else "—",
            )
        output.results.print(table)
