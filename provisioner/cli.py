"""Parses the command line and nothing else: each command is a file of `provisioner/commands/`, found by looking.

Exit codes: 0 done, 1 expected error (a sentence and a hint), 2 wrong usage, 3 bug (with a log to send), 130 Ctrl-C.
"""

from __future__ import annotations

import importlib
import pkgutil
import sys
import traceback

import click

from provisioner import __version__, commands, french, output, paths
from provisioner.errors import E5BError

french.speak()


class Found(click.Group):
    """A group whose commands are the modules of `provisioner.commands`: each holds its click command, `command`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the names of the modules found."""
        return sorted(module.name for module in pkgutil.iter_modules(commands.__path__))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the one module that is asked for, so that `--help` of one command stays fast."""
        if cmd_name not in self.list_commands(ctx):
            return None
        module = importlib.import_module(f"provisioner.commands.{cmd_name}")
        command = module.command
        assert isinstance(command, click.Command)  # noqa: S101
        return command


class Spoken(click.HelpFormatter):
    """Help that names the command as it is typed on this machine, its headings written as French has them."""

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        self.write(f"{'':>{self.current_indent}}{heading} :\n")

    def getvalue(self) -> str:
        """Return the text written."""
        return output.spoken(super().getvalue())


click.Context.formatter_class = Spoken


@click.command(
    cls=Found, context_settings={"help_option_names": ["-h", "--help"]}, subcommand_metavar="COMMANDE [ARGUMENTS]…"
)
@click.version_option(__version__, prog_name="e5b", message="%(prog)s %(version)s")
def cli() -> None:
    """Environnements d’examen de l’épreuve E5B (BTS NDRC) : préparer, enregistrer, montrer les preuves."""


def main() -> None:
    """Run the command line; the one place where errors become words and exit codes."""
    try:
        # Without `standalone_mode`, click returns the code a command exits with instead of leaving with it.
        sys.exit(cli.main(prog_name=output.command(), standalone_mode=False) or 0)
    except E5BError as error:
        output.print_error(error.message, error.hint)
        sys.exit(1)
    except click.exceptions.Abort:
        sys.exit(130)
    except KeyboardInterrupt:
        output.console.print("Interrompu.")
        sys.exit(130)
    except click.exceptions.Exit as stop:
        sys.exit(stop.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001 the boundary: anything else is a bug, and its log must reach us
        log = paths.home() / "anomalie.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        log.write_text(f"e5b {__version__}\n{traceback.format_exc()}", encoding="utf-8")
        output.print_error(
            f"Anomalie du logiciel : {type(error).__name__} : {error}", f"Envoyez le fichier {log} aux auteurs."
        )
        sys.exit(3)
