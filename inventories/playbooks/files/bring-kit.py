# ruff: noqa: INP001 a script that hosts run by itself, part of no package
"""Brings a kit's files to a host, from another host that has them. Plain Python: nothing is installed yet.

    bring-kit.py missing LIST FOLDER            names the files that are not there, or not as they must be
    bring-kit.py fetch LIST FOLDER URL          brings those, each checked; started again, only what is still missing
    bring-kit.py serve FOLDER ADDRESS PORT S    gives them to others, for S seconds at most

LIST is JSON: [{"path", "size", "sha256"}, …]; it comes over SSH, so that nothing else needs to be trusted.
"""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import signal
import socketserver
import sys
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any

BLOCK = 1 << 20
TIMEOUT_S = 20


def digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def missing(listed: list[dict[str, Any]], folder: Path) -> list[dict[str, Any]]:
    found = []
    for one in listed:
        path = folder / one["path"]
        if not (path.is_file() and path.stat().st_size == one["size"] and digest(path) == one["sha256"]):
            found.append(one)
    return found


def fetch(one: dict[str, Any], folder: Path, url: str) -> None:
    """Bring one file beside its place; put it in place once it is right."""
    path = folder / one["path"]
    partial = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    address = f"{url.rstrip('/')}/{urllib.parse.quote(one['path'])}"
    left: int = one["size"]
    with urllib.request.urlopen(address, timeout=TIMEOUT_S) as answer, partial.open("wb") as stream:  # noqa: S310 http
        while left > 0 and (block := answer.read(min(BLOCK, left))):
            stream.write(block)
            left -= len(block)
    if digest(partial) != one["sha256"]:
        partial.unlink()
        sys.exit(f"« {one['path']} » est arrivé abîmé du poste {url}.")
    partial.replace(path)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Gives files, and writes nothing about it."""

    def log_message(self, *_: object) -> None:  # type: ignore[override]
        """Say nothing."""


class Server(http.server.ThreadingHTTPServer):
    """Answers at once on a closed network."""

    def server_bind(self) -> None:
        """Bind as any server does: HTTPServer's own would ask a name server, which is not there."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])


def serve(folder: str, address: str, port: int, seconds: int) -> None:
    signal.alarm(seconds)
    Server((address, port), functools.partial(Quiet, directory=folder)).serve_forever()


def main(order: str, *arguments: str) -> None:
    if order == "serve":
        serve(arguments[0], arguments[1], int(arguments[2]), int(arguments[3]))
    folder = Path(arguments[1])
    absent = missing(json.loads(Path(arguments[0]).read_text(encoding="utf-8")), folder)
    if order == "fetch":
        for one in absent:
            try:
                fetch(one, folder, arguments[2])
            except OSError as error:
                sys.exit(f"« {one['path']} » n’a pas pu être pris au poste {arguments[2]} ({error}).")
    sys.stdout.write(json.dumps([one["path"] for one in absent]) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
