"""What a subject must prove on a real site: the plan of its sittings, and how what was seen is judged."""

from contextlib import nullcontext

import pytest
import yaml

from provisioner import exams, paths
from provisioner.pipeline.bank import draft
from provisioner.pipeline.bank.draft import TEMPLATES
from provisioner.pipeline.bank.rehearsal import judge, play, reports
from provisioner.pipeline.bank.rehearsal import run as played
from provisioner.schema.changes import Diff
from provisioner.schema.criteria import Criteria
from provisioner.schema.subject import Subject
from provisioner.steps import rehearsal
from provisioner.steps.rehearsal import Part

TEXT = (TEMPLATES / "wordpress.yml").read_text(encoding="utf-8").replace("@EXAM@", "2022").replace("@LETTER@", "A")
SUBJECT = Subject.model_validate(yaml.safe_load(TEXT))
EXPECTED = [question.expectations[0].id for question in SUBJECT.questions]
UNTOUCHED, QUESTIONS = Part("untouched"), [Part("question", number) for number in range(4)]


def seen(*satisfied, undetermined=()):
    """Return criteria in which only these are satisfied."""

    def state(id_):
        return "satisfied" if id_ in satisfied else "undetermined" if id_ in undetermined else "unsatisfied"

    questions = [
        {
            "title": question.title,
            "criteria": [
                {
                    "id": one.id,
                    "says": one.says,
                    "functionality": one.functionality,
                    "state": state(one.id),
                    "sentence": "S.",
                }
                for one in question.expectations
            ],
        }
        for question in SUBJECT.questions
    ]
    return Criteria.model_validate({"exam": "2022", "subject": "wordpress-a", "questions": questions})


def test_the_plan_proves_all_that_must_be():
    plan = rehearsal.plan(SUBJECT)
    first = [next(part for part in parts if part.kind != "untouched") for parts in plan.values()]
    assert {part.question for part in first if part.kind == "question"} == {0, 1, 2, 3}
    orders = [[part.question for part in parts if part.kind == "question"] for parts in plan.values()]
    assert [0, 1, 2, 3] in orders
    assert [3, 2, 1, 0] in orders
    assert sum(part.kind == "untouched" for parts in plan.values() for part in parts) == 1
    played = [(p.question, p.mistake) for parts in plan.values() for p in parts if p.kind == "mistake"]
    wanted = [(number, place) for number, q in enumerate(SUBJECT.questions) for place in range(len(q.mistakes))]
    assert sorted(played) == wanted


def test_no_sitting_does_two_things_to_one_question():
    question = SUBJECT.questions[0]
    many = question.model_copy(update={"mistakes": question.mistakes * 5})
    plan = rehearsal.plan(SUBJECT.model_copy(update={"questions": (many, *SUBJECT.questions[1:])}))
    for parts in plan.values():
        asked = [part.question for part in parts if part.kind != "untouched"]
        assert len(asked) == len(set(asked))
    assert sum(part.kind == "mistake" for parts in plan.values() for part in parts) == 8


def test_an_untouched_site_satisfies_nothing():
    assert rehearsal.judge(SUBJECT, [UNTOUCHED], seen()) == ()
    (wrong,) = rehearsal.judge(SUBJECT, [UNTOUCHED], seen("slogan"))
    assert "« slogan » est constaté sans avoir été traité" in wrong


def test_a_question_alone_satisfies_only_its_own():
    assert rehearsal.judge(SUBJECT, [QUESTIONS[2]], seen("slogan")) == ()
    assert len(rehearsal.judge(SUBJECT, [QUESTIONS[2]], seen())) == 1
    assert len(rehearsal.judge(SUBJECT, [QUESTIONS[2]], seen("slogan", "page-au-menu"))) == 1


def test_undetermined_is_not_satisfied():
    (wrong,) = rehearsal.judge(SUBJECT, [QUESTIONS[2]], seen(undetermined=["slogan"]))
    assert "« slogan » n’est pas constaté" in wrong
    assert rehearsal.judge(SUBJECT, [UNTOUCHED], seen(undetermined=["slogan"])) == ()


def test_the_whole_satisfies_all():
    assert rehearsal.judge(SUBJECT, QUESTIONS, seen(*EXPECTED)) == ()
    assert len(rehearsal.judge(SUBJECT, QUESTIONS, seen(*EXPECTED[:3]))) == 1


