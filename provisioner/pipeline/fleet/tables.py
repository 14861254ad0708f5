"""What `fleet check` and `fleet status` show on a terminal."""

from __future__ import annotations

from rich import box
from rich.table import Table

from provisioner import output
from provisioner.pipeline.fleet.look import Checked, Stood
from provisioner.schema.doctor import Check
from provisioner.schema.exam import CMS_LABELS
from provisioner.steps.sitting.status import LABELS, clock

_STATES = {"ok": "[green]OK[/]", "attention": "[yellow]attention[/]", "bloquant": "[bold red]bloquant[/]"}
_STYLES = {"open": "green", "running": "green", "paused": "yellow", "closed": "yellow", "stopped": "red", "lost": "red"}


def checks(found: Checked) -> None:
    """Print every check, host by host."""
    for name, lines in found.checks.items():
        output.results.print(f"[bold]{output.escape(name)}[/]")
        output.results.print(_lines(lines))
    if found.centre:
        output.results.print("[bold]tous les postes[/]")
        output.results.print(_lines(found.centre))
    if found.ok:
        output.results.print("Le parc est prêt.")


def _lines(lines: tuple[Check, ...] | list[Check]) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for one in lines:
        remedy = f"\n[dim]→ {output.escape(one.remedy)}[/]" if one.remedy else ""
        table.add_row(_STATES[one.state], output.escape(one.label), output.escape(one.detail) + remedy)
    return table


def status(found: Stood) -> None:
    """Print every candidate of every host."""
    if not output.results.is_terminal:
        # Into a file or a pipe, no address is cut.
        output.results.width = 120
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in ("Poste", "Vague", "N°", "CMS", "Adresse", "État", "Reste", "Capturé"):
        table.add_column(column, justify="right" if column == "Reste" else "left", no_wrap=True)
    for name, rows in found.rows.items():
        for row in rows:
            state = str(row["state"])
            table.add_row(
                output.escape(name),
                output.escape(row["wave"]),
                output.escape(row["number"]),
                CMS_LABELS.get(row["cms"], row["cms"]),
                row["url"] or "—",
                f"[{_STYLES.get(state, 'dim')}]{LABELS.get(state, state)}[/]",
                clock(row["left_s"]) if row["duration_s"] else "—",
                "oui" if row["captured"] else "non",
            )
    if table.row_count:
        output.results.print(table)
    for name, numbers in found.strays.items():
        told = f"« {name} » a encore le site de {', '.join(numbers)}, qu’un autre poste porte désormais."
        output.results.print(f"[bold red]•[/] {output.escape(told)}")
        output.results.print(output.escape(f"  « ./e5b fleet evacuate … {name} » le lui fait lâcher."))
    for name, address in found.consoles.items():
        sits = found.commissions.get(name, [])
        if address and sits:
            whose = f"commission{'s' if len(sits) > 1 else ''} {', '.join(sits)}"
            output.results.print(output.escape(f"Examinateurs, {whose} : {address} (poste {name})"))
    if not table.row_count and not found.failures:
        output.results.print("Aucun site sur ces postes. « ./e5b fleet up » en ouvre.")
