import shutil

import pytest
import yaml

from provisioner import catalog, paths
from provisioner.errors import DataError

FOLDER = paths.SUBJECTS / "2022" / "context"


@pytest.fixture
def folder(tmp_path):
    """A copy of the context that a test may spoil."""
    copy = tmp_path / "context"
    shutil.copytree(FOLDER, copy, ignore=shutil.ignore_patterns("*.svg"))
    return copy


def change(path, edit):
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    edit(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")


def refusal(folder):
    with pytest.raises(DataError) as caught:
        catalog.load_context(folder)
    assert caught.value.hint
    return caught.value.message


def first(collection, key, value):
    """Return an edit that sets a value of the first item of a list: `first("products", "brand", "x")`."""

    def edit(data):
        data[collection][0][key] = value

    return edit


SPOILS = {
    "unknown key": ("wordpress/site.yml", lambda d: d.update(slogan="x"), ["site.yml", "« slogan »", "clé inconnue"]),
    "missing key": ("company.yml", lambda d: d.pop("siret"), ["company.yml", "« siret »", "absente"]),
    "bad slug": ("prestashop/brands.yml", first("brands", "slug", "Ma Marque"), ["brands.yml", "« brands.0.slug »"]),
    "real e-mail": (
        "wordpress/users.yml",
        first("users", "email", "maud@gmail.com"),
        ["users.yml", "« users.0.email »"],
    ),
    "unknown author": (
        "wordpress/posts/une-porte-un-bureau.yml",
        lambda d: d.update(author="personne"),
        ["posts/une-porte-un-bureau.yml", "« author »", "le compte « personne » n’existe pas"],
    ),
    "unknown tag": (
        "wordpress/posts/une-porte-un-bureau.yml",
        lambda d: d.update(tags=["ovni"]),
        ["posts/une-porte-un-bureau.yml", "l’étiquette « ovni » n’existe pas"],
    ),
    "file not named after its slug": (
        "wordpress/posts/une-porte-un-bureau.yml",
        lambda d: d.update(slug="autre"),
        ["une-porte-un-bureau.yml", "« autre » n’est pas le nom du fichier"],
    ),
    "unknown picture in a text": (
        "wordpress/pages/contact.yml",
        lambda d: d.update(content="<p>{{media:fantome:url}}</p>"),
        ["pages/contact.yml", "« pages.contact.content »", "{{media:fantome:url}}", "ne mène à rien"],
    ),
    "comment on nothing": (
        "wordpress/comments.yml",
        first("comments", "post", "rien"),
        ["comments.yml", "« site-1.post »", "l’article « rien » n’existe pas"],
    ),
    "menu entry to nothing": (
        "wordpress/menus.yml",
        lambda d: d["menus"][0]["items"][1].update(target="rien"),
        ["menus.yml", "« principal.items.1.target »", "la page « rien » n’existe pas"],
    ),
    "unknown product category": (
        "prestashop/products/assises.yml",
        first("products", "category", "rien"),
        ["products", "« SV-ASS-001.category »", "la catégorie « rien » n’existe pas"],
    ),
    "two covers": (
        "prestashop/products/assises.yml",
        lambda d: [image.update(cover=True) for image in d["products"][0]["images"]],
        ["« SV-ASS-001.images »", "une image, et une seule, doit être la couverture"],
    ),
    "unknown attribute value": (
        "prestashop/products/assises.yml",
        lambda d: d["products"][0]["combinations"][0].update(attributes={"hauteur": "3m"}),
        ["« SV-ASS-001.combinations »", "« hauteur » n’a pas de valeur « 3m »"],
    ),
    "unknown customer": (
        "prestashop/orders.yml",
        first("orders", "customer", "personne"),
        ["orders.yml", "le client « personne » n’existe pas"],
    ),
    "unknown address": (
        "prestashop/orders.yml",
        first("orders", "address", "Cabane"),
        ["orders.yml", "n’a pas d’adresse « Cabane »"],
    ),
    "ordered without its combination": (
        "prestashop/orders.yml",
        first("orders", "lines", [{"product": "SV-ASS-001", "quantity": 1}]),
        ["orders.yml", "« SV-ASS-001 » n’a pas de déclinaison « (vide) »"],
    ),
    "reference twice": (
        "prestashop/orders.yml",
        lambda d: d["orders"].append(d["orders"][0]),
        ["orders.yml", "« orders.reference »", "est donné 2 fois"],
    ),
    "child category before its parent": (
        "prestashop/categories.yml",
        lambda d: d["categories"].insert(0, d["categories"].pop(1)),
        ["categories.yml", "« tables-et-bureaux.parent »", "doit venir avant"],
    ),
    "rule that ends before it starts": (
        "prestashop/promotions.yml",
        lambda d: d["cart_rules"][0].update(end=d["cart_rules"][0]["start"]),
        ["promotions.yml", "« bienvenue.end »", "la fin doit venir après le début"],
    ),
    "neglect that was mended": (
        "prestashop/shop.yml",
        lambda d: d.update(phone="02 61 91 04 18"),
        ["neglects.yml", "« telephone-perime »", "n’est pas dans le champ"],
    ),
    "neglect of nothing": (
        "neglects.yml",
        lambda d: d["neglects"][0].update(kind="page", target="rien"),
        ["neglects.yml", "« slogan-par-defaut »", "n’existe pas"],
    ),
}


@pytest.mark.parametrize("name", SPOILS)
def test_refused_in_a_sentence_that_names_file_and_key(folder, name):
    file, edit, expected = SPOILS[name]
    change(folder / file, edit)
    message = refusal(folder)
    for part in expected:
        assert part in message


def test_stray_file_is_refused(folder):
    (folder / "wordpress" / "posts" / "notes.txt").write_text("x", encoding="utf-8")
    assert "notes.txt n’a rien à faire dans ce dossier" in refusal(folder)


def test_missing_file_is_named(folder):
    (folder / "prestashop" / "carriers.yml").unlink()
    assert "carriers.yml n’existe pas" in refusal(folder)


def test_picture_of_the_other_cms_is_refused(folder):
    change(folder / "prestashop" / "home.yml", lambda d: d.update(banner="entete-atelier"))
    assert "l’image « entete-atelier » n’existe pas" in refusal(folder)


def test_every_exam_loads():
    assert set(catalog.list_exams()) >= {"2022", "decouverte"}
    for name in catalog.list_exams():
        exam = catalog.load_exam(name)
        assert catalog.context_folder(exam).is_dir()


def test_unknown_exam_lists_the_known_ones():
    with pytest.raises(DataError, match="L’épreuve « 1999 » n’existe pas") as caught:
        catalog.load_exam("1999")
    assert "2022" in caught.value.hint


def test_discovery_shares_the_context_of_2022():
    folders = {catalog.context_folder(catalog.load_exam(name)) for name in ("2022", "decouverte")}
    assert folders == {FOLDER}
