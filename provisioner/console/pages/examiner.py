"""The examiner's screen: up to three candidates side by side, what each changed so far, the grid and the notes."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, urlencode

from starlette.responses import FileResponse, RedirectResponse, Response

from provisioner.console import room, sights
from provisioner.console.room import Room, Seat
from provisioner.console.scope import Column, all_changes, column, mine, own, room_of, subject
from provisioner.console.web import Call, NothingError, route
from provisioner.pipeline.live import watch
from provisioner.steps.console import writings
from provisioner.steps.console.writings import GENERAL, LEVEL_LABELS
from provisioner.steps.sitting import store

MOST = 3


def waves(call: Call) -> Response:
    """Choose a wave where the examiner's commission sits."""
    looks = [found for name in reversed(store.waves()) if (found := room.look(name)) and mine(call, found)]
    if len(looks) == 1:
        return RedirectResponse(f"/suivi/{quote(looks[0].wave)}", 303)
    return call.render("vagues.html.j2", looks=looks, base="/suivi")


def show(call: Call) -> Response:
    """Show the candidates chosen; at first, the three who need eyes."""
    found = room_of(call)
    seats = mine(call, found)
    asked = call.request.query_params.getlist("n")
    chosen = [own(call, found, number) for number in asked[:MOST]]
    if not asked:
        order = {"running": 0, "paused": 1, "waiting": 2}
        chosen = sorted((one for one in seats if not one.moved_to), key=lambda seat: order.get(seat.state, 3))[:MOST]
    columns = [column(call, found, seat) for seat in chosen]
    values: dict[str, Any] = {"levels": LEVEL_LABELS, "general": GENERAL}
    return call.render("suivi.html.j2", room=found, seats=seats, columns=columns, poll=_poll(found, columns), **values)


def follow(call: Call) -> Response:
    """Return what moved since the page was drawn: nothing at all most of the time."""
    found = room_of(call)
    chosen = [own(call, found, number) for number in call.request.query_params.getlist("n")[:MOST]]
    columns = [column(call, found, seat) for seat in chosen]
    for seat in chosen:
        watch.looked_at(seat.wave, seat.number)
    if call.request.query_params.get("v") == _version(found, columns):
        return Response(status_code=204)
    values: dict[str, Any] = {"levels": LEVEL_LABELS, "general": GENERAL}
    return call.render("_suivi_direct.html.j2", room=found, columns=columns, poll=_poll(found, columns), **values)


def tick(call: Call) -> Response:
    """Keep a level."""
    found = room_of(call)
    seat = own(call, found, call.path("number"))
    question, line = _line(call, found, seat)
    writings.tick(call.database, found.wave, seat.number, question, line, call.viewer, call.form.get("niveau", ""))
    return Response(status_code=204)


def note(call: Call) -> Response:
    """Keep a note as it is typed, and say so."""
    found = room_of(call)
    seat = own(call, found, call.path("number"))
    question = _whole(call.form.get("question", ""))
    text = call.form.get(f"note-{question}", "").replace("\r\n", "\n")
    base = _whole(call.form.get("base", "0"))
    kept, unseen = writings.note(call.database, found.wave, seat.number, question, call.viewer, text, base)
    return call.render(
        "_note_gardee.html.j2", wave=found.wave, number=seat.number, question=question, kept=kept, unseen=unseen
    )


def ask_sight(call: Call) -> Response:
    """Have a picture of a candidate's site made: of its home page, or of one where a change shows."""
    found = room_of(call)
    seat = own(call, found, call.path("number"))
    page = call.form.get("page", "")
    known = watch.read(seat.wave, seat.number)
    shown = {one for change in all_changes(known) for one in change.pages} if known else set()
    sights.ask(seat.wave, seat.number, page if page in shown else "")
    return _sight(call, seat)


def show_sight(call: Call) -> Response:
    """Say how far a picture is, and show it."""
    found = room_of(call)
    return _sight(call, own(call, found, call.path("number")))


def sight_file(call: Call) -> Response:
    """Give the last picture of a candidate's site."""
    found = room_of(call)
    seat = own(call, found, call.path("number"))
    path = sights.place(seat.wave, seat.number)
    if not path.is_file():
        raise NothingError("Il n’y a pas encore d’image de ce site.")
    return FileResponse(path, media_type="image/jpeg")


def _sight(call: Call, seat: Seat) -> Response:
    pending, trouble, taken = sights.state(seat.wave, seat.number)
    return call.render("_image.html.j2", seat=seat, pending=pending, trouble=trouble, taken=taken)


def _version(found: Room, columns: list[Column]) -> str:
    parts = [found.version]
    for one in columns:
        parts += [one.sheet.version, one.live.read_at if one.live else ""]
    return "|".join(parts)


def _poll(found: Room, columns: list[Column]) -> str:
    pairs = [("n", one.seat.number) for one in columns] + [("v", _version(found, columns))]
    return f"/suivi/{quote(found.wave)}/direct?{urlencode(pairs)}"


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
    route("/suivi/{wave}/{number}/image", ask_sight, "examinateur", methods=("POST",)),
    route("/suivi/{wave}/{number}/image", show_sight, "examinateur"),
    route("/suivi/{wave}/{number}/image.jpg", sight_file, "examinateur"),
]
