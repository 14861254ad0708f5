"""Candidates' sites in, the pages they are handed out."""

from __future__ import annotations

from pathlib import Path

from provisioner.adapters import browser
from provisioner.errors import E5BError
from provisioner.pipeline.sitting.opening import Opened, stack
from provisioner.steps import fiches
from provisioner.steps.fiches import Fiche


def write(opened: Opened, *, pdf: bool = True) -> tuple[Path, E5BError | None]:
    """Write the fiches of all candidates whose site is there, in HTML and PDF; return their folder.

    Without a browser the HTML is there all the same: what went wrong with the PDF comes beside the folder.
    """
    ready = {one.number: one for one in (*opened.already, *opened.started)}
    stacks = {cms: stack(cms) for cms in {one.who.cms for one in opened.wave.candidates}}
    pages = [
        Fiche(opened.exam, stacks[one.who.cms], one, ready[one.who.number])
        for one in opened.wave.candidates
        if one.who.number in ready
    ]
    folder = fiches.folder(opened.wave.wave)
    if not pages:
        return folder, None
    changed = fiches.write(opened.wave.wave, pages)
    try:
        if pdf:
            browser.print_pdfs(changed)
    except E5BError as error:
        return folder, error
    return folder, None
