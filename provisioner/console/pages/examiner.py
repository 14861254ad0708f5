"""The examiner's screen: up to three candidates side by side, what each changed so far, the grid and the notes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote, urlencode

from starlette.responses import RedirectResponse, Response

from provisioner import names
from provisioner.console import room
from provisioner.console.data import writings
from provisioner.console.data.writings import GENERAL, LEVEL_LABELS, Sheet
from provisioner.console.room import Room, Seat
from provisioner.console.web import Call, NothingError, route
from provisioner.errors import DataError
from provisioner.pipeline import live, seeds
from provisioner.schema.live import Live
from provisioner.schema.subject import Question
from provisioner.steps.sitting import store

MOST = 3


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


def waves(call: Call) -> Response:
    """Choose a wave where the examiner's commission sits."""
    looks = [found for name in reversed(store.waves()) if (found := room.look(name)) and mine(call, found)]
    if len(looks) == 1:
        return RedirectResponse(f"/suivi/{quote(looks[0].wave)}", 303)
    return call.render("vagues.html.j2", looks=looks, base="/suivi")


def show(call: Call) -> Response:
    """Show the candidates chosen; at first, the three who need eyes."""
    found = _room(call)
    seats = mine(call, found)
    asked = call.request.query_params.getlist("n")
    chosen = [_own(call, found, number) for number in asked[:MOST]]
    if not asked:
        order = {"running": 0, "paused": 1, "waiting": 2}
        chosen = sorted(seats, key=lambda seat: order.get(seat.state, 3))[:MOST]
    columns = [column(call, found, seat) for seat in chosen]
    values = {"levels": LEVEL_LABELS, "general": GENERAL}
    return call.render("suivi.html.j2", room=found, seats=seats, columns=columns, poll=_poll(found, columns), **values)


def follow(call: Call) -> Response:
    """Return what moved since the page was drawn: nothing at all most of the time."""
    found = _room(call)
    chosen = [_own(call, found, number) for number in call.request.query_params.getlist("n")[:MOST]]
    columns = [column(call, found, seat) for seat in chosen]
    if call.request.query_params.get("v") == _version(found, columns):
        return Response(status_code=204)
    values = {"levels": LEVEL_LABELS, "general": GENERAL}
    return call.render("_suivi_direct.html.j2", room=found, columns=columns, poll=_poll(found, columns), **values)


def tick(call: Call) -> Response:
    """Keep a level."""
    found = _room(call)
    seat = _own(call, found, call.path("number"))
    question, line = _line(call, found, seat)
    writings.tick(call.database, found.wave, seat.number, question, line, call.viewer, call.form.get("niveau", ""))
    return Response(status_code=204)


def note(call: Call) -> Response:
    """Keep a note as it is typed, and say so."""
    found = _room(call)
    seat = _own(call, found, call.path("number"))
    question = _whole(call.form.get("question", ""))
    text = call.form.get(f"note-{question}", "").replace("\r\n", "\n")
    base = _whole(call.form.get("base", "0"))
    kept, unseen = writings.note(call.database, found.wave, seat.number, question, call.viewer, text, base)
    return call.render("_note_gardee.html.j2", wave=found.wave, number=seat.number, question=question, kept=kept, unseen=unseen)


def mine(call: Call, found: Room) -> list[Seat]:
    """Return the candidates of the examiner's commission."""
    return [seat for seat in found.seats if seat.commission == call.viewer.commission]


def column(call: Call, found: Room, seat: Seat) -> Column:
    """Put together all that is known of one candidate."""
    title, questions = subject(found.exam, seat.cms, seat.subject)
    label = f"{room.cms_label(found.exam, seat.cms)} {seat.subject}" if title else seat.subject
    sheet = writings.sheet(call.database, seat.wave, seat.number, call.viewer.marking)
    return Column(seat, label, title, questions, live.read(seat.wave, seat.number), sheet)


@lru_cache(maxsize=64)
def subject(exam: str, cms: str, told: str) -> tuple[str, tuple[Question, ...]]:
    """Return title and questions of a candidate's subject; empty when it is not in the bank or cannot be read."""
    try:
        filed = seeds.subject_of(exam, cms, told)
    except DataError:
        return "", ()
    return (filed.data.title, filed.data.questions) if filed else ("", ())


def _version(found: Room, columns: list[Column]) -> str:
    parts = [found.version]
    for one in columns:
        parts += [one.sheet.version, one.live.read_at if one.live else ""]
    return "|".join(parts)


def _poll(found: Room, columns: list[Column]) -> str:
    pairs = [("n", one.seat.number) for one in columns] + [("v", _version(found, columns))]
    return f"/suivi/{quote(found.wave)}/direct?{urlencode(pairs)}"


def _room(call: Call) -> Room:
    found = room.look(call.path("wave"))
    if found is None or not mine(call, found):
        # Whether there is such a wave is not told to another commission.
        raise NothingError("Cette vague n’existe pas, ou votre commission n’y siège pas.")
    return found


def _own(call: Call, found: Room, number: str) -> Seat:
    seat = found.seat(number)
    if seat is None or seat.commission != call.viewer.commission:
        raise NothingError("Ce candidat n’existe pas, ou n’est pas de votre commission.")
    return seat


def _line(call: Call, found: Room, seat: Seat) -> tuple[int, int]:
    question, line = _whole(call.form.get("question", "")), _whole(call.form.get("ligne", ""))
    questions = subject(found.exam, seat.cms, seat.subject)[1]
    if not (0 <= question < len(questions) and 0 <= line < len(questions[question].grid)):
        raise NothingError("Cette ligne n’est pas dans la grille du sujet.")
    return question, line


def _whole(told: str) -> int:
    if not told.removeprefix("-").isdecimal():
        raise NothingError("Cette ligne n’est pas dans la grille du sujet.")
    return int(told)


ROUTES = [
    route("/suivi", waves, "examinateur"),
    route("/suivi/{wave}", show, "examinateur"),
    route("/suivi/{wave}/direct", follow, "examinateur"),
    route("/suivi/{wave}/{number}/niveau", tick, "examinateur", methods=("POST",)),
    route("/suivi/{wave}/{number}/note", note, "examinateur", methods=("POST",)),
]
