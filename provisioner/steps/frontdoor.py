"""The front door: one port per candidate, opened, closed and withdrawn; and a side door for the capture of pages.

What is open is kept in `door/routes.json`, from which the whole configuration is made again each time.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from provisioner import names, network, paths
from provisioner.adapters import disk
from provisioner.adapters.caddy import configuration, orders
from provisioner.adapters.caddy.route import DoorError, Route
from provisioner.adapters.docker import containers
from provisioner.errors import SittingError
from provisioner.schema.exam import SittingRules

KIND = "door"
_PATIENCE_S = 15.0
_STEP_S = 0.02
_SOCKET_PATH = 107
"""Longest path of a Unix socket that the kernel takes."""


def route(container: str, port: int, log: Path) -> Route:
    """Return the route of a candidate's container. Raises SittingError when its socket's path is too long."""
    socket = paths.run() / container / "web.sock"
    if len(str(socket).encode()) > _SOCKET_PATH:
        raise SittingError(
            f"Le chemin {socket} est trop long pour une prise Unix ({_SOCKET_PATH} octets au plus).",
            "Choisissez un nom de vague plus court (--wave) ou un dossier E5B_HOME plus court.",
        )
    return Route(container, port, str(socket), str(log))


def first_route(container: str, port: int, log: Path, rules: SittingRules, url: str, *, held: bool = False) -> Route:
    """Return the route of a site whose clock has not started; `url` is its address, `held`: closed, whatever the rules.

    Raises SittingError.
    """
    warnings = tuple(60 * minutes for minutes in sorted(rules.warnings_min, reverse=True))
    known = replace(
        route(container, port, log),
        warnings_s=warnings,
        grace_s=rules.grace_s,
        asked_as=names.site_name(url, port),
    )
    return known if rules.before_start == "open" and not held else replace(known, open=False, says="before")


def open_routes(routes: Sequence[Route]) -> None:
    """Make these ports show what their routes say, all at once; the others stay. Raises DoorError, EngineError."""
    with _changing() as current:
        _apply({**current, **{one.name: one for one in routes}})


def close_routes(containers_: Collection[str]) -> None:
    """Make these answer « Épreuve terminée ». Raises DoorError, EngineError."""
    change_routes({name: {"open": False, "says": "closed"} for name in containers_})


def change_routes(changes: Mapping[str, Mapping[str, Any]]) -> bool:
    """Change these routes, by container, all at once; those that are withdrawn stay so. Say whether anything changed.

    Raises DoorError, EngineError.
    """
    with _changing() as current:
        wanted = {name: replace(one, **changes.get(name, {})) for name, one in current.items()}
        if wanted == current:
            return False
        _apply(wanted)
        return True


def withdraw(containers_: Collection[str]) -> None:
    """Free these ports; the front door stays, ready for the next sites. Raises DoorError, EngineError."""
    with _changing() as current:
        _apply({name: one for name, one in current.items() if name not in containers_})


def dismiss() -> None:
    """Take the front door away when it leads nowhere any more. Raises DoorError, EngineError."""
    with _changing() as current:
        if not current:
            for old in containers.find(kind=KIND):
                containers.remove(old.id)


def finished(containers_: Collection[str], patience_s: float) -> bool:
    """Wait until nothing is on its way through the door to these sites, that it lets in no more; say whether so."""
    deadline = time.monotonic() + patience_s
    sockets = [one.socket for name, one in current_routes().items() if name in containers_]
    while any(orders.passing(_folder() / "admin.sock", socket) for socket in sockets):
        if time.monotonic() > deadline:
            return False
        time.sleep(_STEP_S)
    return True


def current_routes() -> dict[str, Route]:
    """Return what the front door was last told, by container. Raises DoorError.

    What cannot be read is never taken for nothing: the next change would shut out everybody else.
    """
    path = _folder() / "routes.json"
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        return {one["name"]: _route(one) for one in stored}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise DoorError(
            f"{path} est illisible ({error}).",
            "Mettez ce fichier de côté, puis « ./e5b start --all --no-clock » rouvre les sites ; leur temps continue.",
        ) from None


def _route(stored: dict[str, Any]) -> Route:
    """Return a route as it was before JSON, that knows no tuples."""
    fields: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in stored.items()}
    return Route(**fields)


@contextmanager
def temporary_door(container: str) -> Iterator[str]:
    """Give a loopback address, `http://127.0.0.1:port`, that forwards all it is asked to that container's site.

    Meant as the HTTP proxy of a browser: the site sees the host that the browser asked for. It is a process of its own,
    so that the capture of one candidate never touches the door of the others. Raises DoorError.
    """
    from provisioner.adapters.caddy import side_door  # noqa: PLC0415 what starts a site does not wait for it

    with side_door.opened(Path(route(container, 0, Path()).socket)) as address:
        yield address


def silence(container: str) -> None:
    """Keep no access log of a site, until routes change next: to measure what the log costs. Raises DoorError."""
    with _changing() as routes:
        admin = _folder() / "admin.sock"
        config = _configuration(routes)
        config["apps"]["http"]["servers"][container].pop("logs")
        orders.load(admin, config)


def _folder() -> Path:
    return paths.home() / "door"


@contextmanager
def _changing() -> Iterator[dict[str, Route]]:
    """Hold the door's own lock: a few milliseconds each time, so waiting for it is fine."""
    with ExitStack() as held:
        try:
            held.enter_context(disk.alone(disk.folder(_folder()) / "lock", _PATIENCE_S))
        except BlockingIOError:
            raise DoorError("La porte d’entrée est occupée par une autre commande.", "Relancez.") from None
        yield current_routes()


