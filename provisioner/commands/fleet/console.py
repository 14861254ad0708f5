"""`./e5b fleet console`: the console over all hosts of a centre."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner.commands.fleet.shared import INVENTORY, the_centre


@click.command("console")
@INVENTORY
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADRESSE", help="Adresse à laquelle répondre.")
@click.option("--port", default=7900, show_default=True, type=click.IntRange(1, 65535), help="Port de la console.")
@click.option("--allow", "allowed", multiple=True, metavar="RÉSEAU", help="Ne répond qu’à ce réseau (192.168.1.0/24).")
def console(inventory: Path, host: str, port: int, allowed: tuple[str, ...]) -> None:
    """Sert la console avec la page « Parc » : tous les candidats de tous les postes, et les ordres à leur donner."""
    from provisioner.console import serve  # noqa: PLC0415
    from provisioner.pipeline.fleet.following import Following  # noqa: PLC0415

    serve.serve(host, port, allowed, Following(the_centre(inventory)))
