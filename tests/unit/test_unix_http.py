"""Answers of sites: what comes back is made by whoever works on the site."""

import socket
import threading
from contextlib import closing, contextmanager

import pytest

from provisioner.adapters import unix_http

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


@pytest.fixture
def answering(e5b_home):
    """A site that sends these pieces, whatever it is asked; the last one again and again when `endless`."""

    @contextmanager
    def serve(*pieces, endless=False, pause_s=0.0):
        over = threading.Event()

        def answer(listening):
            with closing(listening.accept()[0]) as connection:
                connection.recv(65536)
                try:
                    for piece in pieces:
                        connection.sendall(piece)
                    while endless and not over.wait(pause_s):
                        connection.sendall(pieces[-1])
                except OSError:
                    return

        with closing(socket.socket(socket.AF_UNIX)) as listening:
            listening.bind(str(e5b_home / "web.sock"))
            listening.listen()
            thread = threading.Thread(target=answer, args=(listening,), name="site")
            thread.start()
            try:
                yield e5b_home / "web.sock"
            finally:
                over.set()
                thread.join()

    return serve


@pytest.mark.parametrize(
    "pieces",
    [
        (HEAD + b"Content-Length: 5\r\n\r\n", b"abcde"),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"2\r\nab\r\n", b"3\r\ncde\r\n0\r\n\r\n"),
        (HEAD + b"Connection: close\r\n\r\n", b"ab", b"cde"),
    ],
)
def test_a_page_is_read_whole(answering, pieces):
    with answering(*pieces) as site:
        assert unix_http.page(site, "http://a/").body == b"abcde"


@pytest.mark.parametrize("head", [b"Content-Length: 9\r\n\r\n", b"Transfer-Encoding: chunked\r\n\r\n9\r\n"])
def test_a_page_that_is_cut_is_no_page(answering, head):
    with answering(HEAD + head, b"abc") as site:
        found = unix_http.page(site, "http://a/")
    assert (found.status, found.body) == (0, b"")
    assert found.trouble


def test_a_page_without_end_is_left(answering, monkeypatch):
    monkeypatch.setattr(unix_http, "MOST", 1 << 20)
    with answering(HEAD + b"\r\n", b"x" * 65536, endless=True) as site:
        assert "sans fin" in unix_http.page(site, "http://a/").trouble


def test_a_page_that_comes_drop_by_drop_is_left(answering, monkeypatch):
    monkeypatch.setattr(unix_http, "BODY_S", 0.2)
    with answering(HEAD + b"\r\n", b"x", endless=True, pause_s=0.01) as site:
        assert "sans fin" in unix_http.page(site, "http://a/").trouble
