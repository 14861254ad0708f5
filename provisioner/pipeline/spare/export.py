"""The copy of this machine's sittings, kept up to date in a folder that another machine carries away.

One `Exporter` follows all of them. A look at sites where nothing happens costs a few questions to the file system: no
connection to a site, no process in it.
"""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provisioner import paths
from provisioner.adapters import disk, moment
from provisioner.adapters.caddy.route import Route
from provisioner.adapters.docker import containers, layer
from provisioner.errors import E5BError, EngineError, reason
from provisioner.pipeline.sitting.opening import stack as stack_of
from provisioner.pipeline.spare.writings import Writings
from provisioner.schema.exam import Cms
from provisioner.schema.journal import Moment
from provisioner.schema.sitting import Wave
from provisioner.schema.spare import Followed, Look, SittingCopy
from provisioner.steps import frontdoor, journal
from provisioner.steps.capture import evidence
from provisioner.steps.sitting import seed, store
from provisioner.steps.sitting.store import Entry
from provisioner.steps.spare import folder as copies
from provisioner.steps.spare.follow import SESSIONS, Follower
from provisioner.steps.spare.follow import evidence as keep_evidence

EVERY_S = 1.0
NICE = 5
_LIFE = 12
"""Signs of a container's id that name a life."""
KEPT = ("previous", "moves")
"""Folders of a candidate's own that go with their site: sites that were replaced, former moves."""
Say = Callable[[str], None]


@dataclass
class _Site:
    """A sitting that is followed."""

    copy: SittingCopy
    follower: Follower
    pid: int
    alive: Moment | None = None


class Exporter:
    """Follows the sittings of this machine; everything it knows is read again from the disk when it starts."""

    def __init__(self, folder: Path, wave: str, say: Say, every_s: float = EVERY_S) -> None:
        """`wave` empty: all of them. `say` hears, in French, of each new trouble."""
        self._folder, self._wave, self._say, self._every_s = folder, wave, say, every_s
        self._sites: dict[tuple[str, str], _Site] = {}
        self._problems: dict[tuple[str, str], str] = {}
        self._facts: dict[str, int] = {}
        self._stamp: tuple[object, ...] = ()
        self._writings = Writings(folder)
        self._told = _told_before(folder)
        """The last look's sittings."""

    def look(self) -> Look:
        """Copy what is new since the last look and tell it. Raises DiskError, DataError, EngineError."""
        now = moment.now()
        stamp = _stamp()
        if stamp != self._stamp:
            self._refresh()
            self._stamp = stamp
        doors = frontdoor.current_routes()
        told: dict[str, dict[str, Followed]] = {}
        for (wave, number), site in self._sites.items():
            trouble = self._follow((wave, number), site)
            door: Route | Followed | None = doors.get(site.copy.sitting.container)
            if door and door.says == "moving":
                # What it showed before is what it must show on the other machine.
                door = self._told.get(wave, {}).get(number)
            told.setdefault(wave, {})[number] = Followed(
                life=site.copy.life,
                alive=site.alive,
                log=dict(site.follower.log),
                files=site.follower.lines,
                open=door.open if door else False,
                says=door.says if door else "before",
                problem=trouble,
            )
        for wave in {wave for wave, _ in self._sites}:
            self._journal(wave)
            self._writings.look(wave)
        look = Look(host=socket.gethostname(), at=now, every_s=self._every_s, sittings=told)
        copies.replace(self._folder / copies.LOOK, look)
        self._told = told
        return look

    def _follow(self, who: tuple[str, str], site: _Site) -> str:
        """Copy one sitting; what goes wrong with it does not stop the others: it is returned in French."""
        now, trouble = moment.now(), ""
        try:
            if not _goes(site.pid):
                self._again(who, site)
            site.follower.look()
            trouble = _left_out(site.follower.too_large)
        except E5BError as error:
            trouble = error.message
        except OSError as error:
            trouble = f"Le site n’a pas pu être lu ({reason(error)})."
        except Exception as error:  # noqa: BLE001 a bug met with one sitting must not leave the others without a copy
            trouble = f"Anomalie du logiciel : {type(error).__name__} : {error}"
        if _goes(site.pid):
            site.alive = now
        self._tell(who, trouble)
        return trouble

    def _again(self, who: tuple[str, str], site: _Site) -> None:
        """Look at a site whose process is gone: started again, made anew, stopped or removed."""
        found = containers.inspect(site.copy.sitting.container)
        if found is None:
            self._stamp = ()
        elif found["Id"][:_LIFE] != site.copy.life:
            self._take_up(who, store.read_wave(who[0]), self._entry(who))
        else:
            site.pid = int(found["State"]["Pid"])

    def _refresh(self) -> None:
        """Look which sittings there are."""
        waves = [self._wave] if self._wave else store.waves()
        known = {name: store.read_wave(name) for name in waves}
        there = {(one.wave, one.number): one for name in waves for one in store.entries(name) if _here(one)}
        for who in [who for who in self._sites if who not in there]:
            del self._sites[who]
        for who, entry in there.items():
            try:
                self._take_up(who, known[who[0]], entry)
            except E5BError as error:
                self._tell(who, error.message)

    def _entry(self, who: tuple[str, str]) -> Entry | None:
        return next((one for one in store.entries(who[0]) if one.number == who[1]), None)

    def _take_up(self, who: tuple[str, str], wave: Wave | None, entry: Entry | None) -> None:
        """Begin to follow a sitting, or tell again what may have changed of it."""
        if wave is None or entry is None or entry.sitting is None:
            return
        found = containers.inspect(entry.container)
        if found is None:
            self._sites.pop(who, None)
            return
        sitting, own = entry.sitting, store.folder(*who)
        laid = (own / seed.FILE).read_text(encoding="utf-8") if sitting.seed else ""
        copy = SittingCopy(
            life=found["Id"][:_LIFE],
            exam=wave.exam,
            host=entry.candidate.host or wave.host,
            sitting=sitting,
            candidate=entry.candidate,
            seed=laid,
        )
        place = copies.life(self._folder, *who, copy.life)
        former = self._sites.get(who)
        if former is None or former.copy.life != copy.life:
            self._sites[who] = _Site(copy, _follower(place, found, sitting.cms, own), int(found["State"]["Pid"]))
        self._sites[who].copy = copy
        for name in KEPT:
            keep_evidence(own / name, place / copies.KEPT / name)
        if copies.sitting(self._folder, *who) != copy:
            copies.replace(self._folder / who[0] / who[1] / copies.COPY, copy)

    def _journal(self, wave: str) -> None:
        if wave not in self._facts:
            self._facts[wave] = max((one.id for one in copies.facts(self._folder, wave)), default=0)
        new = journal.of(paths.waves() / wave).entries(after=self._facts[wave])
        if new:
            copies.add(self._folder / wave / copies.JOURNAL, new)
            self._facts[wave] = new[-1].id

    def _tell(self, who: tuple[str, str], trouble: str) -> None:
        if trouble and self._problems.get(who) != trouble:
            self._say(f"{who[1]} : {trouble}")
        self._problems[who] = trouble


