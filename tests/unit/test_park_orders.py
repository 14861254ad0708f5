"""Orders from the page of all hosts: this very machine is one of them, so that its own `e5b` judges and writes."""

from __future__ import annotations

import re
import time

import pytest
import yaml
from conducted import WAVE, sitting, wave
from console_room import Console

from provisioner import paths
from provisioner.console.moves import Moves
from provisioner.errors import SittingError
from provisioner.pipeline.fleet import centre as centres
from provisioner.pipeline.fleet import ordering
from provisioner.pipeline.fleet.following import Following
from provisioner.pipeline.fleet.moving import Moved
from provisioner.pipeline.fleet.ordering import Asked
from provisioner.pipeline.sitting import conduct, telling
from provisioner.schema.fleet import Place, Placement
from provisioner.steps import journal
from provisioner.steps.console import audit, passwords

ORDER = f"/parc/{WAVE}/ordre"


@pytest.fixture
def nadia(e5b_home, tmp_path, monkeypatch):  # noqa: ARG001 an empty state folder
    monkeypatch.setattr(passwords, "COST", 2)
    hosts = {
        "ici": {"ansible_host": "127.0.0.1", "ansible_connection": "local", "e5b_capacity": 4},
        "mort": {"ansible_host": "127.0.0.2", "ansible_port": 1, "e5b_capacity": 4},
    }
    path = tmp_path / "essai.yml"
    path.write_text(yaml.safe_dump({"all": {"children": {"e5b_hosts": {"hosts": hosts}}}}), encoding="utf-8")
    centre = centres.load(path)
    places = [Place(number=n, commission="1", home="ici", host="ici") for n in ("1", "2")]
    places.append(Place(number="9", commission="1", home="mort", host="mort"))
    centre.keep(Placement(centre="essai", wave=WAVE, exam="2022", places=tuple(places)))
    wave(sitting("1"), sitting("2"))
    conduct.start(WAVE, ["1"], "avant")
    following = Following(centre)
    hear(following)
    made = Console(following).browser("nadia")
    made.following = following
    return made


def hear(following):
    following._hear("ici", telling.told().model_dump_json().encode())  # noqa: SLF001 what its own `e5b` would have said


def facts():
    return [(one.kind, one.number, one.who) for one in journal.of(paths.waves() / WAVE).entries()][1:]


def test_an_order_is_carried_out_by_the_hosts_own_software_in_the_name_of_who_gave_it(nadia):
    assert "Mettre en pause" in nadia.get(f"/parc/{WAVE}/agir?n=1").text
    answer = nadia.order(ORDER, ordre="pause", n="1")
    assert answer.headers["hx-trigger"] == "salle"
    assert "<strong>ici</strong> : 1, en pause" in answer.text
    assert facts() == [("pause", "1", "nadia")]
    nadia.order(ORDER, ordre="note", n="1", motif="--wave 'x' $(id) « sorti »")
    note = journal.of(paths.waves() / WAVE).entries()[-1]
    assert (note.who, note.detail["text"]) == ("nadia", "--wave 'x' $(id) « sorti »")


def test_what_was_given_can_be_undone_where_it_was_given(nadia):
    given = nadia.order(ORDER, ordre="extend", poste="ici", minutes="2,5", motif="Coupure").text
    entries = re.search(r"ici:\d+", given)[0]
    undone = nadia.order(ORDER, ordre="undo", entrees=entries)
    assert "ordre annulé" in undone.text
    assert [(kind, who) for kind, _, who in facts()] == [("extend", "nadia"), ("undo", "nadia")]


def test_an_order_to_all_asks_to_be_sure_and_names_everybody(nadia):
    asked = nadia.get(f"/parc/{WAVE}/agir?ordre=pause").text
    assert "<strong>ici</strong> : 1" in asked
    assert "Oui, mettre en pause pour 1 candidat" in asked
    assert "ne concerne personne" in nadia.get(f"/parc/{WAVE}/agir?ordre=resume").text
    nadia.order(ORDER, ordre="pause")
    assert facts() == [("pause", "1", "nadia")]


