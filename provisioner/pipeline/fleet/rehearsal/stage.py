"""The rehearsed centre's inventory and rosters, written as a technician would write them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from provisioner import exams
from provisioner.adapters.machines import Farm
from provisioner.pipeline.fleet import centre as centres
from provisioner.pipeline.fleet.centre import Centre
from provisioner.schema.sitting import RosterLine
from provisioner.steps import roster

if TYPE_CHECKING:
    from provisioner.pipeline.fleet.rehearsal import Plan

COMMISSION = 5
"""Candidates of one commission."""


@dataclass(frozen=True)
class Rosters:
    """Lists of made-up candidates."""

    whole: Path
    part: Path
    """One host's part of it, other numbers."""


def centre(farm: Farm, folder: Path, plan: Plan) -> Centre:
    """Write the inventory and load it. Hosts have room for their spare's candidates too. Raises DataError."""
    each = -(-plan.candidates // plan.hosts)
    hosts = {
        one.name: {
            "ansible_host": one.address,
            "e5b_address": one.service,
            "e5b_capacity": each,
            "e5b_room": "repetition",
        }
        for one in farm.machines
    }
    shared = {"ansible_user": "root", "ansible_ssh_private_key_file": str(farm.key)}
    path = folder / f"{folder.name}.yml"
    text = yaml.safe_dump({"all": {"vars": shared, "children": {"e5b_hosts": {"hosts": hosts}}}}, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return centres.load(path)


def rosters(known: Centre, folder: Path, plan: Plan) -> Rosters:
    """Write the rosters. Raises DataError."""
    each = max(one.capacity for one in known.inventory.hosts)
    whole, part = folder / "candidats.csv", folder / "un-poste.csv"
    _write(whole, plan.exam, 1001, plan.candidates)
    _write(part, plan.exam, 9001, each)
    return Rosters(whole, part)


def _write(path: Path, exam: str, first: int, count: int) -> None:
    cms = sorted(exams.load_exam(exam).cms)
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(
            roster.rows(
                RosterLine(
                    number=str(first + rank),
                    surname="ESSAI",
                    first_name=f"N{rank + 1}",
                    commission=str(10 + rank // COMMISSION),
                    cms=cms[rank % len(cms)],
                    subject="A",
                    extra_time=False,
                    line=rank + 2,
                )
                for rank in range(count)
            )
        )


def state(farm: Farm, host: str) -> Path:
    """Return a host's state folder, as this machine sees its disk."""
    one = next(one for one in farm.machines if one.name == host)
    return one.folder / "upper" / "root" / ".e5b"
