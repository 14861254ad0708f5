"""What a technician orders, from a form to the pipeline: each order is judged and written down there."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from threading import Lock, Thread
from typing import Final, Protocol

from provisioner.console.rendering import figure
from provisioner.console.room import Room, Seat
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline.evidence import capture
from provisioner.pipeline.sitting import conduct, keeper, lifecycle
from provisioner.schema.journal import Entry
from provisioner.steps.sitting import store

log = logging.getLogger(__name__)
WHOLE_ROOM: Final = {
    "start": ("Démarrer", "ceux qui attendent", {"waiting"}),
    "pause": ("Mettre en pause", "ceux qui sont en cours", {"running"}),
    "resume": ("Reprendre", "ceux qui sont en pause", {"paused"}),
    "extend": ("Rendre du temps", "ceux qui sont en cours ou en pause", {"running", "paused"}),
    "end": ("Terminer", "ceux qui sont en cours ou en pause", {"running", "paused"}),
}
"""Verb, whom it is about, their states."""
DONE: Final[Mapping[str, str]] = {
    "start": "l’épreuve commence",
    "pause": "en pause",
    "resume": "reprise",
    "extend": "temps rendu",
    "end": "épreuve terminée",
    "undo": "ordre annulé",
}
_DONE_HERE: Final = {**DONE, "move": "peut changer de poste"}


@dataclass(frozen=True)
class Done:
    """What came of an order."""

    told: str
    undo: int = 0
    """Entry that can be undone; 0: none."""


class Seated(Protocol):
    """A room, or a host of a centre."""

    @property
    def seats(self) -> Sequence[Seat]:
        """Everybody there."""


def meant(there: Seated, order: str) -> list[str]:
    """Return the numbers that an order to all of a room, or of a host, is about."""
    return [seat.number for seat in there.seats if seat.state in WHOLE_ROOM[order][2]]


def carry_out(room: Room, form: Mapping[str, str], who: str) -> Done:
    """Carry out one order. Raises SittingError, in French, for what is not allowed: it is written down as refused."""
    order = _ORDERS.get(form.get("ordre", ""))
    if order is None:
        raise SittingError("Cet ordre n’existe pas.", "Rechargez la page.")
    return order(Asked(room, form.get("n", ""), form.get("motif", ""), form, who))


@dataclass(frozen=True)
class Asked:
    """An order as its form tells it."""

    room: Room
    number: str
    """One candidate; empty: the whole room."""
    reason: str
    form: Mapping[str, str]
    who: str

    @property
    def numbers(self) -> list[str]:
        """As the pipeline wants them."""
        return [self.number] if self.number else []


def _start(asked: Asked) -> Done:
    done = _done(conduct.start(asked.room.wave, asked.numbers, asked.who))
    try:
        keeper.ensure()
    except SittingError as error:
        # The clocks go: that is what was ordered, and what can be undone.
        return replace(done, told=f"{done.told} {error.message} {error.hint}")
    return done


def _keep(_asked: Asked) -> Done:
    return Done("Le gardien est relancé." if keeper.ensure() else "Le gardien est déjà à l’œuvre.")


def _note(asked: Asked) -> Done:
    conduct.note(asked.room.wave, asked.number, asked.reason, asked.who)
    return Done("La remarque est au journal.")


def _others(count: int) -> str:
    return f"{count} autres" if count > 1 else "un autre"


def _done(entry: Entry) -> Done:
    numbers = [entry.number] if entry.number else entry.detail.get("numbers", [])
    about = ", ".join(numbers[:6]) + (f" et {_others(len(numbers) - 6)}" if len(numbers) > 6 else "")
    told = f"{about} : {_DONE_HERE[entry.kind]}"
    if entry.kind == "extend":
        told = f"{about} : {figure(entry.detail['minutes'])} min rendues"
    return Done(told + ".", entry.id if entry.kind in {"start", "extend", "end"} else 0)


def minutes(form: Mapping[str, str]) -> float:
    """Return the minutes that a form gives. Raises SittingError."""
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


def _set_aside(wave: str, number: str, who: str) -> None:
    """Capture the work done so far: `reset` then keeps it below `previous/`. A broken site must be made anew anyway."""
    folder = store.folder(wave, number)
    try:
        capture.capture(folder, capture.capture_password(folder), pages=False)
    except E5BError as error:
        conduct.note(wave, number, f"Le travail n’a pas pu être relevé avant de refaire le site : {error.message}", who)


_resetting: set[tuple[str, str]] = set()
_lock = Lock()


def _reset(asked: Asked) -> Done:
    """Give a candidate a fresh site, in the background: it takes seconds, and the room must go on."""
    room, number, who = asked.room, asked.number, asked.who
    if not number:
        raise SittingError("On ne refait qu’un site à la fois.", "Choisissez un candidat.")
    entries = lifecycle.select(room.wave, [number])
    with _lock:
        if (room.wave, number) in _resetting:
            raise SittingError(f"Le site de {number} est déjà en train d’être refait.", "Attendez quelques secondes.")
        _resetting.add((room.wave, number))

    def work() -> None:
        try:
            _set_aside(room.wave, number, who)
            lifecycle.reset(entries, lambda _number, _state: None, sure=True, who=who)
        except E5BError as error:
            conduct.note(room.wave, number, f"Le site n’a pas pu être refait : {error.message}", who)
        finally:
            with _lock:
                _resetting.discard((room.wave, number))

    Thread(target=work, name=f"refaire-{number}", daemon=True).start()
    return Done(f"{number} : le site est en train d’être refait ; le journal dira quand c’est fait.")


_ORDERS: Final[Mapping[str, Callable[[Asked], Done]]] = {
    "start": _start,
    "pause": lambda asked: _done(conduct.pause(asked.room.wave, asked.numbers, asked.who, asked.reason)),
    "resume": lambda asked: _done(conduct.resume(asked.room.wave, asked.numbers, asked.who)),
    "extend": lambda asked: _done(
        conduct.extend(asked.room.wave, asked.number, minutes(asked.form), asked.reason, asked.who)
    ),
    "end": lambda asked: _done(conduct.end(asked.room.wave, asked.numbers, asked.who)),
    "undo": lambda asked: _done(conduct.undo(asked.room.wave, _whole(asked.form.get("entree", "")), asked.who)),
    "move": lambda asked: _done(conduct.move(asked.room.wave, asked.numbers, asked.who)),
    "note": _note,
    "keep": _keep,
    "reset": _reset,
}
