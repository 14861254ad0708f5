"""verdicts -> report: pages of HTML that open anywhere, with no server and no internet."""

from __future__ import annotations

from provisioner.steps.report.build import write_index, write_report
from provisioner.steps.report.spelling import proper_nouns

__all__ = ["proper_nouns", "write_index", "write_report"]
