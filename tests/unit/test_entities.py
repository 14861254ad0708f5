"""The entity models of both CMSs: valid, sound, and their mistakes told by file and key."""

import shutil

import pytest
import yaml

from provisioner import paths
from provisioner.errors import DataError
from provisioner.steps.diff import load_model
from provisioner.steps.diff.sentences import definite, of
from provisioner.steps.diff.serialized import cleaned, guess, leaves
from provisioner.steps.diff.values import fill, visible

CMSS = ("wordpress", "prestashop")


@pytest.mark.parametrize("cms", CMSS)
def test_noise_never_hides_what_decides_that_an_entity_is_there(cms):
    model = load_model(cms)
    filters = {(kind.table, column) for kind in model.kinds.values() for column in (*kind.where, *kind.unless)}
    for rule in model.noise:
        narrow = rule.where or rule.unless or rule.through
        hidden = {(table, column) for table in rule.tables for column in rule.columns} if not narrow else set()
        assert not hidden & filters, rule.reason


@pytest.mark.parametrize("cms", CMSS)
def test_every_noise_rule_says_why_on_one_line(cms):
    for rule in load_model(cms).noise:
        assert rule.reason
        assert "\n" not in rule.reason


@pytest.mark.parametrize("cms", CMSS)
def test_every_sentence_uses_known_words(cms):
    special = {"le", "Le", "title", "a", "e", "parent", "note", "changes"}
    for kind_id, kind in load_model(cms).kinds.items():
        templates = [kind.sentences.created, kind.sentences.changed, kind.sentences.removed]
        templates += [moment.say for moment in kind.moments]
        for template in templates:
            asked = {name for part in template.split("{")[1:] for name in part.split("}")[0].split("|")}
            known = special | set(kind.fields) | {f"{f}.{side}" for f in kind.fields for side in ("before", "after")}
            assert asked <= known, (kind_id, asked - known)


@pytest.mark.parametrize("cms", CMSS)
def test_every_label_is_said_in_french_typography(cms):
    for kind in load_model(cms).kinds.values():
        for text in (kind.label, *(field.label for field in kind.fields.values())):
            assert "'" not in text, text


def test_articles_agree():
    kinds = load_model("wordpress").kinds
    assert [definite(kinds[k]) for k in ("article", "page", "permalinks")] == ["l’article", "la page", "les permaliens"]
    assert [of(kinds[k]) for k in ("article", "page", "menu", "permalinks")] == [
        "de l’article",
        "de la page",
        "du menu",
        "des permaliens",
    ]


def broken(tmp_path, change):
    stack = tmp_path / "wordpress"
    shutil.copytree(paths.STACKS / "wordpress" / "entities", stack / "entities")
    shutil.copy(paths.STACKS / "wordpress" / "noise.yml", stack)
    path = stack / "entities" / "30-users.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    change(data)
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    with pytest.raises(DataError) as caught:
        load_model("wordpress", stack)
    return caught.value.message


def test_an_unknown_key_names_file_and_key(tmp_path):
    message = broken(tmp_path, lambda data: data["kinds"]["user"].update(colour="bleu"))
    assert "30-users.yml" in message
    assert "kinds.user.colour" in message
    assert "clé inconnue" in message


def test_an_unknown_reference_is_found(tmp_path):
    message = broken(tmp_path, lambda data: data["kinds"]["user"]["fields"]["login"].update(to="personne"))
    assert "kinds.user.fields.login" in message
    assert "« personne »" in message


def test_an_unknown_source_is_found(tmp_path):
    message = broken(tmp_path, lambda data: data["kinds"]["user"]["fields"]["login"].update(source="ailleurs"))
    assert "source inconnue « ailleurs »" in message


def test_the_same_kind_twice_is_found(tmp_path):
    message = broken(tmp_path, lambda data: data["kinds"].update(article=data["kinds"]["role"]))
    assert "déjà définie" in message


def test_a_title_made_of_nothing_known_is_found(tmp_path):
    assert "champ inconnu « age »" in broken(tmp_path, lambda data: data["kinds"]["user"].update(title="{age}"))


def test_serialized_values_open():
    php = 'a:2:{s:4:"logo";i:5;s:4:"deep";a:1:{i:0;s:3:"é!";}}'
    assert dict(leaves(guess(php))) == {("logo",): 5, ("deep", "0"): "é!"}
    assert dict(leaves(guess('{"cms": ["1", "2"]}'))) == {("cms", "0"): "1", ("cms", "1"): "2"}
    assert guess("a:2:{broken") is None
    assert guess("plain") is None


def test_cleaning_keeps_lengths_true():
    php = 'a:1:{s:3:"url";s:22:"http://10.0.0.1:8101/x";}'
    clean = cleaned(php, lambda text: text.replace("http://10.0.0.1:8101", "https://site.invalid"))
    assert guess(clean) == {"url": "https://site.invalid/x"}


def test_values_are_never_read_as_templates():
    assert fill("{a} et {b|c}", {"a": "{c}", "c": "oui"}) == "{c} et oui"


def test_visible_text_of_blocks():
    source = "<!-- wp:heading --><h2>Le&nbsp;bois</h2><!-- /wp:heading --><p>Du <b>chêne</b><br>massif</p>"
    assert visible(source) == "Le bois\nDu chêne\nmassif"
