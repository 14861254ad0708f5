"""The page of a centre: hosts that answer, hosts that do not, and who is where. Hosts are told of, not asked."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from console_room import Console

from provisioner import paths
from provisioner.console import park
from provisioner.pipeline.fleet import centre as centres
from provisioner.pipeline.fleet.following import SILENT_S, Following
from provisioner.schema.fleet import Place, Placement
from provisioner.schema.watch import CopyTold, LoadTold, MachineTold, SeatTold
from provisioner.steps.console import passwords
from provisioner.steps.fleet.words import Told

LOAD = LoadTold(processor=0.2, memory=0.4, disk=0.3, memory_free_gb=4.2, disk_free_gb=61.0)
SEATS = {"1": ("salle-a", "salle-a"), "2": ("salle-b", "salle-b"), "3": ("salle-a", "secours")}


def seat(number, state="running", left_s=1200.0, **more):
    about = {"cms": "wordpress", "subject": "A", "url": "http://x", "closing": "", "trouble": "", "exam": "2022"}
    times = {"total_s": 2400.0, "given_s": 0.0, "paused_s": 0.0}
    known = {**about, **times, "wave": "matin", "commission": "12", "extra_time": False, **more}
    return SeatTold(number=number, state=state, left_s=left_s, **known)


def told(*seats, **more):
    known = {"at": 0.0, "unkept": (), "load": LOAD, "console": "", "copies": (), **more}
    return MachineTold(seats=seats, **known)


@pytest.fixture
def following(e5b_home):  # noqa: ARG001 an empty state folder
    centre = centres.load(paths.PROJECT / "inventories" / "example.yml")
    places = tuple(Place(number=n, commission="12", home=home, host=host) for n, (home, host) in SEATS.items())
    centre.keep(Placement(centre="example", wave="matin", exam="2022", places=places))
    made = Following(centre)

    def hears(name, word, ago=0.0, trouble=None):
        made._seen[name] = replace(made._seen[name], told=word, at=time.monotonic() - ago, trouble=trouble)  # noqa: SLF001

    made.hears = hears
    hears("salle-a", told(seat("1"), console="0.0.0.0:7900"))
    hears("salle-b", told(seat("2", "paused"), console="127.0.0.1:7900"))
    copies = (CopyTold(host="salle-a", age_s=1.5, sittings=1, problems=0),)
    hears("secours", told(seat("3", "waiting", 2400.0), copies=copies))
    return made


def test_everybody_is_with_who_carries_them(following):
    found = park.look(following, "matin")
    assert [(post.host.name, [one.number for one in post.seats]) for post in found.posts] == [
        ("salle-a", ["1"]),
        ("salle-b", ["2"]),
        ("secours", ["3"]),
    ]
    assert found.post("secours").visitors == {"3": "salle-a"}
    assert found.where("2")[0].host.name == "salle-b"
    assert park.look(following, "soir") is None
    assert park.waves(following) == [("matin", 3, 3)]


def test_a_clock_goes_on_with_its_host_and_stays_without(following):
    following.hears("salle-a", told(seat("1", left_s=1200.0)), ago=2.0)
    post = park.look(following, "matin").post("salle-a")
    assert post.answers
    assert 1197 < post.seats[0].left_s < 1198.1
    following.hears("salle-a", told(seat("1", left_s=1200.0)), ago=SILENT_S + 8)
    post = park.look(following, "matin").post("salle-a")
    assert not post.answers
    assert post.seats[0].left_s == 1200.0
    assert post.seats[0].state == "running"


def test_how_the_spare_follows(following):
    posts = park.look(following, "matin").posts
    assert posts[0].copy.age_s == pytest.approx(1.5, abs=1)
    assert posts[0].behind_s == pytest.approx(1.5, abs=1)
    assert posts[1].behind_s is None
    assert not posts[0].copy.late
    assert posts[1].copy.late  # nothing of it is there
    assert posts[2].copy is None  # a spare has none
    following.hears("secours", told(), ago=60)
    assert park.look(following, "matin").post("salle-a").copy.age_s is None


def test_where_each_commissions_console_answers(following):
    found = park.look(following, "matin")
    assert park.consoles(found) == [("12", ["http://192.0.2.11:7900/", "", ""])]


def test_a_host_that_came_back_still_has_somebody(following):
    following.hears("salle-a", told(seat("1"), seat("3")))
    assert park.look(following, "matin").post("salle-a").strays == ("3",)


def test_the_version_moves_with_what_matters_only(following):
    def version():
        return park.look(following, "matin").version.partition(".")[2]

    before = version()
    following.hears("salle-a", told(seat("1", left_s=1100.0), console="0.0.0.0:7900"))
    assert version() == before
    following.hears("salle-a", told(seat("1", "paused"), console="0.0.0.0:7900"))
    assert version() != before


@pytest.fixture
def nadia(following, monkeypatch):
    monkeypatch.setattr(passwords, "COST", 2)
    console = Console(following)
    return console.browser("nadia"), console


def test_the_page_is_the_technicians_alone(nadia, following):
    browser, console = nadia
    assert browser.get("/").headers["location"] == "/parc"
    assert browser.get("/parc").headers["location"] == "/parc/matin"
    page = browser.get("/parc/matin").text
    assert page.count('<li class="card') == 3
    assert "venu de salle-a" in page
    assert "http://192.0.2.11:7900/" in page
    assert console.browser("marie").get("/parc/matin").status_code == 404
    assert console.browser("rectorat").get("/parc/matin").status_code == 404
    assert browser.get("/parc/autre").status_code == 404
    following.hears("salle-b", told(seat("2", "paused")), ago=12.0, trouble=Told("le poste ne répond pas.", "Câble ?"))
    page = browser.get("/parc/matin").text
    assert "vu il y a 12 s" in page
    assert "Le poste ne répond pas. Câble ?" in page
    assert 'class="post silent"' in page


def test_a_console_that_leads_nobody_has_no_such_page(monkeypatch):
    monkeypatch.setattr(passwords, "COST", 2)
    browser = Console().browser("nadia")
    assert browser.get("/parc").status_code == 404
    assert ">Parc<" not in browser.get("/salle").text


def test_only_what_changed_is_sent(nadia, following):
    browser, _ = nadia
    version = park.look(following, "matin").version
    assert browser.get(f"/parc/matin/etat?v={version}").status_code in {200, 204}  # a new turn of RESYNC_S may begin
    assert 'data-state="paused"' in browser.get("/parc/matin/etat?v=0").text
