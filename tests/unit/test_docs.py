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


FOLDERS = sorted(
    path.name for path in (PROJECT / "provisioner").iterdir() if path.is_dir() and path.name != "__pycache__"
)
SPOKEN_OF = re.compile(rf"(?:provisioner/)?((?:{'|'.join(FOLDERS)})/[\w/]*\w(?:\.py|/(?=`)))")


@pytest.mark.parametrize(
    "page", ["CONTRIBUTING.md", "README.md", *(f"docs/{p.name}" for p in PROJECT.glob("docs/*.md"))]
)
def test_modules_that_documents_speak_of_are_there(page):
    for named in SPOKEN_OF.findall((PROJECT / page).read_text(encoding="utf-8")):
        assert (PROJECT / "provisioner" / named).exists(), f"{page}: {named}"


def test_modules_that_modules_speak_of_are_there():
    for module in (PROJECT / "provisioner").rglob("*.py"):
        for named in SPOKEN_OF.findall(module.read_text(encoding="utf-8")):
            assert (PROJECT / "provisioner" / named).exists(), f"{module}: {named}"


def test_project_files_that_people_look_for():
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "docs/architecture.md"):
        assert (PROJECT / name).is_file(), name
