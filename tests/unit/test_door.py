from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from provisioner.adapters import disk, ports
from provisioner.adapters.caddy import configuration, orders, side_door
from provisioner.adapters.caddy.route import DoorError, Route
from provisioner.adapters.disk import BusyError, DiskError
from provisioner.errors import SittingError
from provisioner.steps import frontdoor

ROUTES = [
    Route("e5b-a-1", 8001, "/r/1/web.sock", "/w/1.log"),
    Route("e5b-a-2", 8002, "/r/2/web.sock", "/w/2.log", open=False),
]


def test_configuration_has_one_server_per_candidate(tmp_path):
    config = configuration.configuration(tmp_path / "admin.sock", ROUTES)
    servers = config["apps"]["http"]["servers"]
    assert {name: one["listen"] for name, one in servers.items()} == {"e5b-a-1": [":8001"], "e5b-a-2": [":8002"]}
    limit, handler = servers["e5b-a-1"]["routes"][-1]["handle"]
    assert limit["max_size"] == 64 << 20
    assert handler["upstreams"] == [{"dial": "unix//r/1/web.sock"}]
    (closed,) = servers["e5b-a-2"]["routes"][-1]["handle"]
    assert closed["status_code"] == 503
    assert "Épreuve terminée" in closed["body"]
    assert config["logging"]["logs"]["e5b-a-2"]["writer"]["filename"] == "/w/2.log"


def _pages(config):
    if isinstance(config, dict):
        yield from (text for name, text in config.items() if name == "body")
    for one in config.values() if isinstance(config, dict) else config if isinstance(config, list) else []:
        yield from _pages(one)


def test_pages_of_the_door_stand_alone():
    told = [replace(ROUTES[0], open=False, says=says) for says in ("before", "paused", "closed")]
    elsewhere = replace(ROUTES[0], clients=("10.0.0.1",), until=1_800_000_000)
    pages = {page for one in (*told, elsewhere) for page in _pages(configuration.configuration(Path("a.sock"), [one]))}
    # before, paused, closed, elsewhere, waiting, large; the time left differs with what it tells
    assert len({re.search("<title>(.*)</title>", page)[1] for page in pages}) == 7
    for page in pages:
        assert 'lang="fr"' in page
        assert "src=" not in page
        assert "url(" not in page
        assert not re.search(r"\{\{\w+\}\}", page)


def test_the_end_is_in_the_door_itself():
    timed = replace(ROUTES[0], until=1_800_000_000, warnings_s=(600, 120), grace_s=10)
    server = configuration.configuration(Path("admin.sock"), [timed])["apps"]["http"]["servers"]["e5b-a-1"]
    time, over, _large, site = server["routes"]
    assert time["match"] == [{"path": ["/e5b-temps"]}]
    assert "until = 1800000000" in time["handle"][-1]["body"]
    assert "warnings = [600, 120]" in time["handle"][-1]["body"]
    assert over["match"] == [{"expression": "int({time.now.unix}) >= 1800000000"}]
    assert over["terminal"]
    assert "Épreuve terminée" in over["handle"][0]["body"]
    assert "10 s au plus" in over["handle"][0]["body"]
    assert site["handle"][-1]["handler"] == "reverse_proxy"


@pytest.mark.parametrize(
    ("says", "title"),
    [("before", "L’épreuve n’a pas commencé"), ("paused", "Épreuve en pause"), ("closed", "Épreuve terminée")],
)
def test_a_closed_door_says_why(says, title):
    closed = replace(ROUTES[0], open=False, says=says, until=1_800_000_000)
    routes = configuration.configuration(Path("admin.sock"), [closed])["apps"]["http"]["servers"]["e5b-a-1"]["routes"]
    assert len(routes) == 2
    assert title in routes[-1]["handle"][0]["body"]
    assert "{{" not in routes[-1]["handle"][0]["body"]
    assert not any(one.get("handler") == "reverse_proxy" for one in routes[-1]["handle"])


