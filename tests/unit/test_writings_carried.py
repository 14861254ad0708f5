"""What examiners wrote goes with the candidates to another machine's console, once, whatever way it comes."""

import pytest
from conducted import WAVE, sitting, wave
from console_room import Console, furnish

from provisioner.console import room
from provisioner.pipeline.spare.writings import Writings, take
from provisioner.steps.console import carrying, marks, passwords, writings
from provisioner.steps.console.accounts import Account
from provisioner.steps.console.database import Database
from provisioner.steps.spare import folder as copies

MARIE = Account("marie", "examinateur", "1", 1, "")
PAUL = Account("paul", "examinateur", "1", 1, "")
JEAN = Account("jean", "examinateur", "1", 2, "")


@pytest.fixture
def machine(e5b_home, monkeypatch):
    """Go to a machine: each has a state folder, hence a console, of its own."""

    def go(name):
        monkeypatch.setenv("E5B_HOME", str(e5b_home / name))
        return Database()

    return go


def sheets(database, number="1"):
    found = writings.sheet(database, WAVE, number, 1)
    ticks = {(one.question, one.line, one.account): one.level for one in found.ticks}
    return ticks, {one.account: one.text for one in found.notes}, found.mark and found.mark.mark


def write(database):
    for level in ("S", "TI", "S"):  # within one second
        writings.tick(database, WAVE, "1", 0, 0, MARIE, level)
    writings.tick(database, WAVE, "1", 0, 0, PAUL, "I")
    first, _ = writings.note(database, WAVE, "1", 0, MARIE, "bon dé", 0)
    writings.note(database, WAVE, "1", 0, MARIE, "bon début", first.id)
    writings.tick(database, WAVE, "2", 0, 0, MARIE, "TS")
    marks.write(database, WAVE, "1", MARIE, "13,5", "bien", base=0)
    writings.note(database, WAVE, "1", 0, JEAN, "seconde correction", 0)
    writings.tick(database, "autre", "1", 0, 0, MARIE, "TS")


SAID = ({(0, 0, "marie"): "S", (0, 0, "paul"): "I"}, {"marie": "bon début"}, "13,5")


def test_all_that_was_written_is_at_the_other_console_once(machine, tmp_path):
    a = machine("a")
    write(a)
    Writings(tmp_path).look(WAVE)
    b = machine("b")
    assert take(tmp_path, WAVE, ["1"]) == 8
    assert sheets(b) == SAID
    assert sheets(b, "2") == ({}, {}, None)  # not taken: still elsewhere
    assert writings.sheet(b, WAVE, "1", 2).notes[0].text == "seconde correction"
    assert take(tmp_path, WAVE, ["1"]) == 0
    assert writings.sheet(b, "autre", "1", 1).ticks == ()


def test_a_note_goes_on_from_the_version_that_was_carried(machine, tmp_path):
    write(machine("a"))
    Writings(tmp_path).look(WAVE)
    b = machine("b")
    take(tmp_path, WAVE, ["1"])
    known = writings.sheet(b, WAVE, "1", 1).note(0, "marie")
    _, unseen = writings.note(b, WAVE, "1", 0, MARIE, "bon début, puis", known.id)
    assert unseen is None
    with b.read() as connection:
        bases = [tuple(row) for row in connection.execute("SELECT id, base FROM notes WHERE account = 'marie'")]
    assert bases[1][1] == bases[0][0]


def test_back_where_it_came_from_nothing_is_there_twice(machine, tmp_path):
    a = machine("a")
    write(a)
    Writings(tmp_path / "ab").look(WAVE)
    b = machine("b")
    take(tmp_path / "ab", WAVE, ["1"])
    writings.tick(b, WAVE, "1", 1, 0, PAUL, "TS")
    Writings(tmp_path / "ba").look(WAVE)
    a = machine("a")
    assert take(tmp_path / "ba", WAVE, ["1"]) == 1
    assert sheets(a) == ({**SAID[0], (1, 0, "paul"): "TS"}, SAID[1], SAID[2])


def test_only_what_is_new_is_added_and_a_new_start_goes_on(machine, tmp_path):
    a = machine("a")
    follower = Writings(tmp_path)
    follower.look(WAVE)
    writings.tick(a, WAVE, "1", 0, 0, MARIE, "S")
    follower.look(WAVE)
    path = tmp_path / WAVE / copies.WRITINGS
    first = path.read_bytes()
    follower.look(WAVE)
    Writings(tmp_path).look(WAVE)
    assert path.read_bytes() == first
    writings.tick(a, WAVE, "1", 0, 0, MARIE, "TS")
    Writings(tmp_path).look(WAVE)
    assert path.read_bytes().startswith(first)
    assert [one.level for one in copies.writings(tmp_path, WAVE)] == ["S", "TS"]


def test_a_copy_that_was_cut_gives_its_whole_lines(machine, tmp_path):
    write(machine("a"))
    Writings(tmp_path).look(WAVE)
    path = tmp_path / WAVE / copies.WRITINGS
    path.write_bytes(path.read_bytes()[:-20])
    b = machine("b")
    assert take(tmp_path, WAVE, ["1"]) == 7
    assert sheets(b)[:2] == SAID[:2]


def test_without_a_console_there_is_nothing_to_follow(e5b_home, tmp_path):
    assert carrying.stamp() == ()
    Writings(tmp_path).look(WAVE)
    assert not (tmp_path / WAVE).exists()
    assert not (e5b_home / "console").exists()


def test_the_former_console_says_where_to_go_on(monkeypatch):
    monkeypatch.setattr(passwords, "COST", 2)
    furnish()
    marie = Console().browser("marie")
    assert marie.order(f"/suivi/{WAVE}/1/note", question="-1", **{"note--1": "ici"}, base="0").status_code == 200
    wave(sitting("1", moved_to="secours", removed_at="2022-05-09T10:00:00+02:00"), sitting("2"), sitting("3"))
    room.forget()
    refused = marie.order(f"/suivi/{WAVE}/1/note", question="-1", **{"note--1": "encore"}, base="1")
    assert (refused.status_code, "continue sur le poste « secours »" in refused.text) == (404, True)
    page = marie.get(f"/suivi/{WAVE}").text
    assert "continue sur le poste « secours »" in page
    assert 'aria-label="Candidat 1"' not in page
    assert 'aria-label="Candidat 2"' in page
