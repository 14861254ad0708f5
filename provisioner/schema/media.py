"""`media.json`: what the media cache knows of one release it holds."""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict

Origin = Literal["download", "archive", "tree"]


class MediaRecord(Strict):
    """One item of the cache: `<kind>/<name>/<version>/media.json`, beside its `tree/` and its `manifest.sha256`."""

    format: Literal[1] = 1
    kind: str
    name: str
    version: str
    origin: Origin
    source: str
    """Address, or name of the file or folder it came from (never an absolute path of somebody's machine)."""
    archive_sha256: str = ""
    """Of the archive as it was given; empty for a folder."""
    vendor: bool
    """True when the archive has the checksum the exam pins."""
    tree_sha256: str
    """Of `manifest.sha256`, which holds the SHA-256 of every file: the identity of the content."""
    files: int
    size: int
    """Bytes, unpacked."""
    notes: tuple[str, ...] = ()
    """French reservations: version that the files do not tell, parts left out…"""
    added_at: str
