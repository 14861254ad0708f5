"""Sealed dossiers: the manifest inside each, the centre's register of all of them, and what a purge leaves."""

from __future__ import annotations

import hashlib
import json
from typing import Literal

from pydantic import Field

from provisioner.schema.base import Strict
from provisioner.schema.exam import Cms

Digest = str
"""SHA-256 in lower case hexadecimal."""
_DIGEST = r"^[0-9a-f]{64}$"


class Member(Strict):
    """One file of a dossier."""

    path: str
    size: int = Field(ge=0)
    sha256: Digest = Field(pattern=_DIGEST)


class Identity(Strict):
    """Whose sitting it is, by number only."""

    wave: str
    number: str
    commission: str
    exam: str
    cms: Cms
    subject: str
    created_at: str
    """ISO 8601 with offset, when the site was ready."""


class Origin(Strict):
    """What the site and the verdicts were made from."""

    software: str
    """Version of this software."""
    data: dict[str, Digest]
    """Part of the project's data (`exam`, `context`, `checks`, `stack`, `subject`) -> SHA-256 of its files."""
    image: str
    """Tag of the golden image."""
    image_id: str = ""
    """Its id, which is a hash of its content; empty when it could not be known."""
    image_inputs: dict[str, str] = Field(default_factory=dict)
    """What it was built from -> SHA-256."""
    kit: str = ""
    """SHA-256 of the offline kit that the machine was installed from; empty: none."""


class Manifest(Strict):
    """`manifest.json`: every file of the dossier, and the dossier's place among those of its centre."""

    format: Literal[1] = 1
    kind: Literal["e5b-dossier"] = "e5b-dossier"
    key: str = Field(pattern=_DIGEST)
    """Public key of the centre, in hexadecimal."""
    sequence: int = Field(ge=1)
    previous: str = Field(pattern=r"^([0-9a-f]{64})?$")
    """SHA-256 of the manifest before it; empty for the first one."""
    replaces: int = Field(default=0, ge=0)
    """Place of an earlier dossier of the same sitting, sealed before its evidence was taken again; 0: none."""
    sealed_at: str
    sitting: Identity
    origin: Origin
    files: tuple[Member, ...]


class Link(Strict):
    """One dossier in the register."""

    sequence: int
    manifest: Digest
    content: Digest
    """Of what the dossier says of its sitting, whatever its place: the same is not sealed twice."""
    file: str
    wave: str
    number: str
    sealed_at: str


class Register(Strict):
    """`dossiers/chain.json`: every dossier that this centre sealed, in order."""

    format: Literal[1] = 1
    key: str
    links: tuple[Link, ...] = ()


class Destroyed(Strict):
    """One file that a purge destroyed: what it was, never its name when that could tell a person."""

    what: Literal["roster", "fiche", "access log", "journal", "console", "evidence", "report", "dossier", "leftover"]
    size: int
    sha256: Digest


class Purge(Strict):
    """What was destroyed of a wave: signed, and kept."""

    format: Literal[1] = 1
    kind: Literal["e5b-purge"] = "e5b-purge"
    key: str
    wave: str
    exam: str
    began_at: str
    ended_at: str = ""
    """Empty while it is under way, or was interrupted."""
    candidates: int
    """Candidates of the wave."""
    retention: str
    """Day (ISO 8601) from which the wave may be purged."""
    before: str
    """The limit asked for; empty: the retention date itself."""
    evidence: bool
    """Evidence and dossiers were destroyed too."""
    dossiers: tuple[Digest, ...] = ()
    """Manifests of the sealed dossiers that were destroyed."""
    files: tuple[Destroyed, ...]


def canonical(model: Strict) -> bytes:
    """Return the one way to write a model: sorted keys, no space, UTF-8, a line's end."""
    data = model.model_dump(mode="json")
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def digest(data: bytes) -> Digest:
    """Return the SHA-256 of some bytes."""
    return hashlib.sha256(data).hexdigest()
