"""`./e5b test`: runs this program's own tests, all that the machine can run."""

from __future__ import annotations

import subprocess
import sys

import click

from provisioner import output, paths
from provisioner.adapters.system import SetupError
from provisioner.steps import setup


@click.command(context_settings={"ignore_unknown_options": True})
@click.option("--fast", is_flag=True, help="Quelques secondes : sans Docker, ni navigateur, ni médias.")
@click.argument("arguments", metavar="[ARGUMENTS DE PYTEST]…", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def command(context: click.Context, *, fast: bool, arguments: tuple[str, ...]) -> None:
    """Lance les tests du logiciel ; ceux que la machine ne peut pas faire disent pourquoi."""
    markers: list[str] = []
    if not fast:
        # Plain tests come first (tests/conftest.py), so that one run, with one closing line, holds them all.
        markers = ["-m", ""]
        try:
            setup.ensure(lambda sentence: output.console.print(output.escape(sentence)))
        except SetupError as error:
            output.print_error(f"{error.message} Les tests qui en ont besoin seront sautés.", error.hint)
    order = [sys.executable, "-m", "pytest", "-rfEsx", "--durations=5", *markers, *arguments]
    done = subprocess.run(order, cwd=paths.PROJECT, check=False)
    context.exit(done.returncode)
