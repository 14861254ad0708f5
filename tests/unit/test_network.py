"""Behind a school's proxy: who asks is whom the nearest known proxy saw, and nobody can pass for somebody else."""

import http.client
import json
import shutil
import socket
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner import network, paths
from provisioner.adapters import ports
from provisioner.adapters.caddy import configuration
from provisioner.adapters.caddy.route import Route
from provisioner.console import app, gate
from provisioner.errors import DataError
from provisioner.steps import frontdoor
from provisioner.steps.console.database import Database
from provisioner.steps.sitting import status

PROXY, CLIENT, OTHER = "127.0.0.1", "127.0.0.7", "127.0.0.8"
needs_caddy = pytest.mark.skipif(shutil.which("caddy") is None, reason="Caddy n’est pas installé")


def settle(text):
    paths.home().mkdir(parents=True, exist_ok=True)
    (paths.home() / "reseau.yml").write_text(text, encoding="utf-8")


def test_without_a_file_nobody_is_believed():
    assert network.proxies() == ()
    assert network.client("10.0.0.5", ["10.0.0.9"], ()) == "10.0.0.5"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("proxies: [10.0.0.0/8]", "clé « proxies » : « 10.0.0.0/8 » n’est pas l’adresse d’une machine"),
        ("proxies: [serveur]", "« serveur » n’est pas l’adresse d’une machine"),
        ("mandataires: [10.0.0.2]", "clé « mandataires » : clé inconnue"),
        ("proxies: 10.0.0.2", "une liste est attendue"),
    ],
)
def test_what_is_wrong_in_the_file_is_told(text, told):
    settle(text)
    with pytest.raises(DataError) as caught:
        network.proxies()
    assert told in caught.value.message
    assert "reseau.yml" in caught.value.message


@pytest.mark.parametrize(
    ("remote", "forwarded", "who"),
    [
        ("10.0.0.5", ["10.0.0.9"], "10.0.0.5"),
        ("10.0.0.2", [], "10.0.0.2"),
        ("10.0.0.2", ["10.0.0.9"], "10.0.0.9"),
        ("10.0.0.2", ["1.2.3.4, 10.0.0.9"], "10.0.0.9"),
        ("10.0.0.2", ["1.2.3.4", "10.0.0.9"], "10.0.0.9"),
        ("10.0.0.2", ["1.2.3.4, 10.0.0.9, 10.0.0.3"], "10.0.0.9"),
        ("10.0.0.2", ["10.0.0.9:51200"], "10.0.0.9"),
        ("10.0.0.2", ["[fd00::9]:51200"], "fd00::9"),
        ("10.0.0.2", ["fd00::9"], "fd00::9"),
    ],
)
def test_who_asks(remote, forwarded, who):
    assert network.client(remote, forwarded, {"10.0.0.2", "10.0.0.3"}) == who


@given(st.lists(st.text(max_size=30), max_size=4))
def test_whatever_a_client_writes_the_proxy_has_the_last_word(invented):
    assert network.client("10.0.0.2", [*invented, "10.0.0.9"], {"10.0.0.2"}) == "10.0.0.9"
    assert network.client("10.0.0.9", invented, {"10.0.0.2"}) == "10.0.0.9"


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def address_string(self):
        return ""

    def log_message(self, *_):
        pass


class UnixServer(ThreadingHTTPServer):
    address_family = socket.AF_UNIX

    def server_bind(self):
        self.socket.bind(self.server_address)
        self.server_name, self.server_port = "site", 0


@pytest.fixture
def running(tmp_path):
    """Starts Caddy with a configuration; all end with the test."""
    started = []

    def start(config, port):
        place = tmp_path / f"{port}.json"
        place.write_text(json.dumps(config))
        with (tmp_path / f"{port}.log").open("wb") as log:
            started.append(subprocess.Popen(["caddy", "run", "--config", place], stdout=log, stderr=log))
        deadline = time.monotonic() + 20
        while port not in ports.listening():
            assert time.monotonic() < deadline, (tmp_path / f"{port}.log").read_text()
            time.sleep(0.02)
        return port

    yield start
    for one in started:
        one.terminate()
        one.wait(10)


