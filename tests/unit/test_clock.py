"""The clock of a sitting, from the journal's facts alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from conducted import BEGAN, Facts, Machine, sitting
from hypothesis import given
from hypothesis import strategies as st

from provisioner.steps import clock


@pytest.fixture
def machine():
    return Machine()


@pytest.fixture
def facts(machine):
    return Facts(machine)


def stand(facts, machine, one=None):
    return clock.standing(facts, one or sitting(), machine.now())


def test_before_the_start_all_the_time_is_left(facts, machine):
    machine.wait(900)
    seen = stand(facts, machine)
    assert (seen.state, seen.left_s, seen.started_at, seen.ends_at) == ("waiting", 2400, None, None)


def test_forty_minutes_and_one_third_more(facts, machine):
    facts.add("start", "1", "2")
    machine.wait(2399)
    assert (stand(facts, machine).state, stand(facts, machine).left_s) == ("running", 1)
    machine.wait(2)
    over = stand(facts, machine)
    assert (over.state, over.left_s, over.ends_at) == ("ended", 0, BEGAN + timedelta(seconds=2400))
    longer = stand(facts, machine, sitting("2", 3200))
    assert (longer.state, longer.left_s) == ("running", 799)
    assert longer.ends_at == BEGAN + timedelta(seconds=3200)


def test_one_by_one(facts, machine):
    facts.add("start", "1")
    machine.wait(60)
    facts.add("start", "2")
    machine.wait(60)
    assert [stand(facts, machine, sitting(one)).left_s for one in "123"] == [2280, 2340, 2400]


def test_a_second_start_gives_nothing(facts, machine):
    facts.add("start", "1")
    machine.wait(600)
    facts.add("start", "1")
    assert stand(facts, machine).left_s == 1800


def test_a_pause_is_not_counted_and_time_can_be_given_in_it(facts, machine):
    facts.add("start", "1")
    machine.wait(100)
    facts.add("pause", "1")
    machine.wait(300)
    assert (stand(facts, machine).state, stand(facts, machine).ends_at) == ("paused", None)
    facts.add("extend", "1", minutes=2.5, reason="coupure")
    machine.wait(300)
    facts.add("resume", "1")
    machine.wait(100)
    seen = stand(facts, machine)
    assert (seen.state, seen.left_s, seen.given_s, seen.paused_s) == ("running", 2350, 150, 600)


def test_what_comes_after_the_end_changes_nothing(facts, machine):
    facts.add("start", "1")
    machine.wait(2401)
    for kind in ("extend", "pause", "resume"):
        facts.add(kind, "1", minutes=5, reason="trop tard")
    assert (stand(facts, machine).state, stand(facts, machine).given_s) == ("ended", 0)


def test_an_end_is_undone_and_the_time_between_is_not_lost(facts, machine):
    facts.add("start", "1")
    machine.wait(600)
    end = facts.add("end", "1", why="order")
    machine.wait(30)
    assert (stand(facts, machine).state, stand(facts, machine).left_s) == ("ended", 0)
    assert stand(facts, machine).ends_at == BEGAN + timedelta(seconds=600)
    facts.add("closing", "1")
    assert stand(facts, machine).state == "closing"
    assert clock.undoable(facts, end, machine.now()) == ""
    facts.add("undo", "1", entry=end.id, kind="end")
    machine.wait(10)
    seen = stand(facts, machine)
    assert (seen.state, seen.left_s, seen.paused_s) == ("running", 1790, 30)


def test_an_end_by_the_clock_undone_waits_for_minutes(facts, machine):
    facts.add("start", "1")
    machine.wait(2401)
    end = facts.add("end", "1", why="time")
    machine.wait(20)
    facts.add("undo", "1", entry=end.id, kind="end")
    assert (stand(facts, machine).state, stand(facts, machine).left_s) == ("paused", 0)
    facts.add("resume", "1")
    assert stand(facts, machine).state == "paused"
    facts.add("extend", "1", minutes=3, reason="panne")
    facts.add("resume", "1")
    machine.wait(60)
    assert (stand(facts, machine).state, stand(facts, machine).left_s) == ("running", 120)


def test_undo_is_for_a_while_and_for_the_last_order_only(facts, machine):
    start = facts.add("start", "1")
    machine.wait(clock.UNDO_S - 1)
    assert clock.undoable(facts, start, machine.now()) == ""
    pause = facts.add("pause", "1")
    assert "D’autres ordres" in clock.undoable(facts, start, machine.now())

    assert clock.undoable(facts, pause, machine.now()).startswith("Seuls")
    given = facts.add("extend", "1", minutes=5, reason="x")
    machine.wait(clock.UNDO_S + 1)
    assert "minutes ont passé" in clock.undoable(facts, given, machine.now())


def test_nothing_is_undone_twice_nor_once_sealed(facts, machine):
    start = facts.add("start", "1")
    facts.add("undo", "1", entry=start.id, kind="start")
    assert "déjà annulé" in clock.undoable(facts, start, machine.now())
    facts.add("start", "1")
    end = facts.add("end", "1", why="order")
    facts.add("closed", "1")
    assert clock.undoable(facts, end, machine.now()) == ""
    facts.add("sealed", "1")
    assert "scellé" in clock.undoable(facts, end, machine.now())


def test_a_start_undone_is_no_start(facts, machine):
    start = facts.add("start", "1")
    machine.wait(60)
    facts.add("undo", "1", entry=start.id, kind="start")
    machine.wait(600)
    assert (stand(facts, machine).state, stand(facts, machine).left_s) == ("waiting", 2400)


def test_a_new_site_for_a_new_try_starts_again(facts, machine):
    facts.add("start", "1")
    machine.wait(60)
    facts.add("reset", "1", again=False)
    assert stand(facts, machine).left_s == 2340
    facts.add("end", "1", why="order")
    facts.add("reset", "1", again=True)
    assert (stand(facts, machine).state, stand(facts, machine).left_s) == ("waiting", 2400)


@pytest.mark.parametrize("hours", [1, -1, 24])
def test_the_time_of_day_may_be_moved(facts, machine, hours):
    facts.add("start", "1")
    machine.wait(600)
    machine.move_time_of_day(hours)
    machine.wait(600)
    seen = stand(facts, machine)
    assert seen.left_s == 1200
    assert seen.ends_at == machine.at + timedelta(seconds=1200)


@pytest.mark.parametrize("hours", [0, 1, -1])
def test_a_power_cut_costs_nothing(facts, machine, hours):
    facts.add("start", "1")
    machine.wait(600)
    facts.alive = machine.now()
    machine.wait(1)
    machine.power_cut(1800)
    machine.move_time_of_day(hours)
    assert stand(facts, machine).left_s == 2400
    facts.add("note", text="retour")
    assert stand(facts, machine).left_s == 1800
    machine.wait(300)
    assert (stand(facts, machine).state, stand(facts, machine).left_s) == ("running", 1500)


def test_a_power_cut_after_the_bell_gives_nothing_back(facts, machine):
    facts.add("start", "1")
    machine.wait(2500)
    facts.alive = machine.now()
    machine.power_cut(60)
    facts.add("note", text="retour")
    assert stand(facts, machine).state == "ended"


NUMBERS = st.sampled_from(["1", "2"])
STEPS = st.one_of(
    st.tuples(st.just("wait"), st.floats(0, 900)),
    st.tuples(st.just("day"), st.sampled_from([1, -1])),
    st.tuples(st.just("cut"), st.floats(0, 4000)),
    st.tuples(st.sampled_from(["start", "pause", "resume", "end", "extend", "reset"]), NUMBERS),
    st.tuples(st.just("undo"), NUMBERS),
    st.tuples(st.sampled_from(["grace", "closing", "captured", "reported", "closed", "note"]), NUMBERS),
)


def play(facts, machine, what, value):
    """Do one step of a property."""
    if what == "wait":
        machine.wait(value)
        facts.alive = machine.now()
    elif what == "day":
        machine.move_time_of_day(value)
    elif what == "cut":
        facts.alive = machine.now()
        machine.power_cut(value)
        facts.add("note", text="retour")
    elif what == "undo":
        orders = [one for one in facts if one.concerns(value) and one.kind in {"start", "extend", "end"}]
        if orders and not clock.undoable(facts, orders[-1], machine.now()):
            minutes = {"minutes": orders[-1].detail["minutes"]} if orders[-1].kind == "extend" else {}
            facts.add("undo", value, entry=orders[-1].id, kind=orders[-1].kind, **minutes)
    else:
        facts.add(what, value, minutes=5, reason="x", again=False)


@given(st.lists(STEPS, max_size=40), st.sampled_from([2400, 3200, 3600]))
def test_time_left_never_grows_by_itself(steps, duration):
    machine = Machine()
    facts, one = Facts(machine), sitting("1", duration)
    before = stand(facts, machine, one)
    for what, value in steps:
        play(facts, machine, what, value)
        seen = stand(facts, machine, one)
        allowed = 300 if (what, value) == ("extend", "1") and before.state in {"running", "paused"} else 0
        assert 0 <= seen.left_s <= duration + seen.given_s + 1e-6
        assert what == "undo" or seen.left_s <= before.left_s + allowed + 1e-6
        if what in {"day", "cut"}:
            assert (seen.state, seen.left_s) == (before.state, pytest.approx(before.left_s, abs=1e-6))
        if what == "wait":
            spent = value if before.state == "running" else 0
            assert seen.left_s == pytest.approx(max(0, before.left_s - spent), abs=1e-6)
        over = {"ended", "closing", "closed"}
        assert what == "undo" or before.state not in over or seen.state in over
        before = seen


ORDERS = st.sampled_from(["start", "pause", "resume", "end", "extend"])


@given(st.lists(st.tuples(ORDERS, st.floats(0, 500))), st.data())
def test_a_moved_day_changes_no_standing(steps, data):
    still, moved = Machine(), Machine()
    one, other = Facts(still), Facts(moved)
    for kind, seconds in steps:
        moved.move_time_of_day(data.draw(st.sampled_from([-1, 0, 1])))
        for machine, facts in ((still, one), (moved, other)):
            machine.wait(seconds)
            facts.add(kind, "1", minutes=5, reason="x")
    a, b = stand(one, still), stand(other, moved)
    assert (a.state, a.left_s, a.given_s, a.paused_s) == (b.state, b.left_s, b.given_s, b.paused_s)


@given(st.lists(st.tuples(st.sampled_from(["start", "pause", "resume", "extend"]), NUMBERS, st.floats(0, 300))))
def test_what_concerns_one_changes_nothing_for_the_other(steps):
    machine = Machine()
    together, alone = Facts(machine), Facts(machine)
    for kind, number, seconds in steps:
        machine.wait(seconds)
        together.add(kind, number, minutes=5, reason="x")
        if number == "1":
            alone.add(kind, number, minutes=5, reason="x")
    assert stand(together, machine) == stand(alone, machine)
