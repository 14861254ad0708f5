"""What a machine tells to who watches it: its own waves, by number, each second and whenever something changed."""

import json
import os
import subprocess
import sys

import pytest
from conducted import WAVE, sitting, wave

from provisioner import paths
from provisioner.pipeline.sitting import conduct, telling
from provisioner.schema.journal import Moment
from provisioner.schema.spare import Followed, Look
from provisioner.steps.console import presence


@pytest.fixture
def copies(tmp_path):
    return tmp_path / "copies"


def test_everybody_who_is_here_and_nobody_who_left(copies):
    wave(sitting("1"), sitting("2"), sitting("3", moved_to="secours", removed_at="2022-05-09T10:00:00+02:00"))
    conduct.start(WAVE, ["1"], "nadia")
    told = telling.told(copies=copies)
    assert [(one.number, one.state) for one in told.seats] == [("1", "running"), ("2", "waiting")]
    assert told.unkept == (WAVE,)
    assert "NOM" not in told.model_dump_json()


def test_a_wave_that_cannot_be_read_hides_no_other(copies):
    wave(sitting("1"))
    broken = paths.waves() / "autre" / "roster.json"
    broken.parent.mkdir()
    broken.write_text("{", encoding="utf-8")
    told = telling.told(copies=copies)
    assert [one.number for one in told.seats] == ["1"]
    assert "abîmé" in told.problems[0]


def test_lines_come_when_something_changes_and_each_second_anyway(copies, monkeypatch):
    wave(sitting("1"))
    lines, turns = [], iter([lambda: None, lambda: conduct.start(WAVE, [], "nadia"), lambda: None])

    def heard(_seconds):
        turn = next(turns, None)
        if turn:
            turn()
        return turn is not None

    telling.follow("", copies, lines.append, heard)
    assert [[one.state for one in line.seats] for line in lines] == [["waiting"], ["running"]]
    monkeypatch.setattr(telling, "BEAT_S", 0.0)
    lines.clear()
    rest = iter([True, True, False])
    telling.follow("", copies, lines.append, lambda _seconds: next(rest))
    assert len(lines) == 3


def test_how_far_the_copies_of_others_go(copies):
    now = Moment.model_validate_json(json.dumps({"at": "2022-05-09T08:00:00Z", "boot": "b", "since_boot_s": 1.0}))
    seen = {"1": Followed(life="a", log={}), "2": Followed(life="b", log={}, problem="disque plein")}
    (copies / "salle-a").mkdir(parents=True)
    (copies / "salle-b").mkdir()
    (copies / "salle-b" / "look.json").write_text("{", encoding="utf-8")
    look = Look(host="h", at=now, every_s=1.0, sittings={"matin": seen})
    (copies / "salle-a" / "look.json").write_text(look.model_dump_json(), encoding="utf-8")
    first, second = telling.told(copies=copies).copies
    assert (first.host, first.sittings, first.problems) == ("salle-a", 2, 1)
    assert first.age_s > 1e6
    assert (second.host, second.problems) == ("salle-b", 1)


def test_the_command_ends_when_nobody_listens(copies):
    wave(sitting("1"))
    command = [sys.executable, "-m", "provisioner", "status", "--json", "--follow", "--copies", str(copies)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=paths.PROJECT, env=dict(os.environ)
    ) as process:
        assert json.loads(process.stdout.readline())["seats"][0]["number"] == "1"
        process.stdin.close()
        assert process.wait(20) == 0


def test_a_console_that_answers_is_known_until_it_ends():
    assert presence.address() == ""
    with presence.answering("192.0.2.1:7900"):
        assert presence.address() == "192.0.2.1:7900"
        with presence.answering("192.0.2.1:7901"):
            assert presence.address() == "192.0.2.1:7900"
    assert presence.address() == ""
