"""A site that goes on at another machine: two homes of one engine, a tiny image, real containers and doors."""

from __future__ import annotations

import shutil
import tempfile
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import tiny

from provisioner import paths
from provisioner.adapters.caddy import orders
from provisioner.adapters.docker import containers
from provisioner.errors import SittingError
from provisioner.pipeline.bench.ready import free_ports
from provisioner.pipeline.sitting import conduct, lifecycle, opening, room
from provisioner.pipeline.spare import export as spare_export
from provisioner.pipeline.spare import look, release
from provisioner.pipeline.spare import take as spare_take
from provisioner.steps import frontdoor, journal
from provisioner.steps.console import writings
from provisioner.steps.console.accounts import Account
from provisioner.steps.console.database import Database
from provisioner.steps.sitting import store

pytestmark = pytest.mark.docker
HEADER = "numéro;nom;prénom;commission;CMS;sujet;tiers-temps\n"
EXAM = "secours"


@pytest.fixture(scope="module", autouse=True)
def _image(engine):
    tiny.build(EXAM)
    yield
    engine.images.remove(tiny.tag(EXAM), force=True)


class Two:
    """Two machines, that share an engine: `on` says which one orders are given to."""

    def __init__(self, patch, work):
        self.patch, self.work = patch, work
        self.a, self.b = (Path(tempfile.mkdtemp(prefix="e5b-", dir="/tmp")) for _ in "ab")
        self.copy = self.b / "copie"
        self.port = free_ports(10, 42_000)

    def on(self, home):
        self.patch.setenv("E5B_HOME", str(home))
        room.rules.cache_clear()
        return home

    def up(self, *numbers, conducted=False, **options):
        roster = self.work / "liste.csv"
        lines = "".join(f"{n};N;P;1;wordpress;A;non\n" for n in numbers)
        roster.write_text(HEADER + lines, encoding="utf-8")
        options = {"wave": "jury", "host": "127.0.0.1", "port_base": self.port, "conducted": conducted} | options
        opened = opening.up(EXAM, roster, **options)
        assert not opened.failed
        return opened

    def export(self):
        return spare_export.export(self.copy, "", lambda _: None, once=True)

    def die(self):
        """Machine A is gone: its sites and its door with it."""
        self.on(self.a)
        for one in containers.find():
            containers.remove(one.id)

    def take(self, *numbers):
        self.on(self.b)
        return spare_take.take(self.copy, numbers, "", lambda *_: None)

    def url(self, rank=0):
        return f"http://127.0.0.1:{self.port + rank}"


@pytest.fixture
def two(monkeypatch, tmp_path):
    subjects, stacks = tiny.data(tmp_path, EXAM)
    monkeypatch.setattr(paths, "SUBJECTS", subjects)
    monkeypatch.setattr(paths, "STACKS", stacks)
    made = Two(monkeypatch, tmp_path)
    made.on(made.a)
    yield made
    for home in (made.a, made.b):
        made.on(home)
        for one in containers.find():
            containers.remove(one.id)
        shutil.rmtree(home, ignore_errors=True)
    room.rules.cache_clear()


