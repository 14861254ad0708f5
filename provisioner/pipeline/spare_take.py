"""Sittings copied from another machine that live here again: same address, credentials, work and time left."""

from __future__ import annotations

import shutil
import time
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

from provisioner import exams, paths
from provisioner.adapters import disk, ports
from provisioner.adapters.caddy import Route
from provisioner.adapters.docker import containers
from provisioner.adapters.docker.containers import Golden
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline import doorman, room, spare_clock
from provisioner.pipeline.sittings import WORKERS, Say
from provisioner.pipeline.sittings import stack as stack_of
from provisioner.schema.sitting import Wave
from provisioner.schema.spare import Followed, Look, Move, SittingCopy
from provisioner.steps import frontdoor
from provisioner.steps.capture.evidence import ROOT
from provisioner.steps.sitting import start as starting
from provisioner.steps.sitting import store
from provisioner.steps.spare import again
from provisioner.steps.spare import folder as copies
from provisioner.steps.spare.again import Work

MOVES = "moves"
_KIND = "sitting"


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


@dataclass(frozen=True)
class _Wanted:
    """One sitting to make again."""

    copy: SittingCopy
    seen: Followed
    place: Path

    @property
    def wave(self) -> str:
        return self.copy.sitting.wave

    @property
    def number(self) -> str:
        return self.copy.sitting.number


def take(folder: Path, numbers: Collection[str], wave: str, say: Say) -> list[Taken]:
    """Make these sittings live here (no number: all that the copy holds), several at once.

    One that fails leaves nothing and does not stop the others. Raises E5BError when nothing could be tried.
    """
    since = time.monotonic()
    look = copies.look(folder)
    wanted = _chosen(folder, look, numbers, wave)
    done: list[Taken] = []
    with disk.only_one("./e5b spare take"):
        todo: list[_Wanted] = []
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


def _all_again(folder: Path, look: Look, todo: Sequence[_Wanted], since: float, say: Say) -> list[Taken]:
    for wave in {one.wave for one in todo}:
        mine = [one for one in todo if one.wave == wave]
        _enrol(wave, mine)
        spare_clock.bring(wave, [one.number for one in mine], copies.facts(folder, wave), look.host)
    # Candidates who come back before their site read that it is on its way.
    frontdoor.open_routes([replace(_route(one), open=False, says="moving") for one in todo])
    door = Lock()
    with ThreadPoolExecutor(WORKERS, thread_name_prefix="reprise") as pool:
        return list(pool.map(lambda one: _one_again(one, look, since, say, door), todo))


def _one_again(one: _Wanted, look: Look, since: float, say: Say, door: Lock) -> Taken:
    try:
        work = again.read(one.place, one.seen)
        moved = _make(one, work, look, say)
        with door:
            _open(one)
    except E5BError as error:
        say(one.number, "échec")
        frontdoor.withdraw({one.copy.sitting.container})
        return _told(one, since, error=error)
    return _told(one, since, move=moved)


def _make(one: _Wanted, work: Work, look: Look, say: Say) -> Move:
    """Start a fresh copy, put the work in it, and keep with the evidence where it comes from."""
    copy, container = one.copy, one.copy.sitting.container
    stack = stack_of(copy.sitting.cms)
    exam = exams.load_exam(copy.exam)
    golden = Golden(copy.sitting.image, "", copy.sitting.cms_version)
    order = starting.Order(one.wave, exam, stack, golden, copy.candidate, copy.host, time.monotonic(), copy.seed)
    run, place = paths.run() / container, store.folder(one.wave, one.number)
    _set_aside(one)
    _evidence(one, place)

    def fill() -> None:
        # The database is still starting: the files need it not.
        again.put_files(container, run, work, [f"{ROOT.strip('/')}/{name}" for name in stack.caches])
        again.put_rows(container, run, work)

    seen = one.seen.alive or look.at
    moves: list[Move] = []

    def back() -> None:
        spare_clock.taken(one.wave, one.number, look.host, one.seen.alive, look.at)
        moves.append(
            Move(
                number=one.number,
                from_host=look.host,
                copied_until=_iso(datetime.fromtimestamp(work.vouched(look), UTC)) if work.vouched(look) else "",
                last_write=_iso(datetime.fromtimestamp(work.last_at, UTC)) if work.last_at else "",
                alive=_iso(seen.at),
                back_at=_iso(datetime.now(UTC)),
                gtid=work.gtid,
                log=again.keep(work, aside),
                lost=work.lost,
            )
        )
        disk.write(aside / "move.json", moves[0].model_dump_json(indent=1))

    aside = _next(place / MOVES)
    sitting = copy.sitting.model_copy(update={"removed_at": "", "moved_to": "", "closed_at": ""})
    starting.again(order, sitting, lambda state: say(one.number, state), fill, back)
    return moves[0]


