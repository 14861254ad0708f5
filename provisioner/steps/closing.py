"""How far the closing of a sitting is, from the journal alone: pure, so that a keeper that was killed goes on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from provisioner.schema.journal import Entry, Kind, Moment

STEPS: tuple[Kind, ...] = ("closing", "captured", "reported", "closed", "sealed")
"""What is written when each step is done, in order; `closing`: the grace is over, the work begins."""
PATIENCE_S = 30.0
"""Before a step that failed is tried again."""
TRIES = 5


@dataclass(frozen=True)
class Progress:
    """How far the closing of one sitting is."""

    ended: Entry | None = None
    """The end, once written."""
    grace: Entry | None = None
    done: frozenset[Kind] = frozenset()
    failures: int = 0
    """Of the step to do now."""
    failed: Moment | None = None
    """When it failed last."""

    @property
    def step(self) -> Kind | None:
        """What is to do; None when all is done."""
        return next((one for one in STEPS if one not in self.done), None)

    def patient(self, now: Moment) -> bool:
        """Say whether a step that failed must wait, or was tried enough."""
        if self.failed is None or self.failed.boot != now.boot:
            return False
        return self.failures >= TRIES or now.since_boot_s - self.failed.since_boot_s < PATIENCE_S


def progress(entries: Iterable[Entry], number: str) -> Progress:
    """Return how far the closing of a candidate's sitting is, since its clock last went."""
    found = Progress()
    for entry in entries:
        if not entry.concerns(number):
            continue
        kind = entry.kind
        if kind in {"start", "undo"} or (kind == "reset" and entry.detail.get("again")):
            found = Progress()
        elif kind == "taken":
            # What another machine kept of it may be lost with it.
            found = Progress(found.ended)
        elif kind == "end":
            found = Progress(ended=entry)
        elif kind == "grace":
            found = Progress(found.ended, entry, found.done)
        elif kind in STEPS:
            found = Progress(found.ended, found.grace, found.done | {kind})
        elif kind == "failed":
            found = Progress(found.ended, found.grace, found.done, found.failures + 1, entry.moment)
    return found
