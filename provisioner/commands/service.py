"""`./e5b service`: what starts by itself with the machine."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.steps import service
from provisioner.steps.service import ConsoleOrder


@click.group("service", subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Ce qui démarre avec la machine : le gardien, et la console si on la veut."""


@command.command("install")
@click.option("--console", "wanted", is_flag=True, help="La console aussi.")
@click.option("--host", default="127.0.0.1", show_default=True, metavar="ADRESSE", help="Adresse de la console.")
@click.option("--port", default=7900, show_default=True, type=click.IntRange(1, 65535), help="Port de la console.")
@click.option("--allow", "allowed", multiple=True, metavar="RÉSEAU", help="La console ne répond qu’à ce réseau.")
@click.option("--show", is_flag=True, help="Montre les fichiers, sans rien écrire.")
def install(wanted: bool, host: str, port: int, allowed: tuple[str, ...], show: bool) -> None:  # noqa: FBT001
    """Fait démarrer le gardien avec la machine (systemd) ; relancée, la commande remet tout à jour."""
    more = tuple(word for one in allowed for word in ("--allow", one))
    console = ConsoleOrder(host, port, more) if wanted else None
    if show:
        for name, text in service.render(console).items():
            output.results.print(f"# {name}\n{output.escape(text)}", soft_wrap=True)
        return
    names = service.install(console)
    output.results.print(
        f"Démarrent avec la machine, et dès maintenant : {', '.join(names)}."
        if names
        else "Déjà fait : rien à changer."
    )


@command.command("remove")
def remove() -> None:
    """Rien ne démarre plus avec la machine."""
    names = service.remove()
    output.results.print(f"Ne démarrent plus : {', '.join(names)}." if names else "Rien ne démarrait avec la machine.")
