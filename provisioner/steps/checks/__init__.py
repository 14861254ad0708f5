"""diff -> verdicts: evidence for each official functionality, from checks that are data. Never a mark."""

from __future__ import annotations

from provisioner.steps.checks.criteria import BoundSubject, bind_expectation, bind_subject, look
from provisioner.steps.checks.criteria import write as write_criteria
from provisioner.steps.checks.load import Check, Checks, load_check, load_checks, load_kinds, load_official
from provisioner.steps.checks.run import evaluate, run_check, write_verdicts

__all__ = [
    "BoundSubject",
    "Check",
    "Checks",
    "bind_expectation",
    "bind_subject",
    "evaluate",
    "load_check",
    "load_checks",
    "load_kinds",
    "load_official",
    "look",
    "run_check",
    "write_criteria",
    "write_verdicts",
]
