"""One centre as its orders see it: the inventory, what is kept of it here, and playbooks played over it."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from provisioner import inventories, paths
from provisioner.adapters import ansible, disk
from provisioner.adapters.ansible import FleetError, Order, Played
from provisioner.datafiles import parse
from provisioner.errors import DataError
from provisioner.schema.fleet import Placement
from provisioner.schema.inventory import Host, Inventory
from provisioner.steps.fleet import words
from provisioner.steps.fleet.words import Told

Say = Callable[[str, str], None]
"""Told a host's name and, in French, what is done there."""
SILENT: Say = lambda _host, _text: None  # noqa: E731
_PLACEMENT = "placement.json"


@dataclass(frozen=True)
class Done:
    """What came of an order, host by host."""

    answers: dict[str, Any]
    failures: dict[str, Told]
    changed: frozenset[str]
    """Hosts where something was changed."""

    @property
    def ok(self) -> bool:
        """Whether every host did what it was asked."""
        return not self.failures


@dataclass(frozen=True)
class Centre:
    """A centre, and this machine's place for it."""

    inventory: Inventory
    path: Path

    @property
    def folder(self) -> Path:
        """Return what is kept here of this centre."""
        return disk.folder(paths.home() / "fleet" / self.inventory.centre)

    def wave(self, name: str) -> Path:
        """Return what is kept here of one wave."""
        return disk.folder(self.folder / name)

    def placement(self, wave: str) -> Placement | None:
        """Return who is where; None when this wave was never opened from here. Raises DataError."""
        path = self.folder / wave / _PLACEMENT
        try:
            raw = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        try:
            return parse(json.loads(raw), Placement, path)
        except ValueError:
            raise DataError(
                f"{path} est abîmé.", "Restaurez ce fichier, ou rouvrez la vague sous un autre nom."
            ) from None

    def keep(self, placement: Placement) -> None:
        """Write down who is where. Raises DiskError."""
        disk.write(self.wave(placement.wave) / _PLACEMENT, placement.model_dump_json(indent=2) + "\n")

    def settled(self, wave: str) -> Placement:
        """Return who is where. Raises FleetError when this wave was never opened from here."""
        found = self.placement(wave)
        if found is None:
            known = ", ".join(self.waves()) or "aucune"
            raise FleetError(f"La vague « {wave} » n’est pas ouverte dans ce centre.", f"Vagues connues : {known}.")
        return found

    def waves(self) -> list[str]:
        """Return the waves opened from here."""
        return sorted(path.parent.name for path in self.folder.glob(f"*/{_PLACEMENT}"))

    def going(self) -> list[Placement]:
        """Return the waves whose sites were not taken away, those that were made ahead last. Raises DataError."""
        known = [self.settled(name) for name in self.waves()]
        return [one for one in sorted(known, key=lambda one: one.ahead) if not one.over]

    def only_wave(self, name: str) -> str:
        """Return the wave meant, when it is named or there is but one (still going, else at all). Raises FleetError."""
        if name:
            return self.settled(name).wave
        known = [one.wave for one in self.going()] or self.waves()
        if len(known) == 1:
            return known[0]
        if not known:
            raise FleetError("Aucune vague n’est ouverte dans ce centre.", "« ./e5b fleet up » en ouvre une.")
        raise FleetError(f"Plusieurs vagues : {', '.join(known)}.", "Précisez --wave VAGUE.")

    def host(self, name: str) -> Host:
        """Return a host by its name. Raises DataError."""
        found = self.inventory.host(name)
        if found is None:
            known = ", ".join(one.name for one in self.inventory.hosts)
            raise DataError(f"{self.path} : l’hôte « {name} » n’y est pas.", f"Hôtes de l’inventaire : {known}.")
        return found

    def only(self, name: str) -> Centre:
        """Return this centre as if it had but this one host. Raises DataError."""
        alone = self.host(name).model_copy(update={"spare": ""})
        return replace(self, inventory=self.inventory.model_copy(update={"hosts": (alone,)}))

    def play(
        self,
        playbook: str,
        hosts: Collection[str],
        say: Say = SILENT,
        variables: Mapping[str, Any] | None = None,
        *,
        each: Mapping[str, Mapping[str, Any]] | None = None,
        secret: str = "",
        vault: Path | None = None,
        quick: bool = False,
    ) -> Played:
        """Play over these hosts; `each` adds to what the playbook knows of one host (`e5b_parc`). Raises FleetError."""
        given = {**self._shared(each or {}), **(variables or {})}
        return ansible.play(Order(playbook, self.path, given, tuple(hosts), secret, vault, quick), say)

    def order(self, what: str, orders: Mapping[str, list[str]], say: Say = SILENT) -> Done:
        """Have these hosts' own `e5b` do something, each its own order; answers are JSON. Raises FleetError."""
        if not orders:
            return Done({}, {}, frozenset())
        return done(self.play("order", list(orders), say, {"e5b_what": what, "e5b_orders": dict(orders)}))

    def _shared(self, each: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
        park = {
            one.name: {
                "command": str(paths.PROJECT / "e5b") if one.local else "e5b",
                "port": one.port,
                "service": one.service,
                "floating": one.floating,
                "spare": one.spare,
                "first_port": one.first_port,
                **each.get(one.name, {}),
            }
            for one in self.inventory.hosts
        }
        return {
            "e5b_parc": park,
            # A wide terminal: what the host's `e5b` says of an error comes as one line.
            "e5b_environment": {"COLUMNS": "2000", "LC_ALL": "C.UTF-8"},
            "ansible_become": "{{ ansible_user | default('root') != 'root' }}",
        }


def load(path: Path) -> Centre:
    """Read a centre. Raises DataError."""
    return Centre(inventories.load(path), path.absolute())


def done(played: Played) -> Done:
    """Turn what came of a playbook into answers and sentences."""
    answers = {host: _answer(told) for host, told in played.told.items() if host not in played.failures}
    failures = {host: words.failure(one) for host, one in played.failures.items()}
    return Done(answers, failures, frozenset(host for host, count in played.changed.items() if count))


def _answer(told: Any) -> Any:
    if isinstance(told, dict) and isinstance(told.get("answer"), str):
        with suppress(ValueError):
            return json.loads(told["answer"])
        return told["answer"]
    return told
