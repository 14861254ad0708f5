"""A golden image: what it was made from, and what a running copy says of itself."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provisioner.names import DEBIAN_PHP
from provisioner.schema.base import Strict
from provisioner.schema.exam import Cms


class ImageRecord(Strict):
    """A golden image of this machine, read back from its labels."""

    format: Literal[1] = 1
    tag: str
    id: str
    exam: str
    cms: Cms
    cms_version: str
    php: str = DEBIAN_PHP
    """What the site runs on, as exams name it."""
    php_version: str = ""
    """The very version, when it was compiled; empty for the base image's own."""
    reservations: tuple[str, ...] = ()
    """French: every accepted substitute for a release of the exam; shown wherever the image is used."""
    inputs: dict[str, str]
    """What it was made from -> SHA-256: `recipe`, `base`, `context`, `pictures`, `media/<name>`; maybe `php`."""
    built_at: str
    """ISO 8601 with offset."""


class Extension(Strict):
    """A plugin or module as the running site sees it."""

    name: str
    version: str
    active: bool


class Facts(Strict):
    """What a running site says of itself (the stack's `facts` command)."""

    cms_version: str
    theme: str
    theme_version: str = ""
    extensions: tuple[Extension, ...] = ()
    language: str
    can_update: bool
    """The site could replace its own code (core, theme, extension), by itself or at a click."""
    pending_updates: tuple[str, ...] = ()
    """Updates that the back office would announce."""
    candidate_login: str
    candidate_usable: bool
    """Some password could open the candidate's account: never true before personalisation."""
    repairs: tuple[str, ...] = ()
    """Reasons of the repairs applied."""
    php: str = ""
    contents: dict[str, int] = Field(default_factory=dict)
    """How many articles, pages, products… the context gave."""


class Finding(Strict):
    """One line of `image verify`."""

    what: str
    ok: bool
    seen: str
    expected: str = ""
