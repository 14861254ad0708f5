"""A database read in one consistent transaction; kept as gzipped JSON (`before.json.gz`, `after.json.gz`)."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel

Row = dict[str, Any]


class Table(BaseModel):
    """One table. Values are JSON: None, int, float, str (dates ISO, decimals as str, bytes as `base64:…`)."""

    columns: list[str]
    key: list[str]
    """Primary key columns; all columns when the table has none."""
    rows: list[list[Any]]


class Snapshot(BaseModel):
    """All tables, names without the CMS's prefix."""

    format: int = 1
    taken_at: str
    position: str = ""
    """Place in the database's binary log (`file:position`) at that very moment; empty when unknown."""
    prefix: str
    tables: dict[str, Table]

    def write(self, path: Path) -> None:
        """Write atomically; same content, same bytes."""
        data = json.dumps(self.model_dump(), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        temporary = path.with_name(path.name + ".tmp")
        with temporary.open("wb") as raw:
            with gzip.GzipFile(filename="", fileobj=raw, mode="wb", mtime=0, compresslevel=6) as stream:
                stream.write(data.encode())
            raw.flush()
            os.fsync(raw.fileno())
        temporary.replace(path)

    @classmethod
    def read(cls, path: Path) -> Snapshot:
        """Read what `write` wrote."""
        with gzip.open(path) as stream:
            raw = json.load(stream)
        tables = {name: Table.model_construct(**table) for name, table in raw["tables"].items()}
        known = {name: raw[name] for name in ("format", "taken_at", "position", "prefix") if name in raw}
        return cls.model_construct(**known, tables=tables)