def test_routes_written_by_an_earlier_version_are_read(tmp_path, monkeypatch):
    monkeypatch.setenv("E5B_HOME", str(tmp_path))
    (tmp_path / "door").mkdir()
    old = [{"name": "a", "port": 1, "socket": "s", "log": "l", "open": False}]
    new = [{**asdict(ROUTES[0]), "warnings_s": [600], "clients": ["10.0.0.1"]}]
    (tmp_path / "door" / "routes.json").write_text(json.dumps(old + new))
    found = frontdoor.current_routes()
    assert found["a"] == Route("a", 1, "s", "l", open=False)
    assert found["e5b-a-1"] == replace(ROUTES[0], warnings_s=(600,), clients=("10.0.0.1",))


def test_a_taken_port_is_said_in_french():
    said = "loading config: listening on :8001: listen tcp :8001: bind: address already in use"
    assert orders.refusal(said) == "le port 8001 est déjà pris par un autre programme"


def test_a_path_too_long_for_a_socket(tmp_path, monkeypatch):
    monkeypatch.setenv("E5B_HOME", str(tmp_path / ("x" * 90)))
    with pytest.raises(SittingError, match="trop long"):
        frontdoor.route("e5b-a-1", 8001, tmp_path)


def test_one_order_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setenv("E5B_HOME", str(tmp_path))
    busy = pytest.raises(BusyError, match=r"« ./e5b up » \(processus \d+\) est déjà en cours")
    with disk.only_one("./e5b up"), busy, disk.only_one("autre"):
        pass
    with disk.only_one("autre"):
        pass


def test_what_blocks_inside_an_order_is_not_another_order(tmp_path, monkeypatch):
    monkeypatch.setenv("E5B_HOME", str(tmp_path))
    with pytest.raises(BlockingIOError), disk.only_one("./e5b up"):
        raise BlockingIOError


@pytest.mark.parametrize("text", ["", "[{", '[{"name": "a", "unheard_of": 1}]', "[1]", '{"a": 1}'])
def test_routes_that_cannot_be_read_are_not_taken_for_none(e5b_home, text):
    assert frontdoor.current_routes() == {}
    (e5b_home / "door").mkdir()
    (e5b_home / "door" / "routes.json").write_text(text)
    with pytest.raises(DoorError, match=r"routes\.json est illisible"):
        frontdoor.open_routes([Route("b", 8001, "s", "l")])
    assert (e5b_home / "door" / "routes.json").read_text() == text


def test_files_are_whole_or_absent(tmp_path, monkeypatch):
    path = tmp_path / "x.json"
    disk.write(path, "ancien")
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(DiskError, match="disque est plein"):
        disk.write(path, "nouveau")
    assert path.read_text() == "ancien"
    assert list(tmp_path.iterdir()) == [path]


needs_caddy = pytest.mark.skipif(not shutil.which("caddy"), reason="Caddy n’est pas installé")


@needs_caddy
def test_a_side_door_that_cannot_open_says_why(e5b_home, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        monkeypatch.setattr(ports, "free_port", lambda: port)
        monkeypatch.setattr(ports, "listening", frozenset)
        with (
            pytest.raises(DoorError, match=f"le port {port} est déjà pris"),
            side_door.opened(e5b_home / "web.sock"),
        ):
            pass


@needs_caddy
def test_caddy_accepts_the_configuration(tmp_path):
    more = {"until": 1_800_000_000, "warnings_s": (600, 120), "clients": ("10.0.0.1",)}
    routes = [replace(one, log=str(tmp_path / one.name), **more) for one in ROUTES]
    for config in (
        configuration.configuration(tmp_path / "admin.sock", routes),
        configuration.forwarder(9000, tmp_path / "web.sock"),
    ):
        path = tmp_path / "caddy.json"
        path.write_text(json.dumps(config))
        done = subprocess.run(["caddy", "validate", "--config", path], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
