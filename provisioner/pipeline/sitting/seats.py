"""Where every candidate of a wave stands, read from what is kept on this machine: by number only."""

from __future__ import annotations

import time
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from provisioner import exams, paths
from provisioner.pipeline.sitting import keeper, room
from provisioner.schema.journal import Entry, Kind
from provisioner.schema.watch import SeatTold
from provisioner.steps import journal
from provisioner.steps.clock import Standing
from provisioner.steps.sitting import store

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


class Seat(SeatTold):
    """What is told of a candidate, and how pages name it."""

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
        if self.moved_to:
            return f"Repris par {self.moved_to}"
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


def read(wave: str) -> Room:
    """Return where a wave of this machine stands. Raises DataError, SittingError."""
    facts = journal.of(paths.waves() / wave).entries()
    stand = {one.number: one for one in room.standings(wave)}
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
        moved_to=sitting.moved_to if sitting and sitting.removed_at else "",
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


@lru_cache(maxsize=16)
def cms_label(exam: str, cms: str) -> str:
    """Return « WordPress »."""
    found = exams.load_exam(exam).cms
    return next((one.label for name, one in found.items() if name == cms), cms)
