"""`./e5b status`."""

from __future__ import annotations

from dataclasses import asdict

import click

from provisioner import output
from provisioner.pipeline.sitting import lifecycle
from provisioner.steps.sitting.status import LABELS, Row, clock

_STYLES = {
    "open": "green",
    "running": "green",
    "paused": "yellow",
    "closed": "yellow",
    "stopped": "red",
    "starting": "red",
    "lost": "red",
}
_CMS = {"wordpress": "WordPress", "prestashop": "PrestaShop"}


@click.command()
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--all", "everyone", is_flag=True, help="Aussi les sites déjà retirés.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(wave: str, everyone: bool, as_json: bool) -> None:  # noqa: FBT001
    """Montre où en est le site de chaque candidat : adresse, état, temps restant, mémoire."""
    rows = lifecycle.status(wave, everyone=everyone)
    if as_json:
        output.print_json([asdict(row) for row in rows])
    elif not rows:
        output.results.print("Aucun site sur cette machine. « ./e5b up » en ouvre.")
    else:
        _print(rows)


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
                _CMS.get(row.cms, row.cms),
                row.url or "—",
                f"[{_STYLES.get(row.state, 'dim')}]{LABELS[row.state]}[/]",
                row.since[11:16].replace(":", " h ") if row.since else "—",
                clock(row.left_s) if row.duration_s and row.state != "removed" else "—",
                f"{row.memory_mib} Mio" if row.memory_mib else "—",
                "scellé" if row.sealed else "relevé" if row.captured else "—",
            )
        output.results.print(table)