def export(folder: Path, wave: str, say: Say, *, every_s: float = EVERY_S, once: bool = False) -> Look:
    """Keep the copy up to date for ever, or bring it up to date `once`. Raises E5BError for the latter.

    A look that cannot be had (disk full, engine stopped) is told and tried again.
    """
    disk.folder(folder)
    folder.chmod(0o700)
    exporter = Exporter(folder, wave, say, every_s)
    lock = folder / ".lock"
    if once:
        with disk.turn(lock, lambda: None):
            return exporter.look()
    os.nice(NICE)
    said = ""
    while True:
        began = time.monotonic()
        try:
            with disk.turn(lock, lambda: None):
                exporter.look()
            said = ""
        except E5BError as error:
            if error.message != said:
                say(error.message)
            said = error.message
        time.sleep(max(0.05, every_s - (time.monotonic() - began)))


def _told_before(folder: Path) -> dict[str, dict[str, Followed]]:
    """Return what a former process told last; nothing when there was none."""
    try:
        return copies.look(folder).sittings
    except E5BError:
        return {}


def _here(one: Entry) -> bool:
    """Say whether a sitting's site is on this machine; one that was let go is, until its last row is copied."""
    return bool(one.sitting and (not one.sitting.removed_at or one.sitting.moved_to))


def _follower(place: Path, found: dict[str, Any], cms: Cms, own: Path) -> Follower:
    """Raise EngineError where the engine keeps files elsewhere than in folders that can be read."""
    try:
        where = layer.told(found["GraphDriver"])
    except layer.Unreadable:
        raise EngineError(
            "La copie de sécurité lit les fichiers du moteur Docker : il faut « overlay2 » et le compte root.",
            "Lancez la commande avec sudo ; « docker info » dit le pilote de stockage (Storage Driver).",
        ) from None
    root = evidence.ROOT.strip("/")
    skipped = {f"{root}/{one}" for one in stack_of(cms).remade}
    return Follower(place, where, (root, SESSIONS), skipped, own / store.ACCESS_LOG)


def _left_out(names: Collection[str]) -> str:
    if not names:
        return ""
    first, more = min(names), f" et {len(names) - 1} autre(s)" if len(names) > 1 else ""
    return f"Fichier trop gros pour la copie, laissé de côté : {first}{more}."


def _goes(pid: int) -> bool:
    """Say whether a site's first process runs: it ends when any of its services does."""
    return pid > 0 and Path(f"/proc/{pid}").exists()


def _stamp() -> tuple[object, ...]:
    """Return what changes when a sitting comes, goes or is made anew."""
    places = [*paths.waves().glob("*/roster.json"), *paths.waves().glob("*/*/sitting.json")]
    return tuple(sorted((str(one), one.stat().st_mtime_ns) for one in places if one.exists()))
