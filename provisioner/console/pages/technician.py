"""The room: every candidate at a glance, the orders of the day, and the journal of all that was ordered."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from provisioner import paths
from provisioner.console import orders, room
from provisioner.console.room import Room, Seat
from provisioner.console.web import Call, NothingError, route
from provisioner.pipeline.sitting import load
from provisioner.steps import journal
from provisioner.steps.console import audit
from provisioner.steps.sitting import store


def waves(call: Call) -> Response:
    """Choose a wave; the only one there is is opened."""
    known = store.waves()
    if len(known) == 1:
        return RedirectResponse(f"/salle/{quote(known[0])}", 303)
    looks = [found for name in reversed(known) if (found := room.look(name))]
    return call.render("vagues.html.j2", looks=looks, base="/salle")


def show(call: Call) -> Response:
    """Show the room."""
    found = _room(call)
    return call.render("salle.html.j2", room=found, load=load.measure(), tally=tally(found.seats))


def state(call: Call) -> Response:
    """Return the cards, or nothing when the page shows them as they are."""
    found = _room(call)
    if call.request.query_params.get("v") == found.version:
        return Response(status_code=204)
    return call.render("_cartes.html.j2", room=found, tally=tally(found.seats))


def loads(call: Call) -> Response:
    """Return the machine's load."""
    return call.render("_charge.html.j2", load=load.measure())


def panel(call: Call) -> Response:
    """Return what can be ordered: of one candidate, or the whole room."""
    found = _room(call)
    number = call.request.query_params.get("n", "")
    if not number:
        order = call.request.query_params.get("ordre", "")
        if order not in orders.WHOLE_ROOM:
            return Response("")
        about = orders.meant(found, order)
        return call.render("_ordre_salle.html.j2", room=found, order=order, told=orders.WHOLE_ROOM[order], about=about)
    return call.render("_ordre.html.j2", room=found, seat=_seat(found, number), done=None)


def obey(call: Call) -> Response:
    """Carry out an order, and say what came of it and how to undo it."""
    found = _room(call)
    done = orders.carry_out(found, call.form, call.viewer.name)
    found = room.look(found.wave, now=True) or found
    number = call.form.get("n", "")
    seat = found.seat(number) if number else None
    response = call.render("_fait.html.j2", room=found, seat=seat, done=done)
    # The cards are drawn again at once.
    response.headers["HX-Trigger"] = "salle"
    return response


def book(call: Call) -> Response:
    """Show the journal of a wave: everything done, and by whom."""
    found = _room(call)
    facts = journal.of(paths.waves() / found.wave).entries()
    number = call.request.query_params.get("n", "")
    chosen = [fact for fact in facts if not number or fact.concerns(number)]
    return call.render("journal.html.j2", room=found, lines=room.sayings(chosen), number=number)


def refusals(call: Call) -> Response:
    """Show what the console itself wrote down: who came in, what was refused."""
    return call.render("acces.html.j2", lines=audit.latest(call.database), waves=store.waves())


def _room(call: Call) -> Room:
    found = room.look(call.path("wave"))
    if found is None:
        raise NothingError("Cette vague n’existe pas.")
    return found


def _seat(found: Room, number: str) -> Seat:
    seat = found.seat(number)
    if seat is None:
        raise NothingError("Ce candidat n’est pas dans cette vague.")
    return seat


def tally(seats: Sequence[Seat]) -> list[tuple[int, str]]:
    """Return how many are where: (7, « en cours »)."""
    names = {"running": "en cours", "paused": "en pause", "waiting": "en attente"}
    counted = dict.fromkeys((*names.values(), "terminé", "scellé"), 0)
    for seat in seats:
        if seat.state in names:
            counted[names[seat.state]] += 1
        elif seat.state:
            counted["scellé" if seat.closing == "dossier scellé" else "terminé"] += 1
    agreed = {"terminé": "terminés", "scellé": "scellés"}
    return [(count, agreed.get(name, name) if count > 1 else name) for name, count in counted.items() if count]


ROUTES = [
    route("/salle", waves, "technicien"),
    route("/salle/{wave}", show, "technicien"),
    route("/salle/{wave}/etat", state, "technicien"),
    route("/salle/{wave}/charge", loads, "technicien"),
    route("/salle/{wave}/agir", panel, "technicien"),
    route("/salle/{wave}/ordre", obey, "technicien", methods=("POST",)),
    route("/salle/{wave}/journal", book, "technicien"),
    route("/journal", refusals, "technicien"),
]
