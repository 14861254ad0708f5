"""What the console shows of a sitting while it runs: `$E5B_HOME/console/live/<wave>/<number>.json`. Never a mark."""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict
from provisioner.schema.changes import Action
from provisioner.schema.criteria import Criterion
from provisioner.schema.verdicts import Verdict


class LiveField(Strict):
    """One field of a change, short."""

    label: str
    before: str
    after: str


class LiveChange(Strict):
    """One entity as it differs now from what the candidate was given."""

    kind: str
    id: str
    kind_label: str
    title: str
    action: Action
    sentence: str
    fields: tuple[LiveField, ...]
    pages: tuple[str, ...]
    """Paths of front-office pages where it shows."""
    at: str
    """ISO 8601 with offset: when it last became other."""


class LiveFunctionality(Strict):
    """One official functionality, and whether it shows in the changes so far."""

    id: str
    label: str
    verdict: Verdict


class LiveQuestion(Strict):
    """One question of the subject, and what was done for it so far."""

    title: str
    criteria: tuple[Criterion, ...]
    functionalities: tuple[LiveFunctionality, ...]
    changes: tuple[LiveChange, ...]


class Live(Strict):
    """All that a sitting changed so far."""

    format: Literal[1] = 1
    wave: str
    number: str
    made_at: str
    """Of the site (`Sitting.created_at`): a new site starts anew."""
    read_at: str
    """ISO 8601: when the log was last read further."""
    last_write: str
    """ISO 8601: the last write seen; empty when there is none."""
    events: int
    """Rows written so far."""
    questions: tuple[LiveQuestion, ...] = ()
    outside: tuple[LiveChange, ...] = ()
    """Changes that no question accounts for."""
    found: tuple[LiveFunctionality, ...] = ()
    """Functionalities of the official list that show, wherever."""
    others: int = 0
    """Rows changed that no kind of entity knows."""
    problem: str = ""
    """French: why what follows is not up to date."""