def test_a_mistake_leaves_its_own_unmet():
    mistake = Part("mistake", 2, 0)
    assert rehearsal.judge(SUBJECT, [QUESTIONS[1], mistake], seen(EXPECTED[1])) == ()
    (wrong,) = rehearsal.judge(SUBJECT, [QUESTIONS[1], mistake], seen(EXPECTED[1], "slogan"))
    assert "« slogan » est constaté malgré l’erreur" in wrong


def test_what_was_not_reached_is_told():
    parts = (UNTOUCHED, *QUESTIONS[:3])
    lines = rehearsal.lines(SUBJECT, {"ordre-1234": (parts, [(), ()], "le bouton est introuvable")})
    assert [line.ok for line in lines] == [True, True, False, False]
    assert lines[2].reasons == ("non joué : le bouton est introuvable",)
    assert lines[3].about.endswith("après la question 1 et la question 2")
    assert lines[1].about.endswith(", seule")


@pytest.fixture
def shipped(tmp_path, monkeypatch):
    """A bank of one subject, and a state folder where nothing was played."""
    place = tmp_path / "subjects" / "2022"
    place.mkdir(parents=True)
    for name in ("exam.yml", "context"):
        (place / name).symlink_to(paths.SUBJECTS / "2022" / name)
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path / "subjects")
    monkeypatch.setenv("E5B_HOME", str(tmp_path / "home"))
    draft.new("2022", "wordpress", "A")
    return play.kept(exams.load_exam("2022"))


@pytest.mark.usefixtures("shipped")
def test_what_was_never_played_is_never_right():
    heard = []
    found = played.run(played.Asked(again=True), lambda *told: heard.append(told))
    assert not found.ok
    (result,) = found.results
    assert not any(line.ok for line in result.lines)
    assert result.surprises == ("la solution entière n’a pas été jouée jusqu’au bout",)
    assert len(heard) == result.sittings
    (page,), trouble = reports.write(found, pdf=False)
    assert trouble is None
    said = page.read_text(encoding="utf-8")
    assert "ne peut pas être publié" in said
    assert "Visa de l’académie pilote" in said
    assert f"empreinte {result.text} du fichier du sujet" in said
    assert "Créer ou modifier les menus et sous-menus" in said


def test_what_was_kept_is_judged_again(shipped):
    ready = played.prepared(exams.load_exam("2022"), "wordpress-a")
    job = played.Job(ready, "ordre-1234", ready.plan["ordre-1234"])
    place = shipped / job.key
    place.mkdir(parents=True)
    (place / "steps.json").write_text(job.script, encoding="utf-8")
    nothing = Diff(cms="wordpress", changes=(), others=())
    for number in range(len(job.parts)):
        (place / f"{number}.json").write_text(nothing.model_dump_json(), encoding="utf-8")
    found = played.run(played.Asked(again=True), lambda *_: None)
    lines = [line for line in found.results[0].lines if "seule" in line.about or line.about == "Site intact"]
    assert [line.ok for line in lines] == [True, False, False, False, False]
    assert "« article-publie » n’est pas constaté" in lines[1].reasons[0]
    (place / "steps.json").write_text("[]", encoding="utf-8")
    again = played.run(played.Asked(again=True), lambda *_: None)
    assert "modifié depuis" in again.results[0].lines[0].reasons[0]


@pytest.mark.usefixtures("shipped")
@pytest.mark.parametrize("attempts", [1, 2])
def test_a_sitting_that_stops_midway_is_played_once_more_and_told(monkeypatch, attempts):
    exam = exams.load_exam("2022")
    ready = played.prepared(exam, "wordpress-a")
    job = played.Job(ready, "ordre-1234", ready.plan["ordre-1234"])
    tried, heard = [], []

    def stumbling(one, *_):
        tried.append(one.key)
        whole = len(tried) > attempts
        one.diffs += [Diff(cms="wordpress", changes=(), others=())] * (len(one.parts) if whole else 1)
        one.trouble = "" if whole else "le bouton est introuvable"

    monkeypatch.setattr(play, "_play", stumbling)
    monkeypatch.setattr(play, "chromium", nullcontext)
    monkeypatch.setattr(play.accuracy_sites, "opened", lambda *_: nullcontext())
    play.play_all(exam, [job], 1, 20, heard.append)
    assert len(tried) == 2
    assert heard == [job]
    assert job.stumbled == "le bouton est introuvable"
    assert bool(job.trouble) == (attempts == 2)
    assert len(job.diffs) == (1 if attempts == 2 else len(job.parts))
    remarks = judge.judged(exam, ready, [job]).remarks
    assert remarks == (
        "« ordre-1234 » a été joué deux fois, le premier essai s’étant arrêté : le bouton est introuvable",
    )
