"""Every page of the back office's menu: how long the server takes, then how long until the browser has it whole."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from provisioner import paths
from provisioner.adapters import unix_http
from provisioner.adapters.workstation import timed_load, workstation
from provisioner.errors import SittingError
from provisioner.robots import prestashop, wordpress
from provisioner.robots.candidate import Desk
from provisioner.schema.bench import BenchRecipe, Spread
from provisioner.schema.sitting import Sitting

LOG_IN = {"wordpress": wordpress.log_in, "prestashop": prestashop.log_in}
_PAGE_S = 60


class Seen(NamedTuple):
    """Seconds by path, from the server and in the browser; and the foreign hosts that pages asked for."""

    server: dict[str, float]
    browser: dict[str, float]
    outside: list[str]


def measured(sitting: Sitting, password: str, known: BenchRecipe) -> Seen:
    """Sign in and open every page of the menu.

    The server is asked first: each page is then one that nobody opened yet in this copy. Raises SittingError,
    BrowserError.
    """
    with workstation(sitting.url) as station:
        desk = Desk(station.page, sitting.url, sitting.login, password, known.back_office)
        LOG_IN[sitting.cms](desk)
        found = station.page.eval_on_selector_all(known.menu, "all => all.map(one => one.href)")
        pages = menu(found, sitting.url + known.back_office)
        cookies = {str(one.get("name")): str(one.get("value")) for one in station.page.context.cookies()}
        socket = paths.run() / sitting.container / "web.sock"
        server = {name(url): served(socket, url, cookies) for url in pages}
        browser = {name(url): timed_load(station.page, url) for url in pages}
        return Seen(server, browser, sorted(station.outside))


def menu(links: Sequence[str], inside: str) -> list[str]:
    """Return the pages of a menu, once each: those of the back office that do not sign out. Raises SittingError."""
    whole = (link.partition("#")[0] for link in links)
    kept = [link for link in dict.fromkeys(whole) if link.startswith(inside) and "logout" not in link.lower()]
    if len(kept) < 10:
        raise SittingError(
            f"Le menu de l’administration n’a donné que {len(kept)} pages.", "Voyez « menu » dans stacks/…/bench.yml."
        )
    return kept


def served(socket: Path, url: str, cookies: Mapping[str, str]) -> float:
    """Return the seconds that the server takes for a page, redirections of a signed-in visitor included."""
    since = time.perf_counter()
    for _ in range(5):
        parts = urlsplit(url)
        headers = {
            "Host": parts.netloc,
            "Accept-Language": "fr",
            "X-Forwarded-For": "127.0.0.1",
            "Cookie": "; ".join(f"{key}={value}" for key, value in cookies.items()),
        }
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        answer, received = unix_http.ask(socket, target, headers=headers, timeout=_PAGE_S)
        if answer.status == 200:
            return time.perf_counter() - since
        if answer.status not in {301, 302, 303, 307, 308} or "login" in str(received.get("Location", "")).lower():
            break
        url = urljoin(url, str(received["Location"]))
    raise SittingError(
        f"{name(url)} : réponse {answer.status} du serveur au lieu de la page {answer.trouble}".rstrip() + ".",
        "Ouvrez cette page dans un navigateur ; « ./e5b image verify » contrôle l’image.",
    )


def name(url: str) -> str:
    """Return the path of a page without the tokens of the session."""
    parts = urlsplit(url)
    query = "&".join(part for part in parts.query.split("&") if part and "token" not in part)
    return parts.path + (f"?{query}" if query else "")


def spread(times: Mapping[str, float]) -> Spread:
    """Return the median and the worst."""
    return Spread(median=round(median(times.values()), 3), max=round(max(times.values()), 3))
