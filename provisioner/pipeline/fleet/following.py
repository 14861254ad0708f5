"""Every host of a centre, as it tells of itself: one connection a host, taken up again by itself when it breaks."""

from __future__ import annotations

import shutil
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock, Thread
from typing import Final, Self

from pydantic import ValidationError

from provisioner.adapters.remote import Stream, Way
from provisioner.pipeline.fleet.centre import Centre
from provisioner.schema.inventory import Host
from provisioner.schema.watch import MachineTold
from provisioner.steps.fleet import words
from provisioner.steps.fleet.words import Told

SILENT_S: Final = 3.5
"""A host tells something each second: after this without a line it is said not to answer."""
_AGAIN_S: Final = (0.5, 1.0, 2.0, 4.0)
"""Before the next try; the last one for all that follow."""
_ORDER: Final = ("status", "--json", "--follow")
_OTHER: Final = Told(
    "ce poste n’a pas le même logiciel que celui-ci.", "« ./e5b fleet install » avec le même kit, puis rechargez."
)


@dataclass(frozen=True)
class Seen:
    """What is known of one host."""

    host: Host
    told: MachineTold | None = None
    """Its last word; None: it never had one."""
    at: float | None = None
    """`time.monotonic()` of that word."""
    trouble: Told | None = None
    """Why there is nothing newer."""

    def age_s(self) -> float | None:
        """Return the seconds since its last word; None: it never had one."""
        return None if self.at is None else time.monotonic() - self.at

    @property
    def answers(self) -> bool:
        """Whether what it told is what is."""
        age = self.age_s()
        return self.trouble is None and age is not None and age < SILENT_S


class Following:
    """Listens to the hosts of a centre that carry candidates, or may, while it is entered."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self._lock = Lock()
        self._over = Event()
        self._folder = Path()
        self._streams: dict[str, Stream] = {}
        self._threads: list[Thread] = []
        self._seen = {one.name: Seen(one) for one in centre.inventory.hosts if one.capacity}

    def __enter__(self) -> Self:
        """Begin to listen."""
        # Not below the state folder: the path of a Unix socket has 107 signs at most.
        self._folder = Path(tempfile.mkdtemp(prefix="e5b-parc-"))
        for name in self._seen:
            thread = Thread(target=self._listen, args=(name,), name=f"poste-{name}", daemon=True)
            self._threads.append(thread)
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        """Let go of every host."""
        self._over.set()
        with self._lock:
            streams = list(self._streams.values())
        for one in streams:
            one.close()
        for thread in self._threads:
            thread.join(5)
        shutil.rmtree(self._folder, ignore_errors=True)

    def seen(self) -> dict[str, Seen]:
        """Return what is known of each host, in the inventory's order."""
        with self._lock:
            return dict(self._seen)

    def way(self, name: str) -> Way:
        """Return how a host is reached; its connection is shared while there is one."""
        return way(self.centre, self.centre.host(name), self._folder)

    def _listen(self, name: str) -> None:
        tries = 0
        while not self._over.is_set():
            stream = Stream(self.way(name), _ORDER)
            with self._lock:
                self._streams[name] = stream
            understood = [self._hear(name, line) for line in stream.lines()]
            failure = words.failure(stream.failure())
            if self._over.is_set():
                return
            tries = 0 if any(understood) else tries + 1
            self._change(name, _OTHER if understood and not any(understood) else failure)
            self._over.wait(_AGAIN_S[min(tries, len(_AGAIN_S) - 1)])

    def _hear(self, name: str, line: bytes) -> bool:
        try:
            told = MachineTold.model_validate_json(line)
        except ValidationError:
            return False
        with self._lock:
            self._seen[name] = replace(self._seen[name], told=told, at=time.monotonic(), trouble=None)
        return True

    def _change(self, name: str, trouble: Told) -> None:
        with self._lock:
            self._seen[name] = replace(self._seen[name], trouble=trouble)


def way(centre: Centre, host: Host, sockets: Path) -> Way:
    """Return how a host's own `e5b` is reached, as the inventory says; `sockets`: folder of shared connections."""
    return Way(
        local=host.local,
        address=host.address,
        port=host.port,
        user=host.user,
        key=host.key,
        known=centre.folder / "known_hosts",
        control=sockets / host.name[:40],
    )
