"""A calendar in; who sits where, what clashes, and the lists that `up` takes out."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from provisioner import exams, inventories, paths
from provisioner.adapters import browser, disk, tables
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError, E5BError
from provisioner.schema.day import DayPlan, wave_name
from provisioner.schema.exam import Exam
from provisioner.schema.inventory import Inventory
from provisioner.schema.sitting import RosterLine
from provisioner.steps import roster
from provisioner.steps.day import clashes, hosts, seats, sheets
from provisioner.steps.day.hosts import Load
from provisioner.steps.day.model import Conflict, Machine, Slot
from provisioner.steps.sitting import store

_TEMPLATE = paths.TEMPLATES / "day" / "plan.yml"
_RECORD = "plan.json"
"""Tells that a folder is a plan that was written here."""
_ANY = "poste"
"""The host of a room of which nobody said anything."""


@dataclass(frozen=True)
class Planned:
    """A plan worked out."""

    plan: DayPlan
    exam: Exam
    slots: tuple[Slot, ...]
    loads: tuple[Load, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def blocking(self) -> tuple[Conflict, ...]:
        """What keeps the plan from being carried out."""
        return tuple(one for one in self.conflicts if one.blocking)


def template() -> str:
    """Return a commented plan, to be changed."""
    return _TEMPLATE.read_text(encoding="utf-8")


def plan(path: Path, inventory: Path | None) -> Planned:
    """Work a plan out. Without an inventory nobody knows what hosts bear. Raises DataError, SittingError."""
    read = load_yaml(path, DayPlan)
    exam = exams.load_exam(read.exam)
    _names(read, path)
    rooms = _machines(read, inventories.load(inventory) if inventory else None, path)
    if read.roster:
        everyone = roster.read(path.parent / read.roster, exam.cms)
        slots, wrong = seats.shared_out(read, exam, everyone, _limits(read, rooms))
    else:
        slots, wrong = seats.as_listed(read, exam, _lists(read, path, exam))
    slots, full = hosts.placed(slots, rooms)
    loads = hosts.loads(slots, rooms)
    conflicts = (*wrong, *full, *hosts.tight(slots, loads), *clashes.found(read, slots))
    ordered = tuple(sorted(conflicts, key=lambda one: not one.blocking))
    return Planned(read, exam, tuple(slots), tuple(loads), ordered)


def write(planned: Planned, folder: Path, *, pdf: bool = True) -> E5BError | None:
    """Write the plan (HTML, PDF, JSON) and each host's lists; a plan that was there is replaced whole.

    Without a browser all but the PDF is there: what went wrong with it is returned. Raises DataError, DiskError.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / _RECORD).is_file():
        raise DataError(f"{folder} contient déjà autre chose qu’un plan.", "Donnez à -o un dossier vide ou nouveau.")
    with disk.replaced(folder) as fresh:
        rosters = _rosters(planned, disk.folder(fresh))
        days = sheets.days(planned.slots, planned.loads)
        remarks = [one for one in planned.conflicts if not one.blocking]
        disk.write(fresh / "plan.html", sheets.render(planned.plan, planned.exam, days, remarks, rosters))
        disk.write(fresh / _RECORD, json.dumps(as_json(planned), ensure_ascii=False, indent=1) + "\n")
        return _printed(fresh / "plan.html") if pdf else None


def as_json(planned: Planned) -> dict[str, Any]:
    """Return the plan by numbers only: no name of a person."""
    days = sheets.days(planned.slots, planned.loads)
    return {
        "ok": not planned.blocking,
        "exam": planned.exam.id,
        "centre": planned.plan.centre,
        "candidates": sum(len(slot.seats) for slot in planned.slots),
        "waves": [
            {
                "wave": turn.wave,
                "begins": min(slot.begins for slot in turn.slots).isoformat(),
                "ends": max(slot.ends for slot in turn.slots).isoformat(),
                "rooms": [_room(slot) for slot in turn.slots],
                "hosts": [
                    {
                        "host": load.host,
                        "sites": load.sites,
                        "ahead": load.ahead,
                        "roster": _place(load.wave, load.host),
                    }
                    for load in turn.loads
                ],
            }
            for one in days
            for turn in one.turns
        ],
        "conflicts": [
            {
                "kind": one.kind,
                "blocking": one.blocking,
                "wave": one.wave,
                "room": one.room,
                "candidates": list(one.candidates),
                "says": one.says,
                "mend": one.mend,
            }
            for one in planned.conflicts
        ],
    }


