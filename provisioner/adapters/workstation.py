"""A candidate's workstation: one Chromium window driven step by step, for scripted candidates and page timings.

The other browser adapter looks at many pages at once; this one acts as one person does, in one tab.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import Error, FrameLocator, Locator, Page, Route, expect, sync_playwright

from provisioner.adapters.browser import ARGUMENTS, BrowserError, executable

__all__ = ["BrowserError", "FrameLocator", "Locator", "Page", "Workstation", "expect", "timed_load", "workstation"]

STEP_MS = 30_000
"""Longest a person's single gesture may take to be answered, on a loaded machine."""


@dataclass
class Workstation:
    """The open window, and what its pages asked of other hosts (nothing should be)."""

    page: Page
    outside: Counter[str] = field(default_factory=Counter)


@contextmanager
def workstation(site: str) -> Iterator[Workstation]:
    """Open a French Chromium window that can reach `site` (address without trailing slash) and nothing else.

    Raises BrowserError when Chromium is absent or falls over, and for a gesture that had no answer.
    """
    host = urlsplit(site).netloc
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
            context = browser.new_context(
                locale="fr-FR", timezone_id="Europe/Paris", viewport={"width": 1280, "height": 900}
            )
            station = Workstation(context.new_page())

            def gate(route: Route) -> None:
                asked = urlsplit(route.request.url)
                if asked.netloc == host:
                    route.continue_()
                else:
                    station.outside[asked.netloc] += 1
                    route.abort("blockedbyclient")

            context.route("http*://**", gate)
            context.set_default_timeout(STEP_MS)
            station.page.on("dialog", lambda dialog: dialog.accept())
            try:
                yield station
            finally:
                browser.close()
    except Error as error:
        raise BrowserError(
            f"Le candidat automatique s’est arrêté : {error}", "Regardez le site, puis recommencez."
        ) from error


def timed_load(page: Page, url: str) -> float:
    """Open `url` and return the seconds until its load event."""
    start = time.perf_counter()
    page.goto(url, wait_until="load")
    return time.perf_counter() - start
