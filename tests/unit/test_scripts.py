"""Scripts of candidates: what is wrong in one is refused by file and key, before anything is started."""

import sys
from pathlib import Path

import pytest
import yaml

from provisioner import paths
from provisioner.errors import DataError
from provisioner.pipeline.accuracy import plan
from provisioner.robots.action import action, actions
from provisioner.robots.scripts import Known, load_script, load_scripts

IDS = ("menus-edit", "menus-add-item", "publish")


@action("Écrire « {title} » {times} fois, {loud}, avec {names} et {picture}")
def write(desk, title: str, *, times: int = 1, loud: bool = False, names: "list[str]" = (), picture: Path = Path()):
    """Only its signature matters here."""


@action("Regarder")
def look(desk):
    """Take nothing."""


KNOWN = Known(actions(sys.modules[__name__]), {"atelier", "banc"})
RUN = {"name": "one", "kind": "done", "what": "Écrit.", "steps": ["look"]}


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """Return what writes the script of a functionality in an exam's checks folder."""
    monkeypatch.setattr(paths, "CHECKS", tmp_path)
    lines = [{"id": id_, "group": "g", "label": id_} for id_ in IDS]
    for exam in (2021, 2022):
        official = {"format": 1, "exam": exam, "wordpress": lines, "prestashop": []}
        (tmp_path / f"{exam}/scripted/wordpress").mkdir(parents=True)
        (tmp_path / f"{exam}/official.yml").write_text(yaml.safe_dump(official), encoding="utf-8")

    def put(exam="2022", id_="publish", **data):
        path = tmp_path / exam / "scripted" / "wordpress" / f"{id_}.yml"
        path.write_text(yaml.safe_dump({"format": 1, "id": id_, **data}, allow_unicode=True), encoding="utf-8")
        return path

    return put


def step(**arguments):
    return {"runs": [RUN | {"steps": [{"write": {"title": "T"} | arguments}]}]}


def test_a_good_script_is_bound(tree):
    tree(runs=[RUN | {"also": ["menus-edit"], "steps": ["look", *step(times=2, picture="banc")["runs"][0]["steps"]]}])
    script = load_script("2022", "wordpress", "publish", KNOWN)
    assert [one.action.name for one in script.runs[0].steps] == ["look", "write"]
    assert script.runs[0].steps[1].pictures == {"picture": "banc"}
    assert script.runs[0].steps[1].told == "Écrire « T » 2 fois, False, avec  et banc"