def _room(slot: Slot) -> dict[str, Any]:
    return {
        "room": slot.room,
        "commissions": list(slot.commissions),
        "ends": slot.ends.isoformat(),
        "candidates": [
            {
                "number": one.who.number,
                "commission": one.who.commission,
                "extra_time": one.who.extra_time,
                "host": one.host,
                "ends": one.ends.isoformat(),
            }
            for one in slot.seats
        ],
    }


def _names(read: DayPlan, path: Path) -> None:
    seen: set[str] = set()
    for at, day in enumerate(read.days):
        for rank, wave in enumerate(day.waves):
            name = wave_name(day.date, wave)
            key = f"{path}, clé « days.{at}.waves.{rank} »"
            try:
                store.check_name(name)
            except E5BError as error:
                raise DataError(f"{key} : {error.message}", error.hint) from None
            if name in seen:
                raise DataError(
                    f"{key} : une autre vague s’appelle déjà « {name} ».",
                    "Donnez-lui un autre nom (name), ou réunissez les deux.",
                )
            seen.add(name)


def _machines(read: DayPlan, known: Inventory | None, path: Path) -> dict[str, list[Machine]]:
    """Return the hosts of each room."""
    rooms = {}
    for name, room in read.rooms.items():
        if known is None:
            rooms[name] = [Machine(host, None) for host in room.hosts or (_ANY,)]
            continue
        carriers = {one.name: one for one in known.carriers}
        for host in room.hosts:
            if host not in carriers:
                raise DataError(
                    f"{path}, clé « rooms.{name}.hosts » : « {host} » ne porte pas de candidats dans l’inventaire.",
                    f"Machines qui en portent : {', '.join(carriers)}.",
                )
        wanted = room.hosts or [one.name for one in known.carriers if one.room == name]
        rooms[name] = [Machine(host, carriers[host].capacity) for host in wanted]
    return rooms


def _limits(read: DayPlan, rooms: Mapping[str, Sequence[Machine]]) -> dict[str, int]:
    """Return how many candidates each room takes at once."""
    limits = {}
    for name, room in read.rooms.items():
        bears = [one.capacity for one in rooms[name] if one.capacity is not None]
        # A room without a host is a clash of its own, told when its candidates are placed.
        known = bears and len(bears) == len(rooms[name])
        limits[name] = min(room.workstations, sum(bears)) if known else room.workstations
    return limits


def _lists(read: DayPlan, path: Path, exam: Exam) -> dict[str, tuple[RosterLine, ...]]:
    return {
        wave_name(day.date, wave): roster.read(path.parent / wave.roster, exam.cms)
        for day in read.days
        for wave in day.waves
    }


def _place(wave: str, host: str = "") -> str:
    """Return where a list is, in the plan's folder."""
    return f"listes/{wave}/{host}.csv" if host else f"listes/{wave}.csv"


def _rosters(planned: Planned, folder: Path) -> dict[str, str]:
    """Write the list of each wave, whole and host by host; return where, by `wave host`."""
    seated: dict[str, list[RosterLine]] = {}
    found = {}
    for slot in planned.slots:
        for one in slot.seats:
            place = _place(slot.wave, one.host)
            found[f"{slot.wave} {one.host}"] = place
            for mine in (place, _place(slot.wave)):
                seated.setdefault(mine, []).append(one.who)
    for place, lines in seated.items():
        path = folder / place
        disk.folder(path.parent)
        disk.write(path, tables.written(roster.rows(lines), path, roster.WIDTHS))
    return found


def _printed(page: Path) -> E5BError | None:
    try:
        browser.print_pdfs([page])
    except E5BError as error:
        return error
    return None
