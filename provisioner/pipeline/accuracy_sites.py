"""Real sites for scripted candidates: a few of each CMS, in a state folder of their own, as new before every run."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from threading import Lock

from provisioner.errors import SittingError
from provisioner.pipeline import capture, lifecycle, sittings
from provisioner.pipeline.bench_home import own_home
from provisioner.pipeline.bench_ready import free_ports
from provisioner.schema.exam import Cms
from provisioner.steps.sitting import store
from provisioner.steps.sitting.store import Entry

WAVE = "m"
"""Short: it is part of the paths of sockets."""
FIRST_PORT = 20_100


@dataclass
class Sites:
    """The open sites, lent one run at a time."""

    free: dict[Cms, Queue[str]] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    _resetting: Lock = field(default_factory=Lock)

    @contextmanager
    def lent(self, cms: Cms) -> Iterator[Entry]:
        """Lend a site in its first state; wait for one when all are lent. Raises E5BError."""
        number = self.free[cms].get()
        try:
            yield self._fresh(number)
        finally:
            self.free[cms].put(number)

    def _fresh(self, number: str) -> Entry:
        if number in self.used:
            # One at a time: candidates' sites change under one lock per machine.
            with self._resetting:
                lifecycle.reset([_entry(number)], lambda _number, _state: None, sure=True)
            shutil.rmtree(store.folder(WAVE, number) / "previous", ignore_errors=True)
        self.used.add(number)
        return _entry(number)


@contextmanager
def opened(exam: str, counts: Mapping[Cms, int]) -> Iterator[Sites]:
    """Open so many sites of each CMS; all of it is removed at the end, whatever ends it. Raises E5BError."""
    with own_home() as home:
        numbers = _write_roster(home / "candidats.csv", counts)
        ports = free_ports(len(numbers), FIRST_PORT)
        up = sittings.up(exam, home / "candidats.csv", wave=WAVE, host="127.0.0.1", port_base=ports)
        if up.failed:
            raise next(iter(up.failed.values()))
        sites = Sites({cms: Queue() for cms in counts})
        for number, cms in numbers.items():
            sites.free[cms].put(number)
        for one in {sitting.image: sitting for sitting in up.started}.values():
            capture.baseline(one.image, one.cms, container=one.container)
        yield sites


def _entry(number: str) -> Entry:
    for one in store.entries(WAVE):
        if one.number == number:
            return one
    raise SittingError(f"Le site {number} a disparu.", "Relancez la même commande.")


def _write_roster(path: Path, counts: Mapping[Cms, int]) -> dict[str, Cms]:
    kinds = [cms for cms, count in counts.items() for _ in range(count)]
    numbers = {str(number): cms for number, cms in enumerate(kinds, 1)}
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["numéro", "nom", "prénom", "commission", "CMS", "sujet", "tiers-temps"])
        lines.writerows([number, "Candidat", "Automatique", "1", cms, "A", "non"] for number, cms in numbers.items())
    return numbers
