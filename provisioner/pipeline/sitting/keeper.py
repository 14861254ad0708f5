"""The keeper: ends each sitting at its time, then closes it: grace, capture, verdicts, report, seal. Two at once.

All that it knows is in the journals: killed and started again at any point, it goes on where it was. Each step may be
done twice. There is one keeper per machine.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from threading import Lock

from provisioner import paths
from provisioner.adapters import disk, moment, process
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline.evidence import capture, dossier, review
from provisioner.pipeline.sitting import doorman, room
from provisioner.schema.journal import Entry, Kind, Moment
from provisioner.schema.sitting import Sitting
from provisioner.steps import clock, closing, journal
from provisioner.steps.closing import Progress
from provisioner.steps.journal import Journal
from provisioner.steps.sitting import store

WHO = "gardien"
EVERY_S = 1.0
AT_ONCE = 2
"""Closings at work together: each keeps a browser busy."""
Say = Callable[[str], None]
_PATIENCE_S, _COMES_S, _STEP_S = 2.0, 20.0, 0.02


class BusyKeeperError(E5BError):
    """Another keeper is at work on this machine."""


class Keeper:
    """Looks at every wave, again and again."""

    def __init__(self, say: Say, *, pages: bool = True) -> None:
        """`say` hears, in French, what is done; without `pages` no picture is taken."""
        self._say, self._pages = say, pages
        self._pool = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="cloture")
        self._jobs: dict[tuple[str, str], Future[None]] = {}
        self._index = Lock()
        self._troubles: dict[str, str] = {}
        """What each wave last met, told once: a turn is a second."""
        self._quiet: dict[str, int] = {}
        """Waves where there was nothing to do, with the last fact of their journal."""

    def tick(self, waves: list[str]) -> bool:
        """Do what the time asks for, without waiting for a closing; say whether some is left for later."""
        busy = False
        for wave in waves:
            trouble = ""
            try:
                busy |= self._wave(wave)
            except E5BError as error:
                # The disk is full, the engine stopped: the next turn may be better.
                trouble, busy = error.message, True
            except Exception as error:  # noqa: BLE001 a bug met with one wave must not keep the others from being closed
                trouble, busy = f"anomalie du logiciel, {type(error).__name__} : {error}", True
            if trouble and trouble != self._troubles.get(wave):
                self._say(f"{wave} : {trouble}")
            self._troubles[wave] = trouble
        return busy

    def settle(self) -> None:
        """Wait for the closings that are at work."""
        wait(self._jobs.values())

    def finish(self) -> None:
        """Begin nothing more, and wait for what is begun."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _wave(self, wave: str) -> bool:
        book = room.journal_of(wave)
        if self._quiet.get(wave) == book.last():
            return False
        book.beat()
        doorman.tell(wave)
        facts, busy = book.entries(), False
        standings = {one.number: one for one in room.standings(wave)}
        now = moment.now()
        for sitting in room.sittings(wave):
            standing = standings[sitting.number]
            if standing.state in clock.OVER:
                busy |= self._close(book, sitting, closing.progress(facts, sitting.number), now)
            busy |= standing.state in {"running", "paused"}
        if not busy:
            self._quiet[wave] = facts[-1].id if facts else 0
        return busy

    def _close(self, book: Journal, sitting: Sitting, known: Progress, now: Moment) -> bool:
        """Take one sitting one step further; say whether there is more to do."""
        number = sitting.number
        if known.ended is None:
            book.add("end", who=WHO, number=number, detail={"why": "time"})
            self._say(f"{number} : épreuve terminée.")
            return True
        if known.grace is None:
            book.add("grace", who=WHO, number=number, detail={"grace_s": room.rules(sitting.exam).grace_s})
            return True
        step = known.step
        if step is None:
            return False
        if step == "closing":
            if not _after_grace(known, now):
                return True
            book.add("closing", who=WHO, number=number)
        if known.patient(now) or (step == "sealed" and _may_be_undone(known.ended, now)):
            return known.failures < closing.TRIES
        self._submit(book, sitting)
        return True

    def _submit(self, book: Journal, sitting: Sitting) -> None:
        key = (sitting.wave, sitting.number)
        job = self._jobs.get(key)
        if job and not job.done():
            return
        bug = job.exception() if job else None
        if bug:
            # A bug met with one sitting must not keep the others from being closed.
            del self._jobs[key]
            detail = {"step": "", "error": f"Anomalie du logiciel : {type(bug).__name__} : {bug}"}
            book.add("failed", who=WHO, number=sitting.number, detail=detail)
            self._say(f"{sitting.number} : {detail['error']}")
        else:
            self._jobs[key] = self._pool.submit(self._work, book, sitting)

    def _work(self, book: Journal, sitting: Sitting) -> None:
        """Do the steps that are left, one after another; what fails is written down and tried again later."""
        folder = store.folder(sitting.wave, sitting.number)
        orders: dict[Kind, Callable[[], object]] = {
            "captured": lambda: self._capture(folder, sitting),
            "reported": lambda: self._report(folder),
            "closed": lambda: None,
            "sealed": lambda: dossier.seal(folder),
        }
        for step, order in orders.items():
            facts = book.entries(sitting.number)
            known = closing.progress(facts, sitting.number)
            ended = clock.standing(facts, sitting, moment.now()).state in clock.OVER
            if not ended or known.ended is None:
                return  # undone meanwhile
            if step in known.done:
                continue
            if step == "sealed" and _may_be_undone(known.ended, moment.now()):
                return
            try:
                order()
            except E5BError as error:
                detail = {"step": step, "error": error.message}
                with suppress(E5BError):
                    book.add("failed", who=WHO, number=sitting.number, detail=detail)
                self._say(f"{sitting.number} : {error.message}")
                return
            book.add(step, who=WHO, number=sitting.number)
            self._say(f"{sitting.number} : {_SAID[step]}.")

    def _capture(self, folder: Path, sitting: Sitting) -> None:
        capture.capture(folder, capture.capture_password(folder), pages=self._pages)
        room.record(sitting)

    def _report(self, folder: Path) -> None:
        review.write(folder)
        with self._index:
            review.index(folder.parent)


