"""`./e5b bench`."""

from __future__ import annotations

import os
from collections.abc import Mapping

import click
from rich.table import Table

from provisioner import output
from provisioner.pipeline.bench import compare
from provisioner.pipeline.bench.compare import seconds
from provisioner.schema.bench import Figures, Spread
from provisioner.schema.exam import Cms


@click.command("bench")
@click.option(
    "--cms", "wanted", multiple=True, type=click.Choice(list(compare.ALL)), help="Seulement ce CMS (peut être répété)."
)
@click.option("--quick", is_flag=True, help="Sans les 30 candidats ni les répétitions.")
@click.option("--json", "as_json", is_flag=True, help="Résultat en JSON sur la sortie standard.")
def command(wanted: tuple[Cms, ...], quick: bool, as_json: bool) -> None:  # noqa: FBT001
    """Mesure les copies de cette machine, et les compare à une installation et à un import par candidat.

    Tout ce qui est créé pour la mesure est retiré à la fin ; les vagues en place ne sont pas touchées.
    """
    load = f"{os.getloadavg()[0]:.1f}".replace(".", ",")
    output.console.print(f"Charge de la machine au départ : {load} pour {os.cpu_count()} cœurs.")
    found = compare.run(wanted, _say, compare.QUICK if quick else compare.FULL)
    if as_json:
        output.print_json({cms: figures.model_dump() for cms, figures in found.items()})
    else:
        output.results.print(_table(found))


def _say(line: str) -> None:
    output.console.print(output.escape(line), soft_wrap=True)


def _table(found: Mapping[Cms, Figures]) -> Table:
    table = Table()
    table.add_column("Mesure")
    for cms, figures in found.items():
        table.add_column(f"{cms} {figures.version}", justify="right")
    rows = [lines(figures) for figures in found.values()]
    for name in rows[0]:
        table.add_row(name, *(row[name] for row in rows))
    return table


def lines(one: Figures) -> dict[str, str]:
    """Return what is shown of one CMS: name of the measure, value, in French."""
    return {
        **{
            f"De l’ordre à la première page, {count} candidat(s)": "—" if value is None else seconds(value)
            for count, value in one.ready_s.items()
        },
        "Installation par candidat": seconds(one.install_s),
        "Import SQL par candidat": seconds(one.import_s),
        "Mémoire par candidat": f"{one.memory_mib:.0f} Mio",
        "Disque par candidat au repos": f"{one.disk_mb:.1f} Mo".replace(".", ","),
        "Page d’administration, serveur": _spread(one.backoffice_server_s),
        "Page d’administration, navigateur": _spread(one.backoffice_browser_s),
        "Capture de la base et des fichiers": seconds(one.capture_db_s),
        "Différences et vérifications": seconds(one.diff_checks_s),
        "Capture des pages": seconds(one.capture_pages_s),
        "Coût des journaux par page": compare.percent(one.recording.ratio),
        "Coût des journaux et de la porte": compare.percent(one.recording.whole_ratio),
    }


def _spread(times: Spread) -> str:
    return f"médiane {seconds(times.median)}, au plus {seconds(times.max)}"
