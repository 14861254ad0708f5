"""What Caddy is told of the front door: a server per route, and the pages that it shows by itself. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from provisioner import paths
from provisioner.adapters.caddy.route import Route

UPLOAD_LIMIT = 64 << 20
_PAGE = 1 << 20
"""Bytes of an answer that wait for its end before they are passed on; what is beyond (pictures, films) does not."""
_AGAIN_S = {"closed": 0, "moving": 3}
"""When a page asks again by itself whether the site is there; 0: it does not."""
TIME_PATH = "/e5b-temps"
"""Where each candidate may look at the time that is left; no CMS has such a page."""


def configuration(admin: Path, routes: Iterable[Route], proxies: Sequence[str] = ()) -> dict[str, Any]:
    """Return the whole configuration of the front door; `proxies`: addresses believed on who asks."""
    ordered = sorted(routes, key=lambda route: route.port)
    logs: dict[str, Any] = {route.name: _access_log(route) for route in ordered}
    logs["default"] = {"level": "ERROR", "exclude": ["http.log.access"]}
    # No grace period: what was asked before a change (an upload…) is finished in the background, however long it takes.
    return {
        "admin": {"listen": f"unix/{admin}", "config": {"persist": False}},
        "logging": {"logs": logs},
        "apps": {"http": {"servers": _servers(ordered, proxies)}},
    }


def forwarder(port: int, socket: Path) -> dict[str, Any]:
    """Return the configuration of a loopback proxy that sends everything to one site, whatever the host asked."""
    return {
        "admin": {"disabled": True, "config": {"persist": False}},
        "logging": {"logs": {"default": {"level": "ERROR"}}},
        "apps": {"http": {"servers": {"capture": _listen(f"127.0.0.1:{port}", [{"handle": [_forward(str(socket))]}])}}},
    }


def _access_log(route: Route) -> dict[str, Any]:
    return {
        "writer": {"output": "file", "filename": route.log, "roll": False},
        "encoder": {"format": "json", "time_format": "iso8601"},
        "include": [f"http.log.access.{route.name}"],
    }


def _servers(routes: Sequence[Route], proxies: Sequence[str]) -> dict[str, Any]:
    """Return a server per candidate, and one per port where candidates are told apart by name."""
    servers = {
        route.name: {
            **_listen(f":{route.port}", _inside(route, proxies)),
            # What is sent elsewhere is in the log of that door.
            **({} if route.elsewhere else {"logs": {"default_logger_name": route.name}}),
        }
        for route in routes
    }
    shared: dict[str, list[tuple[str, Route]]] = {}
    for route in routes:
        if route.asked_as:
            name, _, port = route.asked_as.partition(":")
            shared.setdefault(port or "80", []).append((name, route))
    for port, named in shared.items():
        asked: list[dict[str, Any]] = [
            {
                # As browsers write it, in small letters: by another spelling Caddy would find the site and not its log.
                "match": [{"expression": f"{{http.request.host}} == {json.dumps(name)}"}],
                "handle": [{"handler": "subroute", "routes": _inside(route, proxies)}],
                "terminal": True,
            }
            for name, route in named
        ]
        servers[f"noms {port}"] = {
            **_listen(f":{port}", [*asked, {"handle": [_page(404, "nobody")]}]),
            # Other names have no log of their own, and that of the door leaves requests out.
            "logs": {"logger_names": {name: route.name for name, route in named if not route.elsewhere}},
        }
    return servers


def _inside(route: Route, proxies: Sequence[str]) -> list[dict[str, Any]]:
    """Return what a candidate's address does: the first of these routes that fits is the one."""
    if route.elsewhere:
        # Whether it is open, and until when, is that door's to say.
        return [{"handle": [_limit(), _pass_on(route.elsewhere)]}]
    routes = [_time(route)]
    if route.until and route.open:
        # The end holds even if nobody is there any more to tell the door.
        over = {"expression": f"int({{time.now.unix}}) >= {route.until}"}
        routes.append(
            {"match": [over], "handle": [_shown(replace(route, open=False, says="closed"))], "terminal": True}
        )
    if route.clients:
        others = {"not": list(_from(route.clients, proxies))}
        routes.append({"match": [others], "handle": [_page(403, "elsewhere")], "terminal": True})
    if route.open:
        # Said before anything of it is sent on; what comes in pieces is cut at the same size.
        length = "{http.request.header.Content-Length}"
        large = {"expression": f'{length} != "" && int({length}) > {UPLOAD_LIMIT}'}
        routes.append({"match": [large], "handle": [_page(413, "large")], "terminal": True})
    if route.says == "moving" and not route.open:
        # Never taken: with it Caddy goes on telling what is still on its way to the site (`passing`).
        routes.append({"match": [{"expression": "false"}], "handle": [_forward(route.socket)], "terminal": True})
    chain = [_limit(), _forward(route.socket)]
    routes.append({"handle": chain if route.open else [_shown(route)]})
    return routes


