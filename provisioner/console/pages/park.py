"""The fleet: every candidate of every host of a centre at a glance."""

from __future__ import annotations

from urllib.parse import quote

from starlette.responses import RedirectResponse, Response

from provisioner.console import moves, park, park_orders
from provisioner.console.moves import Job, Moves
from provisioner.console.orders import WHOLE_ROOM, meant
from provisioner.console.pages.technician import tally
from provisioner.console.park import Park, Post
from provisioner.console.web import Call, NothingError, route
from provisioner.pipeline.fleet.following import Following
from provisioner.pipeline.sitting.seats import Seat


def first(call: Call) -> Response:
    """Open the one wave that has sites; else let one be chosen."""
    known = park.waves(following(call))
    present = [name for name, _, sites in known if sites] or [name for name, _, _ in known]
    if len(present) == 1:
        return RedirectResponse(f"/parc/{quote(present[0])}", 303)
    return waves(call)


def waves(call: Call) -> Response:
    """Choose a wave."""
    return call.render("parc_vagues.html.j2", waves=park.waves(following(call)))


def show(call: Call) -> Response:
    """Show all hosts."""
    found = wave_of(call)
    return call.render("parc.html.j2", park=found, tally=tally(found.seats))


def state(call: Call) -> Response:
    """Return the hosts and their cards, or nothing when the page shows them as they are."""
    found = wave_of(call)
    if call.request.query_params.get("v") == found.version:
        return Response(status_code=204)
    return call.render("_parc.html.j2", park=found, tally=tally(found.seats))


def panel(call: Call) -> Response:
    """Return what can be ordered: of one candidate, of a host, of all; or what an order asks to be sure of."""
    found, query = wave_of(call), call.request.query_params
    number, host, order = query.get("n", ""), query.get("poste", ""), query.get("ordre", "")
    if number:
        carrier, seat = _where(found, number)
        return call.render("_ordre_candidat.html.j2", park=found, post=carrier, seat=seat)
    post = _post(found, host) if host else None
    if order in WHOLE_ROOM:
        chosen = park_orders.chosen(found, host, order)
        told = WHOLE_ROOM[order]
        return call.render("_ordre_parc.html.j2", park=found, post=post, order=order, told=told, chosen=chosen)
    if post and order in {"evacuate", "release"}:
        return call.render(
            "_ordre_reprise.html.j2", park=found, post=post, order=order, spare=found.post(post.host.spare)
        )
    if post:
        counts = {name: len(meant(post, name)) for name in WHOLE_ROOM}
        return call.render("_ordre_poste.html.j2", park=found, post=post, counts=counts, orders=WHOLE_ROOM)
    return Response("")


def obey(call: Call) -> Response:
    """Carry out an order, and say what came of it on each host and how to undo it."""
    found, who = wave_of(call), call.viewer.name
    order, host, number = (call.form.get(name, "") for name in ("ordre", "poste", "n"))
    call.told("Ordre au parc", " ".join(one for one in (order, found.wave, host or number) if one))
    if order in {"move", "evacuate", "release"}:
        response = call.render("_reprise.html.j2", park=found, job=_begin(call, found, order, host, number))
    else:
        done = park_orders.carry_out(following(call), found, call.form, who)
        response = call.render("_fait_parc.html.j2", park=found, done=done, number=number)
    # The cards are drawn again at once; what hosts tell of it comes within the second.
    response.headers["HX-Trigger"] = "salle"
    return response


def work(call: Call) -> Response:
    """Return how far a move is, or nothing when the page shows it."""
    found, job = wave_of(call), _moves(call).last
    if job is None:
        return Response("")
    if call.request.query_params.get("v") == job.version:
        return Response(status_code=204)
    return call.render("_reprise.html.j2", park=found, job=job)


def _begin(call: Call, found: Park, order: str, host: str, number: str) -> Job:
    centre, who = following(call).centre, call.viewer.name
    if order == "move":
        post, _ = _where(found, number)
        title, begun = f"{number} vers {post.host.spare}", moves.move(centre, found.wave, number, who)
    elif order == "evacuate":
        post = _post(found, host)
        title, begun = f"Évacuer {host} vers {post.host.spare}", moves.evacuate(centre, host, who)
    else:
        post = _post(found, host)
        title, begun = f"{host} lâche ce qu’un autre poste porte", moves.release(centre, found.wave, host, who)
    return _moves(call).begin(title, found.wave, begun)


def _moves(call: Call) -> Moves:
    known: Moves = call.request.app.state.moves
    return known


def _where(found: Park, number: str) -> tuple[Post, Seat]:
    there = found.where(number)
    if there is None:
        raise NothingError("Ce candidat n’est pas dans cette vague.")
    return there


def _post(found: Park, name: str) -> Post:
    post = found.post(name)
    if post is None:
        raise NothingError("Ce poste n’est pas dans l’inventaire.")
    return post


def following(call: Call) -> Following:
    """Return the hosts that are followed. Raises NothingError on a console that leads none."""
    known = call.request.app.state.following
    if not isinstance(known, Following):
        raise NothingError
    return known


def wave_of(call: Call) -> Park:
    """Return the wave asked for. Raises NothingError."""
    name = call.path("wave")
    found = park.look(following(call), name) if name in following(call).centre.waves() else None
    if found is None:
        raise NothingError("Cette vague n’existe pas.")
    return found


ROUTES = [
    route("/parc", first, "technicien"),
    route("/parc/vagues", waves, "technicien"),
    route("/parc/{wave}", show, "technicien"),
    route("/parc/{wave}/etat", state, "technicien"),
    route("/parc/{wave}/agir", panel, "technicien"),
    route("/parc/{wave}/ordre", obey, "technicien", methods=("POST",)),
    route("/parc/{wave}/reprise", work, "technicien"),
]
