"""The journal of sittings that come from another machine: what was written there, and the time they were nowhere."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from provisioner import paths
from provisioner.schema.journal import Entry, Moment
from provisioner.steps import journal
from provisioner.steps.journal import MACHINE

FROM = "from"
"""In the detail of a fact that was brought: the machine whose journal it was written in, and its number there."""


def bring(wave: str, numbers: Collection[str], facts: Sequence[Entry], host: str) -> None:
    """Write here what the other machine's journal tells of these candidates; what is here already is not written again.

    Raises DiskError, DataError.
    """
    mine = [one for one in facts if any(one.concerns(number) for number in numbers)]
    if not mine:
        return
    with journal.of(paths.waves() / wave).turn() as turn:
        here: dict[tuple[Any, ...], list[Entry]] = {}
        for one in turn.entries():
            here.setdefault(_same(one), []).append(one)
        ranks: dict[int, int] = {}
        for one in mine:
            there = here.get(_same(one), [])
            missing = [n for n in numbers if one.concerns(n) and not any(known.concerns(n) for known in there)]
            ranks[one.id] = turn.bring(one, missing, _detail(one, host, ranks)) if missing else there[0].id


def taken(wave: str, number: str, host: str, alive: Moment | None, copied: Moment) -> Entry | None:
    """Write that a site is there again: from its last sign of life until now, no time is counted.

    Nothing is written for a wave whose clocks never were started anywhere. Raises DiskError, DataError.
    """
    book = journal.of(paths.waves() / wave)
    if not book.begun:
        return None
    seen = alive or copied
    last = {"last_at": seen.at.isoformat(), "last_boot": seen.boot, "last_since_s": seen.since_boot_s}
    return book.add("taken", who=MACHINE, number=number, detail={"host": host, **last})


def _same(one: Entry) -> tuple[Any, ...]:
    """Return what no two facts have in common: their instant, to the microsecond, and kind."""
    return (one.at, one.boot, one.since_boot_s, one.kind, one.who)


def _detail(one: Entry, host: str, ranks: dict[int, int]) -> dict[str, Any]:
    detail = {key: value for key, value in one.detail.items() if key != "numbers"}
    if one.kind == "undo" and detail.get("entry") in ranks:
        detail["entry"] = ranks[detail["entry"]]
    return {FROM: {"host": host, "id": one.id}, **detail}
