"""The calendar of a centre: days, waves, rooms, commissions. A YAML file that people write (`./e5b day template`)."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from provisioner.schema.base import Strict

_CLOCK = re.compile(r"\s*(\d{1,2})\s*[:hH]\s*(\d{2})\s*")


def _quoted(told: Any) -> Any:
    # 012 is ten to YAML: what is left of such a number would name somebody else.
    if isinstance(told, int | float) and not isinstance(told, bool):
        raise ValueError(f"« {told} » se lirait comme un nombre : écrivez-le entre guillemets")  # noqa: TRY004
    return told


def _clock(told: Any) -> Any:
    """Take `"8 h 30"`, `"08:30"`, and the minutes that YAML makes of `10:30` without quotes."""
    if isinstance(told, str) and (found := _CLOCK.fullmatch(told)):
        told = 60 * int(found[1]) + int(found[2]) if int(found[2]) < 60 else told
    elif isinstance(told, int) and not isinstance(told, bool) and told < 60:
        told = str(told)  # an hour alone, never a minute past midnight
    if isinstance(told, int) and not isinstance(told, bool) and 0 <= told < 24 * 60:
        return time(told // 60, told % 60)
    if isinstance(told, time):
        return told
    raise ValueError(f'« {told} » n’est pas une heure : écrivez par exemple "08:30"')


Name = Annotated[str, BeforeValidator(_quoted), Field(min_length=1, max_length=60)]
"""Of a room, a commission, a host: a text, never a number that YAML would have read its own way."""
Clock = Annotated[time, BeforeValidator(_clock)]


class DayRoom(Strict):
    """A room of the centre."""

    workstations: int = Field(ge=1)
    """Candidates who may sit in it at once."""
    hosts: tuple[Name, ...] = ()
    """Hosts that carry its sites, by their name in the inventory; empty: those whose `e5b_room` is this room."""
    shared: bool = False
    """Several waves may be at work in it at once, begun at different times."""


class DayCommission(Strict):
    """A commission, where the plan must know more of it than its number."""

    examiners: tuple[Name, ...] = ()
    """Their names: nobody sits in two commissions at once."""
    together: int | None = Field(default=None, ge=1, le=3)
    """Candidates that it sees at once; absent: the plan's `together`."""


class DayWave(Strict):
    """Candidates who begin together."""

    start: Clock
    """Local time when the clocks start."""
    rooms: dict[Name, tuple[Name, ...]] = Field(min_length=1)
    """Room -> commissions that sit there."""
    name: str = ""
    """As `./e5b up --wave` takes it; empty: date and time."""
    candidates: tuple[Name, ...] = ()
    """Numbers of those summoned at this very time, where the plan has one list for all."""
    roster: str = ""
    """The wave's own list, relative to the plan, where the plan has no list for all."""


class Day(Strict):
    """One day of the calendar."""

    date: date
    waves: tuple[DayWave, ...] = Field(min_length=1)


class DayPlan(Strict):
    """The whole calendar of a centre."""

    format: Literal[1]
    exam: Name
    centre: str = ""
    """Shown on what is printed."""
    roster: str = ""
    """The list of all candidates, relative to the plan: they are given to the waves where their commission sits."""
    together: int = Field(default=3, ge=1, le=3)
    """Candidates that a commission sees at once: three at most (arrêté of 19 February 2018)."""
    turnaround_min: int = Field(default=10, ge=0, le=120)
    """Minutes from the end of a wave to the next one in the same room: people leave, others sit down."""
    rooms: dict[Name, DayRoom] = Field(min_length=1)
    commissions: dict[Name, DayCommission] = Field(default_factory=dict)
    days: tuple[Day, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _lists(self) -> Self:
        waves = [wave for day in self.days for wave in day.waves]
        own = [wave for wave in waves if wave.roster]
        if self.roster and own:
            raise ValueError("une liste pour tout le plan (roster), ou une liste par vague : pas les deux")
        if not self.roster and len(own) < len(waves):
            raise ValueError("sans liste pour tout le plan (roster), chaque vague doit avoir la sienne")
        if not self.roster and any(wave.candidates for wave in waves):
            raise ValueError("« candidates » d’une vague demande une liste pour tout le plan (roster)")
        return self

    @model_validator(mode="after")
    def _known(self) -> Self:
        seen: set[date] = set()
        for day in self.days:
            if day.date in seen:
                raise ValueError(f"le {day.date:%d/%m/%Y} est présent deux fois dans « days »")
            seen.add(day.date)
            for wave in day.waves:
                for room in wave.rooms:
                    if room not in self.rooms:
                        at = f"vague du {day.date:%d/%m/%Y} à {wave.start:%H:%M}"
                        raise ValueError(f"{at} : la salle « {room} » n’est pas décrite dans « rooms »")
        return self


def wave_name(day: date, wave: DayWave) -> str:
    """Return the name of a wave, as `./e5b up --wave` takes it."""
    return wave.name or f"{day:%Y-%m-%d}-{wave.start:%H%M}"


def begins(day: date, wave: DayWave) -> datetime:
    """Return when a wave begins, local time of the centre."""
    return datetime.combine(day, wave.start)


def lasts(duration_min: int, extra_ratio: float, *, extra_time: bool) -> timedelta:
    """Return how long a candidate's sitting lasts: whole seconds, as the clock counts."""
    return timedelta(seconds=round(duration_min * 60 * (1 + (extra_ratio if extra_time else 0))))


class Turnaround(Strict):
    """How two waves follow each other on one host, in seconds (`./e5b day measure`)."""

    candidates: int
    """Of each wave, both CMSs where both images are there."""
    up_ahead_s: float
    """Making the next wave's sites while the wave before has all of its own."""
    turnaround_s: float
    """From the order that ends a wave to the last page of the next one, whose sites were ready."""
    closing_s: float
    """From the same order to the last report of the wave that ended, while the next one is there."""
    down_s: float
    """Taking away the wave that ended."""
    without_ahead_s: float
    """From the order that takes a wave away to the last page of the next one, made only then: no room for both."""
