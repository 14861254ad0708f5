"""The PHP that a site runs on is data: what is known, what is refused, what changes of a recipe, and what does not."""

import io
import json
import re
import shutil
import tarfile

import pytest
import releases
import yaml
from click.testing import CliRunner

from provisioner import exams, paths, php
from provisioner.adapters.docker.containers import Golden, chosen
from provisioner.cli import cli
from provisioner.errors import DataError, EngineError, MediaError
from provisioner.names import DEBIAN_PHP
from provisioner.schema.image import Facts, ImageRecord
from provisioner.steps import image, media
from provisioner.steps.image import inputs
from provisioner.steps.image.php import OtherPhp
from provisioner.steps.image.verify import compare
from provisioner.steps.media import add, fetch, health, store

OTHERS = php.compiled()
MADE = [(name, cms) for name in OTHERS for cms in ("prestashop", "wordpress") if name in php.known(cms)]
NEWER = re.compile(
    r"\bfn ?\(|\?\?=|\[\.\.\.|\barray_key_(first|last)\(|\bis_countable\(|THROW_ON_ERROR|\bmb_str_split\("
    r"|\b(public|private|protected) (static )?\??(int|string|array|bool|float|self) \$"
    r"|,\s*\)\s*[;,)]|<<<'?(\w+)'?[^;]*\n +\3"
)
"""What PHP only reads since 7.3 or 7.4."""


@pytest.fixture
def asking(monkeypatch, tmp_path):
    """Give a function that makes an exam « essai » ask for a PHP, and returns its file."""
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path / "subjects")

    def ask(cms, value):
        data = yaml.safe_load((paths.PROJECT / "subjects" / "2022" / "exam.yml").read_text(encoding="utf-8"))
        data["id"] = "essai"
        data["cms"] = {cms: data["cms"][cms] | {"php": value}}
        path = tmp_path / "subjects" / "essai" / "exam.yml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        return path

    return ask


@pytest.fixture
def own_stacks(monkeypatch, tmp_path):
    """The stacks, to be changed."""
    shutil.copytree(paths.STACKS, tmp_path / "stacks")
    monkeypatch.setattr(paths, "STACKS", tmp_path / "stacks")
    return tmp_path / "stacks"


def sources(path, version="7.2.34", *, configure=True):
    """An archive that has what PHP's own has at its top, and is nothing of it."""
    texts = {"main/php_version.h": f'#define PHP_MAJOR_VERSION 7\n#define PHP_VERSION "{version}"\n'}
    if configure:
        texts["configure"] = "#!/bin/sh\n"
    with tarfile.open(path, "w:xz") as bundle:
        for name, text in texts.items():
            member = tarfile.TarInfo(f"php-{version}/{name}")
            member.size = len(text)
            bundle.addfile(member, io.BytesIO(text.encode()))
        linked = tarfile.TarInfo(f"php-{version}/ext/tests/link")
        linked.type, linked.linkname = tarfile.SYMTYPE, "../other"
        bundle.addfile(linked)
    return path


def record(tag, on=DEBIAN_PHP, built_at="2026-01-01T00:00:00+00:00"):
    return ImageRecord(
        tag=tag,
        id="sha256:0",
        exam="essai",
        cms="prestashop",
        cms_version="1.7.6.5",
        php=on,
        inputs={},
        built_at=built_at,
    )


# Data


def test_what_each_cms_can_be_made_on():
    assert php.known("prestashop") == ("7.1", "7.2", DEBIAN_PHP)
    assert php.known("wordpress") == (DEBIAN_PHP,)


@pytest.mark.parametrize("name", OTHERS)
def test_each_php_is_an_official_archive_by_its_checksum(name):
    known = php.load(name)
    assert known.medium.version.startswith(f"{name}.")
    assert known.medium.url == f"https://www.php.net/distributions/php-{known.medium.version}.tar.xz"
    assert re.fullmatch(r"[0-9a-f]{64}", known.medium.sha256)
    assert {"gcc", "make", "apache2-dev"} <= set(known.build_packages)
    assert all(option.startswith("--") for option in known.configure)
    assert len(set(known.configure)) == len(known.configure)


@pytest.mark.parametrize("name", OTHERS)
def test_nothing_else_lies_beside_a_php(name):
    stacks = {path.parent.name for path in paths.STACKS.glob("*/stack.yml")}
    assert {path.name for path in (php.folder() / name).iterdir()} <= {"php.yml", *(f"{cms}.yml" for cms in stacks)}


def test_the_base_image_has_the_php_that_its_name_says():
    recipe = (paths.STACKS / "base" / "Dockerfile").read_text(encoding="utf-8")
    assert set(re.findall(r"php(\d\.\d)", recipe)) == {DEBIAN_PHP}


