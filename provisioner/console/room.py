"""Where every candidate of a wave stands, put together once for all who look, and again as soon as something moves."""

from __future__ import annotations

import time
from dataclasses import dataclass
from threading import Lock
from typing import Final

from provisioner import paths
from provisioner.console.rendering import figure
from provisioner.pipeline.sitting import seats
from provisioner.pipeline.sitting.seats import Room, Seat
from provisioner.schema.journal import Entry
from provisioner.steps.sitting import store

__all__ = ["Room", "Seat", "forget", "look", "sayings"]

FRESH_S: Final = 0.4
"""How old the answer may be: half of what a page waits between two questions."""


@dataclass
class _Kept:
    at: float = -1.0
    room: Room | None = None


_lock = Lock()
_kept: dict[str, _Kept] = {}


def look(wave: str, *, now: bool = False) -> Room | None:
    """Return where a wave stands, None when there is none of that name; `now`: after an order. Raises DataError."""
    if wave not in store.waves():
        return None
    with _lock:
        kept = _kept.setdefault(f"{paths.home()}/{wave}", _Kept())
        if now or kept.room is None or time.monotonic() - kept.at > FRESH_S:
            kept.room, kept.at = seats.read(wave), time.monotonic()
        return kept.room


def forget() -> None:
    """Look again at the next question, however soon."""
    with _lock:
        _kept.clear()


def sayings(facts: list[Entry]) -> list[tuple[Entry, str]]:
    """Return facts of a journal with what they say, newest first."""
    return [(fact, _saying(fact)) for fact in reversed(facts)]


_ORDERS: Final[dict[str, str]] = {
    "start": "Début",
    "pause": "Pause",
    "resume": "Reprise",
    "extend": "Temps rendu",
    "end": "Fin",
    "undo": "Annulation",
    "move": "Changement de poste permis",
    "reset": "Site refait",
    "left": "Site confié à une autre machine",
    "taken": "Site repris d’une autre machine, temps d’arrêt non compté",
    "boot": "Machine redémarrée",
    "grace": "Fin de l’épreuve : derniers enregistrements acceptés",
    "closing": "Relevé commencé",
    "captured": "Travail relevé",
    "reported": "Rapport écrit",
    "closed": "Fermeture achevée",
    "sealed": "Dossier scellé",
    "failed": "Échec",
    "note": "Remarque",
    "refused": "Ordre refusé",
}


def _saying(fact: Entry) -> str:
    detail = fact.detail
    said = _ORDERS.get(fact.kind, fact.kind)
    if fact.kind == "extend":
        return f"{said} : {figure(detail.get('minutes', 0))} min ({detail.get('reason', '')})"
    if fact.kind in {"undo", "refused"}:
        order = _ORDERS.get(str(detail.get("kind") or detail.get("order") or ""), "")
        return (
            f"{said}{f' ({order.lower()})' if order else ''}{' : ' + str(detail['why']) if detail.get('why') else ''}"
        )
    if fact.kind == "end":
        return "Fin de l’épreuve" + (" : le temps est écoulé" if detail.get("why") == "time" else " sur ordre")
    told = detail.get("text") or detail.get("reason") or detail.get("error") or ""
    return f"{said} : {told}" if told else said
