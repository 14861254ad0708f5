"""What a stack says of itself: `stacks/<cms>/stack.yml`. Nothing of one CMS is written in code."""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict
from provisioner.schema.exam import Cms


class Page(Strict):
    """A page that `image verify` opens."""

    path: str
    """Below the site's address, with a leading slash."""
    contains: tuple[str, ...] = ()
    """Texts that must be in it: they prove the language and the theme."""


class FileMeaning(Strict):
    """What files hold whose name tells people nothing."""

    paths: tuple[str, ...]
    """Patterns (fnmatch) below the document root."""
    says: str
    """French."""


class Stack(Strict):
    """One CMS: its recipe, and what the steps need to know of the sites made from it."""

    format: Literal[1]
    cms: Cms
    label: str
    database: str
    """Name of the database."""
    prefix: str
    """Prefix of its tables."""
    secrets: tuple[str, ...] = ()
    """Names of the keys of `secrets.json`, 64 random characters each."""
    ready_path: str = "/"
    """First full page: answers 200 once the site is ready."""
    front_path: str = "/"
    login_path: str
    """Where the candidate signs in, below the site's address."""
    sign_in: Literal["login", "email"] = "login"
    """What the candidate types there, above the password."""
    candidate_email: str
    """Address given to the candidate's account; `{login}` is the login."""
    content_folders: tuple[str, ...]
    """Folders below the document root that a candidate's work may change: the capture looks there."""
    ignored_files: tuple[str, ...] = ()
    """Patterns (fnmatch, below the document root) of files written by the CMS itself: caches, logs."""
    file_meanings: tuple[FileMeaning, ...] = ()
    """What is told of files beside their name."""
    caches: tuple[str, ...] = ()
    """Folders below the document root that hold what was in the database: emptied when it is changed from outside."""
    remade: tuple[str, ...] = ()
    """Folders below the document root that the site makes again by itself: not copied when it goes on elsewhere."""
    sign_in_tables: tuple[str, ...] = ()
    """Tables (without the prefix) that signing in writes to: the only ones that a site to be looked at may write."""
    facts: tuple[str, ...]
    """Command run inside a running site as `www-data`; prints the JSON of `schema.image.Facts`."""
    pages: tuple[Page, ...] = ()
    repairs: str = ""
    """Folder of the repairs applied when the image is built (`*.yml`), relative to the stack; empty when none.

    As with every file of a stack, `versions/<version>/` may hold others for one version of the CMS."""


class Repair(Strict):
    """One change to the vendor's files without which the exam cannot be sat: data, never more than needed."""

    reason: str
    """French: what is broken without it, for whoever verifies the image."""
    file: str
    """Below the document root."""
    sha256: str = ""
    """Of the vendor's file, when the repair holds for one exact version."""
    find: str
    """Exact text, that must occur `times` times."""
    replace: str
    times: int = 1
