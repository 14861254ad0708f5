from __future__ import annotations

import socket

import pytest

from provisioner import names
from provisioner.adapters import ports
from provisioner.errors import SittingError
from provisioner.schema.sitting import Access, RosterLine, Sitting, Wave
from provisioner.steps.sitting import access, plan, status, store
from provisioner.steps.sitting.store import Entry

WANTED = Wave(wave="matin", exam="2022", host="10.0.0.1", candidates=())


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("E5B_HOME", str(tmp_path))


def line(number, **more):
    given = {"surname": "A", "first_name": "B", "commission": "1", "cms": "wordpress", "subject": "A"}
    return RosterLine(number=number, extra_time=False, line=2, **{**given, **more})


def give(who, port):
    return Access(port=port, login=f"c-{who.number}", password=access.password(), capture_password="x", keys={})


def made(*lines, states=None, wanted=WANTED):
    return plan.make(wanted, lines, states or {}, give)


def sitting(number, **more):
    one = Sitting(
        wave="matin",
        number=number,
        commission="1",
        subject="A",
        exam="2022",
        cms="wordpress",
        cms_version="5.8.2",
        image="i",
        container=f"e5b-matin-{number}",
        url="http://10.0.0.1:8001",
        port=8001,
        login="c",
        duration_s=2400,
        created_at="2026-05-12T09:00:00+02:00",
        ready_s=0.5,
    ).model_copy(update=more)
    store.write_sitting(one)
    return one


def settle(*numbers):
    """A wave whose sites are there."""
    first = plan.with_ports(made(*map(line, numbers)), 8001, {})
    store.write_wave(first.wave)
    return {number: sitting(number) for number in numbers}


def test_a_new_wave_starts_everyone_on_ports_in_a_row():
    first = plan.with_ports(made(line("1"), line("2")), 8401, {"other": 8402})
    assert [one.access.port for one in first.fresh] == [8401, 8403]
    assert first.wave.candidates == first.fresh


def test_the_same_roster_again_has_nothing_to_do():
    there = settle("1", "2")
    again = made(line("1"), line("2"), states={"1": "running", "2": "running"})
    assert (again.fresh, again.asleep, [one.number for one in again.there]) == ((), (), list(there))


def test_only_the_difference_is_started_and_credentials_are_kept():
    settle("1")
    old = store.read_wave("matin").candidates[0].access
    again = plan.with_ports(made(line("1"), line("2"), states={"1": "running"}), 8001, {"e5b-matin-1": old.port})
    assert [one.who.number for one in again.fresh] == ["2"]
    assert again.wave.candidates[0].access == old


def test_a_site_that_never_was_ready_starts_again_with_what_was_given():
    first = plan.with_ports(made(line("1")), 8001, {})
    store.write_wave(first.wave)
    assert made(line("1"), states={"1": "created"}).fresh == first.fresh


def test_a_stopped_copy_is_woken():
    settle("1")
    assert [one.who.number for one in made(line("1"), states={"1": "exited"}).asleep] == ["1"]


@pytest.mark.parametrize(
    ("lines", "wanted", "expected"),
    [
        ([line("1")], WANTED, "le candidat 2, absent"),
        ([line("1", cms="prestashop"), line("2")], WANTED, "change le CMS"),
        ([line("1"), line("2")], WANTED.model_copy(update={"exam": "2021"}), "épreuve 2022, pas 2021"),
        ([line("1"), line("2")], WANTED.model_copy(update={"host": "10.9.9.9"}), "10.9.9.9"),
    ],
)
def test_what_would_lose_something_is_refused(lines, wanted, expected):
    settle("1", "2")
    with pytest.raises(SittingError, match=expected) as caught:
        made(*lines, wanted=wanted)
    assert "--wave" in caught.value.hint


def test_a_captured_sitting_is_not_overwritten():
    settle("1")
    capture = store.folder("matin", "1") / "capture"
    capture.mkdir()
    (capture / "after.json.gz").touch()
    with pytest.raises(SittingError, match="a déjà passé l’épreuve"):
        made(line("1"))


def test_removed_candidates_may_leave_the_roster():
    settle("1", "2")
    sitting("2", removed_at="2026-05-12T10:00:00+02:00")
    assert [one.who.number for one in made(line("1"), states={"1": "running"}).wave.candidates] == ["1"]


def test_a_taken_port_is_named_with_who_holds_it():
    with socket.socket() as held:
        port = next(port for port in range(21_000, 22_000) if port not in ports.listening())
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", port))
        held.listen()
        with pytest.raises(SittingError, match=rf"port {port} est déjà pris par .*processus \d+"):
            plan.with_ports(made(line("1")), port, {})


def test_ports_out_of_range():
    with pytest.raises(SittingError, match="port 80 ne convient pas"):
        plan.with_ports(made(line("1")), 80, {})


@pytest.mark.parametrize("name", ["", "..", "a/b", "é", "x" * 41, ".x", "a b"])
def test_names_of_waves(name):
    with pytest.raises(SittingError, match="vague"):
        store.check_name(name)


def test_passwords_are_typable_and_differ():
    made_ = {access.password() for _ in range(200)}
    assert len(made_) == 200
    assert not set("".join(made_)) & set("0oO1lIi2zZ5sSu")
    assert all(len(one) == 14 for one in made_)


