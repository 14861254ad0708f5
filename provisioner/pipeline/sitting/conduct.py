"""The orders of an exam day: each is judged on the journal, written there, then told to the front door.

An order that is not allowed is written down as refused and raises SittingError. `numbers` empty means the whole room:
those that the order makes sense for. One order is one entry, whoever many it concerns, so that one undo undoes it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from provisioner import names
from provisioner.errors import SittingError
from provisioner.pipeline.sitting import doorman, room
from provisioner.pipeline.sitting.room import journal_of, standings
from provisioner.schema.journal import Entry, Kind
from provisioner.steps import clock, frontdoor
from provisioner.steps.clock import Standing, State
from provisioner.steps.journal import Journal, Turn

__all__ = ["end", "extend", "move", "note", "numbers_of", "pause", "resume", "standings", "start", "undo"]

MOST_MINUTES = 240.0
_OVER = "est terminée"
_STATES = {
    "waiting": "n’a pas commencé",
    "running": "est en cours",
    "paused": "est en pause",
    "ended": _OVER,
    "closing": _OVER,
    "closed": _OVER,
}
_TOO_LATE = "Une fin donnée par erreur s’annule dans les deux minutes : « ./e5b undo ». Sinon, il est trop tard."
_Judge = Callable[[Standing], str]
"""Says, in French, why an order makes no sense for a sitting; empty when it does."""


def start(wave: str, numbers: Collection[str], who: str) -> Entry:
    """Start the clocks of those that wait. Raises SittingError."""
    return _order(wave, numbers, who, "start", _only("waiting"))


def pause(wave: str, numbers: Collection[str], who: str, reason: str = "") -> Entry:
    """Stop the clocks; the door shows a courteous page. Raises SittingError."""
    return _order(wave, numbers, who, "pause", _only("running"), {"reason": reason} if reason else {})


def resume(wave: str, numbers: Collection[str], who: str) -> Entry:
    """Let the clocks go on. Raises SittingError."""

    def judge(one: Standing) -> str:
        if one.state == "paused" and one.left_s <= 0:
            return "n’a plus de temps : rendez d’abord des minutes (« ./e5b extend »)"
        return _only("paused")(one)

    return _order(wave, numbers, who, "resume", judge)


def extend(wave: str, number: str, minutes: float, reason: str, who: str) -> Entry:
    """Give minutes to one candidate (empty: to all those at work), with the reason. Raises SittingError."""
    numbers = [number] if number else []
    detail = {"minutes": minutes, "reason": reason.strip()}
    wrong = ""
    if not 0 < minutes <= MOST_MINUTES:
        wrong = f"On rend de 1 à {MOST_MINUTES:.0f} minutes, pas {minutes:g}"
    elif not reason.strip():
        wrong = "Un temps rendu a toujours un motif"
    if wrong:
        raise _refusal(journal_of(wave), who, numbers, "extend", wrong, detail)
    return _order(wave, numbers, who, "extend", _only("running", "paused"), detail)


def end(wave: str, numbers: Collection[str], who: str) -> Entry:
    """End sittings before their time. Raises SittingError."""
    return _order(wave, numbers, who, "end", _only("running", "paused"), {"why": "order"})


def undo(wave: str, entry_id: int, who: str) -> Entry:
    """Undo a start, an extension or an end given by mistake, for a while. Raises SittingError."""
    book = journal_of(wave)
    with book.turn() as turn:
        facts = turn.entries()
        undone = next((one for one in facts if one.id == entry_id), None)
        if undone is None:
            wrong, about = f"Le journal n’a pas d’ordre n° {entry_id}", []
        else:
            about = numbers_of(undone)
            wrong = clock.undoable(facts, undone, turn.now) or _spent(wave, undone, facts, turn)
        if undone and not wrong:
            minutes = {"minutes": undone.detail["minutes"]} if undone.kind == "extend" else {}
            entry = turn.add("undo", who=who, numbers=about, detail={"entry": entry_id, "kind": undone.kind, **minutes})
    if wrong:
        raise _refusal(book, who, about, "undo", wrong, {"entry": entry_id})
    doorman.tell(wave)
    return entry


def move(wave: str, numbers: Collection[str], who: str) -> Entry:
    """Let candidates go on at another workstation: their site is bound to the next that asks for it.

    Raises SittingError.
    """
    entry = _order(wave, numbers, who, "move", _only("running", "paused"))
    frontdoor.change_routes({names.container(wave, one): {"clients": ()} for one in numbers_of(entry)})
    return entry


def note(wave: str, number: str, text: str, who: str) -> Entry:
    """Write a remark down. Raises SittingError."""
    if not text.strip():
        raise SittingError("La remarque est vide.", "Écrivez ce qui s’est passé.")
    return journal_of(wave).add("note", who=who, number=number, detail={"text": text.strip()})


def _order(
    wave: str, numbers: Collection[str], who: str, kind: Kind, judge: _Judge, detail: dict[str, Any] | None = None
) -> Entry:
    book, sittings = journal_of(wave), {one.number: one for one in room.sittings(wave)}
    about = list(dict.fromkeys(numbers))
    wrong, hint = "", ""
    with book.turn() as turn:
        facts = turn.entries()
        stand = {number: clock.standing(facts, one, turn.now) for number, one in sittings.items()}
        troubles = {one: judge(stand[one]) if one in stand else "est inconnu ou n’a pas de site" for one in about}
        troubles = {number: why for number, why in troubles.items() if why}
        if troubles:
            wrong = " ; ".join(f"le candidat {number} {why}" for number, why in troubles.items())
            hint = _TOO_LATE if all(why.endswith(_OVER) for why in troubles.values()) else ""
        elif not about:
            about = [number for number, one in stand.items() if not judge(one)]
            wrong = "" if about else "il n’y a personne à qui cet ordre s’applique"
        if not wrong:
            entry = turn.add(kind, who=who, numbers=about, detail=detail)
    if wrong:
        raise _refusal(book, who, list(numbers), kind, wrong[0].upper() + wrong[1:], detail, hint)
    doorman.tell(wave)
    return entry


def _only(*states: State) -> _Judge:
    return lambda one: "" if one.state in states else f": l’épreuve {_STATES[one.state]}"


def _spent(wave: str, undone: Entry, facts: Sequence[Entry], turn: Turn) -> str:
    """Say why minutes given cannot be taken back: some are used already."""
    if undone.kind != "extend":
        return ""
    taken = 60.0 * float(undone.detail["minutes"])
    stand = [clock.standing(facts, one, turn.now) for one in room.sittings(wave) if undone.concerns(one.number)]
    return "Ce temps est déjà entamé" if any(one.left_s <= taken for one in stand) else ""


def _refusal(
    book: Journal,
    who: str,
    numbers: Sequence[str],
    order: Kind,
    why: str,
    detail: dict[str, Any] | None = None,
    hint: str = "",
) -> SittingError:
    """Write a refused order down and return what to say."""
    with book.turn() as turn:
        turn.add("refused", who=who, numbers=numbers, detail={**(detail or {}), "order": order, "why": why})
    return SittingError(f"{why}.", hint or "« ./e5b status » dit où en est chaque candidat.")


def numbers_of(entry: Entry) -> list[str]:
    """Return the candidates that an entry is about; nobody when it is about the whole room."""
    return [entry.number] if entry.number else list(entry.detail.get("numbers", []))
