"""Downloads, against a real HTTP server that cuts, corrupts, ignores what it is asked, or is not there."""

import hashlib
import random
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import releases
from click.testing import CliRunner

from provisioner import paths
from provisioner.adapters import download
from provisioner.cli import cli
from provisioner.errors import MediaError
from provisioner.steps.media import fetch, store

Behaviour = Callable[[BaseHTTPRequestHandler, bytes], None]


class Vendor:
    """A server whose answers are a list of behaviours, one per request; the last one goes on."""

    def __init__(self):
        self.content = b""
        self.behaviours: list[Behaviour] = [whole]
        self.asked: list[str | None] = []
        vendor = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                vendor.asked.append(self.headers.get("Range"))
                behaviour = vendor.behaviours.pop(0) if len(vendor.behaviours) > 1 else vendor.behaviours[0]
                behaviour(self, vendor.content)

            def log_message(self, *_):
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/release"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()


def send(handler, status, headers, body=b""):
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, str(value))
    handler.end_headers()
    handler.wfile.write(body)


def whole(handler, content):
    """Answer as it should, ranges included."""
    wanted = handler.headers.get("Range")
    if not wanted:
        return send(handler, 200, {"Content-Length": len(content)}, content)
    start = int(wanted.removeprefix("bytes=").removesuffix("-"))
    if start >= len(content):
        return send(handler, 416, {"Content-Length": 0})
    rest = content[start:]
    headers = {"Content-Length": len(rest), "Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
    return send(handler, 206, headers, rest)


def ignores_range(handler, content):
    send(handler, 200, {"Content-Length": len(content)}, content)


def cuts(handler, content):
    """Announce everything that is asked, send half of it, hang up."""
    wanted = handler.headers.get("Range")
    start = int(wanted.removeprefix("bytes=").removesuffix("-")) if wanted else 0
    rest = content[start:]
    headers = {"Content-Length": len(rest), "Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"}
    send(handler, 206 if wanted else 200, headers, rest[: len(rest) // 2])
    handler.close_connection = True


def lies_about_range(handler, content):
    headers = {"Content-Length": 5, "Content-Range": f"bytes 0-4/{len(content)}"}
    send(handler, 206, headers, content[:5])


def corrupts(handler, content):
    altered = bytearray(content)
    altered[len(altered) // 2] ^= 0xFF
    send(handler, 200, {"Content-Length": len(altered)}, bytes(altered))


def answers(status):
    def behaviour(handler, _):
        send(handler, status, {"Content-Length": 0})

    return behaviour


def portal(handler, _):
    page = b"<!doctype html><title>Portail captif</title>"
    send(handler, 200, {"Content-Length": len(page)}, page)


@pytest.fixture
def vendor(tmp_path, monkeypatch):
    """A vendor that has WordPress 5.8.2, and an exam that asks for it there."""
    monkeypatch.setattr(download, "PAUSE_S", 0.01)
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path / "subjects")
    vendor = Vendor()
    root = releases.wordpress(tmp_path / "wp")
    releases.write(root, {"noise.bin": random.Random(1).randbytes(600_000)})
    vendor.content = releases.tar_of(root, tmp_path / "wordpress.tar.gz", "wordpress").read_bytes()
    pin = {"kind": "wordpress", "name": "wordpress", "version": "5.8.2", "url": vendor.url}
    pin["sha256"] = hashlib.sha256(vendor.content).hexdigest()
    releases.exam_file(tmp_path / "subjects", pin)
    vendor.pin = pin
    vendor.subjects = tmp_path / "subjects"
    yield vendor
    vendor.server.shutdown()
    vendor.server.server_close()


def fetch_all():
    for pin in list(fetch.missing("2022")):
        fetch.fetch(pin, lambda _: lambda _received, _total: None)


def nothing_kept():
    return not list(store.items()) and not list(paths.media_cache().glob(".tmp-*"))


def test_whole(vendor):
    result = CliRunner().invoke(cli, ["media", "fetch", "--exam", "2022"])
    assert result.exit_code == 0, result.output
    assert "archive du fabricant" in result.output
    record = store.find("wordpress", "wordpress", "5.8.2").record
    assert record.vendor
    assert record.source == vendor.url
    assert "Rien à télécharger" in CliRunner().invoke(cli, ["media", "fetch"]).output
    assert vendor.asked == [None]


@pytest.mark.parametrize("last", [whole, ignores_range])
def test_cut_then_resumed(vendor, last):
    vendor.behaviours = [cuts, cuts, last]
    fetch_all()
    starts = [int(asked.removeprefix("bytes=").removesuffix("-")) for asked in vendor.asked[1:]]
    assert vendor.asked[0] is None
    assert 0 < starts[0] < starts[1] < len(vendor.content)
    assert store.find("wordpress", "wordpress", "5.8.2").record.vendor


def test_cut_every_time_then_resumed_by_the_next_run(vendor):
    vendor.behaviours = [cuts]
    with pytest.raises(MediaError, match="interrompu 5 fois"):
        fetch_all()
    assert nothing_kept()
    vendor.behaviours = [whole]
    vendor.asked.clear()
    fetch_all()
    assert vendor.asked[0].startswith("bytes=")
    assert store.find("wordpress", "wordpress", "5.8.2").record.vendor


def test_resume_that_the_server_gets_wrong(vendor):
    vendor.behaviours = [cuts, lies_about_range, whole]
    fetch_all()
    assert vendor.asked[2] is None
    assert store.find("wordpress", "wordpress", "5.8.2").record.vendor


def test_corrupted_once(vendor):
    vendor.behaviours = [corrupts, whole]
    fetch_all()
    assert store.find("wordpress", "wordpress", "5.8.2").record.vendor


def test_corrupted_every_time(vendor):
    vendor.behaviours = [corrupts]
    with pytest.raises(MediaError) as caught:
        fetch_all()
    assert "empreinte sha256" in caught.value.message
    assert vendor.pin["sha256"] in caught.value.message
    assert nothing_kept()
    assert not list(paths.media_cache().glob(".downloads/*"))


@pytest.mark.parametrize(("status", "word"), [(404, "introuvable"), (403, "accès refusé"), (410, "retiré")])
def test_refusals_are_final(vendor, status, word):
    vendor.behaviours = [answers(status)]
    with pytest.raises(MediaError) as caught:
        fetch_all()
    assert word in caught.value.message
    assert str(status) in caught.value.message
    assert "media add" in caught.value.hint
    assert len(vendor.asked) == 1
    assert nothing_kept()


def test_overloaded_server_is_asked_again(vendor):
    vendor.behaviours = [answers(503), answers(429), whole]
    fetch_all()
    assert store.find("wordpress", "wordpress", "5.8.2").record.vendor


def test_nobody_there(vendor):
    vendor.server.shutdown()
    vendor.server.server_close()
    with pytest.raises(MediaError, match="est injoignable"):
        fetch_all()


def test_portal_instead_of_an_unpinned_archive(vendor):
    releases.exam_file(vendor.subjects, vendor.pin | {"sha256": ""})
    vendor.behaviours = [portal]
    with pytest.raises(MediaError, match="une page web"):
        fetch_all()
    assert nothing_kept()


def test_unpinned_archive_is_kept_with_its_own_hash(vendor):
    releases.exam_file(vendor.subjects, vendor.pin | {"sha256": ""})
    fetch_all()
    record = store.find("wordpress", "wordpress", "5.8.2").record
    assert not record.vendor
    assert record.archive_sha256 == vendor.pin["sha256"]


def test_md5_pin(vendor):
    md5 = hashlib.md5(vendor.content).hexdigest()
    releases.exam_file(vendor.subjects, vendor.pin | {"sha256": "", "md5": md5})
    fetch_all()
    assert store.find("wordpress", "wordpress", "5.8.2").record.vendor


def test_another_version_under_the_address(vendor, tmp_path):
    root = releases.wordpress(tmp_path / "other", "5.8.3")
    vendor.content = releases.tar_of(root, tmp_path / "other.tar.gz", "wordpress").read_bytes()
    releases.exam_file(vendor.subjects, vendor.pin | {"sha256": ""})
    with pytest.raises(MediaError, match=r"5\.8\.3.*5\.8\.2"):
        fetch_all()
    assert nothing_kept()


def test_one_failure_does_not_stop_the_others(vendor):
    absent = vendor.pin | {"kind": "theme", "name": "twentyseventeen", "version": "2.8"}
    releases.exam_file(vendor.subjects, absent, vendor.pin)
    vendor.behaviours = [answers(404), whole]
    result = CliRunner().invoke(cli, ["media", "fetch"])
    assert isinstance(result.exception, MediaError)
    assert "1 média(s) sur 2" in result.exception.message
    assert store.find("wordpress", "wordpress", "5.8.2")
