"""What was expected of a scripted candidate against the verdicts on them: right, missed, wrongly found, undetermined.

Pure: verdicts in, outcomes out. What is expected is stated for every functionality of the list, so that what a run
was not written for counts too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from provisioner.schema.changes import Diff
from provisioner.schema.scripted import RunKind
from provisioner.schema.verdicts import CheckResult, Verdict, Verdicts

Outcome = Literal["found", "absent", "missed", "wrong", "undetermined"]
"""`found` and `absent` are right: found when it should be, not found when not."""
OUTCOMES: tuple[Outcome, ...] = ("found", "absent", "missed", "wrong", "undetermined")
OUTCOME_LABELS: dict[Outcome, str] = {
    "found": "juste, constaté",
    "absent": "juste, rien",
    "missed": "manqué",
    "wrong": "trouvé à tort",
    "undetermined": "indéterminé",
}
RIGHT: frozenset[Outcome] = frozenset({"found", "absent"})
_NO_CHECK = "Aucune vérification ne porte sur cette fonctionnalité."


@dataclass(frozen=True)
class Expected:
    """What a fair report says of a run; every functionality that is in neither is not evidenced."""

    found: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Judged:
    """One functionality in one run."""

    id: str
    outcome: Outcome
    expected: Verdict
    got: Verdict
    reason: str
    """French: the evidence, or why there is none."""

    @property
    def right(self) -> bool:
        """As it should be."""
        return self.outcome in RIGHT


Matrix = dict[str, Counter[Outcome]]


def expected_of(
    kind: RunKind,
    source: str,
    also: Iterable[str],
    unsure: Iterable[str],
    same: Mapping[str, Collection[str]] | None = None,
) -> Expected:
    """Return what a run of the functionality `source` is fair evidence of.

    `same` says, for a run shared by another list, which functionalities of that list each one stands for.
    """

    def here(ids: Iterable[str]) -> frozenset[str]:
        return frozenset(ids) if same is None else frozenset(one for id_ in ids for one in same.get(id_, ()))

    found = here([*also, *([] if kind == "near_miss" else [source])])
    return Expected(found, here(unsure) - found)


def judge(verdicts: Verdicts, silent: Verdicts, expected: Expected) -> tuple[Judged, ...]:
    """Compare the verdicts on a run with what was expected; `silent` are the verdicts on a sitting without a change.

    A functionality that nobody evidenced must be as in silence: for one that leaves no trace of its own, that is
    « undetermined ».
    """
    still = {one.id: one for one in silent.results}
    judged = [_judged(one, still[one.id], expected) for one in verdicts.results]
    for id_ in verdicts.uncovered:
        wanted = id_ in expected.found
        outcome: Outcome = "missed" if wanted else "absent"
        judged.append(Judged(id_, outcome, "found" if wanted else "not_found", "not_found", _NO_CHECK))
    return tuple(judged)


def matrix(runs: Iterable[Iterable[Judged]]) -> Matrix:
    """Count the outcomes of each functionality over all runs."""
    counted: Matrix = {}
    for run in runs:
        for one in run:
            counted.setdefault(one.id, Counter())[one.outcome] += 1
    return counted


def silent(diff: Diff) -> bool:
    """Return whether a report of this difference is empty."""
    return not (diff.changes or diff.others or diff.files)


def _judged(got: CheckResult, still: CheckResult, expected: Expected) -> Judged:
    if got.id in expected.found:
        wanted: Verdict = "found"
        outcome: Outcome = "found" if got.verdict == "found" else _fault(got.verdict)
    elif got.id in expected.unsure:
        wanted = "undetermined"
        # Without evidence nor the words of silence, it is the check that failed.
        fair = got.verdict == "undetermined" and (got.evidence or got.sentence == still.sentence)
        outcome = "absent" if fair else _fault(got.verdict)
    else:
        wanted = still.verdict
        as_still = (got.verdict, got.sentence, got.evidence) == (still.verdict, still.sentence, still.evidence)
        outcome = "absent" if as_still else _fault(got.verdict)
    return Judged(got.id, outcome, wanted, got.verdict, reason(got))


def _fault(got: Verdict) -> Outcome:
    faults: dict[Verdict, Outcome] = {"found": "wrong", "not_found": "missed", "undetermined": "undetermined"}
    return faults[got]


def reason(result: CheckResult) -> str:
    """Return what a verdict rests on, in one line."""
    shown = [proof.sentence for proof in result.evidence[:3]]
    more = f" (et {len(result.evidence) - 3} autre(s))" if len(result.evidence) > 3 else ""
    return " ; ".join(shown) + more if shown else result.sentence
