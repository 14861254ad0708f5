"""`./e5b keep`."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.pipeline.sitting import keeper


@click.command()
@click.option("--wave", default="", metavar="VAGUE", help="Seulement cette vague.")
@click.option("--until-closed", is_flag=True, help="S’arrête quand tout ce qui a commencé est clos.")
@click.option("--no-pages", is_flag=True, help="Sans photographier les pages.")
def command(wave: str, until_closed: bool, no_pages: bool) -> None:  # noqa: FBT001
    """Le gardien : finit chaque épreuve à son heure, relève le travail et écrit le dossier. Un seul par machine.

    « ./e5b start » le lance de lui-même. Arrêté puis relancé, il reprend où il en était.
    """
    keeper.keep(wave, _say, until_closed=until_closed, pages=not no_pages)


def _say(text: str) -> None:
    output.console.print(output.escape(text))
