"""What `down` would lose is told first; the journal can still be read when the sites are gone."""

import json

import pytest
from click.testing import CliRunner
from conducted import WAVE, Machine, sitting, wave

from provisioner import paths
from provisioner.adapters import moment
from provisioner.commands.log import command as log
from provisioner.errors import SittingError
from provisioner.pipeline.evidence import dossier
from provisioner.pipeline.sitting import conduct, losses, room
from provisioner.steps import journal
from provisioner.steps.sitting import store


@pytest.fixture
def book(monkeypatch):
    machine = Machine()
    monkeypatch.setattr(moment, "now", machine.now)
    wave(sitting("1"), sitting("2"))
    conduct.start(WAVE, [], "lea")
    conduct.end(WAVE, ["1"], "lea")
    return journal.of(paths.waves() / WAVE)


def test_a_sitting_that_the_keeper_is_closing_is_not_taken_away(book):
    for step in ("grace", "closing", "captured", "reported", "closed"):
        book.add(step, who="gardien", number="1")
        with pytest.raises(SittingError, match="Le dossier de 1 candidat n’est pas encore scellé : 1"):
            losses.refuse_unsealed(store.entries(WAVE))
    book.add("sealed", who="gardien", number="1")
    losses.refuse_unsealed(store.entries(WAVE))


def test_one_that_was_sealed_by_hand_may_go(book, monkeypatch):
    book.add("captured", who="gardien", number="1")
    monkeypatch.setattr(losses, "sealed", lambda: {(WAVE, "1")})
    losses.refuse_unsealed(store.entries(WAVE))


def test_one_that_another_machine_has_may_go(book):
    store.write_sitting(sitting("1").model_copy(update={"moved_to": "salle-b", "removed_at": "2022-05-09T10:00:00Z"}))
    losses.refuse_unsealed(store.entries(WAVE))
    assert book.begun


def test_a_register_that_cannot_be_read_hides_nothing(book):
    paths.dossiers().mkdir(parents=True)
    (paths.dossiers() / "chain.json").write_text("{", encoding="utf-8")
    assert losses.sealed() == set()
    with pytest.raises(SittingError, match="pas encore scellé"):
        losses.refuse_unsealed(store.entries(WAVE))
    assert book.begun


def test_the_journal_is_shown_once_the_sites_are_gone(book):
    assert room.written("") == WAVE
    for number in ("1", "2"):
        store.write_sitting(sitting(number).model_copy(update={"removed_at": "2022-05-09T10:00:00+00:00"}))
    shown = CliRunner().invoke(log, ["--json"])
    assert [one["kind"] for one in json.loads(shown.stdout)] == [one.kind for one in book.entries()]
    with pytest.raises(SittingError, match="« ailleurs » n’existe pas"):
        CliRunner().invoke(log, ["--wave", "ailleurs"], catch_exceptions=False)


def test_no_journal_at_all():
    with pytest.raises(SittingError, match="Aucune vague n’a commencé"):
        room.written("")


def test_a_trial_that_was_given_up_is_not_asked_to_be_sealed():
    wave(sitting("1"), sitting("2").model_copy(update={"removed_at": "2022-05-09T10:00:00+00:00"}))
    assert not dossier.abandoned(store.folder(WAVE, "1"))
    assert dossier.abandoned(store.folder(WAVE, "2"))
    (store.folder(WAVE, "2") / "capture").mkdir()
    (store.folder(WAVE, "2") / "capture" / "after.json.gz").touch()
    assert not dossier.abandoned(store.folder(WAVE, "2"))
