"""The copy of sittings that another machine can take over. It holds names and passwords: the owner's alone.

    FOLDER/look.json                         Look: replaced whole at each look, last of all
    FOLDER/<wave>/journal.jsonl              facts of the journal, one Entry a line, only added to
    FOLDER/<wave>/writings.jsonl             what examiners ticked, noted and marked, one Writing a line, only added to
    FOLDER/<wave>/<number>/copy.json         SittingCopy: replaced whole
    FOLDER/<wave>/<number>/<life>/log/       the database's binary log, byte for byte, only added to
    FOLDER/<wave>/<number>/<life>/access.log what the front door wrote, only added to
    FOLDER/<wave>/<number>/<life>/files.jsonl    FileLine: each file written, again each time; only added to
    FOLDER/<wave>/<number>/<life>/files/<sha256> their bytes, written once
    FOLDER/<wave>/<number>/<life>/kept/      evidence of before: sites that were replaced, moves

A `life` is one container: a site made anew is another one, whose log begins anew.
"""

from __future__ import annotations

import os
from typing import Annotated, Literal

from pydantic import StringConstraints

from provisioner.schema.base import Strict
from provisioner.schema.journal import Moment
from provisioner.schema.sitting import Candidate, Sitting

Says = Literal["before", "paused", "moving", "closed"]
"""Pages of the front door (`adapters/caddy/`)."""
FileAction = Literal["kept", "removed", "emptied"]
"""`emptied`: a folder of the image that was removed, then made again."""


class SittingCopy(Strict):
    """All that a sitting's site is made again from, but its rows and files."""

    format: Literal[1] = 1
    life: str
    """Beginning of its container's id."""
    exam: str
    host: str
    """Address that its candidate types."""
    sitting: Sitting
    candidate: Candidate
    seed: str = ""
    """SQL that its subject laid over the context."""


class FileLine(Strict):
    """One file that is not as in the image, as it was at one look."""

    path: str
    """Below the container's root, without a leading slash; as it is shown."""
    raw: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2})*$")] = ""
    """The path's bytes, in hexadecimal, where they are not UTF-8."""
    action: FileAction = "kept"
    size: int = 0
    sha256: str = ""
    mode: int = 0
    user: int = 0
    group: int = 0
    written_at: float = 0.0
    """Seconds since 1970."""

    @property
    def place(self) -> str:
        """The path as the system has it."""
        return os.fsdecode(bytes.fromhex(self.raw)) if self.raw else self.path


class Followed(Strict):
    """One sitting at one look."""

    life: str
    alive: Moment | None = None
    """When its site was last seen running; None: not since the copy began."""
    log: dict[str, int]
    """Bytes of each file of the binary log that were copied then."""
    files: int = 0
    """Lines of `files.jsonl`."""
    open: bool = True
    """Whether the front door let its candidate in, and else which page it showed."""
    says: Says = "before"
    problem: str = ""
    """French: why it is not copied further."""


class Look(Strict):
    """One look at all sittings of a machine."""

    format: Literal[1] = 1
    host: str
    """Name of the machine that they are on."""
    at: Moment
    """When it began: whatever was acknowledged before is in the copy."""
    every_s: float
    sittings: dict[str, dict[str, Followed]]
    """By wave, then by number."""


class Move(Strict):
    """`moves/<rank>/move.json` of a candidate's folder: how their site came here from another machine."""

    format: Literal[1] = 1
    number: str
    from_host: str
    copied_until: str
    """ISO 8601: what was acknowledged before is here; empty: not known."""
    last_write: str
    """ISO 8601: last row written that was copied; empty: none."""
    alive: str
    """ISO 8601: when the site was last seen running there; empty: not known."""
    back_at: str
    """ISO 8601: when its first page was there again."""
    gtid: str
    """Last transaction of the copied log, and of the site made again from it."""
    log: dict[str, str]
    """SHA-256 of each file of the copied log, kept beside: only whole transactions."""
    lost: tuple[str, ...] = ()
    """French: what was copied by half, or not at all."""