def _apply(routes: dict[str, Route]) -> None:
    admin = _folder() / "admin.sock"
    config = _configuration(routes)
    for one in routes.values():
        disk.folder(Path(one.log).parent)
    if orders.answers(admin):
        orders.load(admin, config)
        _remember(routes, config)
    elif not routes:
        _remember(routes, config)
    else:
        before = current_routes()
        _remember(routes, config)
        try:
            _start(admin)
        except BaseException:
            _remember(before, _configuration(before))
            raise


def _configuration(routes: dict[str, Route]) -> dict[str, Any]:
    return configuration.configuration(_folder() / "admin.sock", routes.values(), network.proxies())


def _remember(routes: dict[str, Route], config: dict[str, object]) -> None:
    """Write the configuration that the container reads when the machine starts again, then what it stands for."""
    disk.write(_folder() / "caddy.json", json.dumps(config, ensure_ascii=False, indent=1))
    disk.write(_folder() / "routes.json", json.dumps([asdict(one) for one in routes.values()], indent=1))


def _start(admin: Path) -> None:
    for old in containers.find(kind=KIND):
        containers.remove(old.id)
    admin.unlink(missing_ok=True)
    tag = _image()
    # Two homes on one machine have two doors.
    name = names.join(names.LABEL, "porte", hashlib.sha256(os.fsencode(paths.home())).hexdigest()[:8])
    command = ["/bin/caddy", "run", "--config", str(_folder() / "caddy.json")]
    folders = [_folder(), disk.folder(paths.run()), disk.folder(paths.waves())]
    started = containers.run_door(name, tag, command, folders, {containers.KIND: KIND})
    deadline = time.monotonic() + _PATIENCE_S
    while not orders.answers(admin):
        said = containers.last_words(started)
        if "Error:" in said or time.monotonic() > deadline:
            containers.remove(started)
            raise DoorError(
                f"La porte d’entrée ne s’ouvre pas ({orders.refusal(said)}).",
                "Libérez ce port ou changez --port-base, puis relancez.",
            )
        time.sleep(_STEP_S)


def _image() -> str:
    """Return the tag of the door's image, made from this machine's Caddy the first time."""
    from provisioner.adapters.caddy import program  # noqa: PLC0415 only a door that is not open waits for it

    stamp = program.binary().stat()
    note = _folder() / "image.json"
    key = [stamp.st_size, stamp.st_mtime_ns]
    with suppress(OSError, ValueError):
        known = json.loads(note.read_text(encoding="utf-8"))
        if known["key"] == key and containers.has_image(known["tag"]):
            return str(known["tag"])
    tag, archive = program.image_archive()
    if not containers.has_image(tag):
        containers.import_image(tag, archive, {containers.KIND: "door-image"})
    disk.write(note, json.dumps({"key": key, "tag": tag}))
    return tag