@pytest.mark.parametrize(("name", "cms"), MADE)
def test_every_version_of_a_recipe_is_adapted_to_what_that_php_reads(name, cms, tmp_path):
    stack, dropped = paths.STACKS / cms, set()
    for version in {one.cms[cms].version for one in map(exams.load_exam, exams.list_exams()) if cms in one.cms}:
        whole = tmp_path / version
        for place, path in inputs.recipe_files(stack, version):
            (whole / place).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, whole / place)
        before = {path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()}
        OtherPhp(name, None).adapt(whole, cms, version)
        after = {path.relative_to(whole).as_posix() for path in whole.rglob("*") if path.is_file()}
        dropped |= before - after
        assert not after - before
        for path in whole.rglob("*.php"):
            assert not NEWER.search(path.read_text(encoding="utf-8")), path
        assert not [path for path in whole.rglob("install") if "/etc/php/7.4" in path.read_text(encoding="utf-8")]
    assert dropped == set(php.load_on(name, cms).without), "a file that is left out and that no recipe has"


def test_what_a_newer_php_alone_reads_is_recognised():
    assert NEWER.search("<?php\n$f = static fn (string $one): int => (int) $one;")


def test_an_adaptation_that_no_longer_fits_is_told(tmp_path):
    stack = tmp_path / "stack"
    stack.mkdir()
    (stack / "install").write_text("#!/bin/bash\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"7\.2/prestashop\.yml, fichier « install » : .* y est 0 fois") as told:
        OtherPhp("7.2", None).adapt(stack, "prestashop", "1.7.3.4")
    assert "Reprenez cette adaptation" in told.value.hint


def test_an_unknown_key_is_told(own_stacks):
    path = own_stacks / "php" / "7.2" / "php.yml"
    path.write_text(path.read_text(encoding="utf-8") + "extensions: [soap]\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"php\.yml, clé « extensions » : clé inconnue"):
        php.load("7.2")


def test_a_php_like_another_adds_to_it(own_stacks):
    first = php.load("7.2")
    path = own_stacks / "php" / "7.1" / "php.yml"
    path.write_text(path.read_text(encoding="utf-8") + "configure: [--enable-soap]\n", encoding="utf-8")
    assert php.load("7.1").configure == (*first.configure, "--enable-soap")
    assert php.load("7.1").medium.version != first.medium.version


# The exam's setting


def test_an_exam_without_the_key_is_on_the_base_images_php():
    for exam in map(exams.load_exam, exams.list_exams()):
        assert {part.php for part in exam.cms.values()} == {DEBIAN_PHP}


@pytest.mark.parametrize(
    ("cms", "value", "those"), [("prestashop", "7.9", "7.1, 7.2, 7.4"), ("wordpress", "7.2", "7.4")]
)
def test_a_php_that_is_not_known_is_refused_with_those_that_are(asking, cms, value, those):
    path = asking(cms, value)
    done = CliRunner().invoke(cli, ["image", "build", "--exam", "essai"])
    assert isinstance(done.exception, DataError)
    assert done.exception.message.startswith(f"{path}, clé « cms.{cms}.php » : ")
    assert f"PHP {value}." in done.exception.message
    assert f" : {those} (7.4 sans cette clé)." in done.exception.hint


def test_a_php_without_quotes_is_a_number(asking):
    asking("prestashop", 7.2)
    with pytest.raises(DataError, match=r"clé « cms\.prestashop\.php » : un texte est attendu"):
        exams.load_exam("essai")


def test_the_default_may_be_named(asking):
    asking("prestashop", DEBIAN_PHP)
    assert media.php_sources(exams.load_exam("essai"), "prestashop") is None


def test_another_php_changes_nothing_of_what_the_other_images_are_made_from(asking):
    asking("prestashop", "7.2")
    ours, theirs = exams.load_exam("essai"), exams.load_exam("essai").model_dump()
    theirs["cms"]["prestashop"].pop("php")
    usual = type(ours).model_validate(theirs)
    assert inputs.exam_json(ours, "prestashop") == inputs.exam_json(usual, "prestashop")
    for name in ("base", "prestashop", "wordpress"):
        assert not any("php/" in place for place, _ in inputs.recipe_files(paths.STACKS / name))


# Its sources, a medium like any other


def test_sources_that_the_cache_lacks_are_told_with_what_to_do(asking):
    asking("prestashop", "7.2")
    exam = exams.load_exam("essai")
    with pytest.raises(MediaError, match=r"PrestaShop sur PHP 7\.2 .* : PHP 7\.2\.34\.") as told:
        media.php_sources(exam, "prestashop")
    assert "« ./e5b media fetch --exam essai »" in told.value.hint
    assert "« ./e5b media add CHEMIN »" in told.value.hint
    assert ("php", "7.2.34") in [(pin.kind, pin.version) for pin in fetch.missing("essai")]
    assert "PHP 7.2.34" in next(iter(health.checks())).detail
    listed = CliRunner().invoke(cli, ["media", "list", "--exam", "essai", "--json"])
    assert '"label": "PHP"' in listed.output


def test_sources_are_kept_as_their_archive(asking, tmp_path):
    asking("prestashop", "7.2")
    path = sources(tmp_path / "php-7.2.34.tar.xz")
    (added,) = add.add(path).added
    assert (added.item.record.kind, added.item.record.version, added.item.record.vendor) == ("php", "7.2.34", False)
    assert (added.item.tree / "php.tar").read_bytes() == path.read_bytes()
    assert store.find("php", "php", "7.2.34").problems() == []
    found = media.php_sources(exams.load_exam("essai"), "prestashop")
    assert (found.tree, found.reservation) == (added.item.tree, "")


def test_another_release_may_stand_in_when_data_say_so(asking, own_stacks, tmp_path):
    asking("prestashop", "7.2")
    given = sources(tmp_path / "php.tar.xz", "7.2.33")
    with pytest.raises(MediaError, match=r"PHP trouvé\(e\) en version 7\.2\.33"):
        add.add(given)
    path = own_stacks / "php" / "7.2" / "php.yml"
    text = path.read_text(encoding="utf-8").replace("medium:\n", "medium:\n  accepted: {7.2.33: Autre version.}\n")
    path.write_text(text, encoding="utf-8")
    assert add.add(given).added[0].item.record.version == "7.2.33"
    assert media.php_sources(exams.load_exam("essai"), "prestashop").reservation == "Autre version."


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda path: sources(path, configure=False), "sans leur programme « configure »"),
        (lambda path: path.write_bytes(sources(path).read_bytes()[:-40]), "tronquée"),
        (lambda path: sources(path, "5.2.0"), r"PHP trouvé\(e\) en version 5\.2\.0"),
    ],
    ids=["a copy of the code's repository", "cut", "an older one"],
)
def test_what_is_not_the_official_archive_is_refused_and_nothing_is_added(tmp_path, damage, says):
    path = tmp_path / "php.tar.xz"
    damage(path)
    with pytest.raises(MediaError, match=says):
        add.add(path)
    assert not list(store.items())


