"""`./e5b setup`: makes the machine ready."""

from __future__ import annotations

import click

from provisioner import output
from provisioner.steps import service, setup


@click.command()
def command() -> None:
    """Prépare la machine : Docker, Chromium, Caddy, debootstrap, polices ; démarre le moteur.

    Avec systemd, le gardien démarre ensuite avec la machine.
    """
    setup.ensure(lambda sentence: output.console.print(output.escape(sentence)))
    service.install_or_say(lambda sentence: output.console.print(output.escape(sentence)))
    output.results.print("La machine est prête.")
