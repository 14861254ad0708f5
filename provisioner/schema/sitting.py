"""A roster line, and the `sitting.json` of a candidate's folder. Names of persons never enter a dossier."""

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
    closed_at: str = ""