def test_a_host_that_does_not_answer_is_told_and_stops_nobody(nadia):
    answer = nadia.order(ORDER, ordre="note", n="9", motif="essai").text
    assert "1 poste sur 1 n’a pas suivi cet ordre" in answer
    assert "serveur SSH" in answer
    assert "il a pu être reçu" in answer


def test_what_the_host_refuses_is_told_in_its_words(nadia):
    nadia.order(ORDER, ordre="pause", n="1")
    answer = nadia.order(ORDER, ordre="pause", n="1").text
    assert "l’épreuve est en pause" in answer
    assert [one[0] for one in facts()] == ["pause", "refused"]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"ordre": "effacer", "n": "1"}, 409),
        ({"ordre": "pause", "n": "77"}, 409),
        ({"ordre": "extend", "n": "1", "minutes": "cinq", "motif": "x"}, 409),
        ({"ordre": "extend", "n": "1", "minutes": "5", "motif": " "}, 409),
        ({"ordre": "undo", "entrees": "ici:1;rm"}, 409),
        ({"ordre": "undo", "entrees": "ailleurs:1"}, 409),
        ({"ordre": "undo", "entrees": ""}, 409),
        ({"ordre": "reset", "n": "1"}, 409),
        ({"ordre": "evacuate", "poste": "ailleurs"}, 404),
        ({"ordre": "move", "n": "77"}, 404),
    ],
)
def test_what_makes_no_sense_reaches_no_host(nadia, fields, status):
    assert nadia.order(ORDER, **fields).status_code == status
    assert facts() == []


def test_orders_are_the_technicians_and_are_written_down(nadia):
    assert nadia.order(ORDER, origin="http://ailleurs.test", ordre="pause", n="1").status_code == 403
    assert nadia.order(ORDER, mark="faux", ordre="pause", n="1").status_code == 403
    assert facts() == []
    nadia.order(ORDER, ordre="pause", n="1")
    written = [(one.who, one.what, one.about) for one in audit.latest(nadia.app.state.database)]
    assert ("nadia", "Ordre au parc", f"pause {WAVE} 1") in written


def test_a_move_goes_on_while_the_page_does_and_one_at_a_time():
    moves, go = Moves(), []

    def work(say):
        say("secours", "reprise des sites")
        while not go:
            time.sleep(0.01)
        taken = ({"number": "1", "ok": True, "lost_after": ""},)
        return [Moved("matin", "a", "b", alive=False, taken=taken, seconds=1.0)]

    job = moves.begin("Évacuer a vers b", "matin", work)
    with pytest.raises(SittingError, match="Évacuer a vers b"):
        moves.begin("autre", "matin", work)
    go.append(1)
    deadline = time.monotonic() + 10
    while not job.over and time.monotonic() < deadline:
        time.sleep(0.01)
    assert (job.lines, job.result, job.trouble) == (["secours : reprise des sites"], ["1 : repris par b"], "")


def test_an_evacuation_asks_to_be_sure_and_says_what_may_be_lost(nadia):
    asked = nadia.get(f"/parc/{WAVE}/agir?poste=mort&ordre=evacuate").text
    assert "Évacuer mort vers ici : 1 candidat" in asked
    assert "mort ne répond pas" in asked
    assert "ici ne dit pas avoir la copie" in asked


def test_each_order_is_one_the_host_knows():
    about = ["--wave", "m", "--by=n", "--json"]
    said = {
        kind: ordering.commands(Asked(kind, "m", "n", ("1", "2"), 2.5, "-x", (7, 8)))
        for kind in ("start", "pause", "resume", "extend", "end", "desk", "note")
    }
    assert said["start"] == [["start", *about, "--", "1", "2"]]
    assert said["end"][0][0] == "stop"
    assert said["desk"][0][0] == "move"
    assert said["extend"] == [["extend", "--minutes=2.5", "--reason=-x", *about, "--", "1", "2"]]
    assert ordering.commands(Asked("extend", "m", "n", (), 1, "x"))[0][3] == "--all"
    assert ordering.commands(Asked("undo", "m", "n", entries=(7, 8))) == [
        ["undo", *about, "--", "7"],
        ["undo", *about, "--", "8"],
    ]
