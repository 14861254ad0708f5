"""What recording costs a page: two copies of a site, one with its binary log and the door's log, one without."""

from __future__ import annotations

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urljoin, urlsplit

from provisioner import paths
from provisioner.adapters import unix_http
from provisioner.adapters.docker import probe
from provisioner.adapters.workstation import workstation
from provisioner.errors import SittingError
from provisioner.pipeline import bench_pages, bench_ready
from provisioner.robots.candidate import Desk
from provisioner.schema.bench import BenchRecipe, Recording
from provisioner.schema.exam import Cms
from provisioner.steps import frontdoor
from provisioner.steps.sitting import store
from provisioner.steps.sitting.store import Entry

TURNS = 9
"""Times each page is asked of each copy, one copy after the other so that the machine's moods fall on both."""
_PAGE_S = 60
_READY_S = 60
_SILENT = "sed -i '/^log_bin/d; /^binlog_/d; /^sync_binlog/d' /etc/mysql/mariadb.cnf"


@dataclass(frozen=True)
class Side:
    """One of the two copies."""

    door: str
    """Host and port of the front door for this copy."""
    pages: Mapping[str, str]
    """Addresses of the menu, by name."""
    cookies: str


def measured(exam: str, cms: Cms, wave: str, known: BenchRecipe, turns: int = TURNS) -> Recording:
    """Return page times with and without recording, on copies made for it. Raises E5BError."""
    bench_ready.up(exam, cms, 2, wave)
    try:
        told, silent = store.entries(wave)
        for entry, order in ((told, "true"), (silent, _SILENT)):
            _restarted(entry, order)
        if (_logs(told), _logs(silent)) != (True, False):
            raise SittingError("Le journal binaire ne se coupe pas comme prévu.", "Voyez stacks/base/etc.")
        sides = (_side(told, known), _side(silent, known))
        frontdoor.silence(silent.container)
        return summary(*_times(sides, turns))
    finally:
        bench_ready.down(wave)


def _times(sides: tuple[Side, Side], turns: int) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    """Return the seconds of each page of each copy, the first turn left out: it warms both."""
    times: tuple[dict[str, list[float]], dict[str, list[float]]] = ({}, {})
    for turn in range(turns + 1):
        for name in sorted(sides[0].pages.keys() & sides[1].pages.keys()):
            # Whoever is asked second finds the machine's caches warm: each copy in its turn.
            for place in (0, 1) if turn % 2 else (1, 0):
                taken = served(sides[place], sides[place].pages[name])
                if turn:
                    times[place].setdefault(name, []).append(taken)
    return times


def summary(told: Mapping[str, list[float]], silent: Mapping[str, list[float]]) -> Recording:
    """Return the cost of recording: the median, over pages and turns, of a page with over the same page without.

    Both were asked one right after the other: what else the machine does falls on both alike, or is left to chance.
    """
    pairs = [pair for name, times in told.items() for pair in zip(times, silent[name], strict=True)]
    return Recording(
        pages=len(told),
        turns=max((len(times) for times in told.values()), default=0),
        with_s=round(median(one for one, _ in pairs), 5),
        without_s=round(median(other for _, other in pairs), 5),
        ratio=round(median(one / other for one, other in pairs), 4),
    )


def _side(entry: Entry, known: BenchRecipe) -> Side:
    """Sign in a copy's candidate."""
    assert entry.sitting  # noqa: S101 `up` succeeded
    pages, cookies = _signed_in(entry, known)
    return Side(urlsplit(entry.sitting.url).netloc, pages, cookies)


def _signed_in(entry: Entry, known: BenchRecipe) -> tuple[dict[str, str], str]:
    """Return the address of each page of the menu by its name, and the session's cookies."""
    assert entry.sitting  # noqa: S101 `up` succeeded
    url = entry.sitting.url
    with workstation(url) as station:
        secret = entry.candidate.access.password
        bench_pages.LOG_IN[entry.sitting.cms](Desk(station.page, url, entry.sitting.login, secret, known.back_office))
        found = station.page.eval_on_selector_all(known.menu, "all => all.map(one => one.href)")
        cookies = "; ".join(f"{one.get('name')}={one.get('value')}" for one in station.page.context.cookies())
    return {bench_pages.name(page): page for page in bench_pages.menu(found, url + known.back_office)}, cookies


def served(side: Side, url: str) -> float:
    """Return the seconds until a page has come whole through the copy's door, redirections included."""
    since = time.perf_counter()
    for _ in range(5):
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(side.door, timeout=_PAGE_S)
        try:
            target = parts.path + (f"?{parts.query}" if parts.query else "")
            connection.request("GET", target, headers={"Host": parts.netloc, "Cookie": side.cookies})
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
