"""The offline kit: what its signed manifest says, and what a machine keeps of the kit it was installed from."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provisioner.schema.base import Strict
from provisioner.schema.exam import Cms

_DIGEST = r"^[0-9a-f]{64}$"
_FILE = r"^([a-z][a-z0-9-]{0,40}/)?[A-Za-z0-9][A-Za-z0-9_-]{0,60}(\.[a-z0-9]{1,8}){0,2}$"
"""Relative, one folder deep at most, and such that any USB stick takes it."""
PartName = Literal["bootstrap", "wheels", "software", "packages", "images", "states", "subjects"]


class KitFile(Strict):
    """One file of the kit's folder: a volume, or a text beside them."""

    path: str = Field(pattern=_FILE)
    size: int = Field(ge=0)
    sha256: str = Field(pattern=_DIGEST)


class Part(Strict):
    """One part of what a kit installs, cut in volumes."""

    name: PartName
    content: str = Field(pattern=_DIGEST)
    """Fingerprint of what it holds: two parts of the same content install the same."""
    size: int = Field(ge=0)
    """Bytes, all volumes together."""
    unpacked: int = Field(ge=0)
    """Bytes once installed: never more is written."""
    volumes: tuple[KitFile, ...] = ()
    """None: this kit supplements another one, which has brought this very content."""


class KitImage(Strict):
    """A golden image that the kit brings."""

    tag: str
    id: str
    exam: str
    cms: Cms
    version: str


class KitManifest(Strict):
    """`manifest.json` of a kit, signed by the academy."""

    format: Literal[1] = 1
    kind: Literal["e5b-kit"] = "e5b-kit"
    key: str = Field(pattern=_DIGEST)
    """Public key of the academy, in hexadecimal."""
    built_at: str
    """ISO 8601 with offset."""
    software: str
    """Version of this software."""
    architecture: str
    """As Debian calls it: `amd64`."""
    system: str
    """Debian's version: `12`."""
    exams: tuple[str, ...]
    needs: tuple[str, ...]
    """Debian packages that this kit's software runs on: an older software that installs it may not know them all."""
    images: tuple[KitImage, ...]
    sealed: bool
    """The subjects can be read with the passphrase only."""
    opens_at: str = ""
    """ISO 8601 with offset, when the passphrase is published; empty: not said."""
    since: str = Field(default="", pattern=r"^([0-9a-f]{64})?$")
    """SHA-256 of the manifest of the kit that this one supplements; empty: it is whole."""
    texts: tuple[KitFile, ...]
    """What people read, and the installer."""
    parts: tuple[Part, ...]


class Installed(Strict):
    """`kit/installed.json`: the kit that this machine was last installed from."""

    format: Literal[1] = 1
    manifest: str = Field(pattern=_DIGEST)
    """SHA-256 of its manifest."""
    built_at: str
    software: str
    """Folder of the software."""
    sealed: bool
    opens_at: str
    parts: dict[PartName, str]
    """Part -> its content, with those that an earlier kit brought."""
