"""What a sitting changed so far, from its binary log alone: read further when it grew, put on the first state, told.

The site is not read again and not touched: its baseline and its log are enough. One `Watcher` holds the sittings of a
machine; its process runs at low priority, beside those that serve candidates.
"""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from provisioner import paths
from provisioner.adapters import disk
from provisioner.adapters.database import binlog
from provisioner.adapters.database.reading import Position
from provisioner.datafiles import load_yaml
from provisioner.errors import E5BError
from provisioner.pipeline.evidence import capture
from provisioner.pipeline.live import told
from provisioner.schema.live import Live
from provisioner.schema.sitting import Sitting
from provisioner.schema.snapshot import Snapshot
from provisioner.schema.stack import Stack
from provisioner.steps.diff.replay import Replay
from provisioner.steps.sitting import seed, store

BUDGET_S = 0.5
"""Seconds that one look gives to sittings that are on nobody's screen."""
EYES_S = 5.0
"""How long a sitting counts as looked at: pages ask every second."""
_EYES = ".eyes"


def place(wave: str, number: str) -> Path:
    """Return the file of a sitting."""
    return paths.console() / "live" / wave / f"{number}.json"


def read(wave: str, number: str) -> Live | None:
    """Return what was last told of a sitting, None before."""
    try:
        return Live.model_validate_json(place(wave, number).read_bytes())
    except (OSError, ValueError):
        return None


def looked_at(wave: str, number: str) -> None:
    """Note that somebody has this sitting on their screen: it is read before the others. Raises DiskError."""
    path = place(wave, number).with_suffix(_EYES)
    with disk.told(path):
        disk.folder(path.parent)
        path.touch(0o600)


def on_screen(wave: str, number: str) -> bool:
    """Say whether somebody has this sitting on their screen."""
    try:
        since = time.time() - place(wave, number).with_suffix(_EYES).stat().st_mtime
    except OSError:
        return False
    # A clock set back must not keep eyes for ever.
    return -EYES_S < since < EYES_S


@dataclass(eq=False)
class _Watched:
    """One sitting, and how far it was read."""

    sitting: Sitting
    stack: Stack
    password: str
    socket: Path
    position: Position
    replay: Replay
    keys: dict[str, list[str]]
    until: str = ""
    gtid: str = ""
    events: int = 0
    last: int = 0
    looked: float = 0.0
    """Monotonic time of the last look."""
    seen: told.Seen = field(default_factory=dict)


class Watcher:
    """Follows the sittings of this machine."""

    def __init__(self) -> None:
        """Follow nothing yet."""
        self._watched: dict[tuple[str, str], _Watched] = {}
        self._troubles: dict[tuple[str, str], str] = {}
        self._sockets: dict[str, tuple[int, int]] = {}

    def refresh(self) -> None:
        """Look which sittings there are: new ones are taken up, those removed or made anew let go."""
        sockets = _sockets()
        if sockets == self._sockets and not self._troubles:
            return  # nothing came or went: what waves there are, old ones too, need not be read again
        self._sockets = sockets
        there = {(one.wave, one.number): one.sitting for one in store.entries() if _open(one.sitting)}
        for who, known in list(self._watched.items()):
            now = there.get(who)
            if now is None or now.created_at != known.sitting.created_at:
                known.position.close()
                del self._watched[who]
        for who, sitting in there.items():
            if sitting is not None and who not in self._watched:
                self._try(who, sitting)

    def look(self, budget_s: float = BUDGET_S) -> int:
        """Read what was written since the last look; return how many sittings had something new.

        All that somebody has on their screen, then the others, those waiting longest first, while time is left (one
        at least): when the machine is busy, nobody waits for what nobody looks at.
        """
        began, new, others = time.monotonic(), 0, 0
        eyes = {one: on_screen(*who) for who, one in self._watched.items()}
        for one in sorted(eyes, key=lambda one: (not eyes[one], one.looked)):
            if not eyes[one]:
                if others and time.monotonic() - began > budget_s:
                    break
                others += 1
            one.looked = time.monotonic()
            try:
                new += self._further(one)
            except E5BError:
                # The site may be stopping, or being made anew: the next look tells.
                one.position.close()
            except Exception as error:  # noqa: BLE001 a bug met with one sitting must not blind whoever looks at others
                self._leave(one, f"Anomalie du logiciel : {type(error).__name__} : {error}")
        return new

    def _leave(self, one: _Watched, problem: str) -> None:
        """Say what went wrong; a later refresh takes the sitting up again from its first state."""
        one.position.close()
        who = (one.sitting.wave, one.sitting.number)
        del self._watched[who]
        self._troubles[who] = problem
        _write(told.nothing(one.sitting, problem=problem))

    def _try(self, who: tuple[str, str], sitting: Sitting) -> None:
        try:
            self._watched[who] = _begin(sitting)
            self._troubles.pop(who, None)
        except E5BError as error:
            if self._troubles.get(who) != error.message:
                self._troubles[who] = error.message
                _write(told.nothing(sitting, problem=error.message))

    def _further(self, one: _Watched) -> bool:
        until = one.position.now()
        if until == one.until:
            return False
        found, one.gtid = binlog.follow(
            one.socket, one.stack.database, one.stack.prefix, one.password, one.keys, until, one.gtid
        )
        first, one.until = not one.until, until
        for event in found:
            one.replay.apply(event)
        one.events += len(found)
        if not found and not first:
            return False
        one.last = found[-1].at if found else one.last
        _write(told.tell(one.sitting, one.replay, one.events, one.last, one.seen))
        return True


def _sockets() -> dict[str, tuple[int, int]]:
    """Return the databases of this machine's sites, and what changes when one is made anew."""
    found = {}
    for path in paths.run().glob("*/db.sock"):
        with suppress(OSError):
            about = path.stat()
            found[path.parent.name] = (about.st_ino, about.st_mtime_ns)
    return found


def _open(sitting: Sitting | None) -> bool:
    return sitting is not None and not sitting.removed_at and (paths.run() / sitting.container / "db.sock").exists()


def _begin(sitting: Sitting) -> _Watched:
    folder = store.folder(sitting.wave, sitting.number)
    stack = load_yaml(paths.STACKS / sitting.cms / "stack.yml", Stack)
    password = capture.capture_password(folder)
    laid = (folder / seed.FILE).read_text(encoding="utf-8") if sitting.seed else ""
    before = _baseline(sitting, laid)
    socket = paths.run() / sitting.container / "db.sock"
    keys = {name: table.key for name, table in before.tables.items()}
    return _Watched(sitting, stack, password, socket, Position(socket, stack.database, password), Replay(before), keys)


def _baseline(sitting: Sitting, laid: str) -> Snapshot:
    # The first capture needs it as well: whoever comes first makes it.
    folder = capture.baseline(sitting.image, sitting.cms, container=sitting.container, seed_sql=laid)
    return _snapshot(str(folder / "baseline.json.gz"))


@lru_cache(maxsize=32)
def _snapshot(path: str) -> Snapshot:
    """Return a first state: one in memory, however many candidates began with it. `Replay` does not change it."""
    return Snapshot.read(Path(path))


def _write(live: Live) -> None:
    path = place(live.wave, live.number)
    disk.folder(path.parent)
    # Made again from the log at any time: not worth waiting for the disk.
    disk.write(path, live.model_dump_json(), durable=False)
