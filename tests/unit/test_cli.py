"""The command line: commands found by looking, one error boundary, exit codes."""

import os
import pkgutil
import subprocess
import sys

import click
import pytest
from click.testing import CliRunner

from provisioner import cli as module
from provisioner import commands, paths
from provisioner.errors import DataError
from provisioner.output import escape


def run(*arguments, **variables):
    return subprocess.run(
        [sys.executable, "-m", "provisioner", *arguments],
        cwd=paths.PROJECT,
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def test_every_command_has_help_in_french():
    runner = CliRunner()
    for name in (found.name for found in pkgutil.iter_modules(commands.__path__)):
        result = runner.invoke(module.cli, [name, "--help"])
        assert result.exit_code == 0, name
        command = module.cli.get_command(click.Context(module.cli), name)
        assert (command.help or "").strip().endswith("."), f"{name}: a sentence is needed"


@pytest.mark.parametrize("arguments", [["nothing"], ["doctor", "--nothing"], ["media", "add"]])
def test_wrong_usage_is_2(arguments):
    assert run(*arguments).returncode == 2


def test_expected_error_is_1_with_a_remedy():
    result = run("media", "add", "/nowhere")
    assert result.returncode == 1
    assert "Erreur : /nowhere n’existe pas." in result.stderr
    assert "Que faire :" in result.stderr
    assert "Traceback" not in result.stderr


def fail_with(monkeypatch, error):
    def failing(**_):
        raise error

    monkeypatch.setattr(module.cli, "main", failing)
    with pytest.raises(SystemExit) as stop:
        module.main()
    return stop.value.code


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (DataError("roster.csv, ligne 3 : …", "Corrigez."), 1),
        (click.UsageError("usage"), 2),
        (ZeroDivisionError("bug"), 3),
        (KeyboardInterrupt(), 130),
        (click.exceptions.Abort(), 130),
        (click.exceptions.Exit(7), 7),
    ],
)
def test_exit_codes(monkeypatch, error, code):
    assert fail_with(monkeypatch, error) == code


def test_a_bug_leaves_a_log(monkeypatch, capsys):
    fail_with(monkeypatch, ZeroDivisionError("le calcul"))
    log = paths.home() / "anomalie.log"
    assert "ZeroDivisionError: le calcul" in log.read_text(encoding="utf-8")
    assert "Anomalie du logiciel" in capsys.readouterr().err


def test_markup_in_messages_is_shown_as_it_is(capsys):
    from provisioner import output

    output.print_error("le fichier [bold]a[/].csv", "retirez [/]")
    shown = capsys.readouterr().err
    assert "[bold]a[/].csv" in shown
    assert escape("[x]") == r"\[x]"


def test_version():
    result = run("--version")
    assert result.returncode == 0
    assert result.stdout.startswith("e5b ")
