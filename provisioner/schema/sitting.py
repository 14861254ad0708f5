"""A roster line, a wave of candidates, and the `sitting.json` of a candidate's folder.

Names of persons and passwords stay in `waves/<wave>/roster.json`: they never enter a candidate's folder.
"""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict
from provisioner.schema.exam import Cms


class RosterLine(Strict):
    """One candidate as the centre's spreadsheet gives them."""

    number: str
    surname: str
    first_name: str
    commission: str
    cms: Cms
    subject: str
    extra_time: bool
    line: int
    """Line of the roster file, for messages."""


class Access(Strict):
    """What opens one candidate's site; random, made once per sitting."""

    port: int
    login: str
    password: str
    capture_password: str
    """Of the database user `capture`, with which snapshots are read through `db.sock`."""
    keys: dict[str, str]
    """The site's own keys and salts (`secrets.json`): kept, so that `reset` gives the very same site."""


class Candidate(Strict):
    """A roster line and what was given to it."""

    who: RosterLine
    access: Access
    host: str = ""
    """Address that they type, when their site came from another machine; empty: the wave's."""


class Wave(Strict):
    """`waves/<wave>/roster.json`, mode 0600."""

    format: Literal[1] = 1
    wave: str
    exam: str
    host: str
    """Address that candidates type."""
    ahead: bool = False
    """Made ready before its time: until the clocks start its sites say to wait, whatever the exam's rules say."""
    candidates: tuple[Candidate, ...]


class Sitting(Strict):
    """`waves/<wave>/<number>/sitting.json`: what later steps need, by number only, and no secret."""

    format: Literal[1] = 1
    wave: str
    number: str
    commission: str
    subject: str
    exam: str
    cms: Cms
    cms_version: str
    image: str
    """Golden image tag the site was copied from."""
    container: str
    url: str
    """Address of the site's home page, without a trailing slash."""
    port: int
    login: str
    duration_s: int
    created_at: str
    """ISO 8601 with offset, when the site answered."""
    ready_s: float
    """Seconds from the order to the first full page."""
    reservations: tuple[str, ...] = ()
    """French: the image's accepted substitutes for releases of the exam, shown on the report."""
    closed_at: str = ""
    """ISO 8601 with offset, while the site says « Épreuve terminée »."""
    seed: str = ""
    """Short name of what the subject laid over the context when the site was made; empty: nothing."""
    removed_at: str = ""
    """ISO 8601 with offset, once the site is no longer on the machine."""
    moved_to: str = ""
    """Where it goes on, once it was let go for another machine (`removed_at` too); empty: nowhere else."""
