"""The technician's room: orders in two clicks, what they answer, and the journal. No site is needed for that."""

from __future__ import annotations

import re

import pytest
from conducted import WAVE
from console_room import Console, furnish

from provisioner import paths
from provisioner.console import orders, room
from provisioner.pipeline.sitting import keeper
from provisioner.steps import journal
from provisioner.steps.console import passwords

ORDER = f"/salle/{WAVE}/ordre"


@pytest.fixture
def nadia(monkeypatch):
    monkeypatch.setattr(passwords, "COST", 2)
    # The keeper is a process of its own, with tests of its own.
    monkeypatch.setattr(keeper, "ensure", lambda: True)
    monkeypatch.setattr(keeper, "at_work", lambda: True)
    furnish()
    return Console().browser("nadia")


def facts():
    return [
        (one.kind, one.number or one.detail.get("numbers"), one.who)
        for one in journal.of(paths.waves() / WAVE).entries()
    ]


def undo_of(answer):
    found = re.search(r"&#34;entree&#34;: (\d+)|\"entree\": (\d+)", answer.text)
    return (found[1] or found[2]) if found else ""


def test_the_room_starts_in_two_clicks_and_can_be_undone(nadia):
    asked = nadia.get(f"/salle/{WAVE}/agir?ordre=start")
    assert "3 candidats" in asked.text
    done = nadia.order(ORDER, ordre="start")
    assert done.headers["hx-trigger"] == "salle"
    assert facts() == [("start", ["1", "2", "3"], "nadia")]
    assert nadia.order(ORDER, ordre="undo", entree=undo_of(done)).status_code == 200
    assert [one[0] for one in facts()] == ["start", "undo"]


def test_one_candidate_is_paused_given_time_and_ended(nadia):
    nadia.order(ORDER, ordre="start", n="2")
    assert "Mettre en pause" in nadia.get(f"/salle/{WAVE}/agir?n=2").text
    assert "Démarrer" in nadia.get(f"/salle/{WAVE}/agir?n=1").text
    nadia.order(ORDER, ordre="pause", n="2")
    nadia.order(ORDER, ordre="resume", n="2")
    given = nadia.order(ORDER, ordre="extend", n="2", minutes="2,5", motif="Poste en panne")
    assert "2,5 min" in given.text
    nadia.order(ORDER, ordre="end", n="2")
    assert "au journal" in nadia.order(ORDER, ordre="note", n="2", motif="Le candidat est sorti.").text
    assert [one[0] for one in facts()] == ["start", "pause", "resume", "extend", "end", "note"]
    book = nadia.get(f"/salle/{WAVE}/journal").text
    assert "Temps rendu : 2,5 min (Poste en panne)" in book
    assert "nadia" in book


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"ordre": "extend", "n": "1", "minutes": "5", "motif": "panne"}, "n’a pas commencé"),
        ({"ordre": "extend", "n": "1", "minutes": "cinq", "motif": "panne"}, "nombre de minutes"),
        ({"ordre": "extend", "n": "1", "minutes": "5", "motif": " "}, "motif"),
        ({"ordre": "start", "n": "77"}, "inconnu"),
        ({"ordre": "undo", "entree": "99"}, "99"),
        ({"ordre": "undo", "entree": "x"}, "n’existe pas"),
        ({"ordre": "effacer", "n": "1"}, "n’existe pas"),
        ({"ordre": "reset"}, "qu’un site à la fois"),
    ],
)
def test_what_is_not_allowed_is_said(nadia, fields, told):
    answer = nadia.order(ORDER, **fields)
    assert (answer.status_code, told in answer.text) == (409, True)


def test_two_consoles_at_once_start_once(nadia):
    assert nadia.order(ORDER, ordre="start", n="1").status_code == 200
    assert nadia.order(ORDER, ordre="start", n="1").status_code == 409
    assert [one[0] for one in facts()] == ["start", "refused"]
    assert "Ordre refusé (début)" in nadia.get(f"/salle/{WAVE}/journal").text


def test_a_page_that_is_up_to_date_is_not_drawn_again(nadia):
    page = nadia.get(f"/salle/{WAVE}").text
    version = re.search(r"etat\?v=([^\"]+)\"", page)[1]
    assert nadia.get(f"/salle/{WAVE}/etat?v={version}").status_code == 204
    nadia.order(ORDER, ordre="start")
    fresh = nadia.get(f"/salle/{WAVE}/etat?v={version}")
    assert fresh.status_code == 200
    assert fresh.text.count('data-state="running"') == 3


def test_a_room_without_its_keeper_says_so(nadia, monkeypatch):
    nadia.order(ORDER, ordre="start")
    assert "Le gardien est arrêté" not in nadia.get(f"/salle/{WAVE}").text
    monkeypatch.setattr(keeper, "at_work", lambda: False)
    room.forget()
    assert "Le gardien est arrêté" in nadia.get(f"/salle/{WAVE}").text


def test_the_closing_shows_from_the_journal(nadia):
    nadia.order(ORDER, ordre="start")
    nadia.order(ORDER, ordre="end")
    book = journal.of(paths.waves() / WAVE)
    for kinds, told in (
        (["grace", "closing"], "Relevé du travail en cours"),
        (["captured"], "Travail relevé, rapport en cours"),
        (["reported", "closed", "sealed"], "Dossier scellé"),
    ):
        for kind in kinds:
            book.add(kind, who="gardien", number="1")
        room.forget()
        assert told in nadia.get(f"/salle/{WAVE}/etat").text
    book.add("failed", who="gardien", number="2", detail={"step": "capture", "error": "La base ne répond pas."})
    room.forget()
    assert "Échec : La base ne répond pas." in nadia.get(f"/salle/{WAVE}/etat").text


def test_hostile_texts_are_shown_as_texts(nadia):
    nadia.order(ORDER, ordre="start", n="1")
    nadia.order(ORDER, ordre="extend", n="1", minutes="1", motif="<script>alert(1)</script>")
    page = nadia.get(f"/salle/{WAVE}/journal").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_orders_to_the_room_say_whom_they_mean():
    found = room.look(WAVE, now=True)
    assert found is None
    furnish()
    found = room.look(WAVE, now=True)
    assert orders.meant(found, "start") == ["1", "2", "3"]
    assert orders.meant(found, "end") == []
