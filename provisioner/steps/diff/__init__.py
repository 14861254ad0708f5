"""Diff: two snapshots in, what changed as entities a person knows out. Pure: no Docker, no clock, no network."""

from __future__ import annotations

from provisioner.steps.diff.engine import diff
from provisioner.steps.diff.model import load_model
from provisioner.steps.diff.run import personal_of, run
from provisioner.steps.diff.tour import all_pages, pages_to_see

__all__ = ["all_pages", "diff", "load_model", "pages_to_see", "personal_of", "run"]
