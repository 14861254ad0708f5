"""Golden images: a CMS installed and seeded, database included, ready to be copied."""

from __future__ import annotations

from provisioner.steps.image.base import ensure_base
from provisioner.steps.image.golden import build, chosen, find, listing
from provisioner.steps.image.inputs import Medium
from provisioner.steps.image.verify import verify

__all__ = ["Medium", "build", "chosen", "ensure_base", "find", "listing", "verify"]