def _from(clients: Sequence[str], proxies: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield what fits a request of these clients: their own, or one that a known proxy says to be theirs.

    Caddy 2.6 only knows the first address of `X-Forwarded-For`, which the client writes: the last one that is no
    proxy's is what the nearest proxy saw.
    """
    yield {"remote_ip": {"ranges": list(clients)}}
    if proxies:
        last, chain = ("|".join(re.escape(one) for one in some) for some in (clients, proxies))
        told = rf"(^|,)\s*\[?({last})\]?(:\d+)?\s*(,\s*\[?({chain})\]?(:\d+)?\s*)*$"
        said = f"{{http.request.header.X-Forwarded-For}}.matches({json.dumps(told)})"
        yield {"remote_ip": {"ranges": list(proxies)}, "expression": said}


def _limit() -> dict[str, Any]:
    return {"handler": "request_body", "max_size": UPLOAD_LIMIT}


def _pass_on(address: str) -> dict[str, Any]:
    """Send all to another front door, under the address that was asked for."""
    transport = {"protocol": "http", "dial_timeout": "3s", "response_header_timeout": "3m"}
    return {"handler": "reverse_proxy", "upstreams": [{"dial": address}], "transport": transport}


def _shown(route: Route) -> dict[str, Any]:
    return _page(503, route.says, again_s=_AGAIN_S.get(route.says, 5), grace_s=route.grace_s)


def _time(route: Route) -> dict[str, Any]:
    """Return the page of the time left: made by Caddy alone, kept out of the log."""
    said = "running" if route.open and route.until else "open" if route.open else route.says
    values = {"until": str(route.until), "says": said, "warnings": json.dumps(list(route.warnings_s))}
    handlers = [
        {"handler": "vars", "skip_log": True},
        {"handler": "templates"},
        _answer(200, _filled(_template("time"), values)),
    ]
    return {"match": [{"path": [TIME_PATH]}], "handle": handlers, "terminal": True}


def _listen(address: str, routes: list[dict[str, Any]]) -> dict[str, Any]:
    waiting = {
        "match": [{"expression": "{http.error.status_code} in [502, 503, 504]"}],
        "handle": [_page(503, "waiting", again_s=3)],
    }
    large = {"match": [{"expression": "{http.error.status_code} == 413"}], "handle": [_page(413, "large")]}
    return {
        "listen": [address],
        "automatic_https": {"disable": True},
        "read_header_timeout": "30s",
        "idle_timeout": "2m",
        "routes": routes,
        "errors": {"routes": [waiting, large]},
    }


def _forward(socket: str) -> dict[str, Any]:
    # A page comes from PHP in a score of pieces. Passed on one by one, each wakes browser and door on the cores that
    # make the page: whole, it costs half as much (docs/performance.md).
    return {
        "handler": "reverse_proxy",
        "upstreams": [{"dial": f"unix/{socket}"}],
        "buffer_responses": True,
        "max_buffer_size": _PAGE,
        # Apache closes after each answer, lest one of its few children stay bound to an idle connection.
        "transport": {
            "protocol": "http",
            "dial_timeout": "5s",
            "response_header_timeout": "3m",
            "keep_alive": {"enabled": False},
        },
    }


def _page(status: int, name: str, *, again_s: int = 0, grace_s: int = 0) -> dict[str, Any]:
    """Return a page of the door in its frame; it asks again by itself after `again_s`, unless 0."""
    title, _, text = _template(name).partition("\n")
    again = f'<meta http-equiv="refresh" content="{again_s}">\n' if again_s else ""
    values = {"title": title.removeprefix("<h1>").removesuffix("</h1>"), "again": again, "text": text}
    body = _filled(_filled(_template("frame"), values), {"grace": str(grace_s)})
    return _answer(status, body, {"Retry-After": [str(again_s or 3600)]} if status == 503 else {})


def _answer(status: int, body: str, headers: Mapping[str, list[str]] | None = None) -> dict[str, Any]:
    return {
        "handler": "static_response",
        "status_code": status,
        "headers": {"Content-Type": ["text/html; charset=utf-8"], "Cache-Control": ["no-store"], **(headers or {})},
        "body": body,
    }


def _filled(text: str, values: Mapping[str, str]) -> str:
    for name, value in values.items():
        text = text.replace(f"{{{{{name}}}}}", value)
    return text


@cache
def _template(name: str) -> str:
    return (paths.TEMPLATES / "door" / f"{name}.html").read_text(encoding="utf-8")
