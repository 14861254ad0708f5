"""What recording costs a page: two copies of one site, one with its binary log and access log, the other without."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from statistics import median

from provisioner import paths
from provisioner.adapters import unix_http
from provisioner.adapters.docker import probe
from provisioner.adapters.workstation import workstation
from provisioner.errors import SittingError
from provisioner.pipeline import bench_pages, bench_ready
from provisioner.robots.candidate import Desk
from provisioner.schema.bench import BenchRecipe, Recording
from provisioner.schema.exam import Cms
from provisioner.steps.sitting import store
from provisioner.steps.sitting.store import Entry

TURNS = 9
"""Times each page is asked of each copy, one copy after the other so that the machine's moods fall on both."""
_READY_S = 60
_SILENT = (
    "sed -i '/^log_bin/d; /^binlog_/d; /^sync_binlog/d' /etc/mysql/mariadb.cnf"
    " && sed -i '/e5b[.]log/d' /etc/apache2/e5b.conf"
)
_LOGS = "mariadb -NBe 'SELECT @@log_bin' && (grep -c 'e5b[.]log' /etc/apache2/e5b.conf || true)"


def measured(exam: str, cms: Cms, wave: str, known: BenchRecipe, turns: int = TURNS) -> Recording:
    """Return page times with and without recording, on copies made for it. Raises E5BError."""
    bench_ready.up(exam, cms, 2, wave)
    try:
        told, silent = store.entries(wave)
        for entry, order in ((told, "true"), (silent, _SILENT)):
            _restarted(entry, order)
        binary, access = _logs(told)
        if not binary or any(_logs(silent)):
            raise SittingError("Les journaux du site ne se coupent pas comme prévu.", "Voyez stacks/base/etc.")
        pages = [_signed_in(entry, known) for entry in (told, silent)]
        times: tuple[dict[str, list[float]], dict[str, list[float]]] = ({}, {})
        for turn in range(turns + 1):
            for name in pages[0].keys() & pages[1].keys():
                # Whoever is asked second finds warm caches: each copy in its turn.
                for side in (0, 1) if turn % 2 else (1, 0):
                    taken = _served((told, silent)[side], *pages[side][name])
                    if turn:
                        times[side].setdefault(name, []).append(taken)
        return summary(*times, access_log=access)
    finally:
        bench_ready.down(wave)


def summary(told: Mapping[str, list[float]], silent: Mapping[str, list[float]], *, access_log: bool) -> Recording:
    """Return the cost of recording: the sum of the pages' medians, with over without."""
    on, off = (sum(median(times) for times in side.values()) for side in (told, silent))
    return Recording(
        pages=len(told),
        turns=max((len(times) for times in told.values()), default=0),
        with_s=round(on / max(len(told), 1), 5),
        without_s=round(off / max(len(silent), 1), 5),
        ratio=round(on / off, 4) if off else 1.0,
        access_log=access_log,
    )


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


def _logs(entry: Entry) -> tuple[bool, bool]:
    """Return whether the copy keeps a binary log, and an access log."""
    binary, access = probe.ask(entry.container, ["sh", "-c", _LOGS], user="root").split()
    return binary == "1", access != "0"


def _signed_in(entry: Entry, known: BenchRecipe) -> dict[str, tuple[str, dict[str, str]]]:
    """Return the address of each page of the menu, and the cookies of the session, by page name."""
    assert entry.sitting  # noqa: S101 `up` succeeded
    url = entry.sitting.url
    with workstation(url) as station:
        secret = entry.candidate.access.password
        bench_pages.LOG_IN[entry.sitting.cms](Desk(station.page, url, entry.sitting.login, secret, known.back_office))
        found = station.page.eval_on_selector_all(known.menu, "all => all.map(one => one.href)")
        cookies = {str(one.get("name")): str(one.get("value")) for one in station.page.context.cookies()}
    pages = bench_pages.menu(found, url + known.back_office)
    return {bench_pages.name(page).removeprefix(url): (page, cookies) for page in pages}


def _served(entry: Entry, url: str, cookies: Mapping[str, str]) -> float:
    return bench_pages.served(paths.run() / entry.container / "web.sock", url, cookies)
