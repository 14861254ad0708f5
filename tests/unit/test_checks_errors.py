"""Wrong data is refused by name, and a check that crashes never costs the candidate."""

import pytest
import yaml

from provisioner import paths
from provisioner.errors import DataError
from provisioner.schema.changes import Change, Diff
from provisioner.schema.checks import Functionality
from provisioner.steps import checks

KINDS = {"article": frozenset({"title", "content"}), "media": frozenset({"title", "file"})}
LINE = Functionality(id="tags", group="seo", label="Utiliser les étiquettes et balises")
GOOD = {
    "format": 1,
    "id": "tags",
    "sentences": {"found": "Vu.", "not_found": "Pas vu.", "undetermined": "À voir."},
    "why": "Pourquoi.",
    "for_examiner": "Regarder.",
    "rules": [{"predicate": "entity", "with": {"kinds": ["article"]}}],
}


def _load(tmp_path, **changes):
    path = tmp_path / "tags.yml"
    path.write_text(yaml.safe_dump(GOOD | changes, allow_unicode=True), encoding="utf-8")
    return checks.load_check(path, LINE, KINDS)


def _rule(predicate="entity", sentence="", **arguments):
    return {"rules": [{"predicate": predicate, "sentence": sentence, "with": {"kinds": ["article"], **arguments}}]}


@pytest.mark.parametrize(
    ("changes", "key", "said"),
    [
        ({"surprise": 1}, "surprise", "clé inconnue"),
        ({"id": "autre"}, "id", "au lieu de"),
        ({"rules": []}, "rules", ""),
        (_rule("eval"), "rules.0.predicate", "n’est pas un prédicat"),
        (_rule("_markup"), "rules.0.predicate", "n’est pas un prédicat"),
        (_rule("os.system"), "rules.0.predicate", "n’est pas un prédicat"),
        (_rule(kinds=["artcile"]), "rules.0.with.kinds", "n’est pas un type d’entité"),
        (_rule(colour="red"), "rules.0.with.colour", "clé inconnue"),
        (_rule(actions=["eaten"]), "rules.0.with.actions.0", ""),
        (_rule("field", fields=["titel"]), "rules.0.with.fields", "n’est un champ d’aucun"),
        (_rule("field"), "rules.0.with.fields", "clé obligatoire absente"),
        (_rule(where={"colour": ["red"]}), "rules.0.with.fields", "« colour »"),
        (_rule("reuses", fields=["content"], target_kind="medias"), "rules.0.with.kinds", "« medias »"),
        (_rule(sentence="{title.__class__} {titel}"), "rules.0.sentence", "{titel}"),
    ],
)
def test_wrong_data_names_file_and_key(tmp_path, changes, key, said):
    with pytest.raises(DataError) as caught:
        _load(tmp_path, **changes)
    assert "tags.yml" in caught.value.message
    assert f"clé « {key} »" in caught.value.message
    assert said in caught.value.message
    assert caught.value.hint


def test_a_stray_file_is_an_error(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "CHECKS", tmp_path)
    official = {"format": 1, "exam": 2022, "wordpress": [LINE.model_dump()], "prestashop": []}
    (tmp_path / "2022/wordpress").mkdir(parents=True)
    (tmp_path / "2022/official.yml").write_text(yaml.safe_dump(official), encoding="utf-8")
    (tmp_path / "2022/wordpress/etiquettes.yml").write_text("x", encoding="utf-8")
    with pytest.raises(DataError, match=r"etiquettes\.yml ne correspond à aucune"):
        checks.load_checks("2022", "wordpress", KINDS)
    (tmp_path / "2022/wordpress/etiquettes.yml").unlink()
    assert checks.load_checks("2022", "wordpress", KINDS).uncovered == (LINE,)


def _like(tmp_path, monkeypatch, like):
    monkeypatch.setattr(paths, "CHECKS", tmp_path)
    for place in ("2022/wordpress", "2021/wordpress"):
        (tmp_path / place).mkdir(parents=True)
    (tmp_path / "2022/wordpress/tags.yml").write_text(yaml.safe_dump(GOOD, allow_unicode=True), encoding="utf-8")
    path = tmp_path / "2021/wordpress/tags.yml"
    path.write_text(yaml.safe_dump({"format": 1, "id": "tags", "like": like}), encoding="utf-8")
    return checks.load_check(path, LINE, KINDS)


def test_a_check_may_be_that_of_another_list(tmp_path, monkeypatch):
    check = _like(tmp_path, monkeypatch, "2022/wordpress/tags")
    assert check.like == "2022/wordpress/tags"
    assert check.functionality == LINE
    assert [rule.predicate.name for rule in check.rules] == ["entity"]


@pytest.mark.parametrize(
    "like",
    ["2022/wordpress/none", "2022/tags", "2021/wordpress/tags", "2022/prestashop/tags", "../2022/wordpress/tags", ""],
)
def test_a_check_like_none_is_refused(tmp_path, monkeypatch, like):
    with pytest.raises(DataError, match=r"tags\.yml, clé « like »") as caught:
        _like(tmp_path, monkeypatch, like)
    assert caught.value.hint


def _article(**state):
    fields = [
        {"name": name, "label": name, "type": "html", "after": value, "after_text": str(value)}
        for name, value in state.items()
    ]
    return Change.model_validate(
        {
            "kind": "article",
            "kind_label": "article",
            "id": "1",
            "title": "T",
            "action": "created",
            "sentence": "L’article « T » a été créé.",
            "fields": fields,
            "rows": [],
            "state": state,
        }
    )


def _diff(*changes):
    return Diff(cms="wordpress", changes=changes, others=())


def test_a_crashed_check_is_undetermined_with_its_reason(tmp_path):
    check = _load(tmp_path, **_rule("html_elements", fields=["content"], elements={"h2": "titre(s)"}))
    result = checks.run_check(check, _diff(_article(content=42)))
    assert result.verdict == "undetermined"
    assert "TypeError" in result.sentence
    assert "html_elements" in result.sentence


def test_a_crash_does_not_hide_what_another_rule_found(tmp_path):
    crash = _rule("html_elements", fields=["content"], elements={"h2": "titre(s)"})["rules"]
    check = _load(tmp_path, rules=[*crash, *_rule()["rules"]])
    result = checks.run_check(check, _diff(_article(content=42)))
    assert (result.verdict, result.sentence) == ("found", "Vu.")
    assert result.evidence[0].sentence == "L’article « T » a été créé."


def test_hostile_values_are_never_read_as_templates(tmp_path):
    check = _load(tmp_path, **_rule("field", sentence="{title} : {after}", fields=["content"]))
    result = checks.run_check(check, _diff(_article(content="{before} {0.__class__} {{x}} <script>")))
    assert result.evidence[0].sentence == "T : {before} {0.__class__} {{x}} <script>"


def test_broken_html_is_read_all_the_same(tmp_path):
    check = _load(tmp_path, **_rule("html_elements", fields=["content"], elements={"h2": "titre(s)"}))
    source = '<h2>Un<!-- wp:image {"id": --><p><br><h2 class="x">Deux</h2></div><![CDATA[ <h2></h2>'
    assert checks.run_check(check, _diff(_article(content=source))).verdict == "found"
