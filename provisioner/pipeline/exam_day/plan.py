"""Who sits a rehearsed exam day, and what happens to whom. Pure."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from provisioner.schema.exam import Cms

FEWEST, MOST = 2, 60
SHORTEST_MIN, LONGEST_MIN = 1.0, 60.0
COMMISSION = 3
"""Candidates of one commission: as many as two examiners watch at once."""
SUBJECT = "A"
Work = Literal["browser", "light", "idle"]
_FIRST = 2001
_EXTRA = 4 / 3


@dataclass(frozen=True)
class Part:
    """One candidate."""

    number: str
    cms: Cms
    commission: str
    work: Work
    """In a browser; through plain HTTP requests; not at all."""
    extra_time: bool = False
    incident: bool = False
    """Minutes are given back to them."""
    killed: bool = False
    """Their database is killed."""


def parts(count: int) -> list[Part]:
    """Return the candidates: both CMSs in turn, one with extra time, one with an incident, one whose database dies.

    With six or more, the last one does nothing: silence must stay silent.
    """
    extra, killed = (2 if count > 2 else 1), (3 if count > 3 else 0)
    kinds: tuple[Cms, Cms] = ("wordpress", "prestashop")
    return [
        Part(
            number=str(_FIRST + index),
            cms=kinds[index % 2],
            commission=str(1 + index // COMMISSION),
            work="browser" if index in {1, 2} else "idle" if count >= 6 and index == count - 1 else "light",
            extra_time=index == extra,
            incident=index == 0,
            killed=index == killed,
        )
        for index in range(count)
    ]


def duration_s(part: Part, minutes: float) -> int:
    """Return the seconds of a candidate's sitting: a third more for extra time, as on the day."""
    return round(60 * minutes * (_EXTRA if part.extra_time else 1))


def write_roster(path: Path, wanted: list[Part]) -> None:
    """Write the list that a centre would give."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["numéro", "nom", "prénom", "commission", "CMS", "sujet", "tiers-temps"])
        for one in wanted:
            yes = "oui" if one.extra_time else "non"
            lines.writerow([one.number, "Répétition", "Candidat", one.commission, one.cms, SUBJECT, yes])
