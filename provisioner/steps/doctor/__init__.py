"""Looks at the machine and says, line by line, whether it can carry an exam, and what to do when it cannot."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from provisioner.schema.doctor import Check, Diagnosis
from provisioner.steps.doctor import images, machine, software

EXAMINATIONS: tuple[Callable[[], Iterable[Check]], ...] = (
    machine.cores,
    machine.memory,
    machine.disk,
    machine.home,
    machine.ports,
    machine.clock,
    software.engine,
    software.browser,
    software.door,
    software.base,
    software.fonts,
    software.spelling,
    images.images,
)


def diagnose(others: Iterable[Check] = ()) -> Diagnosis:
    """Examine everything, and add what other steps know (`others`); nothing is changed."""
    checks = (*(check for examine in EXAMINATIONS for check in examine()), *others)
    return Diagnosis(ok=all(check.state != "bloquant" for check in checks), checks=checks)
