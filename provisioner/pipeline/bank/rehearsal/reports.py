"""The reports of a rehearsal: one per subject, for the pilot academy to sign."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from provisioner.adapters import browser
from provisioner.errors import E5BError
from provisioner.pipeline.bank.papers import french_day
from provisioner.pipeline.bank.rehearsal.play import kept
from provisioner.pipeline.bank.rehearsal.run import Rehearsed
from provisioner.steps import papers


def write(rehearsed: Rehearsed, *, pdf: bool = True) -> tuple[list[Path], E5BError | None]:
    """Write the report of each subject, in HTML and PDF; return the files, and why there is no PDF if so."""
    folder = kept(rehearsed.exam) / "rapports"
    day = french_day(datetime.now().astimezone().date().isoformat())
    documents = {one.id: papers.trial(rehearsed.exam, one.label, one, day) for one in rehearsed.results}
    pages = papers.write(folder, documents)
    if not pdf:
        return pages, None
    try:
        return [*pages, *browser.print_pdfs(pages)], None
    except E5BError as error:
        return pages, error
