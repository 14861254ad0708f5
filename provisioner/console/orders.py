"""What a technician orders, from a form to the pipeline: each order is judged and written down there."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock, Thread
from typing import Final

from provisioner.console.room import Room
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline import conduct, lifecycle
from provisioner.schema.journal import Entry

log = logging.getLogger(__name__)
WHOLE_ROOM: Final = {
    "start": ("Démarrer", "ceux qui attendent", {"waiting"}),
    "pause": ("Mettre en pause", "ceux qui sont en cours", {"running"}),
    "resume": ("Reprendre", "ceux qui sont en pause", {"paused"}),
    "extend": ("Rendre du temps", "ceux qui sont en cours ou en pause", {"running", "paused"}),
    "end": ("Terminer", "ceux qui sont en cours ou en pause", {"running", "paused"}),
}
"""Verb, whom it is about, their states."""
_DONE: Final = {
    "start": "commence",
    "pause": "en pause",
    "resume": "reprend",
    "extend": "temps rendu",
    "end": "terminé",
    "undo": "ordre annulé",
}


@dataclass(frozen=True)
class Done:
    """What came of an order."""

    told: str
    undo: int = 0
    """Entry that can be undone; 0: none."""


def meant(room: Room, order: str) -> list[str]:
    """Return the numbers that an order to the whole room is about."""
    return [seat.number for seat in room.seats if seat.state in WHOLE_ROOM[order][2]]


def carry_out(room: Room, form: Mapping[str, str], who: str) -> Done:
    """Carry out one order. Raises SittingError, in French, for what is not allowed: it is written down as refused."""
    order, number = form.get("ordre", ""), form.get("n", "")
    numbers = [number] if number else []
    if order == "start":
        return _done(conduct.start(room.wave, numbers, who))
    if order == "pause":
        return _done(conduct.pause(room.wave, numbers, who, form.get("motif", "")))
    if order == "resume":
        return _done(conduct.resume(room.wave, numbers, who))
    if order == "extend":
        return _done(conduct.extend(room.wave, number, _minutes(form), form.get("motif", ""), who))
    if order == "end":
        return _done(conduct.end(room.wave, numbers, who))
    if order == "undo":
        return _done(conduct.undo(room.wave, _whole(form.get("entree", "")), who))
    if order == "note":
        conduct.note(room.wave, number, form.get("motif", ""), who)
        return Done("La remarque est au journal.")
    if order == "reset" and number:
        return _reset(room, number, who)
    raise SittingError("Cet ordre n’existe pas.", "Rechargez la page.")


def _done(entry: Entry) -> Done:
    numbers = [entry.number] if entry.number else entry.detail.get("numbers", [])
    about = ", ".join(numbers[:6]) + (f" et {len(numbers) - 6} autres" if len(numbers) > 6 else "")
    told = f"{about} : {_DONE[entry.kind]}"
    if entry.kind == "extend":
        told = f"{about} : {entry.detail['minutes']:g} min rendues"
    return Done(told + ".", entry.id if entry.kind in {"start", "extend", "end"} else 0)


def _minutes(form: Mapping[str, str]) -> float:
    try:
        return float(form.get("minutes", "").replace(",", "."))
    except ValueError:
        raise SittingError(
            f"« {form.get('minutes', '')} » n’est pas un nombre de minutes.", "Écrivez-le ainsi : 5."
        ) from None


def _whole(told: str) -> int:
    if not told.isdecimal():
        raise SittingError("Cet ordre n’existe pas.", "Rechargez la page.")
    return int(told)


_resetting: set[tuple[str, str]] = set()
_lock = Lock()


def _reset(room: Room, number: str, who: str) -> Done:
    """Give a candidate a fresh site, in the background: it takes seconds, and the room must go on."""
    entries = lifecycle.select(room.wave, [number])
    with _lock:
        if (room.wave, number) in _resetting:
            raise SittingError(f"Le site de {number} est déjà en train d’être refait.", "Attendez quelques secondes.")
        _resetting.add((room.wave, number))

    def work() -> None:
        try:
            lifecycle.reset(entries, lambda _number, _state: None, sure=True)
            conduct.note(room.wave, number, "Le site a été refait à neuf, à la même adresse.", who)
        except E5BError as error:
            conduct.note(room.wave, number, f"Le site n’a pas pu être refait : {error.message}", who)
        finally:
            with _lock:
                _resetting.discard((room.wave, number))

    conduct.note(room.wave, number, "Le site est refait à neuf sur ordre.", who)
    Thread(target=work, name=f"refaire-{number}", daemon=True).start()
    return Done(f"{number} : le site est en train d’être refait ; le journal dira quand c’est fait.")
