"""Documentation is tested: every command and option group a person can type appears in the README."""

import re

import click
import pytest

from provisioner.cli import cli
from provisioner.paths import PROJECT


def tree(command, path):
    """Yield the full name of every command below `command`."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            yield from tree(command.get_command(context, name), f"{path} {name}")
    else:
        yield path


NAMES = sorted(tree(cli, "./e5b"))


def readme():
    return (PROJECT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_in_the_readme(name):
    text = re.sub(r"\s+", " ", readme())
    words = name.removeprefix("./e5b ")
    group, _, last = words.rpartition(" ")
    in_list = rf"`{words}`" if not group else rf"`{group}` \([^)]*\b{last}\b"  # `media` (list, fetch, add, verify)
    assert re.search(rf"{re.escape(name)}\b|{in_list}", text), f"{name} is not in README.md"


def test_the_readme_names_no_command_that_is_not_there():
    known = set(NAMES) | {name.rpartition(" ")[0] for name in NAMES}
    for asked in re.findall(r"\./e5b ([a-z]+)", readme()):
        assert any(name.split(" ")[1:2] == [asked] for name in known), f"./e5b {asked} does not exist"


def test_links_of_the_readme_lead_somewhere():
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", readme()):
        assert (PROJECT / target).exists(), target


def test_project_files_that_people_look_for():
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/architecture.md"):
        assert (PROJECT / name).is_file(), name
