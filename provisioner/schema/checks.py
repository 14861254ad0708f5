"""Checks as data: `checks/<exam>/official.yml`, `checks/<exam>/<cms>/<id>.yml`, and their cases in `tests/cases/`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from provisioner.schema.base import Strict
from provisioner.schema.changes import Diff
from provisioner.schema.exam import Cms
from provisioner.schema.verdicts import Reading, Verdict

Gives = Literal["found", "undetermined"]
CaseKind = Literal["done", "not_done", "near_miss", "noise"]


class Functionality(Strict):
    """One line of the official list (annexe VI-3); the label is the official wording, to the letter."""

    id: str
    group: str
    label: str


class Official(Strict):
    """`official.yml`: what a candidate may be asked to use, per CMS, in the official order."""

    format: Literal[1]
    exam: int
    wordpress: tuple[Functionality, ...]
    prestashop: tuple[Functionality, ...]

    def of(self, cms: Cms) -> tuple[Functionality, ...]:
        """Return the list of one CMS."""
        return self.wordpress if cms == "wordpress" else self.prestashop


class Rule(Strict):
    """One way a functionality shows in the changes."""

    predicate: str
    """A file of `provisioner/predicates/`."""
    gives: Gives = "found"
    """`undetermined` for a trace that a person has to judge."""
    sentence: str = ""
    """French sentence of each proof; `{type} {title} {field} {before} {after} {detail}` are replaced."""
    arguments: dict[str, Any] = Field(default_factory=dict, alias="with")
    """Checked against the predicate's own model."""


class Sentences(Strict):
    """French sentence shown with each verdict."""

    found: str
    not_found: str = ""
    """Empty when the functionality leaves no trace of its own: nothing seen is then undetermined."""
    undetermined: str = ""


class CheckFile(Strict):
    """`checks/<exam>/<cms>/<id>.yml`."""

    format: Literal[1]
    id: str
    sentences: Sentences
    why: str
    """French, for examiners: how the functionality is evidenced, and the limits of that."""
    for_examiner: str
    """French: what only a person can judge."""
    reading: Reading | None = None
    """Given: the texts that prove it are measured for the examiner, and their words asked of a dictionary."""
    rules: tuple[Rule, ...] = Field(min_length=1)


class CheckLike(Strict):
    """`checks/<exam>/<cms>/<id>.yml` of a functionality that is evidenced as one of another list is."""

    format: Literal[1]
    id: str
    like: str = Field(pattern=r"^[^/]+/(wordpress|prestashop)/[^/]+$")
    """`<exam>/<cms>/<id>` of the check that says how."""


class Case(Strict):
    """A small difference in, a verdict out."""

    format: Literal[1]
    what: str
    """One line: what the candidate did."""
    diff: Diff
    verdict: Verdict
    evidence: tuple[str, ...] = ()
    """Texts that the sentences of the evidence hold, one each."""
