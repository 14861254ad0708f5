"""`./e5b fleet accounts`: one name and one password for the consoles of all hosts."""

from __future__ import annotations

from pathlib import Path

import click

from provisioner import output
from provisioner.commands.fleet.shared import AS_JSON, INVENTORY, say, tell, the_centre


@click.command("accounts")
@INVENTORY
@click.option("--port", default=7900, show_default=True, type=click.IntRange(1, 65535), help="Port des consoles.")
@click.option("--allow", "allowed", multiple=True, metavar="RÉSEAU", help="Ne répondent qu’à ce réseau.")
@click.option("--no-console", is_flag=True, help="Remet les comptes, sans lancer les consoles.")
@AS_JSON
def accounts(inventory: Path, port: int, allowed: tuple[str, ...], no_console: bool, as_json: bool) -> None:  # noqa: FBT001
    """Remet les comptes de ce poste-ci à tous les postes, et y lance la console des examinateurs."""
    from provisioner.pipeline.fleet import consoles  # noqa: PLC0415

    centre = the_centre(inventory)
    done = consoles.accounts(centre, say, port=port, allowed=allowed, serve=not no_console)
    for name, answer in done.answers.items():
        for one in answer["kept"]:
            output.console.print(output.escape(f"{name} : {one}"), style="yellow")
    tell(done, as_json, lambda name: "comptes et console en place" if name in done.changed else "déjà en place")
