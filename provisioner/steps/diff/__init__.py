"""Diff: two snapshots in, what changed as entities a person knows out. Pure: no Docker, no clock, no network."""

from __future__ import annotations

from provisioner.steps.diff.engine import diff
from provisioner.steps.diff.model import load_model
from provisioner.steps.diff.run import personal_of, run

__all__ = ["diff", "load_model", "personal_of", "run"]