def school(port, upstream, *, appends):
    """A proxy: it tells who asks after what it was told (as nginx is often set), or instead of it."""
    forward = {"handler": "reverse_proxy", "upstreams": [{"dial": f"127.0.0.1:{upstream}"}]}
    if appends:
        forward["trusted_proxies"] = ["127.0.0.0/8"]
    server = {"listen": [f":{port}"], "automatic_https": {"disable": True}, "routes": [{"handle": [forward]}]}
    return {"admin": {"disabled": True}, "apps": {"http": {"servers": {"s": server}}}}


def asked(port, source, *forged):
    """The status that a machine gets that writes these lines of X-Forwarded-For itself."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20, source_address=(source, 0))
    connection.putrequest("GET", "/")
    for one in forged:
        connection.putheader("X-Forwarded-For", one)
    connection.endheaders()
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


@needs_caddy
def test_a_site_bound_to_a_workstation_behind_a_real_proxy(tmp_path, running):
    site = UnixServer(str(tmp_path / "web.sock"), Site)
    threading.Thread(target=site.serve_forever, daemon=True).start()
    settle(f"proxies: [{PROXY}]")
    log = tmp_path / "access.log"
    route = Route("e5b-a-1", ports.free_port(), str(tmp_path / "web.sock"), str(log))
    door = running(configuration.configuration(tmp_path / "1.sock", [route], network.proxies()), route.port)
    outside = {appends: ports.free_port() for appends in (False, True)}
    for appends, port in outside.items():
        running(school(port, door, appends=appends), port)

    # Unbound: everybody; and the log tells the workstation, whatever it claims to be.
    assert asked(outside[True], CLIENT, OTHER, "10.9.9.9") == 200
    assert status.first_client(log, None, network.proxies()) == CLIENT
    assert status.first_client(log, None) == PROXY

    bound = Route(**{**vars(route), "port": ports.free_port(), "clients": (CLIENT,)})
    door = running(configuration.configuration(tmp_path / "2.sock", [bound], network.proxies()), bound.port)
    for appends in (False, True):
        port = ports.free_port()
        running(school(port, door, appends=appends), port)
        assert asked(port, CLIENT) == 200
        assert asked(port, CLIENT, OTHER) == 200
        assert asked(port, OTHER) == 403
        for forged in ([CLIENT], [CLIENT, CLIENT], [f"{CLIENT}, {PROXY}"], [f"{CLIENT},"], [f"x, {CLIENT}"], [""]):
            assert asked(port, OTHER, *forged) == 403, forged
    # Straight to the door: nobody but a known proxy is believed.
    assert asked(door, CLIENT) == 200
    assert asked(door, OTHER, CLIENT) == 403
    # And a door that was told of no proxy believes none.
    alone = Route(**{**vars(bound), "port": ports.free_port()})
    running(configuration.configuration(tmp_path / "3.sock", [alone]), alone.port)
    assert asked(alone.port, PROXY, CLIENT) == 403
    site.shutdown()
    site.server_close()


def test_the_console_sees_the_workstation_behind_the_proxy(monkeypatch):
    from starlette.testclient import TestClient

    monkeypatch.setattr(frontdoor, "current_routes", lambda: {"a": Route("a", 1, "s", "l", clients=("10.0.0.7",))})
    database = Database()
    console = app.make(database, gate.Gate(gate.networks(["10.0.0.0/24"])), ["10.0.0.2"])

    def seen(remote, forwarded=""):
        browser = TestClient(console, client=(remote, 4000))
        return browser.get("/connexion", headers={"x-forwarded-for": forwarded} if forwarded else {}).status_code

    assert seen("10.0.0.2", "10.0.0.9") == 200
    assert seen("10.0.0.2", "10.0.0.7") == 403
    assert seen("10.0.0.2", "10.0.0.9, 10.0.0.7") == 403
    assert seen("10.0.0.2", "10.0.0.9, 192.168.7.7") == 403
    # A candidate who writes the header, or says to be the machine itself, stays who they are.
    assert seen("10.0.0.7", "127.0.0.1") == 403
    assert seen("10.0.0.2", "127.0.0.1, 10.0.0.7") == 403
    assert seen("192.168.7.7", "10.0.0.9") == 403
