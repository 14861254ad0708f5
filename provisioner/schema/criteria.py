"""`criteria.json`: what a subject expected of its candidate, question by question, and what was seen. Never a mark."""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict
from provisioner.schema.verdicts import Evidence

State = Literal["satisfied", "unsatisfied", "undetermined"]

STATE_LABELS: dict[State, str] = {
    "satisfied": "Constaté",
    "unsatisfied": "Non constaté",
    "undetermined": "Indéterminé",
}


class Criterion(Strict):
    """One expectation of a question."""

    id: str
    says: str
    """French: what was expected."""
    functionality: str
    """Id of the official list."""
    state: State
    sentence: str
    """French: what was seen, or what is near it, or why it cannot be said."""
    evidence: tuple[Evidence, ...] = ()
    """Proofs when satisfied; else what was done that comes near."""


class QuestionCriteria(Strict):
    """One question."""

    title: str
    criteria: tuple[Criterion, ...]


class Criteria(Strict):
    """All questions of the candidate's subject."""

    format: Literal[1] = 1
    exam: str
    subject: str
    """Id in the bank, `wordpress-a`; empty when the roster's subject is none of it."""
    title: str = ""
    questions: tuple[QuestionCriteria, ...] = ()
    problem: str = ""
    """French: why nothing is said."""

    @property
    def satisfied(self) -> frozenset[str]:
        """Ids of the expectations that are satisfied."""
        return frozenset(c.id for q in self.questions for c in q.criteria if c.state == "satisfied")
