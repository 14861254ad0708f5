"""Who sits a rehearsed day, and what its figures prove."""

import csv
import json
from dataclasses import replace

import pytest
from click.testing import CliRunner

from provisioner import paths
from provisioner.cli import cli
from provisioner.errors import SittingError
from provisioner.pipeline import exam_day
from provisioner.pipeline.exam_day import bilan, plan, report
from provisioner.pipeline.exam_day.after import Closed, Tried
from provisioner.pipeline.exam_day.bell import Rung
from provisioner.pipeline.exam_day.bilan import Facts
from provisioner.pipeline.exam_day.people import Seen

ALL = range(plan.FEWEST, plan.MOST + 1)


@pytest.mark.parametrize("count", ALL)
def test_everything_happens_whatever_the_number(count):
    parts = plan.parts(count)
    assert len({one.number for one in parts}) == count
    assert {one.cms for one in parts} == {"wordpress", "prestashop"}
    for what in ("extra_time", "incident", "killed"):
        assert sum(getattr(one, what) for one in parts) == 1
    (extra,) = (one for one in parts if one.extra_time)
    assert not extra.incident
    assert plan.duration_s(extra, 3) == 240
    # Whoever is killed writes: what was acknowledged before and after is counted.
    assert next(one.work for one in parts if one.killed) == "light"
    # Examiners look at the first commission: all of it at once, and a candidate of each CMS there.
    first = [one for one in parts if one.commission == "1"]
    assert len(first) <= 3
    assert len({one.cms for one in first}) == 2
    assert sum(one.work == "browser" for one in parts) == min(2, count - 1)


def test_the_roster_is_one_that_a_centre_would_give(tmp_path):
    from provisioner.steps import roster

    plan.write_roster(tmp_path / "liste.csv", plan.parts(7))
    lines = roster.read(tmp_path / "liste.csv", ("wordpress", "prestashop"))
    assert [one.extra_time for one in lines].count(True) == 1
    with (tmp_path / "liste.csv").open(encoding="utf-8") as stream:
        assert len(list(csv.reader(stream))) == 8


GOOD = Facts(
    candidates=2,
    opened_s=1.5,
    seen=Seen([1.2, 2.0], 1.0, {"database": 2.0, "door": 1.0, "keeper": 4.0}),
    rungs=[Rung("1", 0.4), Rung("2", 0.9)],
    together=["1", "2"],
    closed=Closed({"1": 12.0, "2": 75.0}, 75.0, ()),
    told=40,
    refused=3,
    late=8,
    lost={},
    tried=Tried(2, (), ("le fichier x a été modifié.",)),
    reopened="1",
    identical=True,
    answers=True,
    papers=4,
    expected_papers=4,
    browsers={"2": ""},
)


def states(facts):
    return {one.id: one.state for one in bilan.proofs(facts)}


def test_all_that_was_shown_is_said_with_its_figures():
    said = {one.id: one.says for one in bilan.proofs(GOOD)}
    assert set(states(GOOD).values()) == {"good"}
    assert "2,0 s au plus" in said["visible"]
    assert "à 0,5 s les uns des autres" in said["freeze"]
    assert "1 min 15 s" in said["closing"]
    assert "40 enregistrements" in said["loss"]
    assert "0 perdu" in said["loss"]


