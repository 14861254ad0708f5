"""Orders of an exam day: allowed or refused, and written down either way. No site is needed for that."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from conducted import WAVE, Machine, sitting, wave

from provisioner import paths
from provisioner.adapters import moment
from provisioner.errors import SittingError
from provisioner.pipeline.sitting import conduct
from provisioner.steps import journal


@pytest.fixture
def machine(monkeypatch):
    machine = Machine()
    monkeypatch.setattr(moment, "now", machine.now)
    return machine


@pytest.fixture(autouse=True)
def _room(machine):  # noqa: ARG001 the clocks are taken over first
    wave(sitting("1"), sitting("2"), sitting("3", 3200))


def facts():
    return journal.of(paths.waves() / WAVE).entries()


def states():
    return {one.number: (one.state, round(one.left_s)) for one in conduct.standings(WAVE)}


def test_the_room_starts_together(machine):
    assert states() == {"1": ("waiting", 2400), "2": ("waiting", 2400), "3": ("waiting", 3200)}
    entry = conduct.start(WAVE, [], "lea")
    assert (entry.number, entry.detail["numbers"], entry.who) == ("", ["1", "2", "3"], "lea")
    machine.wait(60)
    assert states() == {"1": ("running", 2340), "2": ("running", 2340), "3": ("running", 3140)}


def test_the_room_means_those_that_the_order_makes_sense_for(machine):
    conduct.start(WAVE, ["2"], "lea")
    machine.wait(60)
    assert conduct.start(WAVE, [], "lea").detail["numbers"] == ["1", "3"]
    conduct.pause(WAVE, ["1"], "lea", "malaise")
    assert conduct.pause(WAVE, [], "lea").detail["numbers"] == ["2", "3"]
    machine.wait(600)
    assert conduct.resume(WAVE, [], "lea").detail["numbers"] == ["1", "2", "3"]
    assert states() == {"1": ("running", 2400), "2": ("running", 2340), "3": ("running", 3200)}


def test_minutes_are_given_with_a_reason():
    conduct.start(WAVE, [], "lea")
    conduct.extend(WAVE, "1", 5, " navigateur bloqué ", "lea")
    assert states()["1"] == ("running", 2700)
    assert facts()[-1].detail == {"minutes": 5, "reason": "navigateur bloqué"}


@pytest.mark.parametrize(
    ("order", "said"),
    [
        (lambda: conduct.start(WAVE, ["1"], "lea"), "Le candidat 1 : l’épreuve est en cours"),
        (lambda: conduct.start(WAVE, ["9"], "lea"), "Le candidat 9 est inconnu"),
        (lambda: conduct.resume(WAVE, ["1"], "lea"), "est en cours"),
        (lambda: conduct.resume(WAVE, [], "lea"), "Il n’y a personne"),
        (lambda: conduct.extend(WAVE, "2", 5, "x", "lea"), "l’épreuve n’a pas commencé"),
        (lambda: conduct.extend(WAVE, "1", 5, "  ", "lea"), "motif"),
        (lambda: conduct.extend(WAVE, "1", -5, "x", "lea"), "On rend de 1 à 240 minutes, pas -5"),
        (lambda: conduct.extend(WAVE, "1", float("nan"), "x", "lea"), "On rend"),
        (lambda: conduct.undo(WAVE, 99, "lea"), "pas d’ordre n° 99"),
    ],
)
def test_what_is_refused_is_written_down(order, said):
    conduct.start(WAVE, ["1"], "lea")
    with pytest.raises(SittingError, match=said):
        order()
    assert facts()[-1].kind == "refused"
    assert said[4:] in facts()[-1].detail["why"]
    assert states()["1"] == ("running", 2400)


def test_nothing_after_the_end(machine):
    conduct.start(WAVE, ["1"], "lea")
    machine.wait(2400)
    for order in (
        lambda: conduct.extend(WAVE, "1", 5, "incident", "lea"),
        lambda: conduct.pause(WAVE, ["1"], "lea"),
        lambda: conduct.end(WAVE, ["1"], "lea"),
        lambda: conduct.start(WAVE, ["1"], "lea"),
    ):
        with pytest.raises(SittingError, match="l’épreuve est terminée"):
            order()
    assert [one.kind for one in facts()] == ["start", *["refused"] * 4]


def test_one_of_several_that_is_wrong_stops_the_order():
    conduct.start(WAVE, ["1"], "lea")
    with pytest.raises(SittingError, match="Le candidat 2 : l’épreuve n’a pas commencé"):
        conduct.pause(WAVE, ["1", "2"], "lea")
    assert states()["1"][0] == "running"


def test_undo(machine):
    began = conduct.start(WAVE, [], "lea")
    machine.wait(30)
    conduct.undo(WAVE, began.id, "lea")
    assert states() == {"1": ("waiting", 2400), "2": ("waiting", 2400), "3": ("waiting", 3200)}
    conduct.start(WAVE, [], "lea")
    machine.wait(30)
    ended = conduct.end(WAVE, ["2"], "lea")
    machine.wait(10)
    conduct.undo(WAVE, ended.id, "lea")
    assert states()["2"] == ("running", 2370)
    with pytest.raises(SittingError, match="déjà annulé"):
        conduct.undo(WAVE, ended.id, "lea")


def test_minutes_that_are_used_stay_given(machine):
    conduct.start(WAVE, ["1"], "lea")
    machine.wait(2380)
    given = conduct.extend(WAVE, "1", 5, "x", "lea")
    machine.wait(60)
    with pytest.raises(SittingError, match="déjà entamé"):
        conduct.undo(WAVE, given.id, "lea")
    assert states()["1"] == ("running", 260)


def test_two_consoles_at_once():
    """Many orders of the same instant: one is taken, the others are refused and written down."""

    def order(_):
        try:
            return conduct.start(WAVE, ["1"], "lea")
        except SittingError:
            return None

    with ThreadPoolExecutor(8) as pool:
        taken = [one for one in pool.map(order, range(16)) if one]
    assert len(taken) == 1
    assert sorted(one.kind for one in facts()) == ["refused"] * 15 + ["start"]


def test_a_power_cut_is_seen_by_whoever_looks_first(machine):
    conduct.start(WAVE, ["1"], "lea")
    machine.wait(300)
    journal.of(paths.waves() / WAVE).beat()
    machine.power_cut(900)
    assert states()["1"] == ("running", 2100)
    machine.wait(10)
    assert states()["1"] == ("running", 2090)
    assert [one.kind for one in facts()] == ["start", "boot"]


def test_a_wave_that_is_not_there():
    with pytest.raises(SittingError, match="n’existe pas"):
        conduct.start("autre", [], "lea")
