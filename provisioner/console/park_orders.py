"""What a technician orders on the page of all hosts: who is meant, the host's own order, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, get_args

from provisioner.console.orders import DONE, WHOLE_ROOM, meant, minutes
from provisioner.console.park import Park, Post
from provisioner.errors import SittingError
from provisioner.pipeline.fleet import ordering
from provisioner.pipeline.fleet.following import Following
from provisioner.pipeline.fleet.ordering import Asked, Came, Kind

_KINDS: Final = frozenset(get_args(Kind))
_ENTRY: Final = re.compile(r"(?P<host>[A-Za-z0-9.-]+):(?P<entry>\d{1,9})")
_DONE: Final = {**DONE, "desk": "peut changer d’ordinateur", "note": "remarque au journal"}


@dataclass(frozen=True)
class Done:
    """What came of an order, host by host."""

    kind: Kind
    came: tuple[Came, ...]

    @property
    def told(self) -> str:
        """French."""
        return _DONE[self.kind]

    @property
    def undo(self) -> str:
        """Facts that can be undone, `host:fact`; empty: none."""
        return " ".join(f"{one.host}:{entry}" for one in self.came for entry in one.entries)


def chosen(park: Park, host: str, order: str) -> list[tuple[Post, list[str]]]:
    """Return the hosts that an order is about (`host` empty: all), with those whom it concerns there."""
    posts = [one for one in park.posts if not host or one.host.name == host]
    return [(one, about) for one in posts if (about := meant(one, order))]


def carry_out(following: Following, park: Park, form: Mapping[str, str], who: str) -> Done:
    """Send one order where it belongs and wait. Raises SittingError, in French, for what makes no sense at all."""
    kind = form.get("ordre", "")
    if kind not in _KINDS:
        raise _unknown()
    orders = _undone(park, form, who) if kind == "undo" else _asked(park, form, who)
    if not orders:
        raise SittingError("Cet ordre ne concerne personne.", "La page dit où en est chacun.")
    ways = {name: following.way(name) for name in orders}
    return Done(next(iter(orders.values())).kind, tuple(ordering.order(ways, orders)))


def _asked(park: Park, form: Mapping[str, str], who: str) -> dict[str, Asked]:
    kind: Kind = form["ordre"]  # type: ignore[assignment]  # it was looked at
    reason, number = form.get("motif", "").strip(), form.get("n", "")
    given = minutes(form) if kind == "extend" else 0.0
    if kind in {"extend", "note"} and not reason:
        raise SittingError("Le motif manque.", "Écrivez ce qui s’est passé.")

    def to(numbers: Iterable[str]) -> Asked:
        return Asked(kind, park.wave, who, tuple(numbers), given, reason)

    if number:
        found = park.where(number)
        if found is None:
            raise SittingError(f"Le candidat {number} n’est pas dans cette vague.", "Rechargez la page.")
        return {found[0].host.name: to([number])}
    if kind not in WHOLE_ROOM:
        raise _unknown()
    # Without numbers, a host takes all for whom it makes sense at that moment; one that has strays is told whom.
    return {
        post.host.name: to(about if post.strays else ()) for post, about in chosen(park, form.get("poste", ""), kind)
    }


def _undone(park: Park, form: Mapping[str, str], who: str) -> dict[str, Asked]:
    found: dict[str, list[int]] = {}
    for one in form.get("entrees", "").split():
        told = _ENTRY.fullmatch(one)
        if told is None or park.post(told["host"]) is None:
            raise _unknown()
        found.setdefault(told["host"], []).append(int(told["entry"]))
    return {host: Asked("undo", park.wave, who, entries=tuple(entries)) for host, entries in found.items()}


def _unknown() -> SittingError:
    return SittingError("Cet ordre n’existe pas.", "Rechargez la page.")
