"""Where each candidate's site stands, from what is kept, the engine and the front door."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from provisioner import network
from provisioner.schema.sitting import Sitting
from provisioner.steps.sitting import store
from provisioner.steps.sitting.store import Entry

LABELS = {
    "open": "ouvert",
    "waiting": "pas commencé",
    "running": "en cours",
    "paused": "en pause",
    "ended": "terminé",
    "closing": "relevé en cours",
    "closed": "fermé",
    "stopped": "arrêté",
    "starting": "incomplet",
    "lost": "absent",
    "removed": "retiré",
}


@dataclass(frozen=True)
class Reading:
    """What the clock of a sitting says."""

    state: str
    """`waiting`, `running`, `paused`, `ended`, `closing` or `closed`."""
    since: str
    left_s: int


@dataclass(frozen=True)
class Row:
    """One line of `status`."""

    wave: str
    number: str
    cms: str
    url: str
    state: str
    """A key of `LABELS`."""
    since: str
    """When the clock started, else when the candidate asked for a first page; ISO 8601, empty before."""
    closed_at: str
    memory_mib: int
    duration_s: int
    left_s: int
    """Seconds left; negative when time is over."""
    captured: bool
    sealed: bool = False
    """It has a dossier."""
    clock: str = ""
    """State of the clock; empty when no clock of the wave was ever started."""


def row(
    entry: Entry,
    container: str,
    memory: int,
    *,
    opened: bool,
    waits: bool = False,
    clock: Reading | None = None,
    sealed: bool = False,
) -> Row:
    """Return the line of a candidate; `container` is the state the engine tells, empty when there is none.

    `waits`: the door says that the sitting has not begun; `sealed`: there is a dossier of it.
    """
    if clock and entry.sitting:
        plain = row(entry, container, memory, opened=opened, sealed=sealed)
        state = clock.state if plain.state in {"open", "closed"} else plain.state
        return replace(plain, state=state, since=clock.since, left_s=clock.left_s, clock=clock.state)
    sitting = entry.sitting
    since = first_visit(store.folder(entry.wave, entry.number) / "access.log") if sitting else None
    return Row(
        wave=entry.wave,
        number=entry.number,
        cms=entry.candidate.who.cms,
        url=sitting.url if sitting else "",
        state=_state(sitting, container, opened=opened, waits=waits),
        since=since.isoformat(timespec="seconds") if since else "",
        closed_at=sitting.closed_at if sitting else "",
        memory_mib=round(memory / 2**20),
        duration_s=sitting.duration_s if sitting else 0,
        left_s=_left(sitting, since) if sitting else 0,
        captured=store.captured(entry.wave, entry.number),
        sealed=sealed,
    )


def _state(sitting: Sitting | None, container: str, *, opened: bool, waits: bool) -> str:
    if sitting is None:
        return "starting"
    if sitting.removed_at:
        return "removed"
    if container not in {"running", "restarting"}:
        return "stopped" if container else "lost"
    if opened and not sitting.closed_at:
        return "open"
    return "waiting" if waits and not sitting.closed_at else "closed"


def _left(sitting: Sitting, since: datetime | None) -> int:
    if since is None:
        return sitting.duration_s
    end = datetime.fromisoformat(sitting.closed_at) if sitting.closed_at else datetime.now().astimezone()
    return round(sitting.duration_s - (end - since).total_seconds())


def first_visit(log: Path) -> datetime | None:
    """Return when the site was first asked for a page through the front door."""
    try:
        with log.open(encoding="utf-8") as lines:
            when: Mapping[str, str] = json.loads(lines.readline())
        return datetime.fromisoformat(when["ts"]).astimezone()
    except (OSError, ValueError, KeyError):
        return None


def first_client(log: Path, after: datetime | None, proxies: Collection[str] = ()) -> str:
    """Return the address of the workstation that first asked for something since `after`; empty before.

    A request of one of the `proxies` that names nobody is not a workstation's.
    """
    with suppress(OSError), log.open(encoding="utf-8") as lines:
        for line in lines:
            with suppress(ValueError, KeyError, TypeError):
                said = json.loads(line)
                if after is None or datetime.fromisoformat(said["ts"]) > after:
                    asked = said["request"]
                    told = asked.get("headers", {}).get("X-Forwarded-For", [])
                    address = network.client(str(asked["remote_ip"]), told, proxies)
                    if address not in proxies and network.is_address(address):
                        return address
    return ""


def clock(seconds: int) -> str:
    """Return a duration as `39 min 05 s`, negative ones with their sign."""
    sign, rest = ("−", -seconds) if seconds < 0 else ("", seconds)
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{sign}{hours} h {minutes:02} min" if hours else f"{sign}{minutes} min {rest:02} s"
