"""Which machines the console answers at all: those of the networks allowed, and never a candidate's workstation."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from threading import Lock
from typing import Final

from provisioner.adapters.caddy.route import DoorError
from provisioner.errors import DataError
from provisioner.steps import frontdoor

Network = IPv4Network | IPv6Network
_FRESH_S: Final = 2.0


class Gate:
    """Says why a machine is refused."""

    def __init__(self, allowed: Sequence[Network] = ()) -> None:
        """Allow these networks only; none told: all of them."""
        self._allowed = tuple(allowed)
        self._lock = Lock()
        self._read_at = -_FRESH_S
        self._workstations: frozenset[str] = frozenset()

    def refusal(self, address: str) -> str:
        """Return why this machine is refused, in French; empty when it may ask."""
        try:
            machine = ip_address(address)
        except ValueError:
            return ""  # a Unix socket: whoever reaches it is on this machine
        if machine.is_loopback:
            return ""
        if self._allowed and not any(machine in network for network in self._allowed):
            return "La console ne répond pas à cette machine."
        if address in self._candidates():
            return "Ce poste est celui d’un candidat : la console n’y répond pas."
        return ""

    def _candidates(self) -> frozenset[str]:
        """Return the workstations that candidates' sites are bound to."""
        with self._lock:
            if time.monotonic() - self._read_at > _FRESH_S:
                with suppress(DoorError):  # illegible: those that were known stay
                    routes = frontdoor.current_routes().values()
                    self._workstations = frozenset(client for one in routes for client in one.clients)
                self._read_at = time.monotonic()
            return self._workstations


def networks(told: Sequence[str]) -> list[Network]:
    """Return networks as a person writes them, `192.168.1.0/24` or one address. Raises DataError."""
    found = []
    for one in told:
        try:
            found.append(ip_network(one, strict=False))
        except ValueError:
            raise DataError(f"« {one} » n’est pas un réseau.", "Écrivez-le ainsi : 192.168.1.0/24.") from None
    return found
