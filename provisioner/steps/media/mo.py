"""Reads the header of a gettext `.mo` file, as data: unlike the standard library, no plural rule is compiled."""

from __future__ import annotations

import struct
from pathlib import Path

_LIMIT = 32 * 1024 * 1024


def header(path: Path) -> dict[str, str]:
    """Return the header (`Project-Id-Version`, `PO-Revision-Date`, `Language`…), empty when it is not a `.mo` file."""
    data = path.read_bytes() if path.stat().st_size <= _LIMIT else b""
    try:
        order = {b"\xde\x12\x04\x95": "<", b"\x95\x04\x12\xde": ">"}[data[:4]]
        _, originals, translations = struct.unpack_from(f"{order}III", data, 8)
        if struct.unpack_from(f"{order}II", data, originals)[0] != 0:
            return {}
        length, offset = struct.unpack_from(f"{order}II", data, translations)
        text = data[offset : offset + length].decode("utf-8")
    except (KeyError, struct.error, UnicodeDecodeError):
        return {}
    pairs = (line.partition(":") for line in text.splitlines() if ":" in line)
    return {key.strip(): value.strip() for key, _, value in pairs}
