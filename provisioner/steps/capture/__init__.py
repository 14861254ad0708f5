"""Capture: what a candidate's site has become, without altering it by a byte.

The database first, in one consistent read; the files of the container's own layer; then pages, on a throwaway copy.
Everything is written beside the candidate's folder and put in place at once: a failed capture leaves the previous one.
"""

from __future__ import annotations

from provisioner.adapters.browser import Chromium
from provisioner.steps.capture.baseline import baseline, baseline_folder, complete, forget
from provisioner.steps.capture.evidence import data
from provisioner.steps.capture.sights import choose, pages
from provisioner.steps.capture.staging import staging

__all__ = ["Chromium", "baseline", "baseline_folder", "choose", "complete", "data", "forget", "pages", "staging"]