@pytest.mark.parametrize(
    ("id_", "state", "change"),
    [
        ("visible", "slow", {"seen": Seen([9.0], 1.0, {})}),
        ("visible", "bad", {"seen": Seen([], 1.0, {})}),
        ("freeze", "slow", {"rungs": [Rung("1", 0.1), Rung("2", 3.0)]}),
        ("freeze", "bad", {"rungs": [Rung("1", 0.1), Rung("2", float("inf"))]}),
        ("freeze", "bad", {"rungs": [Rung("1", 0.1)]}),
        ("freeze", "bad", {"rungs": [Rung("1", 0.1), Rung("2", -1.2)]}),
        ("closing", "bad", {"closed": Closed({"1": 12.0}, 12.0, ())}),
        ("closing", "slow", {"closed": Closed({"1": 12.0, "2": 9.0}, 12.0, ("2 : le disque est plein",))}),
        ("loss", "bad", {"lost": {"1": ["abc"]}}),
        ("loss", "bad", {"told": 0}),
        ("verify", "bad", {"tried": Tried(1, ("x manque.",), ("y",))}),
        ("tamper", "bad", {"tried": Tried(2, (), ())}),
        ("reopen", "bad", {"identical": False}),
        ("reopen", "bad", {"answers": False}),
        ("papers", "bad", {"papers": 3}),
        ("browser-2", "slow", {"browsers": {"2": "Se connecter : rien"}}),
    ],
)
def test_what_was_not_shown_is_not_said_to_be(id_, state, change):
    assert states(replace(GOOD, **change))[id_] == state


def test_figures_are_json_even_when_a_bell_never_rang():
    facts = replace(GOOD, rungs=[Rung("1", 0.1), Rung("2", float("inf"))])
    told = json.loads(json.dumps(bilan.figures(facts), allow_nan=False))
    assert told["freeze_after_s"] == {"1": 0.1, "2": None}


def test_the_report_shows_what_there_is(tmp_path):
    (tmp_path / "technicien-4-fin.png").write_bytes(b"x")
    (tmp_path / "fiche-1.pdf").write_bytes(b"x")
    page = report.write(tmp_path, 2, 1.5, bilan.proofs(GOOD), bilan.figures(GOOD), 61.2, 1.5).read_text(
        encoding="utf-8"
    )
    assert 'src="technicien-4-fin.png"' in page
    assert "site-rouvert" not in page
    assert "épreuve de 1,5 min" in page
    assert "fiche-1.pdf" in page
    assert json.loads((tmp_path / "bilan.json").read_text(encoding="utf-8"))["figures"]["acknowledged"] == 40


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (SittingError("Le site ne se rouvre pas.", ""), "Le site ne se rouvre pas."),
        (TimeoutError("30000 ms"), "TimeoutError : 30000 ms"),
        (KeyboardInterrupt(), "KeyboardInterrupt"),
    ],
)
def test_a_late_error_leaves_what_was_shown_so_far(monkeypatch, error, told):
    """Seen up to the count of writings, then something unexpected: the error goes on, the bilan is there."""

    def day(facts, *_):
        for name in ("opened_s", "seen", "rungs", "together", "closed", "told", "lost"):
            setattr(facts, name, getattr(GOOD, name))
        raise error

    monkeypatch.setattr(exam_day, "_day", day)
    said = []
    with pytest.raises(type(error)):
        exam_day.rehearse(2, 1.0, said.append)
    (folder,) = (paths.home() / "repetitions").iterdir()
    assert str(folder) in said[-1]
    bilan_ = json.loads((folder / "bilan.json").read_text(encoding="utf-8"))
    state = {one["id"]: (one["state"], one["says"]) for one in bilan_["proofs"]}
    assert {id_ for id_, (one, _) in state.items() if one == "good"} >= {"room", "visible", "freeze", "closing", "loss"}
    assert {id_ for id_, (one, _) in state.items() if one == "bad"} == {"verify", "reopen", "papers", "stopped"}
    assert told in state["stopped"][1]
    assert told in (folder / "bilan.html").read_text(encoding="utf-8")


def test_a_day_stopped_at_once_says_that_nothing_was_reached():
    assert set(states(Facts(12, stopped="rien")).values()) == {"bad"}
    json.dumps(bilan.figures(Facts(12)), allow_nan=False)


@pytest.mark.parametrize("asked", [["--candidates", "1"], ["--candidates", "61"], ["--minutes", "0.5"]])
def test_a_day_that_cannot_be_played_is_refused_before_anything_starts(asked):
    from provisioner import paths

    result = CliRunner().invoke(cli, ["rehearse", *asked])
    assert result.exit_code == 1
    assert not (paths.home() / "repetitions").exists()