_SAID: dict[Kind, str] = {
    "captured": "travail relevé",
    "reported": "dossier écrit",
    "closed": "clôture faite",
    "sealed": "dossier scellé",
}


def keep(wave: str, say: Say, *, until_closed: bool = False, pages: bool = True) -> None:
    """Keep the clocks of a wave (empty: of all), for ever or until all that began is closed. Raises BusyKeeperError."""
    with _only_keeper():
        keeper = Keeper(say, pages=pages)
        try:
            while keeper.tick(_begun(wave)) or not until_closed:
                time.sleep(EVERY_S)
        finally:
            keeper.finish()


def at_work() -> bool:
    """Say whether a keeper is at work on this machine."""
    return disk.taken(_lock())


def ensure() -> bool:
    """Leave a keeper at work, until all that began is closed, unless there is one; say whether one was started.

    Raises SittingError when it does not come to work, DiskError.
    """
    if at_work():
        return False
    log = disk.folder(paths.home()) / "keeper.log"
    process.leave_at_work(["keep", "--until-closed"], log)
    deadline = time.monotonic() + _COMES_S
    while not at_work():
        if time.monotonic() > deadline:
            raise SittingError(
                "Le gardien n’est pas venu : les épreuves ne finiront pas d’elles-mêmes et rien ne sera relevé.",
                f"Lancez « ./e5b keep » dans un autre terminal, et laissez-le ; {log} dit ce qui l’a empêché.",
            )
        time.sleep(_STEP_S)
    return True


def _begun(wave: str) -> list[str]:
    return [one for one in ([wave] if wave else store.waves()) if journal.of(paths.waves() / one).begun]


def _after_grace(known: Progress, now: Moment) -> bool:
    grace = known.grace
    if grace is None or grace.boot != now.boot:
        return grace is not None
    return now.since_boot_s - grace.since_boot_s >= float(grace.detail["grace_s"])


def _may_be_undone(ended: Entry, now: Moment) -> bool:
    """Say whether an end ordered by somebody can still turn out to be a mistake: it is sealed after that."""
    mistaken = ended.detail.get("why") == "order" and ended.boot == now.boot
    return mistaken and now.since_boot_s - ended.since_boot_s <= clock.UNDO_S


@contextmanager
def _only_keeper() -> Iterator[None]:
    path = _lock()
    with ExitStack() as held:
        try:
            # Whoever only asks whether a keeper is there holds the lock for an instant too.
            held.enter_context(disk.alone(path, _PATIENCE_S))
        except BlockingIOError:
            raise BusyKeeperError(
                "Un gardien est déjà à l’œuvre sur cette machine.", "Il suffit à toutes les vagues : rien à faire."
            ) from None
        path.write_text(str(os.getpid()), encoding="ascii")
        yield


def _lock() -> Path:
    return disk.folder(paths.home()) / "keeper.lock"
