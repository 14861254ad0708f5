"""Real sites for scripted candidates: a few of each CMS, in a state folder of their own, as new before every run."""

from __future__ import annotations

import csv
import secrets
import shutil
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue

from provisioner.errors import SittingError
from provisioner.pipeline.bench.home import own_home
from provisioner.pipeline.bench.ready import free_ports
from provisioner.pipeline.evidence import capture
from provisioner.pipeline.sitting import lifecycle, opening
from provisioner.schema.exam import Cms
from provisioner.steps.sitting import store
from provisioner.steps.sitting.store import Entry

PORTS = range(20_000, 50_000, 100)
"""Where a block of ports is looked for: not the same for two measures at the same time."""

OUTSIDE = "hors banque"
"""Subject of a site that no subject lays anything over."""


class Sites:
    """The open sites, lent one run at a time; what comes back is made new while others work."""

    def __init__(self, wave: str, numbers: Mapping[str, Cms], runs: Mapping[Cms, int], resets: Executor) -> None:
        self.wave = wave
        self._resets = resets
        self._left = dict(runs)
        self._laid = dict.fromkeys(numbers, OUTSIDE)
        self._ready: dict[Cms, SimpleQueue[tuple[str, Future[Entry]]]] = {cms: SimpleQueue() for cms in runs}
        for number, cms in numbers.items():
            self._ready[cms].put((number, resets.submit(_entry, wave, number)))

    @contextmanager
    def lent(self, cms: Cms, subject: str = OUTSIDE) -> Iterator[Entry]:
        """Lend a site in its first state, as this subject wants it; wait when none is ready. Raises E5BError."""
        number, ready = self._ready[cms].get()
        self._left[cms] -= 1
        try:
            entry = ready.result()
            if self._laid[number] != subject:
                self._laid[number] = subject
                entry = self._resets.submit(_reset, self.wave, number, subject).result()
            yield entry
        finally:
            # Nobody waits for more sites than there are runs left.
            if self._left[cms] > self._ready[cms].qsize():
                self._ready[cms].put((number, self._resets.submit(_reset, self.wave, number, self._laid[number])))


@contextmanager
def opened(exam: str, counts: Mapping[Cms, int], runs: Mapping[Cms, int]) -> Iterator[Sites]:
    """Open so many sites of each CMS for so many runs; all is removed at the end, whatever ends it. Raises E5BError."""
    with own_home() as home:
        numbers = _write_roster(home / "candidats.csv", counts)
        # Names of containers are the machine's: another measure must not have this one's. Short: sockets are below it.
        wave = f"m{secrets.token_hex(3)}"
        ports = free_ports(len(numbers), secrets.choice(PORTS))
        up = opening.up(exam, home / "candidats.csv", wave=wave, host="127.0.0.1", port_base=ports)
        if up.failed:
            raise next(iter(up.failed.values()))
        for one in {sitting.image: sitting for sitting in up.started}.values():
            capture.baseline(one.image, one.cms, container=one.container)
        # One thread: candidates' sites change under one lock per machine.
        resets = ThreadPoolExecutor(1, thread_name_prefix="remise-a-neuf")
        try:
            yield Sites(wave, numbers, runs, resets)
        finally:
            resets.shutdown(wait=True, cancel_futures=True)


def _reset(wave: str, number: str, subject: str) -> Entry:
    _give(wave, number, subject)
    lifecycle.reset([_entry(wave, number)], lambda _number, _state: None, sure=True)
    shutil.rmtree(store.folder(wave, number) / "previous", ignore_errors=True)
    return _entry(wave, number)


def _give(name: str, number: str, subject: str) -> None:
    """Write in the wave which subject this site is for: what it lays over the context follows."""
    wave = store.read_wave(name)
    if wave is None:
        return
    candidates = tuple(
        one.model_copy(update={"who": one.who.model_copy(update={"subject": subject})})
        if one.who.number == number
        else one
        for one in wave.candidates
    )
    if candidates != wave.candidates:
        store.write_wave(wave.model_copy(update={"candidates": candidates}))


def _entry(wave: str, number: str) -> Entry:
    for one in store.entries(wave):
        if one.number == number:
            return one
    raise SittingError(f"Le site {number} a disparu.", "Relancez la même commande.")


def _write_roster(path: Path, counts: Mapping[Cms, int]) -> dict[str, Cms]:
    kinds = [cms for cms, count in counts.items() for _ in range(count)]
    numbers = {str(number): cms for number, cms in enumerate(kinds, 1)}
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["numéro", "nom", "prénom", "commission", "CMS", "sujet", "tiers-temps"])
        lines.writerows(
            [number, "Candidat", "Automatique", "1", cms, OUTSIDE, "non"] for number, cms in numbers.items()
        )
    return numbers
