"""verdicts -> report: pages of HTML that open anywhere, with no server and no internet."""

from __future__ import annotations

from provisioner.steps.report.build import write_index, write_report

__all__ = ["write_index", "write_report"]
