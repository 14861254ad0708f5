"""`./e5b fleet`: a centre of several hosts."""

from __future__ import annotations

import click

from provisioner.commands.fleet import accounts, console, prepare, rehearse, spare, wave


@click.group(subcommand_metavar="COMMANDE [ARGUMENTS]…")
def command() -> None:
    """Parc : plusieurs postes, menés d’ici par SSH. Relancée, chaque commande ne refait que ce qui manque."""


for one in (
    prepare.check,
    prepare.install,
    prepare.open_subjects,
    accounts.accounts,
    wave.up,
    wave.start,
    wave.status,
    console.console,
    spare.move,
    spare.evacuate,
    wave.close,
    wave.collect,
    wave.down,
    rehearse.rehearse,
):
    command.add_command(one)
