"""`events.jsonl.gz`: every row written during a sitting, read from the database's binary log; one JSON value a line.

The first line is a `Header`, each other one an `Event`.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal, NamedTuple

EventAction = Literal["created", "changed", "removed", "emptied", "altered"]
"""`emptied`: all rows of the table went at once (TRUNCATE, DROP); `altered`: its columns changed."""
LONGEST = 20_000
"""Characters of a value that are kept; of a longer one, its length, its fingerprint and its beginning."""
BEGINNING = 500
_LENGTH, _PRINT, _START = "longueur", "sha256", "début"
Cells = dict[str, Any]


class Header(NamedTuple):
    """What the record holds."""

    until: str = ""
    """Place in the log up to which it was read: that of the snapshot."""
    problem: str = ""
    """French: why nothing was read."""


@dataclass(frozen=True)
class Event:
    """One row written."""

    at: int
    """Seconds since 1970: the log knows no finer. Lines are in the order of the writes."""
    table: str
    """Without the CMS's prefix."""
    action: EventAction
    key: Cells = field(default_factory=dict)
    """Primary key; empty for a table that has none."""
    before: Cells = field(default_factory=dict)
    """All cells of a removed row, the changed ones of a changed row."""
    after: Cells = field(default_factory=dict)
    """All cells of a created row, the changed ones of a changed row."""


def write(path: Path, header: Header, events: Iterable[Event]) -> None:
    """Write the record; same content, same bytes."""
    with path.open("wb") as raw, gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0, compresslevel=6) as stream:
        for line in (header._asdict(), *(_line(event) for event in events)):
            stream.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")


def read(path: Path) -> tuple[Header, list[Event]]:
    """Read what `write` wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        header = Header(**json.loads(next(stream)))
        return header, [Event(**json.loads(line)) for line in stream]


def kept(value: Any) -> Any:
    """Return a value as the record keeps it."""
    if not isinstance(value, str) or len(value) <= LONGEST:
        return value
    return {_LENGTH: len(value), _PRINT: _fingerprint(value), _START: value[:BEGINNING]}


def same(recorded: Any, value: Any) -> bool:
    """Tell whether a recorded value is this one."""
    if isinstance(recorded, dict):
        return bool(kept(value) == recorded) or bool(value == shown(recorded))
    return bool(recorded == value)


def shown(recorded: Any) -> Any:
    """Return a recorded value as a text or a number: a long text is its beginning and its fingerprint."""
    if not isinstance(recorded, dict):
        return recorded
    return f"{recorded[_START]}… [{recorded[_LENGTH]} caractères, {recorded[_PRINT][:12]}]"


def _line(event: Event) -> dict[str, Any]:
    line: dict[str, Any] = {"at": event.at, "table": event.table, "action": event.action}
    for name in ("key", "before", "after"):
        cells = getattr(event, name)
        if cells:
            line[name] = {column: kept(value) for column, value in cells.items()}
    return line


def _fingerprint(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
