"""What a person gives is recognised by its own version files; the wrong version is refused in words."""

import json

import pytest
import releases
from click.testing import CliRunner

from provisioner import catalog, paths
from provisioner.cli import cli
from provisioner.errors import MediaError
from provisioner.steps import media
from provisioner.steps.media import add as adding
from provisioner.steps.media import store
from provisioner.steps.media.wanted import wanted


def added(path, **options):
    """Return {title: (outcome, vendor)} of what was added."""
    result = adding.add(path, **options)
    return {(one.item.record.kind, one.item.record.name, one.item.record.version): one.outcome for one in result.added}


def tree_of(kind, name, version):
    item = store.find(kind, name, version)
    return sorted(path.relative_to(item.tree).as_posix() for path in item.tree.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("make", "kind", "name", "version"),
    [
        (releases.wordpress, "wordpress", "wordpress", "5.8.2"),
        (releases.theme, "theme", "twentyseventeen", "2.8"),
        (releases.plugin, "plugin", "wordpress-seo", "17.8"),
        (releases.prestashop, "prestashop", "prestashop", "1.7.6.5"),
    ],
)
@pytest.mark.parametrize("form", ["tree", "zip", "zip-top", "tar", "deep"])
def test_every_release_is_recognised_in_every_form(tmp_path, make, kind, name, version, form):
    root = make(tmp_path / "whatever")
    given = {
        "tree": lambda: root,
        "zip": lambda: releases.zip_of(root, tmp_path / "r.zip"),
        "zip-top": lambda: releases.zip_of(root, tmp_path / "r.zip", "dossier du centre/"),
        "tar": lambda: releases.tar_of(root, tmp_path / "r.tar.gz", "./release"),
        "deep": lambda: releases.zip_of(root, tmp_path / "r.zip", "a/b/"),
    }[form]()
    expected = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    assert added(given) == {(kind, name, version): "added"}
    assert tree_of(kind, name, version) == expected
    assert not store.find(kind, name, version).record.vendor
    assert added(given) == {(kind, name, version): "present"}


def test_prestashop_in_its_outer_zip(tmp_path):
    outer = tmp_path / "outer"
    releases.write(outer, {"index.php": "<?php\n", "Install_PrestaShop.html": "<html/>"})
    releases.zip_of(releases.prestashop(tmp_path / "ps"), outer / "prestashop.zip")
    assert added(releases.zip_of(outer, tmp_path / "prestashop_1.7.6.5.zip")) == {
        ("prestashop", "prestashop", "1.7.6.5"): "added"
    }
    assert "install/install_version.php" in tree_of("prestashop", "prestashop", "1.7.6.5")


def test_prestashop_french_pack_stays_packed(tmp_path):
    pack = releases.prestashop_pack(tmp_path / "fr-FR.zip")
    assert added(pack) == {("prestashop-language", "fr-FR", "1.7.6.5"): "added"}
    item = store.find("prestashop-language", "fr-FR", "1.7.6.5")
    assert (item.tree / "sf-fr-FR.zip").read_bytes() == pack.read_bytes()
    assert "traduction révisée le 26/05/2020" in item.record.notes


def test_pack_that_does_not_tell_its_version_is_the_newest_or_that_of_the_exam_named(tmp_path):
    pack = releases.prestashop_pack(tmp_path / "fr-FR.zip")
    versions = {one.pin.version for one in wanted() if one.pin.kind == "prestashop-language"}
    assert versions == {"1.7.3.4", "1.7.6.5"}
    assert set(added(pack)) == {("prestashop-language", "fr-FR", "1.7.6.5")}
    assert set(added(pack, exam="2021")) == {("prestashop-language", "fr-FR", "1.7.3.4")}