def _chosen(folder: Path, look: Look, numbers: Collection[str], wave: str) -> list[_Wanted]:
    """Return the sittings meant. Raises SittingError."""
    found: list[_Wanted] = []
    for name, sittings in look.sittings.items():
        for number, seen in sittings.items():
            if (wave and name != wave) or (numbers and number not in numbers):
                continue
            copy = copies.sitting(folder, name, number)
            if copy:
                found.append(_Wanted(copy, seen, copies.life(folder, name, number, copy.life)))
    absent = sorted(set(numbers) - {one.number for one in found})
    twice = sorted({one.number for one in found if sum(one.number == other.number for other in found) > 1})
    if absent or not found:
        who = ", ".join(absent) or "personne"
        hint = f"« ./e5b spare status --from {folder} » dit ce qu’elle contient."
        raise SittingError(f"La copie {folder} ne contient pas : {who}.", hint)
    if twice:
        raise SittingError(f"{', '.join(twice)} : présent dans plusieurs vagues de la copie.", "Précisez --wave VAGUE.")
    return found


def _lives_here(one: _Wanted) -> bool:
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


def _possible(one: _Wanted, doors: dict[str, int]) -> None:
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
    listening = ports.listening()
    if sitting.port in others or (sitting.port in listening and sitting.port not in doors.values()):
        holder = "un autre candidat" if sitting.port in others else ports.holder(listening[sitting.port])
        raise SittingError(
            f"Le port {sitting.port}, que porte l’adresse du candidat {one.number}, est déjà pris ici"
            + (f" par {holder}." if holder else " par un autre programme."),
            "Libérez ce port, ou reprenez ce candidat sur une autre machine. "
            "Donner à chaque machine ses propres ports (--port-base) évite cela.",
        )


def _enrol(wave: str, mine: Sequence[_Wanted]) -> None:
    """Add these candidates to the wave of this machine, with the credentials and the address that they have."""
    known = store.read_wave(wave) or Wave(wave=wave, exam=mine[0].copy.exam, host=mine[0].copy.host, candidates=())
    coming = {one.number: one.copy.candidate.model_copy(update={"host": one.copy.host}) for one in mine}
    kept = tuple(coming.pop(one.who.number, one) for one in known.candidates)
    store.write_wave(known.model_copy(update={"candidates": (*kept, *coming.values())}))


def _set_aside(one: _Wanted) -> None:
    """Take away what a former life of this sitting left here: it was let go, and comes back."""
    container = one.copy.sitting.container
    if store.read_sitting(one.wave, one.number):
        store.set_evidence_aside(one.wave, one.number)
    else:
        # An attempt that was interrupted.
        shutil.rmtree(store.folder(one.wave, one.number) / MOVES, ignore_errors=True)
    for found in containers.find(kind=_KIND, wave=one.wave, number=one.number):
        containers.remove(found.id)
    shutil.rmtree(paths.run() / container, ignore_errors=True)


def _evidence(one: _Wanted, place: Path) -> None:
    """Bring what was kept of before, and the front door's log: the pages opened there are part of the sitting."""
    disk.folder(place)
    kept = one.place / copies.KEPT
    for path in kept.rglob("*") if kept.is_dir() else ():
        if path.is_file() and not path.name.startswith(".") and not (place / path.relative_to(kept)).exists():
            target = place / path.relative_to(kept)
            disk.write(disk.folder(target.parent) / target.name, path.read_bytes(), durable=False)
    # Not replaced: the front door goes on writing in the file that it opened.
    log = place / store.ACCESS_LOG
    with disk.told(log), log.open("wb") as stream:
        stream.write(copies.whole_lines(one.place / copies.ACCESS))


def _next(place: Path) -> Path:
    rank = sum(1 for _ in place.glob("*")) + 1
    return disk.folder(place / f"{rank:02}")


def _route(one: _Wanted) -> Route:
    sitting = one.copy.sitting
    log = store.folder(one.wave, one.number) / store.ACCESS_LOG
    return frontdoor.first_route(sitting.container, sitting.port, log, room.rules(sitting.exam), sitting.url)


def _open(one: _Wanted) -> None:
    """Open the door as the clock says; as it was over there when it has not started."""
    (route,) = doorman.routes(one.wave, [one.copy.sitting])
    (standing,) = (stand for stand in room.standings(one.wave) if stand.number == one.number)
    if standing.state == "waiting" and not one.seen.open:
        rules = room.rules(one.copy.exam)
        route = replace(route, open=False, says="closed" if rules.before_start == "open" else "before")
    frontdoor.open_routes([route])


def _told(
    one: _Wanted, since: float, *, move: Move | None = None, already: bool = False, error: E5BError | None = None
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


def _iso(at: datetime) -> str:
    return at.astimezone().isoformat(timespec="milliseconds")
