"""Sittings that go on at another machine: here their site is closed, stopped and never starts again by itself.

Given before the move when this machine is alive, and again when it comes back after one that it did not see: doing it
twice changes nothing. What the site held stays on the disk until the wave is removed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

from provisioner.adapters import disk
from provisioner.adapters.docker import containers
from provisioner.errors import SittingError
from provisioner.pipeline.sitting import room
from provisioner.pipeline.sitting.opening import WORKERS
from provisioner.schema.sitting import Sitting
from provisioner.steps import frontdoor
from provisioner.steps.sitting import store

_PATIENCE_S = 3.0
"""What was asked before the door closed may take this long: it was not acknowledged yet."""
ELSEWHERE = "une autre machine"


@dataclass(frozen=True)
class Released:
    """What came of one sitting."""

    wave: str
    number: str
    already: bool
    """It was let go before: at most its door was told where it is."""
    forward: str


def release(numbers: Collection[str], wave: str, who: str, *, to: str = "", forward: str = "") -> list[Released]:
    """Let these sittings go (no number: all of the machine).

    `to` names the other machine. `forward`, its address: the door sends there whatever is asked, on the same port; else
    it shows that the site is coming back. Raises SittingError, DoorError, EngineError.
    """
    with disk.only_one("./e5b spare release"):
        chosen = _chosen(numbers, wave)
        _show(chosen, forward)
        going = [one for one in chosen if not one.moved_to]
        frontdoor.finished({one.container for one in going}, _PATIENCE_S)
        with ThreadPoolExecutor(WORKERS, thread_name_prefix="depart") as pool:
            list(pool.map(lambda one: containers.rest(one.container), chosen))
        for one in going:
            _written(one, who, to or forward or ELSEWHERE)
    return [Released(one.wave, one.number, bool(one.moved_to), forward) for one in chosen]


def _chosen(numbers: Collection[str], wave: str) -> list[Sitting]:
    """Return the sittings meant, those that are gone already too. Raises SittingError."""
    here = [one.sitting for one in store.entries(wave) if one.sitting]
    here = [one for one in here if not one.removed_at or one.moved_to]
    found = [one for one in here if not numbers or one.number in numbers]
    absent = sorted(set(numbers) - {one.number for one in found})
    if absent or not found:
        raise SittingError(
            f"Aucun site pour {', '.join(absent) or 'personne'} sur cette machine.", "« ./e5b status » donne la liste."
        )
    twice = sorted({one.number for one in found if sum(one.number == other.number for other in found) > 1})
    if numbers and twice:
        raise SittingError(f"{', '.join(twice)} : présent dans plusieurs vagues.", "Précisez --wave VAGUE.")
    return found


def _show(chosen: Sequence[Sitting], forward: str) -> None:
    """Let nobody in any more, all at once. A door that a fault took away is opened again on that page."""
    known = frontdoor.current_routes()
    changes = {
        one.container: {
            "open": False,
            "says": "moving",
            "until": 0,
            "clients": (),
            "elsewhere": f"{forward}:{one.port}" if forward else known[one.container].elsewhere,
        }
        for one in chosen
        if one.container in known
    }
    frontdoor.change_routes(changes)


def _written(one: Sitting, who: str, to: str) -> None:
    book = room.journal_of(one.wave)
    if book.begun:
        book.add("left", who=who, number=one.number, detail={"to": to})
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    store.write_sitting(one.model_copy(update={"moved_to": to, "removed_at": now}))
