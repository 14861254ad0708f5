"""How far a closing is, from the journal alone; and what the keeper does with it, without any site."""

from __future__ import annotations

import json
import os
import threading

import pytest
from conducted import WAVE, Facts, Machine, sitting, wave

from provisioner import paths
from provisioner.adapters import moment, process
from provisioner.errors import SittingError
from provisioner.pipeline.evidence import capture, dossier, review
from provisioner.pipeline.sitting import conduct, keeper, room
from provisioner.schema.journal import ClockRecord
from provisioner.steps import closing, journal
from provisioner.steps.sitting import store


@pytest.fixture
def machine(monkeypatch):
    machine = Machine()
    monkeypatch.setattr(moment, "now", machine.now)
    return machine


def test_progress_is_that_of_the_last_end():
    facts = Facts(Machine())
    facts.add("start", "1")
    assert closing.progress(facts, "1").ended is None
    first = facts.add("end", "1", why="order")
    for kind in ("grace", "closing", "captured"):
        facts.add(kind, "1")
    facts.add("closed", "2")
    known = closing.progress(facts, "1")
    assert (known.ended, known.step) == (first, "reported")
    facts.add("undo", "1", entry=first.id)
    assert closing.progress(facts, "1") == closing.Progress()
    facts.add("end", "1", why="time")
    assert closing.progress(facts, "1").step == "closing"


def test_failures_are_tried_again_but_not_for_ever():
    machine = Machine()
    facts = Facts(machine)
    facts.add("end", "1")
    for _ in range(closing.TRIES):
        assert not closing.progress(facts, "1").patient(machine.now())
        facts.add("failed", "1", step="captured", error="x")
        assert closing.progress(facts, "1").patient(machine.now())
        machine.wait(closing.PATIENCE_S + 1)
    assert closing.progress(facts, "1").patient(machine.now())
    machine.power_cut(10)
    assert not closing.progress(facts, "1").patient(machine.now())


def kinds(number):
    return [one.kind for one in journal.of(paths.waves() / WAVE).entries(number)]


def ticks(kept, machine, count):
    for _ in range(count):
        kept.tick([WAVE])
        kept.settle()
        machine.wait(1)


@pytest.fixture
def kept(monkeypatch):
    """A keeper whose captures and reports are told of, not made."""
    done = []
    monkeypatch.setattr(capture, "capture", lambda folder, _password, **_: done.append(("capture", folder.name)))
    monkeypatch.setattr(review, "write", lambda folder: done.append(("report", folder.name)))
    monkeypatch.setattr(review, "index", lambda _wave: None)
    monkeypatch.setattr(dossier, "seal", lambda folder: done.append(("seal", folder.name)))
    said = []
    made = keeper.Keeper(said.append)
    made.said, made.done = said, done
    yield made
    made.finish()


def test_each_ends_at_its_own_time_and_is_closed_after_the_grace(machine, kept):
    wave(sitting("1"), sitting("2", 3200))
    conduct.start(WAVE, [], "lea")
    machine.wait(2398)
    ticks(kept, machine, 1)
    assert kinds("1") == ["start"]
    machine.wait(2)
    ticks(kept, machine, 8)
    assert kinds("1") == ["start", "end", "grace"]
    ticks(kept, machine, 6)
    assert kinds("1") == ["start", "end", "grace", "closing", "captured", "reported", "closed", "sealed"]
    assert kinds("2") == ["start"]
    assert kept.done == [("capture", "1"), ("report", "1"), ("seal", "1")]
    record = ClockRecord.model_validate_json((store.folder(WAVE, "1") / room.CLOCK).read_text())
    assert record.on_time
    assert (record.ended_at - record.started_at).total_seconds() == 2400
    assert "lea" not in (store.folder(WAVE, "1") / room.CLOCK).read_text()
    assert kept.tick([WAVE])
    machine.wait(800)
    ticks(kept, machine, 15)
    assert not kept.tick([WAVE])
    assert kinds("2")[-1] == "sealed"


def test_a_bug_met_with_one_wave_leaves_the_others_closed(machine, kept):
    wave(sitting("1"))
    conduct.start(WAVE, [], "lea")
    machine.wait(2401)
    strange = journal.of(paths.waves() / WAVE)
    copy = store.read_wave(WAVE).model_copy(update={"wave": "autre"})
    store.write_wave(copy)
    store.write_sitting(sitting("1").model_copy(update={"wave": "autre"}))
    # A grace that does not say how long it is: nothing writes that.
    strange.add("end", who="gardien", number="1", detail={"why": "time"})
    strange.add("grace", who="gardien", number="1", detail={})
    conduct.start("autre", [], "lea")
    machine.wait(2401)
    assert kept.tick([WAVE, "autre"])
    kept.tick([WAVE, "autre"])
    assert sum("anomalie du logiciel, KeyError" in one for one in kept.said) == 1
    assert [one.kind for one in journal.of(paths.waves() / "autre").entries("1")] == ["start", "end", "grace"]


def test_asking_for_the_keeper_never_keeps_one_from_coming():
    """A console asks several times a second: each time the keeper's lock was held, and its number written over."""
    asking, told = threading.Event(), []

    def ask():
        while not asking.is_set():
            told.append(keeper.at_work())

    crowd = [threading.Thread(target=ask) for _ in range(4)]
    for one in crowd:
        one.start()
    try:
        for _ in range(50):
            with keeper._only_keeper():  # noqa: SLF001
                assert keeper.at_work()
                assert (paths.home() / "keeper.lock").read_text(encoding="ascii") == str(os.getpid())
    finally:
        asking.set()
        for one in crowd:
            one.join()
    assert {True, False} <= set(told)
    assert not keeper.at_work()


