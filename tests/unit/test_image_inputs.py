from dataclasses import dataclass
from pathlib import Path

import pytest

from provisioner import catalog, paths
from provisioner.schema.exam import MediaPin
from provisioner.schema.media import MediaRecord
from provisioner.steps.image import inputs


@dataclass(frozen=True)
class Item:
    pin: MediaPin
    record: MediaRecord
    tree: Path
    reservation: str
    digest: str


def item(tree, digest="d" * 64):
    pin = MediaPin(kind="theme", name="twentyseventeen", version="2.8")
    record = MediaRecord(
        kind="theme", name="twentyseventeen", version="2.8", origin="tree", source="x", vendor=False,
        tree_sha256=digest, files=1, size=1, added_at="2022-01-01T00:00:00+00:00",
    )  # fmt: skip
    return Item(pin, record, tree, "", digest)


@pytest.fixture
def parts(tmp_path):
    stack = tmp_path / "stack"
    (stack / "entities").mkdir(parents=True)
    (stack / "Dockerfile").write_text("FROM x\n")
    (stack / "install").write_text("#!/bin/bash\n")
    (stack / "install").chmod(0o755)
    (stack / "entities" / "article.yml").write_text("kind: article\n")
    (stack / "personalise.sql").write_text("SET sql_log_bin=0;\n")
    theme = tmp_path / "theme"
    theme.mkdir()
    (theme / "style.css").write_text("Version: 2.8\n")
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "table.jpg").write_bytes(b"jpeg")
    context = {"pictures": [{"id": "table", "format": "jpg", "used_by": ["wordpress"]}]}
    return stack, {"id": "2022", "version": "5.8.2"}, {"theme/twentyseventeen": item(theme)}, context, pictures


def hashes(parts):
    stack, exam, media, context, pictures = parts
    return inputs.hashes(stack, "sha256:base", exam, media, context, pictures)


def test_same_inputs_same_hashes(parts):
    assert hashes(parts) == hashes(parts)


def test_what_is_read_afterwards_does_not_rebuild_an_image(parts):
    before = hashes(parts)
    (parts[0] / "entities" / "article.yml").write_text("kind: other\n")
    (parts[0] / "personalise.sql").write_text("SELECT 1;\n")
    assert hashes(parts) == before


def test_a_version_may_replace_files_and_do_without_others_leaving_the_other_versions_as_they_are(parts):
    stack, exam = parts[0], parts[1]
    (stack / "repairs").mkdir()
    for name in ("fonts", "lexer"):
        (stack / "repairs" / f"{name}.yml").write_text("reason: both\n")
    before = hashes(parts)
    other = stack / "versions" / "5.6"
    (other / "repairs").mkdir(parents=True)
    (other / "repairs" / "fonts.yml").write_text("")
    (other / "repairs" / "lexer.yml").write_text("reason: 5.6\n")
    (other / "repairs" / "own.yml").write_text("reason: 5.6 alone\n")
    (other / "entities").mkdir()
    (other / "entities" / "article.yml").write_text("kind: article\n")
    assert hashes(parts) == before
    names = {name: path.read_text() for name, path in inputs.recipe_files(stack, "5.6")}
    assert {name: text for name, text in names.items() if name.startswith("repairs/")} == {
        "repairs/lexer.yml": "reason: 5.6\n",
        "repairs/own.yml": "reason: 5.6 alone\n",
    }
    assert not [name for name in names if "article" in name or name.startswith("versions")]
    exam.update(version="5.6")
    assert {name for name, value in hashes(parts).items() if value != before[name]} == {"exam", "recipe"}


@pytest.mark.parametrize(
    ("change", "part"),
    [
        (lambda p: (p[0] / "install").write_text("#!/bin/sh\n"), "recipe"),
        (lambda p: (p[0] / "install").chmod(0o644), "recipe"),
        (lambda p: (p[4] / "table.jpg").write_bytes(b"other"), "pictures"),
        (lambda p: p[1].update(id="2021"), "exam"),
        (lambda p: p[3].update(company="Autre"), "context"),
        (lambda p: p[2].update({"theme/twentyseventeen": item(Path(), "e" * 64)}), "media/theme/twentyseventeen"),
    ],
)
def test_each_change_of_an_input_shows_in_its_own_hash_only(parts, change, part):
    before = hashes(parts)
    change(parts)
    after = hashes(parts)
    assert {name for name in after if after[name] != before[name]} == {part}


def test_the_build_sees_the_recipe_the_media_and_the_context_and_nothing_else(parts, tmp_path):
    stack, exam, media, context, pictures = parts
    folder = tmp_path / "context"
    folder.mkdir()
    inputs.assemble(folder, stack, exam, media, context, pictures)
    found = sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    assert found == [
        "Dockerfile", "context.json", "exam.json", "media/theme/twentyseventeen/style.css", "pictures/table.jpg",
        "stack/Dockerfile", "stack/install",
    ]  # fmt: skip
    assert (folder / "stack" / "install").stat().st_mode & 0o100


def test_a_cms_is_made_from_its_own_half_of_the_context():
    whole = {
        "format": 1, "company": {"name": "Seconde Veine"}, "wordpress": {"pages": []}, "prestashop": {"products": []},
        "neglects": [], "pictures": [{"id": "a", "used_by": ["wordpress"]}, {"id": "b", "used_by": ["prestashop"]}],
    }  # fmt: skip
    part = inputs.narrow(whole, "wordpress")
    assert part["pictures"] == [{"id": "a", "used_by": ["wordpress"]}]
    assert set(part) == {"format", "company", "wordpress", "pictures"}


def test_installers_learn_the_exam_they_install():
    exam = catalog.load_exam("2022")
    told = inputs.exam_json(exam, "wordpress")
    assert told["version"] == "5.8.2"
    assert told["theme"] == "twentyseventeen"
    assert told["inactive_plugins"] == ["wordpress-seo"]


def test_every_stack_has_a_recipe():
    for stack in ("wordpress", "prestashop"):
        names = {name for name, _ in inputs.recipe_files(paths.STACKS / stack)}
        assert {"Dockerfile", "install", "warm", "server.sql", "facts.php"} <= names
