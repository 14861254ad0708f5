"""What a rehearsal plays: a subject with its gestures and expectations bound, and its sittings."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from provisioner import subjects
from provisioner.pipeline.bank import judge
from provisioner.robots.scripts import Step
from provisioner.schema.changes import Diff
from provisioner.schema.exam import Cms, Exam
from provisioner.steps import checks, rehearsal
from provisioner.steps.rehearsal import Part, Sitting
from provisioner.subjects import Filed


@dataclass(frozen=True)
class Ready:
    """One subject, bound."""

    filed: Filed
    bound: checks.BoundSubject
    solved: tuple[judge.Solved, ...]
    plan: Mapping[str, Sitting]

    def steps(self, part: Part) -> tuple[Step, ...]:
        """Return the gestures of a part."""
        if part.kind == "untouched":
            return ()
        one = self.solved[part.question]
        return one.solution if part.kind == "question" else one.mistakes[part.mistake]


@dataclass
class Job:
    """One sitting to play, and what was seen after each of its parts."""

    ready: Ready
    name: str
    parts: Sitting
    diffs: list[Diff] = field(default_factory=list)
    trouble: str = ""
    picture: Path | None = None
    seconds: float = 0.0
    stumbled: str = ""
    """Why a first attempt stopped midway; empty when there was none."""

    def rewind(self) -> None:
        """Make ready for a second attempt from the first gesture, on a site in its first state."""
        self.stumbled, self.trouble = self.trouble, ""
        self.diffs.clear()

    @property
    def cms(self) -> Cms:
        """Of its subject."""
        return self.ready.filed.data.cms

    @property
    def key(self) -> str:
        """`wordpress-a/ordre-1234`."""
        return f"{self.ready.filed.id}/{self.name}"

    @property
    def script(self) -> str:
        """What is played, to know later whether it still is the same."""
        told = [[[step.action.name, step.arguments] for step in self.ready.steps(part)] for part in self.parts]
        seeds = [one.model_dump() for one in self.ready.filed.data.seed]
        return json.dumps([seeds, told], ensure_ascii=False, indent=1) + "\n"


def prepared(exam: Exam, id_: str) -> Ready:
    """Return a subject with its gestures and expectations bound, and its sittings planned. Raises DataError."""
    filed = subjects.read_one(exam.id, id_)
    return Ready(filed, judge.bound(filed), judge.solved(exam, filed), rehearsal.plan(filed.data))


def mixed(jobs: Sequence[Job]) -> list[Job]:
    """Order the sittings so that CMSs take turns, and subjects that lay something over the context stay together."""
    places: Counter[Cms] = Counter()
    ranked = []
    for job in jobs:
        places[job.cms] += 1
        ranked.append((places[job.cms], job))
    return [job for _, job in sorted(ranked, key=lambda pair: pair[0])]