def test_a_second_keeper_is_told_of_the_first(monkeypatch):
    monkeypatch.setattr(keeper, "_PATIENCE_S", 0.05)
    with keeper._only_keeper(), pytest.raises(keeper.BusyKeeperError, match="déjà à l’œuvre"):  # noqa: SLF001
        keeper.keep("", print)


def test_a_keeper_that_does_not_come_is_told(monkeypatch):
    monkeypatch.setattr(keeper, "_COMES_S", 0.05)
    monkeypatch.setattr(process, "leave_at_work", lambda *_: None)
    with pytest.raises(SittingError, match="Le gardien n’est pas venu") as caught:
        keeper.ensure()
    assert "keeper.log" in caught.value.hint
    with keeper._only_keeper():  # noqa: SLF001
        assert not keeper.ensure()


def test_a_keeper_that_blocks_is_not_another_keeper():
    with pytest.raises(BlockingIOError), keeper._only_keeper():  # noqa: SLF001
        raise BlockingIOError


def test_another_keeper_goes_on_where_the_first_was_killed(machine, kept, monkeypatch):
    wave(sitting("1"))
    conduct.start(WAVE, [], "lea")
    machine.wait(2401)
    monkeypatch.setattr(review, "write", lambda _folder: (_ for _ in ()).throw(KeyboardInterrupt))
    for _ in range(14):
        ticks(kept, machine, 1)
        if "captured" in kinds("1"):
            break
    assert "reported" not in kinds("1")
    monkeypatch.setattr(review, "write", lambda folder: kept.done.append(("report", folder.name)))
    other = keeper.Keeper(lambda _: None)
    ticks(other, machine, 15)
    other.finish()
    assert kinds("1").count("closed") == 1


def test_a_failure_is_written_and_does_not_stop_the_others(machine, kept, monkeypatch):
    wave(sitting("1"), sitting("2"))

    def broken(folder, _password, **_):
        if folder.name == "1":
            raise SittingError("La base ne répond pas.")

    monkeypatch.setattr(capture, "capture", broken)
    conduct.start(WAVE, [], "lea")
    machine.wait(2401)
    ticks(kept, machine, 15)
    assert kinds("1")[-1] == "failed"
    assert kinds("2")[-1] == "sealed"
    monkeypatch.setattr(capture, "capture", lambda *_, **__: None)
    machine.wait(closing.PATIENCE_S)
    ticks(kept, machine, 3)
    assert kinds("1")[-1] == "sealed"


def test_a_bug_is_written_too(machine, kept, monkeypatch):
    wave(sitting("1"))
    monkeypatch.setattr(review, "write", lambda _folder: {}["rien"])
    conduct.start(WAVE, [], "lea")
    machine.wait(2401)
    ticks(kept, machine, 16)
    failed = [one for one in journal.of(paths.waves() / WAVE).entries("1") if one.kind == "failed"]
    assert "Anomalie du logiciel : KeyError" in failed[0].detail["error"]


def test_an_end_by_mistake_is_sealed_only_once_it_cannot_be_undone(machine, kept):
    wave(sitting("1"), sitting("2"))
    conduct.start(WAVE, [], "lea")
    ended = conduct.end(WAVE, ["1", "2"], "lea")
    ticks(kept, machine, 20)
    assert kinds("1")[-1] == "closed"
    assert ("seal", "1") not in kept.done
    conduct.undo(WAVE, ended.id, "lea")
    conduct.end(WAVE, ["1"], "lea")
    machine.wait(121)
    ticks(kept, machine, 20)
    assert kinds("1")[-1] == "sealed"
    assert ("seal", "2") not in kept.done
    machine.wait(2400)
    ticks(kept, machine, 15)
    assert kinds("2")[-1] == "sealed"  # at its time: nothing to undo, no waiting


def test_a_quiet_wave_costs_nothing(machine, kept):
    wave(sitting("1"))
    conduct.note(WAVE, "", "rien ne presse", "lea")
    assert not kept.tick([WAVE])
    before = (paths.waves() / WAVE / journal.FILE).stat().st_mtime_ns
    machine.wait(60)
    assert not kept.tick([WAVE])
    assert (paths.waves() / WAVE / journal.FILE).stat().st_mtime_ns == before
    conduct.start(WAVE, [], "lea")
    assert kept.tick([WAVE])


def test_the_door_is_told_the_end(machine, monkeypatch):
    """And told again when its end is not the clock's any more."""
    from provisioner.pipeline.sitting import doorman
    from provisioner.steps import frontdoor

    one = sitting("1")
    wave(one)
    first = frontdoor.first_route(one.container, one.port, paths.waves() / "l", room.rules("2022"), one.url)
    routes = {one.container: first}
    told = []
    monkeypatch.setattr(frontdoor, "current_routes", lambda: routes)

    def change(changes):
        from dataclasses import replace

        told.append(changes)
        routes.update({name: replace(routes[name], **change) for name, change in changes.items()})

    monkeypatch.setattr(frontdoor, "change_routes", change)
    doorman.tell(WAVE)
    assert told == []
    conduct.start(WAVE, [], "lea")
    end = machine.at.timestamp() + 2400
    assert routes[one.container].until == end
    machine.wait(1000)
    doorman.tell(WAVE)
    assert len(told) == 1
    machine.move_time_of_day(1)
    doorman.tell(WAVE)
    assert routes[one.container].until == end + 3600
    conduct.pause(WAVE, [], "lea")
    assert (routes[one.container].open, routes[one.container].says) == (False, "paused")
    conduct.resume(WAVE, [], "lea")
    machine.wait(1400)
    doorman.tell(WAVE)
    assert (routes[one.container].open, routes[one.container].says, routes[one.container].until) == (False, "closed", 0)
    assert json.loads((store.folder(WAVE, "1") / "sitting.json").read_text())["closed_at"]
