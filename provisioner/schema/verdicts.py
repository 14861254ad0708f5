"""`verdicts.json`: evidence for each official functionality. Never a mark."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provisioner.schema.base import Strict

Verdict = Literal["found", "not_found", "undetermined"]

VERDICT_LABELS: dict[Verdict, str] = {
    "found": "Constaté",
    "not_found": "Non constaté",
    "undetermined": "Indéterminé",
}


class Evidence(Strict):
    """One proof: which change, which field, in a sentence."""

    kind: str
    id: str
    """Entity of the diff (`kind` + `id` find the Change)."""
    field: str = ""
    sentence: str
    before: str = ""
    after: str = ""


class Reading(Strict):
    """What to measure, for the examiner, in the texts that prove a functionality. Never part of a verdict."""

    texts: bool = True
    """False: only the use of the key phrase is told."""
    keyphrase: str = ""
    """Field of the entity that holds its key phrase, if it has one."""
    looks: dict[str, str] = Field(default_factory=dict)
    """Fields in which the key phrase is looked for, each with its French label."""


class CheckResult(Strict):
    """One functionality."""

    id: str
    label: str
    group: str
    verdict: Verdict
    sentence: str
    """French: what was seen, or what was looked for and not seen, or why it cannot be said."""
    evidence: tuple[Evidence, ...] = ()
    for_examiner: str = ""
    """French: what only a person can judge."""
    why: str = ""
    """French: how this functionality shows in the changes, and the limits of that."""
    reading: Reading | None = None
    """None: its proofs are no texts to read."""


class Verdicts(Strict):
    """All functionalities covered by the exam's checks, in the official order."""

    format: Literal[1] = 1
    exam: str
    cms: str
    results: tuple[CheckResult, ...]
    uncovered: tuple[str, ...] = ()
    """Official ids that have no check yet: said in the report, never counted as not found."""
    uncovered_labels: dict[str, str] = Field(default_factory=dict)
    """Their official labels."""
