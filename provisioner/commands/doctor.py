"""`./e5b doctor`: whether this machine can carry an exam."""

from __future__ import annotations

import click
from rich.table import Table

from provisioner import output
from provisioner.pipeline.prepare import diagnosis as examination
from provisioner.schema.doctor import Check, Diagnosis

_STYLES = {"ok": "[green]OK[/]", "attention": "[yellow]attention[/]", "bloquant": "[bold red]bloquant[/]"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON.")
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Examine la machine ; chaque défaut vient avec son remède."""
    diagnosis = examination.run()
    if as_json:
        output.print_json(diagnosis.model_dump())
    else:
        _show(diagnosis)
    context.exit(0 if diagnosis.ok else 1)


def _show(diagnosis: Diagnosis) -> None:
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for check in diagnosis.checks:
        table.add_row(_STYLES[check.state], output.escape(check.label), _words(check))
    output.results.print(table)
    blocking = sum(check.state == "bloquant" for check in diagnosis.checks)
    warnings = sum(check.state == "attention" for check in diagnosis.checks)
    if blocking:
        told = output.counted(blocking, "point bloquant")
        output.results.print(f"\n[bold red]{told}[/] : la machine n’est pas prête.")
    else:
        more = f" ({output.counted(warnings, 'point')} à connaître)" if warnings else ""
        output.results.print(f"\nLa machine est prête{more}.")


def _words(check: Check) -> str:
    remedy = f"\n[dim]→ {output.escape(check.remedy)}[/]" if check.remedy else ""
    return output.escape(check.detail) + remedy