@pytest.mark.parametrize(
    ("data", "key", "said"),
    [
        ({"runs": [RUN], "surprise": 1}, "surprise", "clé inconnue"),
        ({"id": "menus-edit", "runs": [RUN]}, "id", "au lieu de"),
        ({}, "runs", "aucun candidat"),
        ({"runs": [RUN | {"kind": "perfect"}]}, "runs.0.kind", ""),
        ({"runs": [RUN | {"name": "Deux Mots"}]}, "runs.0.name", ""),
        ({"runs": [RUN | {"steps": []}]}, "runs.0.steps", ""),
        ({"runs": [RUN, RUN]}, "runs.1.name", "« one » est déjà le nom"),
        ({"runs": [RUN | {"also": ["yoast"]}]}, "runs.0.also.0", "« yoast » n’est pas une fonctionnalité"),
        ({"runs": [RUN | {"unsure": ["publish", "x"]}]}, "runs.0.unsure.1", "« x »"),
        ({"runs": [RUN | {"also": ["publish"], "unsure": ["publish"]}]}, "runs.0.unsure", "aussi dans « also »"),
        ({"runs": [RUN | {"steps": ["dance"]}]}, "runs.0.steps.0", "« dance » n’est pas une action"),
        ({"runs": [RUN | {"steps": ["__import__"]}]}, "runs.0.steps.0", "n’est pas une action"),
        ({"runs": [RUN | {"steps": [{"look": {}, "write": {}}]}]}, "runs.0.steps.0", "une seule action"),
        ({"runs": [RUN | {"steps": ["write"]}]}, "runs.0.steps.0.write.title", "obligatoire absent"),
        (step(colour="red"), "runs.0.steps.0.write.colour", "argument inconnu"),
        (step(desk="x"), "runs.0.steps.0.write.desk", "argument inconnu"),
        (step(title=149.0), "runs.0.steps.0.write.title", "un texte est attendu"),
        (step(times="2"), "runs.0.steps.0.write.times", "un nombre entier"),
        (step(times=True), "runs.0.steps.0.write.times", "un nombre entier"),
        (step(loud=1), "runs.0.steps.0.write.loud", "vrai ou faux"),
        (step(names="a"), "runs.0.steps.0.write.names", "une liste de textes"),
        (step(names=["a", 1]), "runs.0.steps.0.write.names", "une liste de textes"),
        (step(picture="lune"), "runs.0.steps.0.write.picture", "« lune » n’est pas une image du contexte"),
        (step(picture=3), "runs.0.steps.0.write.picture", "l’identifiant d’une image"),
        ({"like": "2021/menus-edit", "runs": [RUN]}, "like", "a aussi ses propres"),
        ({"like": "2021/menus-edit"}, "like", "n’est pas un scénario à reprendre"),
        ({"runs": [RUN], "also": {"one": ["menus-edit"]}}, "also", "n’a de sens qu’avec « like »"),
        ({"runs": [RUN], "unsure": {"one": ["menus-edit"]}}, "unsure", "n’a de sens qu’avec « like »"),
        ({"like": "publish"}, "like", "n’est pas un scénario à reprendre"),
        ({"like": "2022/publish"}, "like", "n’est pas un scénario à reprendre"),
        ({"like": "2022/wordpress/publish"}, "like", "n’est pas un scénario à reprendre"),
    ],
)
def test_wrong_data_names_file_and_key(tree, data, key, said):
    tree(**data)
    with pytest.raises(DataError) as caught:
        load_script("2022", "wordpress", "publish", KNOWN)
    assert "publish.yml" in caught.value.message
    assert f"clé « {key} »" in caught.value.message
    assert said in caught.value.message
    assert caught.value.hint


def test_broken_yaml_names_the_line(tree):
    tree(runs=[RUN]).write_text("format: 1\nid: publish\nruns: [\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"publish\.yml, ligne 4"):
        load_script("2022", "wordpress", "publish", KNOWN)


def test_a_stray_file_is_an_error(tree):
    tree(id_="danse", runs=[RUN])
    with pytest.raises(DataError, match=r"danse\.yml ne correspond à aucune"):
        load_scripts("2022", "wordpress", KNOWN)


def test_a_list_may_share_runs(tree):
    tree(runs=[RUN | {"also": ["menus-edit"]}])
    tree("2021", "menus-add-item", like="2022/publish", also={"one": ["publish"]}, unsure={"one": ["menus-edit"]})
    script = load_scripts("2021", "wordpress", KNOWN)["menus-add-item"]
    assert (script.also, script.unsure) == ({"one": ("publish",)}, {"one": ("menus-edit",)})
    assert (script.exam, script.source, [run.data.name for run in script.runs]) == ("2022", "publish", ["one"])


@pytest.mark.parametrize(
    ("said", "key", "words"),
    [
        ({"also": {"two": ["publish"]}}, "also.two", "n’a pas de « run » de ce nom"),
        ({"unsure": {"one": ["publish", "surf"]}}, "unsure.one.1", "« surf » n’est pas une fonctionnalité"),
    ],
)
def test_what_a_list_says_of_shared_runs_is_checked(tree, said, key, words):
    tree(runs=[RUN])
    tree("2021", "menus-add-item", like="2022/publish", **said)
    with pytest.raises(DataError) as caught:
        load_script("2021", "wordpress", "menus-add-item", KNOWN)
    assert "menus-add-item.yml" in caught.value.message
    assert f"clé « {key} »" in caught.value.message
    assert words in caught.value.message


@pytest.mark.parametrize("cms", ["wordpress", "prestashop"])
@pytest.mark.parametrize("exam", sorted(path.parent.name for path in paths.CHECKS.glob("*/official.yml")))
def test_every_script_of_the_project_loads(exam, cms):
    assert all(script.runs for script in plan.scripts(exam, cms).values())
