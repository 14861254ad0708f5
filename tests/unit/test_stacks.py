import hashlib
import re

import pytest

from provisioner import catalog, paths
from provisioner.datafiles import load_yaml
from provisioner.schema.stack import Repair, Stack

STACKS = sorted(path.parent for path in paths.STACKS.glob("*/stack.yml"))


def test_every_cms_of_every_exam_has_its_stack():
    asked = {cms for name in catalog.list_exams() for cms in catalog.load_exam(name).cms}
    assert asked == {folder.name for folder in STACKS}


@pytest.mark.parametrize("folder", STACKS, ids=lambda folder: folder.name)
def test_stack_file_is_valid_and_named_after_its_cms(folder):
    stack = load_yaml(folder / "stack.yml", Stack)
    assert stack.cms == folder.name
    assert stack.pages


@pytest.mark.parametrize("folder", STACKS, ids=lambda folder: folder.name)
def test_repairs_are_valid_and_say_why(folder):
    stack = load_yaml(folder / "stack.yml", Stack)
    for path in sorted(folder.rglob(f"{stack.repairs}/*.yml")) if stack.repairs else []:
        # Empty below `versions/`: that version does without the stack's repair of this name.
        if path.stat().st_size or "versions" not in path.parts:
            assert len(load_yaml(path, Repair).reason) > 20


def test_what_is_otherwise_for_a_version_is_for_one_that_an_exam_asks_for():
    asked = {(cms, one.version) for name in catalog.list_exams() for cms, one in catalog.load_exam(name).cms.items()}
    given = {(folder.parent.parent.name, folder.name) for folder in paths.STACKS.glob("*/versions/*")}
    assert given <= asked


@pytest.mark.parametrize("folder", STACKS, ids=lambda folder: folder.name)
def test_personalisation_stays_out_of_the_binary_log_and_has_one_statement_per_line(folder):
    lines = [line for line in (folder / "personalise.sql").read_text().splitlines() if line.strip()]
    statements = [line for line in lines if not line.startswith("--")]
    assert re.fullmatch(r"SET sql_log_bin\s*=\s*0;", statements[0])
    assert all(line.rstrip().endswith(";") for line in statements)


@pytest.mark.parametrize("folder", STACKS, ids=lambda folder: folder.name)
def test_recipes_hold_no_address_of_a_registry_nor_of_a_machine(folder):
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix not in {".woff2", ".png", ".ttf", ".woff"}:
            text = path.read_text(encoding="utf-8")
            assert "/work/" not in text, path
            assert "registry" not in text.lower() or "npmjs" not in text, path


def test_fonts_come_with_their_licence():
    fonts = list(paths.STACKS.rglob("*.woff2"))
    assert fonts
    for font in fonts:
        licences = [path for path in font.parent.iterdir() if path.suffix == ".txt"]
        assert any(
            "SIL OPEN FONT LICENSE" in path.read_text().upper() or "APACHE" in path.read_text().upper()
            for path in licences
        ), font


def test_twenty_seventeen_typeface_is_the_one_committed():
    css = (paths.STACKS / "wordpress/mu-plugins/e5b/fonts.css").read_text()
    for name in re.findall(r"url\((fonts/[^)]+)\)", css):
        data = (paths.STACKS / "wordpress/mu-plugins/e5b" / name).read_bytes()
        assert data[:4] == b"wOF2", hashlib.sha256(data).hexdigest()
