"""What examiners may see: the candidates of their own commission, and all that is known of one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from provisioner.console import room
from provisioner.console.room import Room, Seat
from provisioner.console.web import Call, NothingError
from provisioner.errors import DataError
from provisioner.pipeline.live import watch as live
from provisioner.pipeline.sitting import seeds
from provisioner.schema.live import Live, LiveChange
from provisioner.schema.subject import Question
from provisioner.steps.console import writings
from provisioner.steps.console.writings import Sheet


@dataclass(frozen=True)
class Column:
    """One candidate on the screen."""

    seat: Seat
    label: str
    """« WordPress A »."""
    title: str
    questions: tuple[Question, ...]
    """Of the subject; empty when it is not in the bank."""
    live: Live | None
    sheet: Sheet

    @property
    def latest(self) -> str:
        """When something last changed; empty when nothing did."""
        return max((change.at for change in all_changes(self.live)), default="") if self.live else ""


def mine(call: Call, found: Room) -> list[Seat]:
    """Return the candidates of the examiner's commission."""
    return [seat for seat in found.seats if seat.commission == call.viewer.commission]


def column(call: Call, found: Room, seat: Seat) -> Column:
    """Put together all that is known of one candidate."""
    title, questions = subject(found.exam, seat.cms, seat.subject)
    sheet = writings.sheet(call.database, seat.wave, seat.number, call.viewer.marking)
    return Column(seat, seat.label_subject, title, questions, live.read(seat.wave, seat.number), sheet)


@lru_cache(maxsize=64)
def subject(exam: str, cms: str, told: str) -> tuple[str, tuple[Question, ...]]:
    """Return title and questions of a candidate's subject; empty when it is not in the bank or cannot be read."""
    try:
        filed = seeds.subject_of(exam, cms, told)
    except DataError:
        return "", ()
    return (filed.data.title, filed.data.questions) if filed else ("", ())


def room_of(call: Call) -> Room:
    """Return the wave asked for. Raises NothingError, the same for one that is not there and one of others."""
    found = room.look(call.path("wave"))
    if found is None or not mine(call, found):
        # Whether there is such a wave is not told to another commission.
        raise NothingError("Cette vague n’existe pas, ou votre commission n’y siège pas.")
    return found


def own(call: Call, found: Room, number: str) -> Seat:
    """Return the candidate asked for. Raises NothingError when they are not of the examiner's commission."""
    seat = found.seat(number)
    if seat is None or seat.commission != call.viewer.commission:
        raise NothingError("Ce candidat n’existe pas, ou n’est pas de votre commission.")
    if seat.moved_to:
        # What was written here went with them: a word more would stay behind.
        raise NothingError(
            f"Le candidat {number} continue sur le poste « {seat.moved_to} », avec vos niveaux et vos notes :"
            " ouvrez la console de ce poste. Ce que vous saisiriez ici ne le suivrait pas."
        )
    return seat


def all_changes(known: Live) -> list[LiveChange]:
    """Return every change told of a candidate."""
    return [*(change for question in known.questions for change in question.changes), *known.outside]
