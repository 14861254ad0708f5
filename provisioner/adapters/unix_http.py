"""HTTP over a Unix socket: the only way into a candidate's site, and to the front door's own orders."""

from __future__ import annotations

import http.client
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPMessage
from pathlib import Path
from urllib.parse import urljoin, urlsplit

MOST = 64 << 20
"""Bytes of an answer."""
BODY_S = 60.0
"""Seconds that an answer may take once it began."""
_BLOCK = 1 << 16


@dataclass(frozen=True)
class Answer:
    """What came back; status 0 when nothing did."""

    status: int
    body: bytes = b""
    trouble: str = ""


class _Connection(http.client.HTTPConnection):
    def __init__(self, path: Path, timeout: float) -> None:
        super().__init__("localhost", timeout=timeout)
        self._path = path

    def connect(self) -> None:
        """Connect to the socket instead of a host."""
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(str(self._path))


def ask(
    path: Path,
    target: str,
    *,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    timeout: float = 10,
) -> tuple[Answer, HTTPMessage]:
    """Send one request; a socket that is absent or silent is an Answer with its trouble, never an exception."""
    connection = _Connection(path, timeout)
    try:
        connection.request(method, target, body=body, headers=dict(headers or {}))
        response = connection.getresponse()
        return Answer(response.status, _body(response)), response.headers
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, trouble=str(error) or type(error).__name__), HTTPMessage()
    finally:
        connection.close()


def _body(response: http.client.HTTPResponse) -> bytes:
    """Return the body of an answer: a site's is made by what its candidate put there, and may well have no end."""
    deadline = time.monotonic() + BODY_S
    found = bytearray()
    while block := response.read1(_BLOCK):
        found += block
        if len(found) > MOST or time.monotonic() > deadline:
            raise http.client.HTTPException(f"réponse sans fin ({len(found)} octets)")
    if response.length:
        raise http.client.IncompleteRead(bytes(found), response.length)
    return bytes(found)


def page(path: Path, url: str, timeout: float = 10) -> Answer:
    """Ask for `url` (absolute) as a browser would: a few redirects of the same site followed, with cookies."""
    host = urlsplit(url).netloc
    cookies: dict[str, str] = {}
    answer = Answer(0)
    for _ in range(5):
        parts = urlsplit(url)
        if parts.netloc != host:
            return Answer(0, trouble=f"redirection vers {parts.netloc}")
        headers = {"Host": host, "Accept-Language": "fr", "Cookie": "; ".join(f"{k}={v}" for k, v in cookies.items())}
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        answer, received = ask(path, target, headers={k: v for k, v in headers.items() if v}, timeout=timeout)
        if answer.status not in {301, 302, 303, 307, 308}:
            return answer
        cookies |= _cookies(received)
        url = urljoin(url, received.get("Location", "/"))
    return Answer(0, trouble=f"redirections sans fin ({answer.status})")


def _cookies(received: HTTPMessage) -> dict[str, str]:
    pairs = (line.split(";", 1)[0].partition("=") for line in received.get_all("Set-Cookie") or [])
    return {name.strip(): value for name, _, value in pairs}
