"""A candidate's site in, evidence and diff out; and the golden image's own state, that they are compared with."""

from __future__ import annotations

from pathlib import Path

from provisioner.schema.changes import Diff
from provisioner.steps import capture as step
from provisioner.steps import diff as differ
from provisioner.steps import frontdoor


def capture(folder: Path, password: str, *, pages: bool = True) -> Diff:
    """Capture the sitting of a candidate's folder, all or nothing, and return what changed.

    Raises SittingError, EngineError, BrowserError; the previous capture then stays.
    """
    with step.staging(folder) as stage:
        step.data(stage, password)
        result = differ.run(stage)
        if pages:
            step.pages(stage, differ.pages_to_see(result), frontdoor.temporary_door)
    return result


def baseline(tag: str, cms: str, *, again: bool = False) -> Path:
    """Take a golden image's snapshot and pictures unless they are there; return their folder."""
    model = differ.load_model(cms)
    return step.baseline(
        tag, cms, frontdoor.temporary_door, lambda snapshot: differ.all_pages(snapshot, model), again=again
    )
