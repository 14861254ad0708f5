"""Sittings copied from another machine that live here again: same address, credentials, work and time left."""

from __future__ import annotations

import time
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock

from provisioner import exams
from provisioner.adapters import disk, ports
from provisioner.adapters.caddy.route import Route
from provisioner.adapters.docker import containers
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline.sitting import doorman, room
from provisioner.pipeline.sitting.opening import WORKERS, Say
from provisioner.pipeline.spare import clock, site, writings
from provisioner.pipeline.spare.site import Wanted
from provisioner.schema.spare import Look, Move
from provisioner.steps import frontdoor
from provisioner.steps.sitting import store
from provisioner.steps.spare import again
from provisioner.steps.spare import folder as copies


@dataclass(frozen=True)
class Taken:
    """What came of one sitting."""

    wave: str
    number: str
    url: str
    seconds: float
    """From the order to the first page, and the door open."""
    lost_after: str
    """ISO 8601: whatever was acknowledged before is here; empty when it failed."""
    last_write: str = ""
    """ISO 8601: the last row written that was copied."""
    already: bool = False
    """It lived here already: nothing was done."""
    remarks: tuple[str, ...] = ()
    """French: what was copied by half, or not at all."""
    error: E5BError | None = None


def take(folder: Path, numbers: Collection[str], wave: str, say: Say) -> list[Taken]:
    """Make these sittings live here (no number: all that the copy holds), several at once.

    One that fails leaves nothing and does not stop the others. Raises E5BError when nothing could be tried.
    """
    since = time.monotonic()
    look = copies.look(folder)
    wanted = _chosen(folder, look, numbers, wave)
    done: list[Taken] = []
    with disk.only_one("./e5b spare take"):
        todo: list[Wanted] = []
        doors = {one.name: one.port for one in frontdoor.current_routes().values()}
        for one in wanted:
            try:
                if _lives_here(one):
                    done.append(_told(one, since, already=True))
                else:
                    _possible(one, doors)
                    todo.append(one)
            except E5BError as error:
                done.append(_told(one, since, error=error))
        if todo:
            done += _all_again(folder, look, todo, since, say)
    return sorted(done, key=lambda one: (one.wave, one.number))


def _all_again(folder: Path, look: Look, todo: Sequence[Wanted], since: float, say: Say) -> list[Taken]:
    for wave in {one.wave for one in todo}:
        mine = [one for one in todo if one.wave == wave]
        site.enrol(wave, mine)
        clock.bring(wave, [one.number for one in mine], copies.facts(folder, wave), look.host)
        try:
            writings.take(folder, wave, {one.number for one in mine})
        except E5BError as error:
            # The candidates go on first; what was written stays in the copy.
            say("console", error.message)
    # Candidates who come back before their site read that it is on its way.
    frontdoor.open_routes([replace(_route(one), open=False, says="moving") for one in todo])
    door = Lock()
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="reprise") as pool:
        return list(pool.map(lambda one: _one_again(one, look, since, say, door), todo))


def _one_again(one: Wanted, look: Look, since: float, say: Say, door: Lock) -> Taken:
    try:
        work = again.read(one.place, one.seen)
        moved = site.make(one, work, look, say)
        with door:
            _open(one)
    except E5BError as error:
        say(one.number, "échec")
        frontdoor.withdraw({one.copy.sitting.container})
        return _told(one, since, error=error)
    return _told(one, since, move=moved)


def _chosen(folder: Path, look: Look, numbers: Collection[str], wave: str) -> list[Wanted]:
    """Return the sittings meant. Raises SittingError."""
    found: list[Wanted] = []
    for name, sittings in look.sittings.items():
        for number, seen in sittings.items():
            if (wave and name != wave) or (numbers and number not in numbers):
                continue
            copy = copies.sitting(folder, name, number)
            if copy and (copy.sitting.wave, copy.sitting.number) == (store.check_name(name), store.check_name(number)):
                found.append(Wanted(copy, seen, copies.life(folder, name, number, copy.life)))
    absent = sorted(set(numbers) - {one.number for one in found})
    twice = sorted({one.number for one in found if sum(one.number == other.number for other in found) > 1})
    if absent or not found:
        who = ", ".join(absent) or "personne"
        hint = f"« ./e5b spare status --from {folder} » dit ce qu’elle contient."
        raise SittingError(f"La copie {folder} ne contient pas : {who}.", hint)
    if twice:
        raise SittingError(f"{', '.join(twice)} : présent dans plusieurs vagues de la copie.", "Précisez --wave VAGUE.")
    return found


def _lives_here(one: Wanted) -> bool:
    """Say whether the sitting is here already. Raises SittingError when another site of theirs is."""
    known = store.read_sitting(one.wave, one.number)
    if known is None or known.removed_at:
        return False
    if containers.running(known.container):
        return True
    raise SittingError(
        f"Le candidat {one.number} a déjà un site sur cette machine, arrêté.",
        f"« ./e5b start {one.number} » le rouvre tel qu’il l’a laissé ; reprendre la copie perdrait ce qu’il y a fait.",
    )


def _possible(one: Wanted, doors: dict[str, int]) -> None:
    """Refuse what could not end well. Raises SittingError, EngineError, DataError."""
    sitting, known = one.copy.sitting, store.read_wave(one.wave)
    if known and known.exam != one.copy.exam:
        raise SittingError(
            f"La vague « {one.wave} » de cette machine est celle de l’épreuve {known.exam}, pas {one.copy.exam}.",
            "Retirez-la d’abord (« ./e5b down »), ou reprenez ce candidat sur une autre machine.",
        )
    if not containers.has_image(sitting.image):
        raise SittingError(
            f"L’image du site du candidat {one.number} ({sitting.image}) n’est pas sur cette machine.",
            "Installez-y le même kit que sur l’autre machine, puis relancez.",
        )
    exams.load_exam(one.copy.exam)
    others = {port for name, port in doors.items() if name != sitting.container}
    if sitting.port in others or (sitting.port not in doors.values() and ports.busy(sitting.port)):
        holder = "un autre candidat" if sitting.port in others else ports.listener(sitting.port)
        raise SittingError(
            f"Le port {sitting.port}, que porte l’adresse du candidat {one.number}, est déjà pris ici"
            + (f" par {holder}." if holder else " par un autre programme."),
            "Libérez ce port, ou reprenez ce candidat sur une autre machine. "
            "Donner à chaque machine ses propres ports (--port-base) évite cela.",
        )


def _route(one: Wanted) -> Route:
    sitting = one.copy.sitting
    log = store.folder(one.wave, one.number) / store.ACCESS_LOG
    return frontdoor.first_route(sitting.container, sitting.port, log, room.rules(sitting.exam), sitting.url)


def _open(one: Wanted) -> None:
    """Open the door as the clock says; as it was over there when it has not started."""
    (route,) = doorman.routes(one.wave, [one.copy.sitting])
    (standing,) = (stand for stand in room.standings(one.wave) if stand.number == one.number)
    if standing.state == "waiting" and not one.seen.open:
        route = replace(route, open=False, says=one.seen.says)
    frontdoor.open_routes([route])


def _told(
    one: Wanted, since: float, *, move: Move | None = None, already: bool = False, error: E5BError | None = None
) -> Taken:
    sitting = one.copy.sitting
    return Taken(
        one.wave,
        one.number,
        sitting.url,
        round(time.monotonic() - since, 3),
        move.copied_until if move else "",
        move.last_write if move else "",
        already,
        move.lost if move else (),
        error,
    )
