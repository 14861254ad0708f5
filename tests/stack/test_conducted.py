"""The clock and the front door together: real containers, a real door, a tiny image, sittings of a few seconds."""

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
from provisioner.adapters import ports
from provisioner.adapters.docker import containers
from provisioner.adapters.docker.client import client
from provisioner.errors import SittingError
from provisioner.pipeline.sitting import conduct, doorman, lifecycle, opening, room
from provisioner.steps import frontdoor
from provisioner.steps.sitting import store

pytestmark = [pytest.mark.docker, pytest.mark.usefixtures("home")]
HEADER = "numéro;nom;prénom;commission;CMS;sujet;tiers-temps\n"


@pytest.fixture(scope="module", autouse=True)
def _image(engine):
    tiny.build("conduite")
    yield
    engine.images.remove(tiny.tag("conduite"), force=True)


@pytest.fixture
def home(monkeypatch, tmp_path):
    place = Path(tempfile.mkdtemp(prefix="e5b-", dir="/tmp"))
    monkeypatch.setenv("E5B_HOME", str(place))
    subjects, stacks = tiny.data(tmp_path, "conduite")
    monkeypatch.setattr(paths, "SUBJECTS", subjects)
    monkeypatch.setattr(paths, "STACKS", stacks)
    room.rules.cache_clear()
    yield place
    room.rules.cache_clear()
    lifecycle.down(lifecycle.select(everyone=True), force=True, door=True)
    for left in [*containers.find(kind="sitting"), *containers.find(kind="door")]:
        containers.remove(left.id)
    shutil.rmtree(place, ignore_errors=True)


def rule(text):
    """Add rules to the exam."""
    path = paths.SUBJECTS / "conduite" / "exam.yml"
    path.write_text(path.read_text() + f"sitting: {{{text}}}\n")


def up(tmp_path, *numbers, seconds=0, wave="w", **more):
    """Open sites of these candidates; a sitting lasts `seconds` instead of its forty minutes."""
    taken = ports.listening()
    base = next(port for port in range(31_000, 39_000, 100) if not any(port + i in taken for i in range(100)))
    path = tmp_path / "candidats.csv"
    path.write_text(HEADER + "".join(f"{one};NOM;P;1;WordPress;A;\n" for one in numbers), encoding="utf-8")
    opened = opening.up("conduite", path, wave=wave, host="127.0.0.1", port_base=base, conducted=True, **more)
    assert not opened.failed
    for one in opened.started if seconds else ():
        store.write_sitting(one.model_copy(update={"duration_s": seconds}))
    return opened.started


def get(url, method="GET"):
    try:
        request = urllib.request.Request(url, method=method, data=b"x" if method == "POST" else None)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def shows(url, text, within=6.0):
    """Wait until a page says `text`."""
    deadline = time.monotonic() + within
    while text not in (seen := get(url)[1]):
        assert time.monotonic() < deadline, f"« {text} » never came; last seen: {seen[:500]}"
        threading.Event().wait(0.1)


def test_what_a_candidate_sees_from_before_to_after(tmp_path):
    rule("before_start: closed, grace_s: 7")
    one, other = up(tmp_path, "1", "2")
    assert get(one.url) == (503, pytest.approx(get(other.url)[1]))
    assert "n’a pas commencé" in get(one.url)[1]
    assert "n’a pas commencé" in get(one.url + "/e5b-temps")[1]

    began = conduct.start("w", ["1"], "lea")
    assert get(one.url)[0] == 200
    assert get(other.url)[0] == 503
    assert 'says = "running"' in get(one.url + "/e5b-temps")[1]
    conduct.pause("w", ["1"], "lea")
    assert "Épreuve en pause" in get(one.url, "POST")[1]
    conduct.resume("w", ["1"], "lea")
    assert get(one.url, "POST")[0] == 200
    before = frontdoor.current_routes()[one.container].until
    conduct.extend("w", "1", 5, "coupure", "lea")
    assert 298 <= frontdoor.current_routes()[one.container].until - before <= 302

    ended = conduct.end("w", ["1"], "lea")
    assert get(one.url)[0] == 503
    assert "Épreuve terminée" in get(one.url, "POST")[1]
    assert "7 s au plus" in get(one.url)[1]
    assert store.read_sitting("w", "1").closed_at
    conduct.undo("w", ended.id, "lea")
    assert get(one.url)[0] == 200
    assert not store.read_sitting("w", "1").closed_at
    with pytest.raises(SittingError, match="D’autres ordres"):
        conduct.undo("w", began.id, "lea")
    # What is not the candidate's work is not in their log.
    log = (store.folder("w", "1") / store.ACCESS_LOG).read_text()
    assert "e5b-temps" not in log
    assert '"POST"' in log


def test_a_start_undone_closes_what_was_closed(tmp_path):
    rule("before_start: closed")
    (one,) = up(tmp_path, "1")
    began = conduct.start("w", [], "lea")
    assert get(one.url)[0] == 200
    conduct.undo("w", began.id, "lea")
    assert "n’a pas commencé" in get(one.url)[1]
    # A technician may look at the site beforehand.
    lifecycle.start(lifecycle.select("w"), lambda *_: None)
    assert get(one.url)[0] == 200
    doorman.tell("w")
    assert get(one.url)[0] == 200