def test_time_left_runs_from_the_first_visit_to_the_end():
    settle("1")
    store.write_sitting(sitting("1", closed_at="2026-05-12T09:30:05+02:00"))
    entry = store.entries("matin")[0]
    assert status.row(entry, "running", 0, opened=False).left_s == 2400
    log = store.folder("matin", "1") / "access.log"
    log.write_text('{"ts":"2026-05-12T09:00:05.000+0200"}\n{"ts":"2026-05-12T09:01:05.000+0200"}\n')
    row = status.row(entry, "running", 60 << 20, opened=False)
    assert (row.left_s, row.state, row.memory_mib) == (600, "closed", 60)


@pytest.mark.parametrize(
    ("state", "opened", "expected"),
    [("running", True, "open"), ("running", False, "closed"), ("exited", True, "stopped"), ("", True, "lost")],
)
def test_states(state, opened, expected):
    settle("1")
    assert status.row(store.entries("matin")[0], state, 0, opened=opened).state == expected


def test_a_candidate_never_ready():
    entry = Entry("matin", plan.with_ports(made(line("1")), 8001, {}).fresh[0], None)
    assert status.row(entry, "running", 0, opened=True).state == "starting"


@pytest.mark.parametrize(("seconds", "text"), [(2400, "40 min 00 s"), (-65, "−1 min 05 s"), (7200, "2 h 00 min")])
def test_clock(seconds, text):
    assert status.clock(seconds) == text


def test_evidence_is_set_aside_not_lost():
    settle("1")
    aside = store.set_evidence_aside("matin", "1")
    assert (aside / "sitting.json").is_file()
    assert store.read_sitting("matin", "1") is None
    assert store.set_evidence_aside("matin", "1") is None


def test_the_front_door_goes_on_writing_in_the_access_log_of_the_next_sitting():
    settle("1")
    log = store.folder("matin", "1") / store.ACCESS_LOG
    with log.open("a", encoding="utf-8") as door:
        door.write("first sitting\n")
        door.flush()
        aside = store.set_evidence_aside("matin", "1")
        door.write("second sitting\n")
    assert (aside / store.ACCESS_LOG).read_text(encoding="utf-8") == "first sitting\n"
    assert log.read_text(encoding="utf-8") == "second sitting\n"


def test_secrets_are_for_the_owner_only():
    settle("1")
    kept = store.folder("matin", "1").parent / "roster.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("host", "number", "told"),
    [
        ("*", "1", "« * » ne peut pas nommer les sites"),
        ("*.", "1", "ne peut pas nommer les sites"),
        ("a*.e5b.fr", "1", "ne peut pas nommer les sites"),
        ("*.e5b..fr", "1", "ne peut pas nommer les sites"),
        ("*.e5b.fr:0", "1", "ne peut pas nommer les sites"),
        ("*.e5b.fr/x", "1", "ne peut pas nommer les sites"),
        ("*.e5b.fr", "n°1", "Le numéro « n°1 » ne peut pas faire partie d’un nom"),
        ("*.e5b.fr", "a.b", "ne peut pas faire partie d’un nom"),
        ("*.e5b.fr", "-1", "ne peut pas faire partie d’un nom"),
    ],
)
def test_names_that_no_site_can_have(host, number, told):
    with pytest.raises(SittingError) as caught:
        plan.check_names(host, ["1042", number])
    assert told in caught.value.message
    assert caught.value.hint


def test_addresses_by_port_and_by_name():
    for host in ("10.0.0.1", "e5b.lycee.fr", "*.e5b.lycee.fr", "*.e5b.lycee.fr:8080"):
        plan.check_names(host, ["1042", "A-7"])
        for number in ("1042", "A-7"):
            assert names.site_host(names.site_address(host, number, 8001), number, 8001) == host
    assert names.site_address("10.0.0.1", "1042", 8001) == "http://10.0.0.1:8001"
    assert names.site_address("*.e5b.fr", "A7", 8001) == "http://a7.e5b.fr"
    assert names.site_address("*.e5b.fr:8080", "1", 8001) == "http://1.e5b.fr:8080"
    assert names.site_name("http://10.0.0.1:8001", 8001) == ""
    assert names.site_name("http://a7.e5b.fr", 8001) == "a7.e5b.fr"


def test_a_site_that_goes_on_elsewhere_is_not_opened_here_again():
    there = settle("1", "2")
    store.write_sitting(there["1"].model_copy(update={"moved_to": "b", "removed_at": "2026-05-12T09:30:00+02:00"}))
    found = made(line("1"), line("2"), states={"1": "exited", "2": "running"})
    assert (found.fresh, found.asleep, [one.number for one in found.there]) == ((), (), ["2"])
    assert [one.who.number for one in found.wave.candidates] == ["1", "2"]


def test_who_came_from_another_machine_is_kept_and_never_given_an_empty_site():
    settle("1")
    wave = store.read_wave("matin")
    guest = wave.candidates[0].model_copy(update={"who": line("9"), "host": "10.0.0.2"})
    store.write_wave(wave.model_copy(update={"candidates": (*wave.candidates, guest)}))
    sitting("9")
    found = made(line("1"), states={"1": "running", "9": "running"})
    assert [one.number for one in found.there] == ["1", "9"]
    assert [one.host for one in found.wave.candidates] == ["", "10.0.0.2"]
    # Their site is not there, or not yet.
    found = made(line("1"), line("9"), states={"1": "running"})
    assert (found.fresh, [one.number for one in found.there]) == ((), ["1"])
    assert found.wave.candidates[1].host == "10.0.0.2"
