"""Chromium, through Playwright: looks at pages of a site, and prints our own documents to PDF.

Every request to a host other than the site is refused, so that no page waits for, nor tells, the internet.
"""

from __future__ import annotations

import asyncio
import os
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from threading import Thread
from typing import Self
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Error, Page, Route, async_playwright

from provisioner.errors import E5BError
from provisioner.schema.pages import Sight, View

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
)
DEVICES = (("desktop", 1280, 800), ("phone", 390, 844))
TALLEST = 6000
"""Pixels kept of a page's height: an endless page must not fill the disk."""
TABS = 3
PAGE_MS = 8_000

_SETTLE = """async () => {
  const still = document.createElement('style');
  still.textContent = '* { background-attachment: scroll !important }';
  document.head.append(still);
  for (const image of document.querySelectorAll('img[loading=lazy]')) image.loading = 'eager';
  const waits = [...document.images].filter(i => !i.complete)
    .map(i => new Promise(done => { i.onload = i.onerror = done; }));
  const late = new Promise(done => setTimeout(done, 2000));
  await Promise.race([Promise.all([...waits, document.fonts.ready]), late]);
  return Math.max(document.documentElement.scrollHeight, document.body ? document.body.scrollHeight : 0);
}"""


class BrowserError(E5BError):
    """Chromium is absent or fell over."""


@dataclass
class Visit:
    """What came of visiting pages: one sight per path, in the order asked, and the hosts refused."""

    sights: dict[str, Sight] = field(default_factory=dict)
    blocked: Counter[str] = field(default_factory=Counter)


def executable(*first: str) -> str:
    """Return the path of Chromium (`E5B_CHROMIUM` overrides it). Raises BrowserError when there is none.

    `first` are names to prefer, where they are there.
    """
    wanted = os.environ.get("E5B_CHROMIUM")
    for name in [wanted] if wanted else [*first, "chromium", "chromium-browser", "google-chrome"]:
        found = shutil.which(name)
        if found:
            return found
    raise BrowserError("Chromium est introuvable.", "Lancez « ./e5b setup », ou indiquez son chemin dans E5B_CHROMIUM.")


class Chromium:
    """A browser that starts at once, in a thread of its own, while its user prepares the site to visit."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, name="chromium", daemon=True)
        self._ready: Future[Browser] = Future()
        self._done = asyncio.Event()

    def __enter__(self) -> Self:
        self._thread.start()
        self._life = asyncio.run_coroutine_threadsafe(self._live(), self._loop)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._done.set)
        with suppress(Exception):
            self._life.result(30)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def visit(self, site: str, paths: Sequence[str], folder: Path, proxy: str = "") -> Visit:
        """Look at each path of `site` (no trailing slash) at both widths; pictures and texts go to `folder`.

        Everything goes through `proxy` when there is one: the site is then seen at its own address, wherever it runs.
        A page that fails is a Sight with its problem, never an exception. Raises BrowserError when Chromium fails.
        """
        folder.mkdir(parents=True, exist_ok=True)
        browser = self._ready.result()
        job = _visit(browser, site, list(dict.fromkeys(paths)), folder, proxy)
        return asyncio.run_coroutine_threadsafe(job, self._loop).result()

    async def _live(self) -> None:
        try:
            async with _chromium() as browser:
                self._ready.set_result(browser)
                await self._done.wait()
        except Exception as error:  # noqa: BLE001 whoever waits for the browser must hear of it, whatever it is
            if not self._ready.done():
                self._ready.set_exception(error)


def visit(site: str, paths: Sequence[str], folder: Path, proxy: str = "") -> Visit:
    """Do as `Chromium.visit`, with a browser started for it."""
    with Chromium() as browser:
        return browser.visit(site, paths, folder, proxy)


def htmls_to_pdfs(jobs: Mapping[Path, Path]) -> None:
    """Print several local HTML files, each to its PDF, with one browser. Raises BrowserError."""
    asyncio.run(_pdfs({html.resolve().as_uri(): pdf for html, pdf in jobs.items()}))


def print_pdfs(pages: Sequence[Path]) -> list[Path]:
    """Print each page to a PDF beside it, all with one browser; for their owner only. Raises BrowserError."""
    made = {page: page.with_suffix(".pdf") for page in pages}
    temporary = {page: pdf.with_name(f".{pdf.name}") for page, pdf in made.items()}
    if temporary:
        htmls_to_pdfs(temporary)
    for page, pdf in made.items():
        # They hold passwords, or names.
        temporary[page].chmod(0o600)
        temporary[page].replace(pdf)
    return list(made.values())


def file_stem(path: str) -> str:
    """Return a short file name for a page's path: readable, and distinct for distinct paths."""
    words = "-".join(part for part in "".join(c if c.isalnum() else " " for c in path).split())[:40]
    return f"{words or 'accueil'}-{sha256(path.encode()).hexdigest()[:8]}"