def get(url):
    try:
        with urllib.request.urlopen(url, timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_same_address_credentials_and_account(two):
    two.up("1", "2")
    before = {one.number: one for one in store.entries("jury")}
    two.export()
    two.die()
    done = two.take()
    assert [(one.number, one.error, one.url) for one in done] == [("1", None, two.url()), ("2", None, two.url(1))]
    after = {one.number: one for one in store.entries("jury")}
    assert [after[n].candidate.access for n in "12"] == [before[n].candidate.access for n in "12"]
    assert after["1"].sitting == before["1"].sitting
    assert two.url() in get(two.url())[1]


def test_what_examiners_wrote_comes_with_the_site(two):
    two.up("1", "2")
    marie = Account("marie", "examinateur", "1", 1, "")
    writings.tick(Database(), "jury", "1", 0, 0, marie, "S")
    two.export()
    writings.note(Database(), "jury", "1", 0, marie, "un bon début", 0)
    writings.tick(Database(), "jury", "2", 0, 0, marie, "TI")
    two.export()
    two.die()
    assert two.take("1")[0].error is None
    sheet = writings.sheet(Database(), "jury", "1", 1)
    assert [one.level for one in sheet.ticks] == ["S"]
    assert [one.text for one in sheet.notes] == ["un bon début"]
    assert not writings.sheet(Database(), "jury", "2", 1).ticks
    two.take("2")
    assert [one.level for one in writings.sheet(Database(), "jury", "2", 1).ticks] == ["TI"]


def test_twice_is_once(two):
    two.up("1")
    two.export()
    two.die()
    (first,) = two.take("1")
    site = containers.find(kind="sitting")
    (second,) = two.take("1")
    assert (first.already, second.already, second.error) == (False, True, None)
    assert containers.find(kind="sitting") == site


def test_the_clock_goes_on_with_the_time_it_had(two):
    exam = paths.SUBJECTS / EXAM / "exam.yml"
    exam.write_text(exam.read_text() + "sitting: {before_start: closed}\n")
    two.up("1", "2", "3", conducted=True)
    conduct.start("jury", ["1", "2"], "tech")
    conduct.pause("jury", ["2"], "tech", "malaise")
    assert get(two.url(2))[0] == 503
    two.export()
    left = {one.number: one.left_s for one in room.standings("jury")}
    time.sleep(3)  # the machine is dead, and nobody has seen it yet
    two.die()
    assert {one.error for one in two.take()} == {None}
    stand = {one.number: one for one in room.standings("jury")}
    assert [stand[n].state for n in "123"] == ["running", "paused", "waiting"]
    assert left["1"] - stand["1"].left_s < 3
    assert stand["2"].left_s == pytest.approx(left["2"], abs=0.5)
    facts = journal.of(paths.waves() / "jury").entries()
    assert [one.kind for one in facts] == ["start", "pause", *["taken"] * 3]
    assert [get(two.url(rank))[0] for rank in range(3)] == [200, 503, 503]
    assert "n’a pas commencé" in get(two.url(2))[1]
    conduct.resume("jury", ["2"], "tech")
    conduct.start("jury", ["3"], "tech")
    assert [get(two.url(rank))[0] for rank in range(3)] == [200, 200, 200]


def test_a_machine_that_was_left_serves_nothing_and_opens_nothing(two):
    two.up("1", "2")
    two.export()
    release.release(["1"], "", "tech", to="b")
    status, page = get(two.url())
    assert (status, "Votre site revient dans un instant" in page) == (503, True)
    assert get(two.url(1))[0] == 200
    states = {one.labels["e5b.number"]: one.state for one in containers.find(kind="sitting")}
    assert states == {"1": "exited", "2": "running"}
    assert [one.number for one in lifecycle.select("jury")] == ["2"]
    # Neither the same list again, nor a start of the machine, brings it back.
    assert two.up("1", "2").started == []
    assert not containers.running(store.entries("jury")[0].container)
    (found,) = (one for one in containers.find(kind="sitting") if one.labels["e5b.number"] == "1")
    assert containers.inspect(found.id)["HostConfig"]["RestartPolicy"]["Name"] == "no"
    assert [one.already for one in release.release(["1"], "", "tech")] == [True]
    # It keeps what it held until the wave goes.
    lifecycle.down(lifecycle.select("jury"), force=True)
    assert containers.find(kind="sitting") == []
    assert frontdoor.current_routes() == {}


def test_what_was_on_its_way_is_finished_before_a_site_is_stopped(two):
    two.up("1")
    seen = []
    sent = threading.Thread(target=lambda: seen.append(get(two.url() + "/lent")))
    sent.start()
    # It takes a second and a half to answer: the door is told while it is on its way.
    entry = store.entries("jury")[0]
    deadline = time.monotonic() + 5
    while not orders.passing(paths.home() / "door" / "admin.sock", f"{entry.container}/web.sock"):
        assert time.monotonic() < deadline, "the request never came to the site, or the door does not tell"
    release.release(["1"], "", "tech", to="b")
    sent.join()
    assert seen[0][0] == 200
    assert get(two.url())[0] == 503


def test_a_machine_back_from_the_dead_is_made_to_let_go(two):
    """It starts again by itself what it had: `release` is what fleet gives it first."""
    two.up("1", conducted=True)
    conduct.start("jury", [], "tech")
    two.export()
    entry = store.entries("jury")[0]
    assert get(two.url())[0] == 200
    (done,) = release.release(["1"], "", "tech", to="b")
    assert (done.number, done.already) == ("1", False)
    assert get(two.url())[0] == 503
    assert not containers.running(entry.container)
    assert room.standings("jury") == [], "no clock, no closing, no dossier of it here any more"
    assert [one.kind for one in journal.of(paths.waves() / "jury").entries()] == ["start", "left"]


def test_what_a_door_is_asked_goes_to_the_other_machine(two):
    two.up("1", "2")
    first, second = (one.container for one in store.entries("jury"))
    frontdoor.change_routes({first: {"open": False, "says": "moving", "elsewhere": f"127.0.0.1:{two.port + 1}"}})
    status, page = get(f"{two.url()}/page?a=1")
    assert status == 200
    # Under the address that the candidate typed, and it is the other site that answers.
    assert f"host=127.0.0.1:{two.port} /page?a=1" in page
    assert page.split("<body>")[1].startswith(two.url(1))
    containers.remove(second)
    assert get(two.url())[0] == 503


@pytest.mark.parametrize("conducted", [True, False])
def test_who_had_not_begun_finds_what_was_shown_before_a_planned_move(two, conducted):
    exam = paths.SUBJECTS / EXAM / "exam.yml"
    exam.write_text(exam.read_text() + "sitting: {before_start: closed}\n")
    two.up("1", conducted=conducted)
    before = get(two.url())
    two.export()
    release.release(["1"], "", "tech", to="b")
    two.export()
    left_there()
    assert two.take("1")[0].error is None
    assert get(two.url())[0] == before[0] == (503 if conducted else 200)
    assert ("n’a pas commencé" in get(two.url())[1]) == conducted


def test_a_name_is_an_address_too(two):
    two.up("1", host=f"*.essai.localhost:{two.port + 9}")
    url = store.entries("jury")[0].sitting.url
    assert url == f"http://1.essai.localhost:{two.port + 9}"
    two.export()
    two.die()
    (done,) = two.take("1")
    assert (done.error, done.url) == (None, url)
    asked = urllib.request.Request(f"http://127.0.0.1:{two.port + 9}/", headers={"Host": url.removeprefix("http://")})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert url in answer.read().decode()


def test_a_planned_move_and_back_again(two):
    two.up("1", conducted=True)
    conduct.start("jury", [], "tech")
    release.release(["1"], "", "tech", to="b")
    two.export()
    left_there()
    assert two.take("1")[0].error is None
    conduct.extend("jury", "1", 5, "coupure", "tech")
    two.copy = two.a / "retour"
    release.release(["1"], "", "tech", to="a")
    two.export()
    left_there()
    two.on(two.a)
    (back,) = spare_take.take(two.copy, ["1"], "", lambda *_: None)
    assert back.error is None
    kinds = [one.kind for one in journal.of(paths.waves() / "jury").entries("1")]
    assert kinds == ["start", "left", "taken", "extend", "left", "taken"]
    (stand,) = room.standings("jury")
    assert (stand.state, stand.given_s) == ("running", 300)
    assert stand.left_s == pytest.approx(2400 + 300, abs=30)
    assert get(two.url())[0] == 200
    place = store.folder("jury", "1")
    assert sorted(path.name for path in (place / "moves").iterdir()) == ["01", "02"]


def left_there():
    """On one machine the port and the name of the container must be free for the other; between two they are."""
    for one in containers.find():
        containers.remove(one.id)


def test_what_cannot_be_taken_says_why_and_leaves_nothing(two, engine):
    two.up("1", "2")
    two.export()
    with pytest.raises(SittingError, match="ne contient pas : 7"):
        two.take("7")
    # The door of machine A still holds the ports.
    done = two.take("1")
    assert "est déjà pris ici" in done[0].error.message
    assert containers.find(kind="sitting") == []
    two.die()
    engine.images.get(tiny.tag(EXAM)).tag("e5b/secours-gardee", "test")
    engine.images.remove(tiny.tag(EXAM), force=True)
    try:
        assert "n’est pas sur cette machine" in two.take("1")[0].error.message
    finally:
        engine.images.get("e5b/secours-gardee:test").tag(*tiny.tag(EXAM).split(":"))
        engine.images.remove("e5b/secours-gardee:test")
    assert two.take("1")[0].error is None
    containers.rest(store.entries("jury")[0].container)
    assert "a déjà un site sur cette machine, arrêté" in two.take("1")[0].error.message


def test_a_copy_that_is_half_there_is_told(two):
    two.up("1", "2")
    two.export()
    (two.copy / "jury" / "2" / "copy.json").write_text('{"format": 1, "li')
    found = {one.number: one for one in look.status(two.copy)}
    assert (found["1"].problem, found["1"].alive) == ("", True)
    assert found["2"].problem == "Rien n’est encore copié de ce candidat."
    two.die()
    assert [one.number for one in two.take()] == ["1"]
    with pytest.raises(SittingError, match="ne contient pas : 2"):
        two.take("2")


def test_a_wave_of_the_same_name_keeps_its_own_and_their_list(two):
    two.up("1")
    two.export()
    two.die()
    two.on(two.b)
    two.up("5", host="127.0.0.1", port_base=two.port + 5)
    assert two.take("1")[0].error is None
    wave = store.read_wave("jury")
    assert [(one.who.number, one.host) for one in wave.candidates] == [("5", ""), ("1", "127.0.0.1")]
    again = two.up("5", host="127.0.0.1", port_base=two.port + 5)
    assert (again.started, [one.number for one in again.already]) == ([], ["5", "1"])
    (other,) = (one for one in lifecycle.select("jury") if one.number == "1")
    lifecycle.reset([other], lambda *_: None, sure=True)
    assert store.read_sitting("jury", "1").url == two.url()


def test_the_copy_follows_a_site_made_anew(two):
    two.up("1")
    first = two.export().sittings["jury"]["1"].life
    lifecycle.reset(lifecycle.select("jury"), lambda *_: None, sure=True)
    second = two.export().sittings["jury"]["1"].life
    assert first != second
    assert look.status(two.copy)[0].problem == ""
    assert (two.copy / "jury" / "1" / second).is_dir()
