"""A candidate's workstation: one Chromium window driven step by step, for scripted candidates and page timings.

The other browser adapter looks at many pages at once; this one acts as one person does, in one tab.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Error, FrameLocator, Locator, Page, Request, Response, expect, sync_playwright

from provisioner.adapters.browser import ARGUMENTS, BrowserError, executable

__all__ = [
    "Browser",
    "BrowserError",
    "FrameLocator",
    "GestureError",
    "Locator",
    "Page",
    "Response",
    "Workstation",
    "chromium",
    "expect",
    "gesture",
    "timed_load",
    "window",
    "workstation",
    "write",
]

NOWHERE = "http://127.0.0.1:9"
"""A proxy where nobody listens."""
BARE = "chromium-headless-shell"
"""Chromium without the windows that nobody sees, where Debian's package of that name is installed: less work."""
KEY_MS = 2
"""Between two keys: a person is slower, the pages need no more."""
_BY_KEY, _LAST = 40, 3
"""Signs of a long text that are typed key by key: the first and the last ones."""
STEP_MS = 30_000
"""Longest a person's single gesture may take to be answered, on a loaded machine."""


_LATE = re.compile(r"[Tt]imeout (\d+)ms")


class GestureError(BrowserError):
    """A scripted candidate could not do one of their gestures."""


@dataclass
class Workstation:
    """The open window, and what its pages asked of other hosts (nothing should be)."""

    page: Page
    outside: Counter[str] = field(default_factory=Counter)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start a Chromium for several windows, one after another, of the thread that asks. Raises BrowserError."""
    with _told(), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable(BARE), args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            with suppress(Error):
                browser.close()


@contextmanager
def workstation(site: str) -> Iterator[Workstation]:
    """Open a French Chromium window that can reach `site` (address without trailing slash) and nothing else.

    Raises BrowserError when Chromium is absent or falls over, and for a gesture that had no answer.
    """
    with chromium() as browser, window(browser, site) as station:
        yield station


@contextmanager
def window(browser: Browser, site: str, patience_ms: int = STEP_MS) -> Iterator[Workstation]:
    """Open a window of a browser that runs: nothing of the windows before it is known there.

    `patience_ms` is the longest that a single gesture may take to be answered. Raises BrowserError.
    """
    host = urlsplit(site).netloc
    with _told():
        context = browser.new_context(
            locale="fr-FR",
            timezone_id="Europe/Paris",
            viewport={"width": 1280, "height": 900},
            # Whoever asks anything but the site meets a closed door at once. Not by looking at each request: the
            # browser would lose its cache, and load each page’s scripts again.
            proxy={"server": NOWHERE, "bypass": host},
            # Their requests would not be counted.
            service_workers="block",
        )
        station = Workstation(context.new_page())

        def count(request: Request) -> None:
            asked = urlsplit(request.url)
            if asked.scheme in {"http", "https", "ws", "wss"} and asked.netloc != host:
                station.outside[asked.netloc] += 1

        context.on("request", count)
        context.set_default_timeout(patience_ms)
        expect.set_options(timeout=patience_ms)
        station.page.on("dialog", lambda dialog: dialog.accept())
        try:
            yield station
        finally:
            with suppress(Error):
                context.close()


@contextmanager
def _told() -> Iterator[None]:
    """Turn what Playwright says into a sentence."""
    try:
        yield
    except Error as error:
        raise BrowserError(
            f"Le candidat automatique s’est arrêté : {error}", "Regardez le site, puis recommencez."
        ) from error


@contextmanager
def gesture(page: Page, told: str, picture: Path) -> Iterator[None]:
    """Do one gesture (`told`: in French); when it fails, keep what the page shows in `picture`. Raises GestureError."""
    try:
        yield
    except Exception as error:  # whatever stops one gesture must not stop the other candidates
        with suppress(Error):
            picture.parent.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=picture)
        raise GestureError(f"{told} : {_reason(error)}", f"La page à ce moment : {picture}") from error


def _reason(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    said = " ".join(lines[:4])[:400] or type(error).__name__
    late = _LATE.search(said)
    if not late:
        return said
    seconds = round(int(late[1]) / 1000)
    return f"la page n’a pas montré en {seconds} s ce qui était attendu. Détail, pour les auteurs du logiciel : {said}"


def write(page: Page, text: str) -> None:
    """Type a text where the cursor is.

    The middle of a long one goes in at once, as what is pasted does: the page sees keys before and after it, and its
    scripts have not to work at each sign.
    """
    keys = page.keyboard
    if len(text) <= _BY_KEY + _LAST:
        keys.type(text, delay=KEY_MS)
        return
    keys.type(text[:_BY_KEY], delay=KEY_MS)
    keys.insert_text(text[_BY_KEY:-_LAST])
    keys.type(text[-_LAST:], delay=KEY_MS)


def timed_load(page: Page, url: str) -> float:
    """Open `url` and return the seconds until its load event."""
    start = time.perf_counter()
    page.goto(url, wait_until="load")
    return time.perf_counter() - start
