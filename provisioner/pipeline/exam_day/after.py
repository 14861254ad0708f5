"""After the bell: when each was closed, what is found of what was acknowledged, seals tried, one site reopened."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from provisioner import paths
from provisioner.pipeline.evidence import dossier, reopen
from provisioner.pipeline.evidence.reopen import Reopened
from provisioner.pipeline.exam_day.stage import HOST, Stage
from provisioner.pipeline.exam_day.work import Crew
from provisioner.pipeline.sitting import room
from provisioner.schema.exam import Cms
from provisioner.schema.journal import Entry
from provisioner.schema.snapshot import Snapshot
from provisioner.steps.sitting import store

_PLACES: Mapping[Cms, tuple[str, str]] = {"wordpress": ("posts", "post_title"), "prestashop": ("customer", "email")}
"""Where candidates that write through plain requests write: table, column."""


@dataclass(frozen=True)
class Closed:
    """How the closing went, from the journal."""

    each_s: dict[str, float]
    """From the end of a sitting to its seal, by number."""
    all_s: float
    """From the last end to the last seal."""
    failures: tuple[str, ...]
    """French: what had to be tried again."""


def closed(wave: str) -> Closed:
    """Read how long each closing took. Raises DataError."""
    facts = room.journal_of(wave).entries()
    ends = {one.number: one.since_boot_s for one in facts if one.kind == "end" and one.number}
    seals = {one.number: one.since_boot_s for one in facts if one.kind == "sealed"}
    each = {number: round(at - ends[number], 1) for number, at in seals.items() if number in ends}
    last = max(seals.values(), default=0.0) - max(ends.values(), default=0.0)
    return Closed(each, round(last, 1), tuple(_failure(one) for one in facts if one.kind == "failed"))


def _failure(fact: Entry) -> str:
    return f"{fact.number} : {fact.detail.get('error', '')}"


def lost(stage: Stage, crew: Crew) -> dict[str, list[str]]:
    """Return, by number, what a site acknowledged and its captured state does not hold: nothing, if all is well."""
    found: dict[str, list[str]] = {}
    for one in stage.seats:
        pen = crew.light.get(one.part.number)
        if pen and pen.told:
            after = Snapshot.read(store.folder(stage.wave, one.part.number) / "capture" / "after.json.gz")
            name, column = _PLACES[one.sitting.cms]
            table = after.tables[name]
            at = table.columns.index(column)
            kept = " ".join(str(row[at]) for row in table.rows)
            missing = [mark for mark in pen.told if mark not in kept]
            if missing:
                found[one.part.number] = missing
    return found


@dataclass(frozen=True)
class Tried:
    """What `verify` said."""

    intact: int
    problems: tuple[str, ...]
    """French: of dossiers that nobody touched."""
    altered: tuple[str, ...]
    """French: of a copy with one byte changed."""


def verified(folder: Path) -> Tried:
    """Verify every dossier against the register, and a copy with one byte changed (made in `folder`)."""
    found = dossier.verify([])
    sound = next(iter(sorted(paths.dossiers().glob("*.zip"))))
    raw = bytearray(sound.read_bytes())
    raw[len(raw) // 2] ^= 1
    copy = folder / f"modifie-{sound.name}"
    copy.write_bytes(raw)
    told = tuple(one.says for one in dossier.verify([copy]).problems)
    copy.unlink()
    intact = sum(not one.problems for one in found.dossiers)
    return Tried(intact, tuple(one.says for one in found.problems), told)


@contextmanager
def reopened(number: str, port: int, say: Callable[[str], None]) -> Iterator[Reopened]:
    """Bring the site of one dossier back, compared cell by cell; it is gone after the block. Raises E5BError."""
    (path,) = (one for one in paths.dossiers().glob("*.zip") if number in one.stem.split("-"))
    found = reopen.reopen(path, say, host=HOST, port=port)
    try:
        yield found
    finally:
        reopen.close([found.container])