def test_french_build_gives_all_it_holds(tmp_path):
    root = releases.wordpress(tmp_path / "wordpress")
    content = root / "wp-content"
    releases.theme(content / "themes" / "twentyseventeen")
    releases.plugin(content / "plugins" / "wordpress-seo")
    releases.write(
        content / "languages",
        {
            "fr_FR.mo": releases.mo("WordPress - 5.8.x - Development"),
            "admin-fr_FR.mo": releases.mo("WordPress - 5.8.x - Administration"),
            f"fr_FR-{'0' * 32}.json": "{}",
            "plugins/wordpress-seo-fr_FR.mo": releases.mo("Plugins - Yoast SEO - Stable (latest release)"),
            "plugins/akismet-fr_FR.mo": releases.mo("Plugins - Akismet - Stable (latest release)"),
            "themes/twentyseventeen-fr_FR.mo": releases.mo("Themes - Twenty Seventeen"),
        },
    )
    releases.write(root, {"wp-config.php": "<?php // password", "wp-content/uploads/a.jpg": "x"})
    result = adding.add(releases.zip_of(root, tmp_path / "fr.zip", "wordpress/"))
    kept = {(one.item.record.kind, one.item.record.name) for one in result.added}
    assert kept == {
        ("wordpress", "wordpress"),
        ("theme", "twentyseventeen"),
        ("plugin", "wordpress-seo"),
        ("wordpress-language", "fr_FR"),
        ("wordpress-language", "twentyseventeen-fr_FR"),
        ("plugin-language", "wordpress-seo-fr_FR"),
    }
    assert result.ignored == ("traduction d’extension akismet-fr_FR",)
    # What the centre added must not slip into the exam with the core.
    core = tree_of("wordpress", "wordpress", "5.8.2")
    assert "wp-content/themes/twentytwenty/style.css" in core
    assert not [
        path for path in core if "seventeen" in path or "seo" in path or "upload" in path or "config.php" in path
    ]
    assert tree_of("wordpress-language", "fr_FR", "5.8.2") == sorted(
        ["admin-fr_FR.mo", f"fr_FR-{'0' * 32}.json", "fr_FR.mo"]
    )
    assert tree_of("plugin-language", "wordpress-seo-fr_FR", "17.8") == ["plugins/wordpress-seo-fr_FR.mo"]
    assert set(media.locate(catalog.load_exam("2022"), "wordpress")) >= {"wordpress/wordpress", "theme/twentyseventeen"}


def test_wrong_version_names_both(tmp_path):
    with pytest.raises(MediaError) as caught:
        adding.add(releases.wordpress(tmp_path / "wp", "5.9.1"))
    assert "5.9.1" in caught.value.message
    assert "5.8.2" in caught.value.message
    assert "5.7.11" not in caught.value.message  # that of Debian's packages is not to be given
    assert not list(store.items())


def test_accepted_version_comes_with_its_reservation(tmp_path):
    adding.add(releases.wordpress(tmp_path / "wp"))
    adding.add(releases.plugin(tmp_path / "seo"))
    releases.write(tmp_path / "lang", {"fr_FR.mo": releases.mo("WordPress - 5.8.x - Development")})
    adding.add(tmp_path / "lang")
    assert added(releases.theme(tmp_path / "t", "2.4")) == {("theme", "twentyseventeen", "2.4"): "added"}
    item = media.locate(catalog.load_exam("2022"), "wordpress")["theme/twentyseventeen"]
    assert "2.4" in item.reservation
    assert item.record.version == "2.4"
    adding.add(releases.theme(tmp_path / "t28", "2.8"))
    assert media.locate(catalog.load_exam("2022"), "wordpress")["theme/twentyseventeen"].reservation == ""


def test_declared_version_of_a_translation(tmp_path):
    lang = releases.write(
        tmp_path / "lang", {"wordpress-seo-fr_FR.mo": releases.mo("Plugins - Yoast SEO - Stable (latest release)")}
    )
    assert added(lang, version="17.7") == {("plugin-language", "wordpress-seo-fr_FR", "17.7"): "added"}
    with pytest.raises(MediaError, match=r"12\.0"):
        adding.add(lang, version="12.0")


def test_vendor_archive_is_told_from_the_rest(tmp_path, monkeypatch):
    archive = releases.zip_of(releases.wordpress(tmp_path / "wp"), tmp_path / "wp.zip")
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path / "subjects")
    pin = {"kind": "wordpress", "name": "wordpress", "version": "5.8.2", "sha256": adding.digest(archive, "sha256")}
    releases.exam_file(tmp_path / "subjects", pin)
    assert added(tmp_path / "wp") == {("wordpress", "wordpress", "5.8.2"): "added"}
    assert not store.find("wordpress", "wordpress", "5.8.2").record.vendor
    assert added(archive) == {("wordpress", "wordpress", "5.8.2"): "replaced"}
    assert store.find("wordpress", "wordpress", "5.8.2").record.vendor
    # A copy of unknown origin never takes the place of the vendor's.
    releases.write(tmp_path / "wp", {"index.php": "<?php // changed\n"})
    assert added(tmp_path / "wp", replace=True) == {("wordpress", "wordpress", "5.8.2"): "kept"}


