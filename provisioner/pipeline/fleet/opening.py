"""`fleet up`: a roster placed over the hosts; each opens its own candidates' sites, and is copied to its spare."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provisioner import exams
from provisioner.adapters import disk
from provisioner.errors import DataError
from provisioner.pipeline.fleet import moving
from provisioner.pipeline.fleet.centre import SILENT, Centre, Done, Say, done
from provisioner.schema.fleet import Place, Placement
from provisioner.schema.inventory import MOST
from provisioner.schema.sitting import RosterLine
from provisioner.steps import roster
from provisioner.steps.fleet import placement
from provisioner.steps.sitting import store


@dataclass(frozen=True)
class Opened:
    """What came of it."""

    placement: Placement
    done: Done
    sheets: Path
    """Folder of the candidates' sheets, a folder per host inside."""


def up(
    centre: Centre,
    exam_id: str,
    roster_path: Path,
    wave: str = "",
    say: Say = SILENT,
    *,
    pdf: bool = True,
    ahead: bool = False,
) -> Opened:
    """Open a wave over the hosts; `ahead`: beside the one at work, to wait for its start.

    Done again, only what is missing is opened.

    Candidates who were placed before stay where they are. Raises DataError (roster, too many candidates: nothing is
    done), FleetError.
    """
    exam = exams.load_exam(exam_id)
    name = store.check_name(wave or f"{exam.id}-{datetime.now().astimezone():%Y%m%d}")
    lines = roster.read(roster_path, exam.cms)
    before = centre.placement(name)
    homes = {one.number: one.home for one in before.places} if before else {}
    carried = {one.number: one.host for one in before.places} if before else {}
    who = {one.number: one.commission for one in lines}
    gone = sorted(set(homes) - set(who))
    if gone:
        raise DataError(
            f"{roster_path} ne contient plus {', '.join(gone)}, de la vague {name}.",
            "Remettez-les dans la liste, ou donnez un autre nom de vague (--wave).",
        )
    seats = placement.place(who, centre.inventory.carriers, homes)
    places = tuple(
        Place(
            number=one.number,
            commission=one.commission,
            home=seats[one.number],
            host=carried.get(one.number, seats[one.number]),
        )
        for one in lines
    )
    ahead = ahead or bool(before and before.ahead and not before.over)
    made = Placement(centre=centre.inventory.centre, wave=name, exam=exam.id, places=places, ahead=ahead)
    _room(centre, made, say)
    each = _lists(centre, made, lines)
    centre.keep(made)
    sheets = disk.folder(centre.wave(name) / "fiches")
    variables = {"e5b_wave": name, "e5b_exam": exam.id, "e5b_pdf": pdf, "e5b_sheets": str(sheets)}
    variables["e5b_ahead"] = ahead
    came = done(centre.play("up", list(each), say, variables, each=each))
    if came.answers:
        copied = moving.copy(centre, name, say)
        came = Done(came.answers, {**copied.failures, **came.failures}, came.changed | copied.changed)
    return Opened(made, came, sheets)


def _room(centre: Centre, made: Placement, say: Say) -> None:
    """Count what each host carries at once, other waves included. Raises DataError before anything is done.

    A host has so many ports of its own; more candidates than its capacity is told, and it is up to the technician.
    """
    others = [one for one in centre.going() if one.wave != made.wave]
    for host in centre.inventory.hosts:
        own, more = len(made.on(host.name)), sum(len(one.on(host.name)) for one in others)
        ports = sum(place.home == host.name for one in (made, *others) for place in one.places)
        if own and ports > MOST:
            raise DataError(
                f"« {host.name} » porterait {ports} candidats, des vagues {', '.join(one.wave for one in others)} et"
                f" {made.wave} : {MOST} au plus.",
                "Retirez d’abord une vague finie (« ./e5b fleet down --wave … »), ou ajoutez un poste.",
            )
        if own and more and own + more > host.capacity:
            say(host.name, f"portera {own + more} candidats de deux vagues, pour une capacité de {host.capacity}")


def _lists(centre: Centre, made: Placement, lines: Sequence[RosterLine]) -> dict[str, dict[str, str]]:
    """Write the list of each host that carries somebody of its own; return where, as the playbook knows it.

    A host knows who was let go, and who came from elsewhere: its list stays that of those placed on it.
    """
    each = {}
    for host in centre.inventory.carriers:
        own = {one.number: one.host for one in made.places if one.home == host.name}
        if host.name in own.values():
            path = centre.wave(made.wave) / f"liste-{host.name}.csv"
            disk.write(path, _csv([one for one in lines if one.number in own]))
            each[host.name] = {"roster": str(path)}
    return each


def _csv(lines: Sequence[RosterLine]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(roster.rows(lines))
    return text.getvalue()
