"""`pages.json`: what the site's pages looked like, before (golden image) and after (the candidate's copy)."""

from __future__ import annotations

from pydantic import Field

from provisioner.schema.base import Strict


class View(Strict):
    """One page seen at one width."""

    device: str
    """`desktop` or `phone`."""
    width: int
    height: int
    """Height of the picture in CSS pixels."""
    image: str
    """File name of the picture, in the folder of `pages.json`."""
    cut: bool = False
    """True when the page was longer than the picture may be."""


class Sight(Strict):
    """One page, visited once."""

    status: int
    """HTTP status; 0 when the page did not answer in time."""
    final: str = ""
    """Path where redirections ended."""
    title: str = ""
    text: str = ""
    """File name of the visible text."""
    aria: str = ""
    """File name of the accessibility snapshot."""
    views: tuple[View, ...] = ()
    problem: str = ""
    """French: why it could not be seen, when it could not."""


class Page(Strict):
    """One address of the site, before and after."""

    path: str
    label: str = ""
    before: Sight | None = None
    after: Sight | None = None


class Pages(Strict):
    """All pages looked at."""

    format: int = 1
    pages: tuple[Page, ...] = ()
    blocked: dict[str, int] = Field(default_factory=dict)
    """Hosts other than the site that pages asked, refused, with the number of requests."""