def test_other_content_needs_an_explicit_order(tmp_path):
    root = releases.wordpress(tmp_path / "wp")
    adding.add(root)
    before = store.find("wordpress", "wordpress", "5.8.2").record
    releases.write(root, {"index.php": "<?php // changed\n"})
    with pytest.raises(MediaError) as caught:
        adding.add(root)
    assert "--replace" in caught.value.hint
    assert store.find("wordpress", "wordpress", "5.8.2").record == before
    assert added(root, replace=True) == {("wordpress", "wordpress", "5.8.2"): "replaced"}


def test_nothing_of_use(tmp_path):
    releases.write(tmp_path / "lettres", {"a.txt": "a"})
    with pytest.raises(MediaError, match="ni WordPress, ni PrestaShop"):
        adding.add(tmp_path / "lettres")
    with pytest.raises(MediaError, match="n’existe pas"):
        adding.add(tmp_path / "absent.zip")
    releases.write(tmp_path, {"page.zip": "<!doctype html><p>Portail du réseau"})
    with pytest.raises(MediaError, match="une page web"):
        adding.add(tmp_path / "page.zip")
    releases.write(tmp_path / "autre", {"style.css": "/*\nTheme Name: Astra\nVersion: 3\nText Domain: astra\n*/"})
    with pytest.raises(MediaError, match="aucune épreuve ne le demande"):
        adding.add(tmp_path / "autre")


def test_incomplete_releases(tmp_path):
    releases.write(tmp_path / "wp", {"wp-includes/version.php": "<?php\n$wp_version = '5.8.2';\n"})
    with pytest.raises(MediaError, match="ni WordPress"):
        adding.add(tmp_path / "wp")
    shop = releases.prestashop(tmp_path / "ps")
    (shop / "vendor" / "autoload.php").unlink()
    (shop / "vendor").rmdir()
    with pytest.raises(MediaError, match="il manque vendor"):
        adding.add(shop)
    releases.prestashop(shop)
    releases.write(shop, {"app/AppKernel.php": "<?php\n    const VERSION = '1.7.6.4';\n"})
    with pytest.raises(MediaError, match="contradictoire"):
        adding.add(shop)


def test_links_in_a_tree_are_refused(tmp_path):
    root = releases.wordpress(tmp_path / "wp")
    (root / "wp-admin" / "etc").symlink_to("/etc")
    with pytest.raises(MediaError, match="lien symbolique"):
        adding.add(root)


def test_locate_names_what_is_missing():
    with pytest.raises(MediaError) as caught:
        media.locate(catalog.load_exam("2022"), "prestashop")
    assert "PrestaShop 1.7.6.5" in caught.value.message
    assert "./e5b media add" in caught.value.hint
    assert media.locate(catalog.load_exam("decouverte"), "wordpress") == {}


def test_verify_finds_altered_missing_and_unknown(tmp_path):
    adding.add(releases.wordpress(tmp_path / "wp"))
    run = CliRunner()
    assert run.invoke(cli, ["media", "verify"]).exit_code == 0
    item = store.find("wordpress", "wordpress", "5.8.2")
    (item.tree / "index.php").write_text("changed", encoding="utf-8")
    (item.tree / "wp-settings.php").unlink()
    (item.tree / "new.php").write_text("new", encoding="utf-8")
    (paths.media_cache() / "wordpress" / "forgotten.zip").write_text("x", encoding="utf-8")
    left = paths.media_cache() / ".tmp-killed" / "unpacked" / "wp"
    left.mkdir(parents=True)
    (left / "a.php").touch()
    result = run.invoke(cli, ["media", "verify"])
    assert ".tmp-killed" not in result.output
    assert isinstance(result.exception, MediaError)
    for expected in ("altéré : index.php", "manquant : wp-settings.php", "inconnu : new.php", "forgotten.zip"):
        assert expected in result.output
    (item.folder / "manifest.sha256").write_text("", encoding="utf-8")
    assert "a été modifiée" in item.problems()[0]
    adding.add(releases.theme(tmp_path / "theme"))
    assert not left.exists()


def test_list_in_json(tmp_path):
    adding.add(releases.theme(tmp_path / "t", "2.4"))
    result = CliRunner().invoke(cli, ["media", "list", "--json", "--exam", "2022"])
    lines = {line["name"]: line for line in json.loads(result.stdout)["media"]}
    assert lines["twentyseventeen"]["state"] == "substitute"
    assert lines["twentyseventeen"]["found"] == "2.4"
    assert lines["wordpress"]["state"] == "missing"


def test_interrupted_addition_leaves_nothing(tmp_path, monkeypatch):
    root = releases.wordpress(tmp_path / "wp")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(store.tree, "manifest", full)
    with pytest.raises(MediaError, match="le disque est plein"):
        adding.add(root)
    assert [path.name for path in paths.media_cache().iterdir()] == [".lock"]
