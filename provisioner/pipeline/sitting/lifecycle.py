"""The life of candidates' sites once they are there: looked at, closed, opened again, made anew, removed."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from provisioner import exams, paths
from provisioner.adapters import disk
from provisioner.adapters.docker import containers, memory
from provisioner.adapters.docker.containers import Golden
from provisioner.errors import SittingError
from provisioner.pipeline.sitting import conduct, doorman, losses, room, seeds
from provisioner.pipeline.sitting.opening import WORKERS, Say, stack
from provisioner.schema.sitting import Sitting
from provisioner.steps import clock, frontdoor
from provisioner.steps.clock import Standing
from provisioner.steps.journal import MACHINE
from provisioner.steps.sitting import start as starting
from provisioner.steps.sitting import status as looking
from provisioner.steps.sitting import store
from provisioner.steps.sitting.store import Entry

_KIND = "sitting"


def select(wave: str = "", numbers: Collection[str] = (), *, everyone: bool = False) -> list[Entry]:
    """Return the candidates meant: these numbers, or the whole wave, or all waves when `everyone`.

    Without a wave, a number is looked for in all of them. Raises SittingError when that is nobody or not clear.
    """
    if wave and wave not in store.waves():
        raise SittingError(
            f"La vague « {wave} » n’existe pas.", f"Vagues de cette machine : {', '.join(store.waves()) or 'aucune'}."
        )
    present = [one for one in store.entries(wave) if not (one.sitting and one.sitting.removed_at)]
    if not numbers:
        waves = sorted({one.wave for one in present})
        if len(waves) > 1 and not everyone:
            raise SittingError(
                f"Plusieurs vagues sont en place : {', '.join(waves)}.", "Précisez --wave VAGUE, des numéros, ou --all."
            )
        return present
    found = [one for one in present if one.number in numbers]
    absent = sorted(set(numbers) - {one.number for one in found})
    if absent:
        raise SittingError(f"Aucun site pour {', '.join(absent)}.", "« ./e5b status » donne la liste des candidats.")
    twice = sorted({one.number for one in found if sum(one.number == other.number for other in found) > 1})
    if twice:
        raise SittingError(f"{', '.join(twice)} : présent dans plusieurs vagues.", "Précisez --wave VAGUE.")
    return found


def status(wave: str = "", *, everyone: bool = False) -> list[looking.Row]:
    """Return where each site stands; those that were removed only when `everyone`."""
    entries = [one for one in store.entries(wave) if everyone or not (one.sitting and one.sitting.removed_at)]
    found = containers.find(kind=_KIND)
    sealed = losses.sealed()
    states = {one.name: one.state for one in found}
    routes = frontdoor.current_routes()
    running = [one for one in found if one.state == "running"]
    with ThreadPoolExecutor(8, "memoire") as pool:
        used = pool.map(lambda one: memory.held(one.id), running)
        sizes = dict(zip((one.name for one in running), used, strict=True))
    clocks = {
        (name, one.number): one
        for name in {one.wave for one in entries}
        if room.begun(name)
        for one in room.standings(name)
    }
    return [
        looking.row(
            one,
            states.get(one.container, ""),
            sizes.get(one.container, 0),
            opened=one.container in routes and routes[one.container].open,
            waits=one.container in routes and not routes[one.container].open and routes[one.container].says == "before",
            clock=_reading(clocks.get((one.wave, one.number))),
            sealed=(one.wave, one.number) in sealed,
        )
        for one in entries
    ]


def _reading(standing: Standing | None) -> looking.Reading | None:
    if standing is None:
        return None
    began = standing.started_at.astimezone().isoformat(timespec="seconds") if standing.started_at else ""
    return looking.Reading(standing.state, began, round(standing.left_s))


def stop(entries: Sequence[Entry], who: str = MACHINE) -> list[Sitting]:
    """Close these sites to their candidates; the copies stay, ready for the capture. Return those closed now.

    Clocks that go are ended: `who` gave the order.
    """
    with disk.only_one("./e5b stop"):
        for wave, numbers in _at_work(entries).items():
            conduct.end(wave, numbers, who)
        frontdoor.close_routes({one.container for one in entries})
        return [_dated(one.sitting, closed=True) for one in entries if one.sitting and not one.sitting.closed_at]


def start(entries: Sequence[Entry], say: Say) -> list[Sitting]:
    """Open these sites again, as their candidates left them; where a clock goes, as the clock says."""
    ready = wake(entries, say)
    with disk.only_one("./e5b start"):
        for wave in {one.wave for one in ready}:
            frontdoor.open_routes(doorman.routes(wave, [one for one in ready if one.wave == wave]))
        opened = [_dated(one, closed=False) for one in ready]
        for wave in {one.wave for one in ready if room.begun(one.wave)}:
            doorman.tell(wave)
        return opened


def wake(entries: Sequence[Entry], say: Say) -> list[Sitting]:
    """Start again the sites that are stopped, and leave the door as it is. Return all of them."""
    ready = [one.sitting for one in entries if one.sitting]
    missing = [one.number for one in entries if not one.sitting]
    if missing:
        raise SittingError(f"{', '.join(missing)} : ce site n’a jamais été prêt.", "Relancez « ./e5b up ».")
    with disk.only_one("./e5b start"):
        states = {one.name: one.state for one in containers.find(kind=_KIND)}
        lost = [one.number for one in ready if one.container not in states]
        if lost:
            raise SittingError(
                f"{', '.join(lost)} : le conteneur du site a disparu.", "« ./e5b reset » refait un site neuf."
            )
        asleep = [one for one in ready if states[one.container] != "running"]
        with ThreadPoolExecutor(WORKERS, "reveil") as pool:
            list(pool.map(lambda one: starting.wake(one, stack(one.cms), _about(say, one.number)), asleep))
    return ready


def reset(entries: Sequence[Entry], say: Say, *, sure: bool = False, who: str = MACHINE) -> list[Sitting]:
    """Give these candidates a fresh copy, same address and credentials; what was captured is set aside, not lost.

    A clock that goes goes on; one that has ended waits for a new start.
    Raises SittingError when a sitting was not captured and one is not `sure`.
    """
    if not sure:
        losses.refuse_uncaptured(entries, "« --yes » l’abandonne.")
    with disk.only_one("./e5b reset"), ThreadPoolExecutor(WORKERS, "remise-a-neuf") as pool:
        return list(pool.map(lambda one: _anew(one, say, who), entries))


def down(entries: Sequence[Entry], *, force: bool = False, door: bool = False) -> list[str]:
    """Remove these sites: containers (found by label), sockets, ports. The evidence stays. Return their numbers.

    `door` takes the front door away too when no site is left: else it waits for the next ones, which start the sooner.
    Raises SittingError when a sitting was not captured, or the keeper has not sealed it yet, unless `force`.
    """
    if not force:
        losses.refuse_uncaptured(entries, "« --force » l’abandonne.")
        losses.refuse_unsealed(entries)
    with disk.only_one("./e5b down"):
        frontdoor.withdraw({one.container for one in entries})
        with ThreadPoolExecutor(WORKERS, "retrait") as pool:
            list(pool.map(_remove, entries))
        for one in entries:
            if one.sitting:
                now = datetime.now().astimezone().isoformat(timespec="seconds")
                store.write_sitting(one.sitting.model_copy(update={"removed_at": now}))
        _forget([one for one in entries if not one.sitting])
        _clear_moved({one.wave for one in entries} or set(store.waves()))
        if door:
            frontdoor.dismiss()
    return [one.number for one in entries]


def _at_work(entries: Sequence[Entry]) -> dict[str, list[str]]:
    """Return, by wave, those whose clock goes or is paused."""
    wanted = {(one.wave, one.number) for one in entries}
    found: dict[str, list[str]] = {}
    for wave in sorted({one.wave for one in entries if room.begun(one.wave)}):
        for standing in room.standings(wave):
            if (wave, standing.number) in wanted and standing.state in {"running", "paused"}:
                found.setdefault(wave, []).append(standing.number)
    return found


def _anew(entry: Entry, say: Say, who: str) -> Sitting:
    known = store.read_wave(entry.wave)
    assert known  # noqa: S101 the entry was read from it
    exam = exams.load_exam(known.exam)
    cms = entry.candidate.who.cms
    if entry.sitting and containers.has_image(entry.sitting.image):
        # The others of the wave work on this one.
        golden = Golden(entry.sitting.image, "", entry.sitting.cms_version, entry.sitting.reservations)
    else:
        golden = containers.golden(exam.id, cms, exam.cms[cms].php)
    laid = seeds.laid(exam, entry.candidate.who)
    host = entry.candidate.host or known.host
    order = starting.Order(entry.wave, exam, stack(cms), golden, entry.candidate, host, time.monotonic(), laid)
    over = {one.number for one in room.standings(entry.wave) if one.state in clock.OVER}
    _remove(entry)
    store.set_evidence_aside(entry.wave, entry.number)
    frontdoor.withdraw({entry.container})
    sitting = starting.start(order, _about(say, entry.number))
    room.renewed(entry.wave, [entry.number], who, again=entry.number in over)
    frontdoor.open_routes(doorman.routes(entry.wave, [sitting], opening=False))
    return sitting


def _remove(entry: Entry) -> None:
    for found in containers.find(kind=_KIND, wave=entry.wave, number=entry.number):
        containers.remove(found.id)
    shutil.rmtree(paths.run() / entry.container, ignore_errors=True)


def _clear_moved(waves: Collection[str]) -> None:
    """Remove what is left of sites that go on elsewhere: kept, stopped, as long as their wave is at work here."""
    for one in (one for name in waves for one in store.entries(name)):
        if one.sitting and one.sitting.moved_to:
            frontdoor.withdraw({one.container})
            _remove(one)


def _forget(entries: Sequence[Entry]) -> None:
    """Take out of their wave the candidates that never had a site."""
    for name in {one.wave for one in entries}:
        known = store.read_wave(name)
        gone = {one.number for one in entries if one.wave == name}
        if known:
            kept = tuple(one for one in known.candidates if one.who.number not in gone)
            store.write_wave(known.model_copy(update={"candidates": kept}))


def _dated(sitting: Sitting, *, closed: bool) -> Sitting:
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    new = sitting.model_copy(update={"closed_at": now if closed else ""})
    store.write_sitting(new)
    return new


def _about(say: Say, number: str) -> Callable[[str], None]:
    return lambda state: say(number, state)
