"""A picture of a candidate's site while they work, on demand: of a throwaway copy, since looking at a page writes."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from provisioner import paths
from provisioner.adapters import browser, disk
from provisioner.datafiles import load_yaml
from provisioner.errors import SittingError
from provisioner.schema.stack import Stack
from provisioner.steps import frontdoor
from provisioner.steps.capture.copies import copy_of
from provisioner.steps.sitting import store


def picture(wave: str, number: str, path: str, target: Path) -> None:
    """Write a JPEG of a page of the candidate's site as it is now; an empty path: its home page.

    Raises SittingError, EngineError, BrowserError.
    """
    sitting = store.read_sitting(wave, number)
    if sitting is None or sitting.removed_at:
        raise SittingError(f"Le candidat {number} n’a pas de site.", "« ./e5b status » montre les candidats.")
    stack = load_yaml(paths.STACKS / sitting.cms / "stack.yml", Stack)
    page = path or stack.front_path
    disk.folder(target.parent)
    with tempfile.TemporaryDirectory(prefix="e5b-vue-") as scratch:
        with copy_of(sitting, stack) as copy, frontdoor.temporary_door(copy) as proxy:
            sight = browser.visit(sitting.url, [page], Path(scratch), proxy).sights[page]
        if not sight.views:
            raise SittingError(f"La page n’a pas pu être regardée : {sight.problem}", "Essayez encore.")
        temporary = target.with_name(f".{target.name}")
        shutil.copyfile(Path(scratch) / sight.views[0].image, temporary)
        temporary.replace(target)
