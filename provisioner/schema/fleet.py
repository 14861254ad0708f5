"""What the console host keeps of a centre: which candidate is on which host, `fleet/<centre>/<wave>/placement.json`."""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict


class Place(Strict):
    """Where one candidate's sitting is."""

    number: str
    commission: str
    home: str
    """Host on which the sitting was opened: its door's address is what the candidate types, whatever happens."""
    host: str
    """Host that carries it now."""


class Placement(Strict):
    """One wave of a centre. Numbers only: names and passwords are in the roster, elsewhere."""

    format: Literal[1] = 1
    centre: str
    wave: str
    exam: str
    places: tuple[Place, ...]
    ahead: bool = False
    """Made ready while another wave was at work."""
    over: bool = False
    """Its sites were taken away everywhere."""

    def on(self, host: str) -> tuple[str, ...]:
        """Return the numbers of the candidates that a host carries."""
        return tuple(one.number for one in self.places if one.host == host)
