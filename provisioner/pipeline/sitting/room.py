"""A wave as it stands now: its journal, its sittings, the rules they are conducted by."""

from __future__ import annotations

from collections.abc import Collection
from functools import cache

from provisioner import exams, paths
from provisioner.adapters import disk, moment
from provisioner.errors import SittingError
from provisioner.pipeline.records import persons
from provisioner.schema.exam import SittingRules
from provisioner.schema.journal import ClockFact, ClockRecord, Entry
from provisioner.schema.sitting import Sitting
from provisioner.steps import clock, journal
from provisioner.steps.clock import Standing
from provisioner.steps.journal import MACHINE, Journal

__all__ = [
    "MACHINE",
    "begun",
    "chosen",
    "held",
    "journal_of",
    "record",
    "renewed",
    "rules",
    "sittings",
    "standings",
    "written",
]
from provisioner.steps.sitting import store

CLOCK = "clock.json"
"""In a candidate's folder: how their time went."""
_TOLD = ("start", "pause", "resume", "extend", "end", "undo", "reset", "move", "left", "taken", "boot")


def journal_of(wave: str) -> Journal:
    """Return the journal of a wave that is there. Raises SittingError."""
    if wave not in store.waves():
        raise SittingError(
            f"La vague « {wave} » n’existe pas.", f"Vagues de cette machine : {', '.join(store.waves()) or 'aucune'}."
        )
    return journal.of(paths.waves() / wave)


def chosen(wave: str, numbers: Collection[str]) -> tuple[str, list[str]]:
    """Return the one wave that an order is about, and the candidates (nobody: the whole room). Raises SittingError."""
    present = [one for one in store.entries(wave) if not (one.sitting and one.sitting.removed_at)]
    found = [one for one in present if not numbers or one.number in numbers]
    absent = sorted(set(numbers) - {one.number for one in found})
    waves = sorted({one.wave for one in found})
    if absent or not waves:
        who = ", ".join(absent) or "personne"
        raise SittingError(f"Aucun site pour {who}.", "« ./e5b status » donne la liste des candidats.")
    if len(waves) > 1:
        raise SittingError(f"Plusieurs vagues sont en place : {', '.join(waves)}.", "Précisez --wave VAGUE.")
    return waves[0], list(dict.fromkeys(numbers))


def written(wave: str) -> str:
    """Return the wave whose journal is asked for: this one, else the one in place, else the only one ever begun.

    Raises SittingError when that is none, or not clear.
    """
    if wave:
        return wave
    there = sorted({one.wave for one in store.entries("") if not (one.sitting and one.sitting.removed_at)})
    found = there or [one for one in store.waves() if begun(one)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise SittingError("Aucune vague n’a commencé sur cette machine.", "« ./e5b up » puis « ./e5b start ».")
    raise SittingError(f"Plusieurs vagues ont un journal : {', '.join(found)}.", "Précisez --wave VAGUE.")


def sittings(wave: str) -> list[Sitting]:
    """Return the sittings of a wave whose site is on the machine, in the order of the roster. Raises DataError."""
    return [one.sitting for one in store.entries(wave) if one.sitting and not one.sitting.removed_at]


def standings(wave: str) -> list[Standing]:
    """Return where each sitting of a wave stands, in the order of the roster. Raises SittingError, DataError."""
    book, now = journal_of(wave), moment.now()
    facts = book.entries()
    if facts and facts[-1].boot != now.boot:
        # The machine was off: whoever looks first writes it down.
        book.beat()
        facts, now = book.entries(), moment.now()
    return [clock.standing(facts, one, now) for one in sittings(wave)]


def begun(wave: str) -> bool:
    """Say whether anything was ever written in the journal of a wave."""
    return journal.of(paths.waves() / wave).begun


def held(wave: str) -> bool:
    """Say whether a wave was made ready ahead: its sites say to wait until their clocks start. Raises DataError."""
    known = store.read_wave(wave)
    return bool(known and known.ahead)


def renewed(wave: str, numbers: Collection[str], who: str, *, again: bool) -> None:
    """Write down that these candidates have a new site; `again`: their clocks wait for a new start."""
    book = journal.of(paths.waves() / wave)
    if book.begun and numbers:
        with book.turn() as turn:
            turn.add("reset", who=who, numbers=list(numbers), detail={"again": again})


def record(sitting: Sitting) -> None:
    """Keep in the candidate's folder how their time went, once it is over; nothing when no clock was started.

    Raises DataError, DiskError.
    """
    facts = journal.of(paths.waves() / sitting.wave).entries(sitting.number)
    standing = clock.standing(facts, sitting, moment.now())
    if standing.started_at is None or standing.ends_at is None or standing.state not in clock.OVER:
        return
    ends = [one for one in facts if one.kind == "end"]
    known = ClockRecord(
        number=sitting.number,
        duration_s=sitting.duration_s,
        grace_s=rules(sitting.exam).grace_s,
        started_at=standing.started_at.astimezone(),
        ended_at=standing.ends_at.astimezone(),
        on_time=not ends or ends[-1].detail.get("why") == "time",
        given_s=standing.given_s,
        paused_s=round(standing.paused_s, 3),
        facts=tuple(_fact(one, sitting.wave) for one in facts if one.kind in _TOLD),
    )
    disk.write(store.folder(sitting.wave, sitting.number) / CLOCK, known.model_dump_json(indent=1))


def _fact(entry: Entry, wave: str) -> ClockFact:
    minutes, reason = float(entry.detail.get("minutes", 0)), str(entry.detail.get("reason", ""))
    return ClockFact(at=entry.at.astimezone(), kind=entry.kind, minutes=minutes, reason=persons.taken_out(wave, reason))


@cache
def rules(exam: str) -> SittingRules:
    """Return how the sittings of an exam are conducted. Raises DataError."""
    return exams.load_exam(exam).sitting
