"""Which sittings are played, and which cases come of them."""

from dataclasses import replace
from threading import Event

import pytest

from provisioner import exams, paths
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.pipeline.accuracy import measure, plan, record
from provisioner.pipeline.accuracy.measure import Asked
from provisioner.robots.scripts import Script
from provisioner.schema.changes import Diff
from provisioner.schema.checks import Case
from provisioner.steps.accuracy import Expected

ID = "menus-edit"


@pytest.fixture(scope="module")
def exam():
    return exams.load_exam("2022")


@pytest.fixture(scope="module")
def lists(exam):
    return {cms: plan.load(exam, cms) for cms in exam.cms}


def planned(lists, *only, **asked):
    return measure._jobs(Asked(only=only, **asked), list(lists.values()), Event())  # noqa: SLF001 nothing is started


def test_clumsy_ones_may_be_left_out(lists):
    kinds = {job.kind for job in planned(lists)}
    assert kinds == {"done", "clumsy", "near_miss", "silence"}
    assert {job.kind for job in planned(lists, clumsy=False)} == kinds - {"clumsy"}


def test_sittings_have_keys_of_their_own_and_cms_take_turns(lists):
    jobs = planned(lists)
    assert len({job.key for job in jobs}) == len(jobs)
    assert {job.cms for job in jobs[:2]} == set(lists)


def test_only_one_functionality_or_silence(lists):
    assert {job.id for job in planned(lists, ID)} == {ID}
    assert {job.name for job in planned(lists, "silence")} == {"idle", "browse", "sign-in-and-out"}
    assert all(job.expected == Expected() for job in planned(lists, "silence"))
    with pytest.raises(DataError, match="« surf » n’a pas de candidat automatique"):
        planned(lists, "surf")


def test_recording_one_plays_what_its_cases_need(lists):
    jobs = planned({"wordpress": lists["wordpress"]}, ID, record=True)
    others = [job for job in jobs if job.id not in {ID, "silence"}]
    assert len(others) == 1
    assert ID not in others[0].expected.found | others[0].expected.unsure
    assert [job.name for job in jobs if job.id == "silence"] == ["browse"]


def test_every_script_has_a_sitting_in_which_it_is_not_done(lists):
    for listed in lists.values():
        for id_ in listed.scripts:
            nearest = next(iter(plan.companion(listed, id_)), None)
            assert nearest or len(listed.scripts) == 1, id_


def right(listed):
    """Return, for every sitting that the cases of `ID` come from, what it might have left."""
    done = load_yaml(paths.CASES / "2022/wordpress" / ID / "done.yml", Case).diff
    nothing = Diff(cms="wordpress", changes=(), others=(), noise={"Connexions": 3})
    script = listed.scripts[ID]
    jobs = [plan.job(listed, script, run) for run in script.runs]
    jobs += [next(iter(plan.companion(listed, ID)))]
    jobs += [job for job in plan.silence("wordpress", 1, Event()) if job.name == "browse"]
    return {job.key: (job, done if job.kind in {"done", "clumsy"} and job.id == ID else nothing) for job in jobs}


def test_cases_are_recorded(exam, lists, tmp_path, monkeypatch):
    listed = lists["wordpress"]
    sittings = right(listed)
    monkeypatch.setattr(paths, "CASES", tmp_path)
    recorded = record.record(exam, [listed], [ID], sittings)
    assert recorded.refused == []
    verdicts = {path.stem: load_yaml(path, Case).verdict for path in recorded.written}
    assert set(verdicts) >= {"done", "near_miss", "not_done", "noise"}
    assert {name: verdict == "found" for name, verdict in verdicts.items()} == {
        name: name.startswith("done") for name in verdicts
    }
    written = load_yaml(tmp_path / "2022/wordpress" / ID / "done.yml", Case)
    assert written.evidence
    assert load_yaml(tmp_path / "2022/wordpress" / ID / "noise.yml", Case).diff.noise == {"Connexions": 3}


def test_what_was_not_played_or_is_wrong_is_not_recorded(exam, lists, tmp_path, monkeypatch):
    listed = lists["wordpress"]
    sittings = right(listed)
    done = next(diff for job, diff in sittings.values() if job.kind == "done")
    nearly = next(key for key, (job, _) in sittings.items() if job.kind == "near_miss")
    del sittings[f"wordpress/silence/{plan.BROWSE}"]
    sittings[nearly] = (sittings[nearly][0], done)
    monkeypatch.setattr(paths, "CASES", tmp_path)
    recorded = record.record(exam, [listed], [ID], sittings)
    refused = "\n".join(recorded.refused)
    assert f"wordpress/{ID}/noise : le candidat automatique dont il vient n’a pas été joué" in refused
    assert f"wordpress/{ID}/near_miss ({nearly}) : trouvé à tort" in refused
    assert "near_miss.yml" not in {path.name for path in recorded.written}


def test_a_list_says_what_runs_of_another_evidence_in_it(lists):
    listed = lists["wordpress"]
    run = next(run for run in listed.scripts[ID].runs if run.data.kind == "done")
    shared = Script(ID, (run,), "2099", ID, {run.data.name: ("tags",)}, {run.data.name: ("map",)})
    here = replace(listed, scripts={**listed.scripts, ID: shared})
    assert here.expected(shared, run) == Expected(frozenset({ID, "tags"}), frozenset({"map"}))
    doubt = replace(shared, also={}, unsure={run.data.name: (ID,)})
    assert here.expected(doubt, run) == Expected(frozenset(), frozenset({ID}))
