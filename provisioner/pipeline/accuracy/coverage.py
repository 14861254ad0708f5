"""What is there for each official functionality: checks, cases, scripted candidates. Counted from the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from provisioner import paths
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.pipeline.accuracy import plan
from provisioner.schema.checks import Case, CaseKind
from provisioner.schema.exam import Cms
from provisioner.steps import checks

KINDS: tuple[CaseKind, ...] = get_args(CaseKind)
ALL: tuple[Cms, ...] = get_args(Cms)


@dataclass(frozen=True)
class Covered:
    """One functionality of one list."""

    label: str
    checks: int
    """Rules that evidence it."""
    cases: dict[CaseKind, int]
    scripted: bool
    """A candidate that does it can be played."""

    @property
    def lacks(self) -> tuple[str, ...]:
        """What is missing, in French."""
        absent = [_KIND_LABELS[kind] for kind in KINDS if not self.cases[kind]]
        cases = ["cas"] if len(absent) == len(KINDS) else [f"cas {', '.join(absent)}"] if absent else []
        return (
            *(["vérification"] if not self.checks else []),
            *cases,
            *(["candidat automatique"] if not self.scripted else []),
        )


_KIND_LABELS: dict[CaseKind, str] = {
    "done": "« fait »",
    "not_done": "« pas fait »",
    "near_miss": "« presque »",
    "noise": "« bruit seul »",
}
Coverage = dict[str, dict[Cms, dict[str, Covered]]]


def count() -> Coverage:
    """Count for every list below `checks/`; every file counted is read. Raises DataError naming file and key."""
    return {
        path.parent.name: {cms: _counted(path.parent.name, cms) for cms in ALL}
        for path in sorted(paths.CHECKS.glob("*/official.yml"))
    }


def _counted(exam: str, cms: Cms) -> dict[str, Covered]:
    known = {one.functionality.id: one for one in checks.load_checks(exam, cms).checks}
    scripts = plan.scripts(exam, cms)
    found = {}
    for line in checks.load_official(exam).of(cms):
        check = known.get(line.id)
        script = scripts.get(line.id)
        found[line.id] = Covered(
            line.label,
            len(check.rules) if check else 0,
            _cases(f"{exam}/{cms}/{line.id}", check.like if check else ""),
            script is not None and any(run.data.kind == "done" for run in script.runs),
        )
    return found


def _cases(own: str, like: str) -> dict[CaseKind, int]:
    """Count the cases of a functionality: its own, and those of the check it shares, whose rules are the same."""
    counted = dict.fromkeys(KINDS, 0)
    for path in sorted(one for place in filter(None, (own, like)) for one in (paths.CASES / place).glob("*.yml")):
        kind = next((one for one in KINDS if path.stem == one or path.stem.startswith(f"{one}_")), None)
        if kind is None:
            raise DataError(f"{path} : le nom de ce cas ne dit pas sa sorte.", f"Commencez-le par {', '.join(KINDS)}.")
        load_yaml(path, Case)
        counted[kind] += 1
    return counted
