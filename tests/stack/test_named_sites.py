"""Sites told apart by name rather than by port: real containers, a real door, the same clock, logs apart."""

from __future__ import annotations

import http.client
import json
import shutil
import tempfile
from pathlib import Path

import pytest
import tiny

from provisioner import paths
from provisioner.adapters import ports
from provisioner.pipeline.sitting import conduct, doorman, lifecycle, opening, room
from provisioner.steps.sitting import store

pytestmark = [pytest.mark.docker, pytest.mark.usefixtures("home")]
ROSTER = "numéro;nom;prénom;commission;CMS;sujet;tiers-temps\nA12;NOM;P;1;WordPress;A;\nb-7;NOM;P;1;WordPress;A;\n"


@pytest.fixture
def home(engine, monkeypatch, tmp_path):
    tiny.build("noms")
    place = Path(tempfile.mkdtemp(prefix="e5b-", dir="/tmp"))
    monkeypatch.setenv("E5B_HOME", str(place))
    subjects, stacks = tiny.data(tmp_path, "noms")
    monkeypatch.setattr(paths, "SUBJECTS", subjects)
    monkeypatch.setattr(paths, "STACKS", stacks)
    room.rules.cache_clear()
    yield place
    room.rules.cache_clear()
    lifecycle.down(lifecycle.select(everyone=True), force=True, door=True)
    shutil.rmtree(place, ignore_errors=True)
    engine.images.remove(tiny.tag("noms"), force=True)


def ask(port, name, path="/"):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", path, headers={"Host": name})
    answer = connection.getresponse()
    return answer.status, answer.read().decode()


def asked(number):
    path = store.folder("w", number) / store.ACCESS_LOG
    return [json.loads(line)["request"]["uri"] for line in path.read_text(encoding="utf-8").splitlines()]


def test_each_candidate_by_a_name_on_one_port(tmp_path):
    shared = ports.free_port()
    (tmp_path / "candidats.csv").write_text(ROSTER, encoding="utf-8")
    base = next(one for one in range(39_000, 45_000, 10) if not {one, one + 1} & set(ports.listening()))
    host = f"*.e5b.test:{shared}"
    opened = opening.up("noms", tmp_path / "candidats.csv", wave="w", host=host, port_base=base, conducted=True)
    assert not opened.failed
    assert [one.url for one in opened.started] == [f"http://a12.e5b.test:{shared}", f"http://b-7.e5b.test:{shared}"]

    status, page = ask(shared, f"a12.e5b.test:{shared}", "/premier")
    assert (status, f"host=a12.e5b.test:{shared} /premier" in page) == (200, True)
    assert f"host=b-7.e5b.test:{shared} /second" in ask(shared, f"b-7.e5b.test:{shared}", "/second")[1]
    # Nobody asks a site without a trace in its log.
    assert [ask(shared, name)[0] for name in ("B-7.e5b.test", "b-7.E5B.test", "b-7.e5b.test.")] == [404] * 3
    status, page = ask(shared, "c13.e5b.test", "/autre")
    assert (status, "Aucun site à ce nom" in page) == (404, True)
    assert ask(shared, f"a12.e5b.test:{shared}", "/e5b-temps")[0] == 200
    # Each has its own log, and strangers are in neither.
    assert (asked("A12"), asked("b-7")) == (["/premier"], ["/second"])

    # The clock of one closes that one.
    conduct.start("w", ["A12"], "lea")
    conduct.end("w", ["A12"], "lea")
    doorman.tell("w")
    assert ask(shared, f"a12.e5b.test:{shared}")[0] == 503
    assert ask(shared, f"b-7.e5b.test:{shared}")[0] == 200

    # A new site, and the same order again, change no address.
    lifecycle.reset(lifecycle.select("w", ["b-7"]), lambda *_: None, sure=True)
    assert ask(shared, f"b-7.e5b.test:{shared}")[0] == 200
    again = opening.up("noms", tmp_path / "candidats.csv", wave="w", host=host, port_base=base, conducted=True)
    assert not again.started
    lifecycle.down(lifecycle.select("w", ["b-7"]), force=True)
    assert ask(shared, f"b-7.e5b.test:{shared}")[0] == 404
