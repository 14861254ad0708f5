"""Gives verdicts on a difference."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from provisioner import candidate_folder
from provisioner.adapters import disk
from provisioner.errors import SittingError
from provisioner.predicates._trace import NotRecorded
from provisioner.schema.changes import Diff
from provisioner.schema.checks import CheckFile, Gives
from provisioner.schema.verdicts import CheckResult, Evidence, Verdict, Verdicts
from provisioner.steps.checks.load import Check, Checks

log = logging.getLogger(__name__)


def evaluate(diff: Diff, checks: Checks) -> Verdicts:
    """Give the verdict of every check on a difference, in the official order."""
    results = tuple(run_check(check, diff) for check in checks.checks)
    return Verdicts(
        exam=checks.exam,
        cms=checks.cms,
        results=results,
        uncovered=tuple(line.id for line in checks.uncovered),
        uncovered_labels={line.id: line.label for line in checks.uncovered},
    )


def write_verdicts(folder: Path, checks: Checks) -> Verdicts:
    """Evaluate the `diff.json` of a candidate's folder, write its `verdicts.json`, return it. Raises SittingError."""
    source = folder / "diff.json"
    if not source.is_file():
        raise SittingError(f"{source} n’existe pas.", "Lancez d’abord « ./e5b capture », qui relève le travail.")
    verdicts = evaluate(candidate_folder.part(folder, "diff.json", Diff), checks)
    disk.write(folder / "verdicts.json", verdicts.model_dump_json(indent=1) + "\n")
    return verdicts


def run_check(check: Check, diff: Diff) -> CheckResult:
    """Give one verdict. A rule that crashes never costs the candidate: without another proof, it is undetermined."""
    seen: dict[Gives, list[Evidence]] = {"found": [], "undetermined": []}
    crash = ""
    for rule in check.rules:
        try:
            seen[rule.gives] += rule.evidence(diff)
        except NotRecorded as missing:
            crash = crash or str(missing)
        except Exception as error:  # whatever goes wrong in a check must end in a verdict, with its reason
            log.debug("check %s, predicate %s", check.data.id, rule.predicate.name, exc_info=True)
            crash = f"{rule.predicate.name} : {type(error).__name__} : {error}"
    verdict, sentence = _verdict(check.data, seen, crash)
    evidence = _unique(seen["found"] if verdict == "found" else seen["undetermined"])
    return CheckResult(
        id=check.functionality.id,
        label=check.functionality.label,
        group=check.functionality.group,
        verdict=verdict,
        sentence=sentence,
        evidence=evidence,
        for_examiner=check.data.for_examiner,
        why=check.data.why,
        reading=check.data.reading,
    )


def _verdict(data: CheckFile, seen: Mapping[Gives, Sequence[Evidence]], crash: str) -> tuple[Verdict, str]:
    sentences = data.sentences
    if seen["found"]:
        return "found", sentences.found
    if crash:
        return "undetermined", f"L’analyse de cette fonctionnalité n’a pas abouti ({crash}) : à vérifier sur le site."
    if seen["undetermined"] or not sentences.not_found:
        return "undetermined", sentences.undetermined
    return "not_found", sentences.not_found


def _unique(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Drop a proof that several rules found, keep the order."""
    return tuple(dict.fromkeys(evidence))
