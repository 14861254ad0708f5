"""What recording costs a page: two copies of a site, one with its binary log and the door's log, one without.

The one without is asked through the front door, then at its own socket: what the door costs comes of that.
"""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from urllib.parse import urljoin, urlsplit

from provisioner import paths
from provisioner.adapters import unix_http
from provisioner.adapters.docker import probe
from provisioner.adapters.workstation import workstation
from provisioner.errors import SittingError
from provisioner.pipeline.bench import pages as bench_pages
from provisioner.pipeline.bench import ready
from provisioner.robots.candidate import Desk
from provisioner.schema.bench import BenchRecipe, Recording
from provisioner.schema.exam import Cms
from provisioner.steps import frontdoor
from provisioner.steps.sitting import store
from provisioner.steps.sitting.store import Entry

TURNS = 9
"""Times each page is asked of each side, one side after the other so that the machine's moods fall on all."""
Times = dict[str, list[float]]
"""Seconds of each page, by its name."""
_PAGE_S = 60
_READY_S = 60
_SILENT = "sed -i '/^log_bin/d; /^binlog_/d; /^sync_binlog/d' /etc/mysql/mariadb.cnf"


@dataclass(frozen=True)
class Side:
    """One of the two copies, and the way to it."""

    pages: Mapping[str, str]
    """Addresses of the menu, by name."""
    cookies: Mapping[str, str]
    door: str = ""
    """Host and port of the front door for this copy; empty: asked at its socket."""
    socket: Path = Path()


def measured(exam: str, cms: Cms, wave: str, known: BenchRecipe, turns: int = TURNS) -> Recording:
    """Return page times with and without recording, on copies made for it. Raises E5BError."""
    ready.up(exam, cms, 2, wave)
    try:
        told, silent = store.entries(wave)
        for entry, order in ((told, "true"), (silent, _SILENT)):
            _restarted(entry, order)
        if (_logs(told), _logs(silent)) != (True, False):
            raise SittingError("Le journal binaire ne se coupe pas comme prévu.", "Voyez stacks/base/etc.")
        quiet = _side(silent, known)
        sides = (_side(told, known), quiet, replace(quiet, door=""))
        frontdoor.silence(silent.container)
        return summary(*_times(sides, turns))
    finally:
        ready.down(wave)


def _times(sides: Sequence[Side], turns: int) -> tuple[Times, ...]:
    """Return the seconds of each page of each side, the first turn left out: it warms all."""
    times: tuple[Times, ...] = tuple({} for _ in sides)
    for turn in range(turns + 1):
        for name in sorted(set.intersection(*(set(side.pages) for side in sides))):
            # Whoever is asked second finds the machine's caches warm: each side in its turn.
            for place in (*range(turn % len(sides), len(sides)), *range(turn % len(sides))):
                taken = served(sides[place], sides[place].pages[name])
                if turn:
                    times[place].setdefault(name, []).append(taken)
    return times


def summary(told: Times, silent: Times, bare: Times) -> Recording:
    """Return the cost of recording: the median, over pages and turns, of a page with over the same page without.

    All were asked one right after the other: what else the machine does falls on all alike, or is left to chance.
    """
    asked = [one for name, times in told.items() for one in zip(times, silent[name], bare[name], strict=True)]
    with_s, without_s, bare_s = (round(median(times), 5) for times in zip(*asked, strict=True))
    return Recording(
        pages=len(told),
        turns=max(len(times) for times in told.values()),
        with_s=with_s,
        without_s=without_s,
        bare_s=bare_s,
        ratio=round(median(one / other for one, other, _ in asked), 4),
        whole_ratio=round(median(one / other for one, _, other in asked), 4),
    )


def _side(entry: Entry, known: BenchRecipe) -> Side:
    """Sign in a copy's candidate."""
    assert entry.sitting  # noqa: S101 `up` succeeded
    pages, cookies = _signed_in(entry, known)
    return Side(pages, cookies, urlsplit(entry.sitting.url).netloc, paths.run() / entry.container / "web.sock")


def _signed_in(entry: Entry, known: BenchRecipe) -> tuple[dict[str, str], dict[str, str]]:
    """Return the address of each page of the menu by its name, and the session's cookies."""
    assert entry.sitting  # noqa: S101 `up` succeeded
    url = entry.sitting.url
    with workstation(url) as station:
        secret = entry.candidate.access.password
        bench_pages.LOG_IN[entry.sitting.cms](Desk(station.page, url, entry.sitting.login, secret, known.back_office))
        found = station.page.eval_on_selector_all(known.menu, "all => all.map(one => one.href)")
        cookies = {str(one.get("name")): str(one.get("value")) for one in station.page.context.cookies()}
    return {bench_pages.name(page): page for page in bench_pages.menu(found, url + known.back_office)}, cookies


def served(side: Side, url: str) -> float:
    """Return the seconds until a page has come whole, through the copy's door if it has one, redirections included."""
    if not side.door:
        return bench_pages.served(side.socket, url, side.cookies)
    cookies = "; ".join(f"{name}={value}" for name, value in side.cookies.items())
    since = time.perf_counter()
    for _ in range(5):
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(side.door, timeout=_PAGE_S)
        try:
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", target, headers={"Host": parts.netloc, "Cookie": cookies})
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            raise SittingError(f"{bench_pages.name(url)} : {error}.", "Relancez « ./e5b bench ».") from None
        finally:
            connection.close()
        if answer.status == 200:
            return time.perf_counter() - since
        url = urljoin(url, answer.headers.get("Location", ""))
    raise SittingError(f"{bench_pages.name(url)} : réponse {answer.status}.", "Relancez « ./e5b bench ».")


def _restarted(entry: Entry, order: str) -> None:
    """Run an order in the copy, then let it start again: its first process ends, and the engine restarts it."""
    assert entry.sitting  # noqa: S101 `up` succeeded
    socket = paths.run() / entry.container / "web.sock"
    probe.ask(entry.container, ["sh", "-c", f"{order} && kill -TERM 1"], user="root")
    _gone(socket)
    _answers(socket, entry.sitting.url)


def _gone(socket: Path) -> None:
    """Wait until nobody answers any more. Raises SittingError."""
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        if not unix_http.ask(socket, "/")[0].status:
            return
        time.sleep(0.02)
    raise SittingError("Le site mesuré ne s’arrête pas.", "Relancez « ./e5b bench ».")


def _answers(socket: Path, url: str) -> None:
    deadline = time.monotonic() + _READY_S
    while time.monotonic() < deadline:
        if unix_http.page(socket, url + "/").status == 200:
            return
        time.sleep(0.05)
    raise SittingError("Le site mesuré ne redémarre pas.", "Relancez « ./e5b bench ».")


def _logs(entry: Entry) -> bool:
    """Tell whether the copy keeps a binary log."""
    return probe.ask(entry.container, ["mariadb", "-NBe", "SELECT @@log_bin"], user="root").strip() == "1"
