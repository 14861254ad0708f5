"""`requests.jsonl.gz`: the pages asked of a candidate's site, one JSON value a line, nothing secret inside."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path

from provisioner.schema.base import Strict


class Request(Strict):
    """One request that came through the front door."""

    at: str
    """ISO 8601 with offset, to the millisecond."""
    method: str
    status: int
    path: str
    """Path and query, secrets left out."""
    page: bool
    """True when the browser asked for a page to show in its window; False for what a page asks by itself."""


def write(path: Path, requests: Iterable[Request]) -> None:
    """Write the record; same content, same bytes."""
    with path.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0, compresslevel=6) as stream:
        for request in requests:
            stream.write(request.model_dump_json().encode() + b"\n")


def read(path: Path) -> list[Request]:
    """Read what `write` wrote."""
    with gzip.open(path, "rb") as stream:
        return [Request.model_validate_json(line) for line in stream]
