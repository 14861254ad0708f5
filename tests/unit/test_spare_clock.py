"""The clock of a sitting that goes on at another machine: no time is counted while it was nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conducted import WAVE, Facts, Machine, sitting, wave
from hypothesis import given
from hypothesis import strategies as st

from provisioner import paths
from provisioner.pipeline.sitting import conduct, room
from provisioner.pipeline.spare import clock as spare_clock
from provisioner.schema.journal import Moment
from provisioner.steps import clock, closing, journal


def left(facts, machine, one=None):
    return clock.standing(facts, one or sitting(), machine.now())


def taken(facts, here, alive, *numbers):
    last = {"last_at": alive.at.isoformat(), "last_boot": alive.boot, "last_since_s": alive.since_boot_s}
    facts.machine, facts.alive = here, here.now()
    return facts.add("taken", *(numbers or "1"), host="a", **last)


def other_machine(there, *, same_kernel=False, skew_h=0.0):
    """A machine whose time of day is wrong by so many hours; or another one on the same kernel (a rehearsal's)."""
    here = Machine()
    here.at, here.since = there.at + timedelta(hours=skew_h), there.since if same_kernel else 50.0
    here.boot = there.boot if same_kernel else "boot-77"
    return here


@given(st.floats(1, 1200), st.floats(0, 5), st.floats(0.5, 600), st.floats(1, 300), st.booleans(), st.floats(-20, 20))
def test_work_is_counted_to_the_last_sign_of_life_then_from_the_return(worked, late, away, again, same, skew):
    there = Machine()
    facts = Facts(there)
    facts.add("start", "1")
    there.wait(worked)
    alive = there.now()
    there.wait(late)  # the machine still ran: nobody saw it
    here = other_machine(there, same_kernel=same, skew_h=0 if same else skew)
    here.wait(away)
    taken(facts, here, alive)
    here.wait(again)
    seen = left(facts, here)
    assert seen.state == "running"
    assert seen.left_s == pytest.approx(2400 - worked - again, abs=1e-6)


def test_a_pause_is_still_one_after_the_move(machines):
    there, here, facts = machines
    facts.add("start", "1")
    there.wait(100)
    facts.add("pause", "1")
    there.wait(50)
    alive = there.now()
    here.wait(150)
    taken(facts, here, alive)
    here.wait(60)
    assert (left(facts, here).state, left(facts, here).left_s) == ("paused", 2300)
    facts.add("resume", "1")
    here.wait(10)
    assert left(facts, here).left_s == 2290


def test_who_had_not_begun_has_all_their_time(machines):
    there, here, facts = machines
    facts.add("start", "2")
    taken(facts, here, there.now(), "1", "2")
    assert (left(facts, here).state, left(facts, here).left_s) == ("waiting", 2400)


def test_a_sitting_that_was_over_is_closed_again(machines):
    there, here, facts = machines
    facts.add("start", "1")
    there.wait(2400)
    for kind in ("end", "grace", "closing", "captured", "reported", "closed"):
        facts.add(kind, "1", **({"why": "time"} if kind == "end" else {"grace_s": 15} if kind == "grace" else {}))
    assert left(facts, there).state == "closed"
    here.wait(2600)
    taken(facts, here, there.now())
    assert (left(facts, here).state, left(facts, here).left_s) == ("ended", 0)
    known = closing.progress(facts, "1")
    assert known.ended is not None
    assert (known.grace, known.done) == (None, frozenset())


def test_a_move_that_was_tried_twice_counts_nothing_twice(machines):
    there, here, facts = machines
    facts.add("start", "1")
    there.wait(600)
    alive = there.now()
    here.wait(700)
    taken(facts, here, alive)
    here.wait(30)
    taken(facts, here, alive)
    assert left(facts, here).left_s == 1800


def test_from_machine_to_machine_and_back(machines):
    there, here, facts = machines
    facts.add("start", "1")
    there.wait(600)
    here.at, alive = there.at, there.now()
    here.wait(20)
    taken(facts, here, alive)
    here.wait(300)
    alive = here.now()
    there.wait(400)
    taken(facts, there, alive)
    there.wait(100)
    assert left(facts, there).left_s == 1400


@pytest.fixture
def machines():
    there = Machine()
    return there, other_machine(there), Facts(there)


@pytest.fixture
def moved(monkeypatch, tmp_path):
    """A wave on machine A whose journal is written; then machine B, with the same wave and nothing in it."""
    monkeypatch.setenv("E5B_HOME", str(tmp_path / "a"))
    wave(sitting("1"), sitting("2"), sitting("3"))
    book = journal.of(paths.waves() / WAVE)
    with book.turn() as turn:
        start = turn.add("start", who="tech", numbers=["1", "2", "3"])
    extended = book.add("extend", who="tech", number="1", detail={"minutes": 5.0, "reason": "coupure"})
    with book.turn() as turn:
        turn.add("undo", who="tech", numbers=["1"], detail={"entry": extended.id, "kind": "extend", "minutes": 5.0})
    book.add("boot", who="machine", detail={"last_boot": "x", "last_since_s": 1.0, "last_at": start.at.isoformat()})
    facts = book.entries()
    monkeypatch.setenv("E5B_HOME", str(tmp_path / "b"))
    wave(sitting("1"), sitting("2"), sitting("9"))
    return facts


def test_a_journal_is_brought_once_about_those_who_come_alone(moved):
    for _ in range(2):
        spare_clock.bring(WAVE, ["1", "2"], moved, "salle-a")
    found = journal.of(paths.waves() / WAVE).entries()
    assert [one.kind for one in found] == ["start", "extend", "undo", "boot"]
    assert [conduct.numbers_of(one) for one in found] == [["1", "2"], ["1"], ["1"], ["1", "2"]]
    assert not found[0].concerns("9")
    assert not found[3].concerns("9")
    assert found[2].detail["entry"] == found[1].id
    assert found[0].detail["from"] == {"host": "salle-a", "id": moved[0].id}
    assert (found[0].at, found[0].boot, found[0].since_boot_s) == (moved[0].at, moved[0].boot, moved[0].since_boot_s)


def test_one_by_one_is_the_same_as_all_at_once(moved):
    spare_clock.bring(WAVE, ["1"], moved, "salle-a")
    spare_clock.bring(WAVE, ["2", "1"], moved, "salle-a")
    book = journal.of(paths.waves() / WAVE)
    kinds = {number: [one.kind for one in book.entries(number)] for number in "12"}
    assert kinds == {"1": ["start", "extend", "undo", "boot"], "2": ["start", "boot"]}


def test_what_was_done_there_is_in_force_here_and_the_way_is_written(moved):
    spare_clock.bring(WAVE, ["1"], moved, "salle-a")
    alive = Moment(at=moved[0].at, boot=moved[0].boot, since_boot_s=moved[0].since_boot_s + 100)
    entry = spare_clock.taken(WAVE, "1", "salle-a", alive, alive)
    assert (entry.kind, entry.detail["host"]) == ("taken", "salle-a")
    stand = {one.number: one for one in room.standings(WAVE)}
    assert (stand["1"].state, stand["9"].state) == ("running", "waiting")
    assert stand["1"].left_s == pytest.approx(2300, abs=20)


def test_a_wave_without_clocks_stays_one(moved):
    spare_clock.bring(WAVE, ["1"], [], "salle-a")
    assert spare_clock.taken(WAVE, "1", "salle-a", None, Moment(at=moved[0].at, boot="b", since_boot_s=1)) is None
    assert not journal.of(paths.waves() / WAVE).begun


def test_an_order_given_there_cannot_be_undone_here(moved):
    spare_clock.bring(WAVE, ["1"], moved[:1], "salle-a")
    now = Moment(at=moved[0].at, boot=moved[0].boot, since_boot_s=moved[0].since_boot_s)
    spare_clock.taken(WAVE, "1", "salle-a", now, now)
    found = journal.of(paths.waves() / WAVE).entries()
    assert clock.undoable(found, found[0], now) == "D’autres ordres ont suivi"