def test_the_next_wave_is_ready_while_one_is_at_work(tmp_path):
    """The exam's rules open sites at once: those made ahead wait all the same, whatever happens before their start."""
    (now,) = up(tmp_path, "1")
    conduct.start("w", [], "lea")
    (after,) = up(tmp_path, "2", wave="x", ahead=True)
    assert now.port != after.port
    assert get(now.url)[0] == 200
    assert get(after.url)[0] == 503
    assert "n’a pas commencé" in get(after.url)[1]
    states = {row.number: row.state for row in lifecycle.status()}
    assert states == {"1": "running", "2": "waiting"}
    # A new copy, the same order again, a copy that had stopped: still waiting.
    lifecycle.reset(lifecycle.select("x"), lambda *_: None, sure=True)
    assert get(after.url)[0] == 503
    opening.up("conduite", tmp_path / "candidats.csv", wave="x", host="127.0.0.1", conducted=True)
    assert get(after.url)[0] == 503
    client().containers.get(after.container).stop(timeout=2)
    opening.up("conduite", tmp_path / "candidats.csv", wave="x", host="127.0.0.1", conducted=True, ahead=True)
    assert get(after.url)[0] == 503

    began = conduct.start("x", [], "lea")
    assert get(after.url)[0] == 200
    conduct.undo("x", began.id, "lea")
    assert "n’a pas commencé" in get(after.url)[1]
    conduct.start("x", [], "lea")
    conduct.end("w", [], "lea")
    assert get(after.url)[0] == 200
    assert "Épreuve terminée" in get(now.url)[1]


def test_the_door_ends_sittings_by_itself(tmp_path, engine):
    """Nobody is there to tell it: no keeper, no console; it was even killed in between."""
    one, longer = up(tmp_path, "1", "2", seconds=4)
    store.write_sitting(longer.model_copy(update={"duration_s": 600}))
    conduct.start("w", [], "lea")
    assert get(one.url)[0] == 200
    (door,) = containers.find(kind="door")
    engine.api.kill(door.id, signal="SIGKILL")
    engine.api.start(door.id)
    deadline = time.monotonic() + 20
    while frontdoor.current_routes()[one.container].port not in ports.listening():
        assert time.monotonic() < deadline
        threading.Event().wait(0.02)
    shows(one.url, "Épreuve terminée")
    assert get(one.url, "POST")[0] == 503
    assert get(longer.url, "POST")[0] == 200


def test_what_was_sent_before_the_bell_is_finished(tmp_path):
    (one,) = up(tmp_path, "1", seconds=3)
    conduct.start("w", [], "lea")
    until = frontdoor.current_routes()[one.container].until
    seen = []
    threading.Event().wait(max(0.0, until - 0.8 - time.time()))
    sent = threading.Thread(target=lambda: seen.append(get(one.url + "/lent", "POST")))
    sent.start()
    shows(one.url, "Épreuve terminée")
    doorman.tell("w")
    sent.join()
    assert seen[0][0] == 200
    assert get(one.url + "/lent", "POST")[0] == 503


def test_thirty_end_in_the_same_second(tmp_path):
    opened = up(tmp_path, *(str(one) for one in range(1, 4)))
    known = frontdoor.current_routes()
    first = opened[0]
    route = known[first.container]
    taken = ports.listening()
    free = (port for port in range(route.port + 10, 39_999) if port not in taken)
    extra = [frontdoor.route(f"plus-{i}", next(free), store.folder("w", "1") / f"{i}.log") for i in range(27)]
    frontdoor.open_routes(extra)
    conduct.start("w", [], "lea")
    names = [one.container for one in opened] + [one.name for one in extra]
    since = time.monotonic()
    frontdoor.close_routes(names)
    print(f"freeze of 30: {time.monotonic() - since:.3f} s")  # noqa: T201 looked at with -s
    told = [get(f"http://127.0.0.1:{one.port}")[1] for one in frontdoor.current_routes().values()]
    assert len(told) == 30
    assert all("Épreuve terminée" in one for one in told)


def test_a_new_site_in_the_middle_keeps_the_clock(tmp_path):
    (one,) = up(tmp_path, "1", seconds=600)
    conduct.start("w", [], "lea")
    capture = store.folder("w", "1") / "capture"
    capture.mkdir()
    (capture / "after.json.gz").write_bytes(b"preuve")
    before = frontdoor.current_routes()[one.container].until
    fresh = store.read_sitting("w", "1")
    lifecycle.reset(lifecycle.select("w", ["1"]), lambda *_: None)
    assert get(one.url)[0] == 200
    standing = conduct.standings("w")[0]
    assert standing.state == "running"
    assert fresh.url == one.url
    assert frontdoor.current_routes()[one.container].until > before  # the exam's own forty minutes again

    lifecycle.stop(lifecycle.select("w"))
    assert conduct.standings("w")[0].state == "ended"
    (store.folder("w", "1") / "capture").mkdir()
    (store.folder("w", "1") / "capture" / "after.json.gz").write_bytes(b"preuve")
    lifecycle.reset(lifecycle.select("w", ["1"]), lambda *_: None)
    assert conduct.standings("w")[0].state == "waiting"
    assert get(one.url)[0] == 200
    assert [row.clock for row in lifecycle.status("w")] == ["waiting"]


def test_only_the_workstation_that_came_first(tmp_path):
    rule("one_workstation: true")
    (one,) = up(tmp_path, "1")
    conduct.start("w", [], "lea")
    get(one.url)
    doorman.tell("w")
    assert frontdoor.current_routes()[one.container].clients == ("127.0.0.1",)
    assert get(one.url)[0] == 200
    frontdoor.change_routes({one.container: {"clients": ("192.0.2.7",)}})
    status, page = get(one.url)
    assert status == 403
    assert "autre poste" in page
    conduct.move("w", ["1"], "lea")
    assert get(one.url)[0] == 200
