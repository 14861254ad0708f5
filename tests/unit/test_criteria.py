"""What a subject expected, looked for in a candidate’s folder; and what is said when nobody can say."""

import json

import pytest
import yaml

from provisioner import paths
from provisioner.pipeline.bank import draft
from provisioner.pipeline.evidence import criteria, review
from provisioner.schema.changes import Diff
from provisioner.schema.sitting import Sitting
from provisioner.steps import checks

REAL = paths.SUBJECTS


@pytest.fixture
def exam(tmp_path, monkeypatch):
    place = tmp_path / "subjects" / "2022"
    place.mkdir(parents=True)
    for name in ("exam.yml", "context"):
        (place / name).symlink_to(REAL / "2022" / name)
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path / "subjects")
    return place


@pytest.fixture
def candidate(tmp_path):
    """The folder of a candidate whose only change is a new slogan, `vies` of which they wrote."""

    def make(subject="A", tagline="Le bois a plusieurs vies", day="2022-05-12"):
        change = {
            "kind": "identity", "kind_label": "identité du site", "id": "", "title": "Identité du site",
            "action": "changed",
            "sentence": f"Le slogan est devenu « {tagline} ».", "rows": [], "state": {"tagline": tagline},
            "fields": [{"name": "tagline", "label": "Slogan", "type": "text", "before": "x", "after": tagline,
                        "after_text": tagline}],
        }  # fmt: skip
        folder = tmp_path / "42"
        folder.mkdir(exist_ok=True)
        diff = {"cms": "wordpress", "changes": [change], "others": [], "day": day}
        (folder / "diff.json").write_text(json.dumps(diff), encoding="utf-8")
        sitting = Sitting(
            wave="v", number="42", commission="1", subject=subject, exam="2022", cms="wordpress", cms_version="5.8.2",
            image="i", container="c", url="http://h:1", port=1, login="l", duration_s=2400,
            created_at="2022-05-12T09:00:00+02:00", ready_s=1,
        )  # fmt: skip
        (folder / "sitting.json").write_text(sitting.model_dump_json(), encoding="utf-8")
        return folder, sitting

    return make


@pytest.mark.usefixtures("exam")
def test_satisfied_and_not(candidate):
    draft.new("2022", "wordpress", "A")
    found = criteria.write(*candidate())
    assert found.subject == "wordpress-a"
    assert found.satisfied == {"slogan"}
    slogan = found.questions[2].criteria[0]
    assert slogan.evidence[0].sentence == "Le slogan est devenu « Le bois a plusieurs vies »."
    assert found.questions[0].criteria[0].sentence == "Rien de tel n’a été vu sur le site."


@pytest.mark.usefixtures("exam")
def test_near_is_shown(candidate):
    draft.new("2022", "wordpress", "A")
    slogan = criteria.write(*candidate(tagline="Du vieux, du neuf")).questions[2].criteria[0]
    assert slogan.state == "unsatisfied"
    assert slogan.evidence[0].sentence == (
        "Le slogan est devenu « Du vieux, du neuf ». Pas comme demandé : Slogan (« Du vieux, du neuf »)."
    )


def test_what_was_not_recorded_is_undetermined(exam, candidate):
    draft.new("2022", "wordpress", "A")
    path = exam / "wordpress-a" / "subject.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["questions"][2]["expectations"][0]["with"]["holds"] = {"tagline": {"days": 1}}
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    slogan = criteria.write(*candidate(day="")).questions[2].criteria[0]
    assert slogan.state == "undetermined"
    assert "à vérifier sur le site" in slogan.sentence


def test_what_is_near_is_shown_even_when_all_that_it_lacks_cannot_be_told(exam, candidate):
    """Another condition fails first, and the day that the next one needs was not recorded."""
    draft.new("2022", "wordpress", "A")
    path = exam / "wordpress-a" / "subject.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    holds = {"title": {"says": ["Autre"]}, "tagline": {"days": 1}}
    data["questions"][2]["expectations"][0]["with"]["holds"] = holds
    path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    slogan = criteria.write(*candidate(day="")).questions[2].criteria[0]
    assert slogan.state == "unsatisfied"
    assert slogan.evidence[0].sentence == "Le slogan est devenu « Le bois a plusieurs vies »."


@pytest.mark.usefixtures("exam")
@pytest.mark.parametrize("subject", ["Z", "démonstration", "PrestaShop A"])
def test_a_subject_outside_the_bank_is_said(candidate, subject):
    found = criteria.write(*candidate(subject))
    assert not found.questions
    assert "n’est pas dans la banque" in found.problem


def test_a_broken_subject_costs_no_verdict(exam, candidate):
    (exam / "wordpress-a").mkdir()
    (exam / "wordpress-a" / "subject.yml").write_text("format: 2", encoding="utf-8")
    folder, _ = candidate()
    assert review.check(folder).results
    kept = json.loads((folder / "criteria.json").read_text(encoding="utf-8"))
    assert "ne peut pas être lu" in kept["problem"]


def test_a_predicate_that_crashes_is_undetermined(exam, candidate, monkeypatch):
    draft.new("2022", "wordpress", "A")
    folder, sitting = candidate()

    def crash(*_):
        raise ZeroDivisionError

    monkeypatch.setattr("provisioner.predicates.expected.find", crash)
    found = criteria.write(folder, sitting)
    assert {one.state for question in found.questions for one in question.criteria} == {"undetermined"}
    assert exam.is_dir()


@pytest.mark.usefixtures("exam")
def test_no_change_satisfies_nothing():
    draft.new("2022", "wordpress", "A")
    from provisioner.pipeline.bank import judge
    from provisioner.subjects import read_one

    empty = Diff(cms="wordpress", changes=(), others=())
    assert not checks.look(empty, judge.bound(read_one("2022", "wordpress-a"))).satisfied
