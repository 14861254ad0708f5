"""What the front door must show of each sitting, from where its clock stands."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from provisioner import network
from provisioner.adapters import moment
from provisioner.adapters.caddy.route import Route
from provisioner.pipeline.sitting import room
from provisioner.schema.exam import SittingRules
from provisioner.schema.sitting import Sitting
from provisioner.steps import clock, frontdoor
from provisioner.steps.clock import Standing
from provisioner.steps.sitting import status, store

_EARLY_S, _LATE_S = 0.25, 2.0
"""How far the end that the door knows may be from the clock's before it is told again."""


def tell(wave: str) -> None:
    """Tell the front door, in one order, where the sittings of a wave stand; nothing new costs nothing.

    Raises DoorError, EngineError.
    """
    standings = {one.number: one for one in room.standings(wave)}
    known = frontdoor.current_routes()
    changes: dict[str, dict[str, Any]] = {}
    now, held = moment.now().at, room.held(wave)
    for sitting in room.sittings(wave):
        route, standing = known.get(sitting.container), standings[sitting.number]
        if route:
            rules = room.rules(sitting.exam)
            changes[route.name] = _changes(route, standing, rules, now, held=held) | _bound(
                route, sitting, standing, rules
            )
    if any(replace(known[name], **change) != known[name] for name, change in changes.items()):
        frontdoor.change_routes(changes)
    _date(room.sittings(wave), standings)


def routes(wave: str, sittings: Sequence[Sitting], *, opening: bool = True) -> list[Route]:
    """Return the routes of sites that are there again: as the clock says, open when it has not started.

    Those of a wave made ready ahead then stay closed, unless they are what the order opens (`opening`).
    Raises SittingError.
    """
    held = room.held(wave) and not opening
    standings, now = {one.number: one for one in room.standings(wave)}, moment.now().at
    made = []
    for sitting in sittings:
        rules = room.rules(sitting.exam)
        log = store.folder(wave, sitting.number) / store.ACCESS_LOG
        route = frontdoor.first_route(sitting.container, sitting.port, log, rules, sitting.url)
        if standings[sitting.number].state == "waiting":
            made.append(replace(route, open=not held, says="before" if held else route.says))
        else:
            made.append(replace(route, **_changes(route, standings[sitting.number], rules, now, held=held)))
    return made


def _changes(route: Route, standing: Standing, rules: SittingRules, now: datetime, *, held: bool) -> dict[str, Any]:
    """Return what must change in a route."""
    if standing.state == "waiting":
        if not (route.until or route.says == "paused"):
            return {}
        # Its start was undone.
        return {"open": rules.before_start == "open" and not held, "says": "before", "until": 0}
    if standing.state != "running":
        return {"open": False, "says": "paused" if standing.state == "paused" else "closed", "until": 0}
    end = now.timestamp() + standing.left_s
    near = route.open and -_EARLY_S <= route.until - end <= _LATE_S
    return {"open": True, "says": "closed", "until": route.until if near else math.ceil(end)}


def _bound(route: Route, sitting: Sitting, standing: Standing, rules: SittingRules) -> dict[str, Any]:
    """Bind a site that is worked on to the first workstation that asks for it, where the rules say so."""
    if not rules.one_workstation or route.clients or standing.state not in {"running", "paused"}:
        return {}
    moves = [one.at for one in room.journal_of(sitting.wave).entries(sitting.number) if one.kind in {"move", "taken"}]
    first = status.first_client(Path(route.log), moves[-1] if moves else standing.started_at, network.proxies())
    return {"clients": (first,)} if first else {}


def _date(sittings: Sequence[Sitting], standings: dict[str, Standing]) -> None:
    """Keep in each sitting when it was closed."""
    for one in sittings:
        standing = standings[one.number]
        over = standing.state in clock.OVER
        if standing.state == "waiting" or over == bool(one.closed_at):
            continue
        ended = standing.ends_at.astimezone().isoformat(timespec="seconds") if over and standing.ends_at else ""
        store.write_sitting(one.model_copy(update={"closed_at": ended}))