@asynccontextmanager
async def _chromium() -> AsyncIterator[Browser]:
    with _told():
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=executable(), args=list(ARGUMENTS))
            try:
                yield browser
            finally:
                with suppress(Error):
                    await browser.close()


@contextmanager
def _told() -> Iterator[None]:
    """Turn what Playwright says into a sentence."""
    try:
        yield
    except Error as error:
        raise BrowserError(
            f"Chromium s’est arrêté ({_first_line(error)}).", "« ./e5b doctor » vérifie le navigateur."
        ) from None


async def _visit(browser: Browser, site: str, paths: list[str], folder: Path, proxy: str) -> Visit:
    result = Visit()
    host = urlsplit(site).netloc
    with _told():
        context = await browser.new_context(
            locale="fr-FR",
            timezone_id="Europe/Paris",
            reduced_motion="reduce",
            viewport={"width": DEVICES[0][1], "height": DEVICES[0][2]},
            proxy={"server": proxy} if proxy else None,
        )

        async def gate(route: Route) -> None:
            asked = urlsplit(route.request.url)
            if asked.netloc == host or asked.scheme in {"data", "blob", "about"}:
                await route.continue_()
            else:
                result.blocked[asked.netloc] += 1
                await route.abort("blockedbyclient")

        await context.route("**/*", gate)
        tabs = asyncio.Semaphore(TABS)
        turn = asyncio.Lock()

        async def one(path: str) -> tuple[str, Sight]:
            async with tabs:
                return path, await _look(context, site, path, folder, turn)

        result.sights = dict(await asyncio.gather(*(one(path) for path in paths)))
        await context.close()
    return result


async def _look(context: BrowserContext, site: str, path: str, folder: Path, turn: asyncio.Lock) -> Sight:
    page = await context.new_page()
    page.set_default_timeout(PAGE_MS)
    try:
        return await _sight(page, site, path, folder, turn)
    except Error as error:
        return Sight(status=0, problem=f"La page n’a pas pu être regardée : {_first_line(error)}")
    finally:
        with suppress(Error):
            await page.close()


async def _sight(page: Page, site: str, path: str, folder: Path, turn: asyncio.Lock) -> Sight:
    stem = file_stem(path)
    response = await page.goto(site + path, wait_until="load")
    (folder / f"{stem}.txt").write_text(await page.evaluate("() => document.body.innerText"), encoding="utf-8")
    (folder / f"{stem}.aria.txt").write_text(await page.locator("body").aria_snapshot(), encoding="utf-8")
    views = []
    # Pages load side by side but are resized and pictured one at a time: else, now and then, Chromium repeats
    # the top of the page all the way down a tall picture.
    async with turn:
        await page.bring_to_front()
        for device, width, height in DEVICES:
            await page.set_viewport_size({"width": width, "height": height})
            views.append(await _view(page, folder, stem, device, width))
    end = urlsplit(page.url)
    return Sight(
        status=response.status if response else 0,
        final=end.path + (f"?{end.query}" if end.query else ""),
        title=await page.title(),
        text=f"{stem}.txt",
        aria=f"{stem}.aria.txt",
        views=tuple(views),
    )


async def _view(page: Page, folder: Path, stem: str, device: str, width: int) -> View:
    full = int(await page.evaluate(_SETTLE))
    height = max(1, min(full, TALLEST))
    name = f"{stem}-{device}.jpg"
    await page.screenshot(
        path=folder / name,
        type="jpeg",
        quality=60,
        full_page=True,
        clip={"x": 0, "y": 0, "width": width, "height": height},
        animations="disabled",
        caret="hide",
        scale="css",
    )
    return View(device=device, width=width, height=height, image=name, cut=full > TALLEST)


async def _pdfs(jobs: Mapping[str, Path]) -> None:
    async with _chromium() as browser:
        page = await browser.new_page()
        for uri, pdf in jobs.items():
            await page.goto(uri, wait_until="load")
            await page.pdf(path=pdf, format="A4", print_background=True, prefer_css_page_size=True)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__
