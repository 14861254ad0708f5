"""One port of the front door, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from provisioner.errors import E5BError

Says = Literal["before", "paused", "moving", "closed"]
"""Which page: the sitting has not begun, is paused, is on its way to another machine, is over."""


class DoorError(E5BError):
    """The front door is absent or refused its orders."""


@dataclass(frozen=True)
class Route:
    """One port of the front door."""

    name: str
    """Container whose site it leads to."""
    port: int
    socket: str
    """Its `web.sock`."""
    log: str
    """File of its access log."""
    open: bool = True
    """False: a page is all that it shows."""
    says: Says = "closed"
    """That page, when it is not open."""
    until: int = 0
    """Unix time from which, all by itself, it shows « Épreuve terminée » and passes nothing on; 0: never."""
    warnings_s: tuple[int, ...] = ()
    """Seconds before `until` when the page of the time left changes its look."""
    grace_s: int = 0
    """Seconds that what was sent before the end has to be finished: told on the last page."""
    clients: tuple[str, ...] = ()
    """Only these addresses; empty: all."""
    asked_as: str = ""
    """Name, with a port unless 80, by which it is asked beside its own port; empty: by that alone."""
    elsewhere: str = ""
    """`host:port` of the front door where the site goes on: all that is asked is sent there; empty: it is here."""
