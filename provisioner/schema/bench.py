"""What `./e5b bench` needs to know of a CMS (`stacks/<cms>/bench/bench.yml`), and what it gives."""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict


class BenchRecipe(Strict):
    """How a CMS is measured; the scripts beside this file are run in a throwaway copy of its golden image."""

    format: Literal[1]
    back_office: str
    """Path of the back office, as `/wp-admin/`."""
    menu: str
    """CSS selector of the links of the back office's menu."""
    static: str
    """A file that the web server gives without the CMS: it tells that the container is up."""
    release: str = ""
    """Folder of the release that the installer is in, when the golden image no longer has it."""
    proof: str
    """Text of the first page that proves that it is the site just installed."""


class Spread(Strict):
    """Median and worst of many times, in seconds."""

    median: float
    max: float


class Recording(Strict):
    """What the binary log, the access log and the front door cost a page of the back office."""

    pages: int
    turns: int
    """Times each page was asked of each copy."""
    with_s: float
    """Median of all page times with both logs, through the front door…"""
    without_s: float
    """… without any log…"""
    bare_s: float
    """… and without any log nor front door."""
    ratio: float
    """Median of each page's time with both logs over its time without, asked one after the other: 1.03 is 3 % more."""
    whole_ratio: float
    """The same over its time without log nor front door."""


class Figures(Strict):
    """All that is measured of one CMS: seconds unless the name says otherwise."""

    version: str
    ready_s: dict[str, float | None]
    """By number of candidates started together; None when `--quick` left it out."""
    install_s: float
    import_s: float
    memory_mib: float
    disk_mb: float
    backoffice_server_s: Spread
    backoffice_browser_s: Spread
    capture_db_s: float
    diff_checks_s: float
    capture_pages_s: float
    recording: Recording
