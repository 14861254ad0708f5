"""Where every candidate of a wave stands, put together once for all who look, and again as soon as something moves."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final

from provisioner import exams, paths
from provisioner.console.rendering import figure
from provisioner.pipeline.sitting import keeper
from provisioner.pipeline.sitting import room as pipeline_room
from provisioner.schema.journal import Entry, Kind
from provisioner.steps import journal
from provisioner.steps.clock import Standing
from provisioner.steps.sitting import store

FRESH_S: Final = 0.4
"""How old the answer may be: half of what a page waits between two questions."""
RESYNC_S: Final = 10
"""Pages count time by themselves; this often they are told again."""
STATE_LABELS: Final = {
    "waiting": "En attente",
    "running": "En cours",
    "paused": "En pause",
    "ended": "Terminé",
    "closing": "Relevé en cours",
    "closed": "Terminé",
    "": "Sans site",
}
_CLOSING: Final[dict[Kind, str]] = {
    "grace": "derniers enregistrements",
    "closing": "relevé du travail en cours",
    "captured": "travail relevé, rapport en cours",
    "reported": "rapport prêt",
    "closed": "rapport prêt, scellement en cours",
    "sealed": "dossier scellé",
}


@dataclass(frozen=True)
class Seat:
    """One candidate as the room sees them: by number only."""

    wave: str
    number: str
    commission: str
    cms: str
    subject: str
    extra_time: bool
    url: str
    state: str
    """Of the clock; empty while there is no site."""
    left_s: float
    total_s: float
    given_s: float
    paused_s: float
    closing: str
    """French: how far the closing is; empty before."""
    trouble: str
    """French: what the closing failed on."""

    exam: str = ""

    @property
    def label_subject(self) -> str:
        """« WordPress A »; what the roster says when that is no letter."""
        short = len(self.subject) == 1 and self.exam
        return f"{cms_label(self.exam, self.cms)} {self.subject}" if short else self.subject

    @property
    def running(self) -> bool:
        """The clock is going."""
        return self.state == "running"

    @property
    def label(self) -> str:
        """French state."""
        return STATE_LABELS[self.state]


@dataclass(frozen=True)
class Room:
    """A wave at one moment."""

    wave: str
    exam: str
    seats: tuple[Seat, ...]
    last: int
    """Number of the journal's last entry."""
    unkept: bool
    """Clocks are going and nobody ends them at their time: the keeper is not at work."""
    version: str
    """Changes whenever a page must be drawn again."""

    def seat(self, number: str) -> Seat | None:
        """Return one candidate."""
        return next((one for one in self.seats if one.number == number), None)


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
            kept.room, kept.at = _read(wave), time.monotonic()
        return kept.room


def forget() -> None:
    """Look again at the next question, however soon."""
    with _lock:
        _kept.clear()


def _read(wave: str) -> Room:
    facts = journal.of(paths.waves() / wave).entries()
    stand = {one.number: one for one in pipeline_room.standings(wave)}
    known = store.read_wave(wave)
    exam = known.exam if known else ""
    seats = tuple(_seat(entry, exam, stand.get(entry.number), facts) for entry in store.entries(wave))
    states = ",".join(one.state or "-" for one in seats)
    last = facts[-1].id if facts else 0
    going = any(one.running or one.state in {"ended", "closing"} for one in seats)
    unkept = going and not keeper.at_work()
    version = f"{last}.{unkept:d}.{int(time.monotonic() / RESYNC_S)}.{hash(states) & 0xFFFFFF:x}"
    return Room(wave, exam, seats, last, unkept, version)


def _seat(entry: store.Entry, exam: str, stand: Standing | None, facts: list[Entry]) -> Seat:
    who, sitting = entry.candidate.who, entry.sitting
    closing, trouble = (
        _closed(facts, entry.number) if stand and stand.state in {"ended", "closing", "closed"} else ("", "")
    )
    return Seat(
        wave=entry.wave,
        number=entry.number,
        commission=who.commission,
        cms=who.cms,
        subject=who.subject,
        extra_time=who.extra_time,
        url=sitting.url if sitting else "",
        state=stand.state if stand else "",
        left_s=stand.left_s if stand else 0.0,
        total_s=(sitting.duration_s if sitting else 0) + (stand.given_s if stand else 0.0),
        given_s=stand.given_s if stand else 0.0,
        paused_s=stand.paused_s if stand else 0.0,
        closing=closing,
        trouble=trouble,
        exam=exam,
    )


def _closed(facts: list[Entry], number: str) -> tuple[str, str]:
    """Return how far the closing of a candidate is, and what it failed on since."""
    closing = trouble = ""
    for fact in facts:
        if fact.concerns(number):
            if fact.kind in _CLOSING:
                closing, trouble = _CLOSING[fact.kind], ""
            elif fact.kind == "failed":
                trouble = str(fact.detail.get("error", "échec"))
            elif fact.kind in {"reset", "start", "taken"}:
                closing = trouble = ""
    return closing, trouble


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


@lru_cache(maxsize=16)
def cms_label(exam: str, cms: str) -> str:
    """Return « WordPress »."""
    found = exams.load_exam(exam).cms
    return next((one.label for name, one in found.items() if name == cms), cms)