def test_another_archive_of_such_a_name_is_taken_for_what_it_is(tmp_path):
    path = releases.tar_of(releases.theme(tmp_path / "theme"), tmp_path / "r.tar.gz", "php-theme")
    assert [one.item.record.kind for one in add.add(path).added] == ["theme"]


# Which image is copied


def test_the_image_that_is_copied_is_the_newest_on_the_php_that_the_exam_asks(asking):
    here = [record("c", "7.2"), record("b"), record("a", "7.2")]
    asking("prestashop", "7.2")
    assert [one.tag for one in image.chosen(here, exams.load_exam("essai"), "prestashop")] == ["c", "a"]
    asking("prestashop", DEBIAN_PHP)
    assert [one.tag for one in image.chosen(here, exams.load_exam("essai"), "prestashop")] == ["b"]


def test_the_list_says_which_images_are_copied(asking, monkeypatch):
    listed = [record("c", "7.1"), record("b"), record("a", "7.2").model_copy(update={"php_version": "7.2.34"})]
    monkeypatch.setattr(image, "listing", lambda: listed)
    for value, copied in (("7.2", "a"), (DEBIAN_PHP, "b"), ("7.1", "c")):
        asking("prestashop", value)
        told = json.loads(CliRunner().invoke(cli, ["image", "list", "--json"]).output)["images"]
        assert [one["tag"] for one in told if one["copied"]] == [copied]
    shown = CliRunner().invoke(cli, ["image", "list"]).output
    assert "7.2.34" in shown
    assert [line.split()[1] for line in shown.splitlines() if "essai" in line].count("●") == 1


def test_an_image_on_another_php_is_not_taken_instead():
    usual, other = Golden("usual", "0", "1"), Golden("other", "1", "1")
    both = {("prestashop", DEBIAN_PHP): usual, ("prestashop", "7.2"): other}
    assert chosen(both, "essai", "prestashop") is usual
    assert chosen(both, "essai", "prestashop", "7.2") is other
    with pytest.raises(EngineError, match=r"sur PHP 7\.2 n’est pas construite ; celle sur PHP 7\.4 n’est pas prise"):
        chosen({("prestashop", DEBIAN_PHP): usual}, "essai", "prestashop", "7.2")
    with pytest.raises(EngineError, match=r"L’image du site prestashop de l’épreuve essai n’est pas construite\."):
        chosen({}, "essai", "prestashop")


@pytest.mark.parametrize(
    ("seen", "name", "ok"),
    [
        ("7.4.33", "7.4", True),
        ("7.3.1", "7.4", False),
        ("7.2.34", "7.2", True),
        ("7.2.33", "7.2", False),
        ("", "7.2", False),
    ],
)
def test_verify_tells_the_php_that_the_site_runs_on(seen, name, ok):
    said = {"cms_version": "1", "theme": "classic", "language": "fr", "can_update": False}
    facts = Facts.model_validate(said | {"candidate_login": "c", "candidate_usable": False, "php": seen})
    findings = compare(facts, exams.load_exam("2022").cms["prestashop"], name)
    assert [(one.ok, one.seen) for one in findings if one.what == "Version de PHP"] == [(ok, seen)]
