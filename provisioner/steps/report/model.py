"""What a report shows, arranged as its page reads it. By number only: no name of a person."""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.schema.changes import Action, Change, FileChange, OtherChange, Witness
from provisioner.schema.criteria import Criteria, Criterion
from provisioner.schema.journal import ClockRecord
from provisioner.schema.sitting import Sitting
from provisioner.schema.verdicts import CheckResult, Evidence, Verdict
from provisioner.steps.report.fields import FieldView
from provisioner.steps.report.pictures import PageView
from provisioner.steps.report.reading import Reading
from provisioner.steps.report.timeline import Graph


@dataclass(frozen=True)
class ChangeView:
    """One change."""

    anchor: str
    change: Change
    fields: tuple[FieldView, ...]
    pages: tuple[PageView, ...]
    when: str = ""
    """French: when it was saved; empty when nobody knows."""


@dataclass(frozen=True)
class Kind:
    """Changes of one entity kind."""

    anchor: str
    label: str
    changes: tuple[ChangeView, ...]


@dataclass(frozen=True)
class Proof:
    """One proof and the anchor of its change."""

    evidence: Evidence
    anchor: str


@dataclass(frozen=True)
class Line:
    """One functionality."""

    result: CheckResult
    proofs: tuple[Proof, ...]
    readings: tuple[Reading, ...] = ()
    """What is measured in its texts."""


@dataclass(frozen=True)
class Awaited:
    """One expectation of a question of the subject, with the proofs of it."""

    criterion: Criterion
    proofs: tuple[Proof, ...]


@dataclass(frozen=True)
class Asked:
    """One question of the subject."""

    title: str
    lines: tuple[Awaited, ...]


@dataclass(frozen=True)
class Group:
    """Functionalities of one theme of the official list."""

    label: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class FileView:
    """One file."""

    file: FileChange
    thumbnail: str


@dataclass(frozen=True)
class VisitView:
    """One page that the candidate opened."""

    path: str
    method: str
    count: int
    first: str
    last: str


@dataclass(frozen=True)
class Dossier:
    """All that the report of one candidate shows."""

    sitting: Sitting
    criteria: Criteria | None
    """What the subject expected; None when nobody looked."""
    questions: tuple[Asked, ...]
    groups: tuple[Group, ...]
    counts: dict[Verdict, int]
    uncovered: tuple[str, ...]
    kinds: tuple[Kind, ...]
    actions: dict[Action, int]
    others: tuple[OtherChange, ...]
    files: tuple[FileView, ...]
    noise: tuple[tuple[str, int], ...]
    pages: tuple[PageView, ...]
    blocked: tuple[str, ...]
    looked: bool
    """True when pages were visited."""
    clock: ClockRecord | None
    """How the candidate's time went; None where no clock was started."""
    graph: Graph | None
    """None when the database's log was not read."""
    witness: Witness | None
    unread_log: str
    """French: why it was not read."""
    unread_texts: str
    """French: why the spelling of what was written was not looked at; empty when it was, or nothing was written."""
    visits: tuple[VisitView, ...] | None
    """None when the pages opened were not recorded."""

    @property
    def changed(self) -> int:
        """How many entities changed."""
        return sum(len(kind.changes) for kind in self.kinds)

    @property
    def idle(self) -> bool:
        """True when nothing was found."""
        return not (self.kinds or self.others or self.files)
