"""Grids, notes and marks: each writes lines of their own, nothing is lost, the second marking is blind."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from conducted import WAVE
from console_room import Console, furnish

from provisioner.console import figures, room
from provisioner.errors import DataError
from provisioner.steps.console import accounts, marks, passwords, writings

SUIVI, RELECTURE = f"/suivi/{WAVE}", f"/relecture/{WAVE}"


@pytest.fixture
def console(monkeypatch):
    monkeypatch.setattr(passwords, "COST", 2)
    furnish()
    return Console()


def tick(browser, level, question=0, line=0, number="1"):
    return browser.order(f"{SUIVI}/{number}/niveau", question=str(question), ligne=str(line), niveau=level)


def note(browser, text, question=0, base="0", number="1"):
    fields = {"question": str(question), f"note-{question}": text, "base": base}
    return browser.order(f"{SUIVI}/{number}/note", **fields)


def base_of(answer):
    return re.search(r'name="base" value="(\d+)"', answer.text)[1]


def mark(browser, said, comment="", base="0", what="garder", number="1"):
    return browser.order(f"{RELECTURE}/{number}/note", note=said, appreciation=comment, base=base, geste=what)


def test_two_examiners_see_each_others_levels_and_notes(console):
    marie, paul = console.browser("marie"), console.browser("paul")
    version = re.search(r'hx-get="(/suivi/[^"]+direct[^"]+)"', paul.get(f"{SUIVI}?n=1").text)[1].replace("&amp;", "&")
    assert paul.get(version).status_code == 204
    assert tick(marie, "S").status_code == 204
    assert note(marie, "Bon titre.").status_code == 200
    seen = paul.get(version)
    assert seen.status_code == 200
    assert "marie : <strong>S</strong>" in seen.text
    assert "Bon titre." in seen.text
    tick(paul, "TS")
    assert "à accorder" in paul.get(f"{SUIVI}?n=1").text
    tick(paul, "S")
    assert "à accorder" not in paul.get(f"{SUIVI}?n=1").text
    # What is one's own is in one's own field, and never in the other's.
    assert re.search(r"<textarea[^>]*>Bon titre\.</textarea>", marie.get(f"{SUIVI}?n=1").text)
    assert not re.search(r"<textarea[^>]*>Bon titre\.</textarea>", paul.get(f"{SUIVI}?n=1").text)


def test_two_windows_of_one_examiner_lose_nothing(console):
    one, two = console.browser("marie"), console.browser("marie")
    first = base_of(note(one, "un"))
    assert "autre fenêtre" in note(two, "deux").text
    answer = note(one, "un et demi", base=first)
    assert "autre fenêtre" in answer.text
    assert "deux" in answer.text
    again = note(one, "un et trois quarts", base=base_of(answer))
    assert "autre fenêtre" not in again.text
    with console.database.read() as connection:
        kept = [row["text"] for row in connection.execute("SELECT text FROM notes ORDER BY id")]
    assert kept == ["un", "deux", "un et demi", "un et trois quarts"]


def test_notes_typed_at_the_same_time_are_all_kept(console):
    people = [accounts.find(console.database, name) for name in ("marie", "paul")]

    def write(n):
        writings.note(console.database, WAVE, "1", n % 4, people[n % 2], f"note {n}", 0)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(120)))
    with console.database.read() as connection:
        kept = {row["text"] for row in connection.execute("SELECT text FROM notes")}
    assert kept == {f"note {n}" for n in range(120)}


def test_only_the_grid_of_the_subject_is_ticked(console):
    marie = console.browser("marie")
    for question, line in ((9, 0), (0, 9), (-1, 0)):
        assert tick(marie, "S", question, line).status_code == 404
    assert tick(marie, "EXCELLENT").status_code == 409
    tick(marie, "S")
    tick(marie, "")
    assert writings.sheet(console.database, WAVE, "1", 1).levels(0, 0) == {}


def test_texts_come_back_as_they_were_typed(console):
    marie = console.browser("marie")
    text = 'Ligne 1\n  <b>« l’été »</b> & "fin"\nemoji 🪑'
    note(marie, text)
    assert writings.sheet(console.database, WAVE, "1", 1).note(0, "marie").text == text
    assert "<b>« l’été »" not in marie.get(f"{SUIVI}?n=1").text


def test_the_second_marking_does_not_see_the_first(console):
    marie, jean = console.browser("marie"), console.browser("jean")
    tick(marie, "TI")
    note(marie, "Un secret de première correction.")
    mark(marie, "7,5", "Appréciation confidentielle", what="valider")
    for address in (f"{SUIVI}?n=1", f"{RELECTURE}/1", RELECTURE, f"{RELECTURE}/comparer?sujet=wordpress:A"):
        page = jean.get(address).text
        assert not re.search(r"secret|7,5|confidentielle|marie", page), address
    assert jean.get(f"{RELECTURE}/harmonisation").status_code == 404
    tick(jean, "TS")
    mark(jean, "12", what="valider")
    assert "jean" not in marie.get(f"{RELECTURE}/1").text


def test_nothing_is_filled_in_before_somebody_does(console):
    page = console.browser("marie").get(f"{RELECTURE}/1").text
    assert re.search(r'id="sur20"[^>]*value=""', page)
    assert "checked" not in page
    assert re.search(r'<textarea id="appreciation"[^>]*></textarea>', page)


def test_a_mark_is_typed_validated_reopened(console):
    marie = console.browser("marie")
    for wrong in ("21", "-1", "douze", "12,345", "1e1"):
        assert mark(marie, wrong).status_code == 409
    assert mark(marie, "", what="valider").status_code == 409
    kept = mark(marie, "13.5", "Bien.")
    assert 'value="13,5"' in kept.text
    done = mark(marie, "13,5", "Bien.", base=base_of(kept), what="valider")
    assert "Validée par marie" in done.text
    again = mark(marie, "", base=base_of(done), what="rouvrir")
    assert "Validée" not in again.text
    assert 'value="13,5"' in again.text


def test_who_writes_a_mark_unseen_is_told(console):
    marie, paul = console.browser("marie"), console.browser("paul")
    mark(marie, "13")
    answer = mark(paul, "9")
    assert answer.status_code == 409
    assert "marie a écrit ici" in answer.text
    assert marks.of_wave(console.database, WAVE)["1", 1].mark == "13"


def test_names_come_back_once_every_mark_is_validated(console):
    marie = console.browser("marie")
    assert "NOM" not in marie.get(RELECTURE).text
    assert marie.order(f"{RELECTURE}/lever").status_code == 409
    for number in ("1", "2"):
        mark(marie, "12", number=number, what="valider")
    assert console.browser("jean").order(f"{RELECTURE}/lever").status_code == 404
    assert marie.order(f"{RELECTURE}/lever").status_code == 303
    assert "NOM P" in marie.get(RELECTURE).text
    known = marks.of_wave(console.database, WAVE)["1", 1]
    assert mark(marie, "15", base=str(known.id), what="rouvrir").status_code == 409


def test_the_table_adds_and_compares(console):
    people = {name: accounts.find(console.database, name) for name in ("marie", "jean", "zoe")}
    for who, number, said in (("marie", "1", "12"), ("marie", "2", "9,5"), ("jean", "1", "8"), ("zoe", "3", "20")):
        marks.validate(console.database, WAVE, number, people[who], said, "", base=0)
    marks.write(console.database, WAVE, "2", people["jean"], "3", "", base=0)
    table = figures.table(console.database, room.look(WAVE))
    assert [(str(line.gap), line.wide) for line in table.lines] == [("-4", True), ("None", False), ("None", False)]
    assert [(one.name, one.count, str(one.mean)) for one in table.subjects] == [("WordPress A", 3, "13.83")]
    page = console.browser("rectorat").get("/harmonisation").text
    assert "13,83" in page
    assert "NOM" not in page
    with pytest.raises(DataError):
        marks.parse("20,01")
