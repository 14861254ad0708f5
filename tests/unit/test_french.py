"""What click says for us is in French: help, and every way of mistyping a command."""

import click
import pytest
from click.testing import CliRunner

from provisioner.cli import cli

MISTYPED = [
    (["upp"], "La commande upp n’existe pas."),
    (["up", "--rooster", "x"], "L’option --rooster n’existe pas."),
    (["up"], "Il manque l’option '--roster'."),
    (["up", "--roster"], "L’option --roster veut une valeur."),
    (["up", "--roster", "x", "--port-base", "z"], "« z » n’est pas un nombre."),
    (["up", "--roster", "x", "y"], "Un argument est de trop : y."),
    (["bench", "--cms", "joomla"], "« joomla » n’est pas l’une des valeurs possibles"),
    (["setup", "--help=1"], "L’option --help ne prend pas de valeur."),
]


@pytest.mark.parametrize(("words", "said"), MISTYPED)
def test_a_mistyped_command_is_told_in_french(words, said):
    answer = CliRunner().invoke(cli, words)
    assert answer.exit_code == 2
    assert said in answer.output
    assert answer.output.startswith(("Usage : ", "Erreur : "))
    assert "for help" not in answer.output


def commands(command, path=()):
    yield path
    if isinstance(command, click.Group):
        for name in command.list_commands(click.Context(command)):
            yield from commands(command.get_command(click.Context(command), name), (*path, name))


@pytest.mark.parametrize("words", list(commands(cli)), ids=" ".join)
def test_help_is_in_french(words):
    told = CliRunner().invoke(cli, [*words, "--help"]).output
    assert "Montre cette aide." in told
    for english in ("Usage:", "Commands:", "default:", "required]", "Show ", "COMMAND ", "[ARGS]"):
        assert english not in told
