"""Pages of a candidate's site, seen on a throwaway copy, beside what they were in the golden image."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from provisioner import candidate_folder, paths
from provisioner.adapters import browser
from provisioner.datafiles import load_yaml
from provisioner.schema.pages import Page, Pages, Sight
from provisioner.schema.sitting import Sitting
from provisioner.schema.stack import Stack
from provisioner.steps.capture.baseline import baseline_folder, sights
from provisioner.steps.capture.copies import copy_of

MOST = 8
"""Pages of one candidate: eight seconds and five megabytes are what a dossier may take."""
Door = Callable[[str], AbstractContextManager[str]]
"""Gives the address of a proxy to the site whose run folder has this name."""


def pages(stage: Path, wanted: Sequence[str], door: Door, eyes: browser.Chromium | None = None) -> Pages:
    """Look at these paths of the candidate's site and write `capture/pages/`. Raises EngineError, BrowserError."""
    sitting = candidate_folder.sitting(stage)
    stack = load_yaml(paths.STACKS / sitting.cms / "stack.yml", Stack)
    chosen = choose(sitting, wanted)
    folder = stage / "capture" / "pages"
    with copy_of(sitting, stack) as copy, door(copy) as proxy:
        seen = (eyes or browser).visit(sitting.url, chosen, folder / "after", proxy)
    origin = baseline_folder(sitting.image, sitting.seed) / "pages"
    known = sights(origin)
    result = Pages(
        pages=tuple(
            Page(
                path=one,
                before=_bring(known.get(one), origin, folder),
                after=moved(seen.sights[one], "after/"),
            )
            for one in chosen
        ),
        blocked=dict(seen.blocked),
    )
    (folder / "pages.json").write_text(result.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return result


def choose(sitting: Sitting, wanted: Sequence[str]) -> list[str]:
    """Return the pages to look at: the home page first, and no more than a dossier may hold."""
    stack = load_yaml(paths.STACKS / sitting.cms / "stack.yml", Stack)
    return list(dict.fromkeys([stack.front_path, *wanted]))[:MOST]


def moved(sight: Sight, prefix: str) -> Sight:
    """Return a sight whose files are one folder down."""
    views = tuple(view.model_copy(update={"image": prefix + view.image}) for view in sight.views)
    text, aria = (prefix + name if name else "" for name in (sight.text, sight.aria))
    return sight.model_copy(update={"text": text, "aria": aria, "views": views})


def _bring(sight: Sight | None, source: Path, folder: Path) -> Sight | None:
    if sight is None:
        return None
    (folder / "before").mkdir(exist_ok=True)
    for name in (sight.text, sight.aria, *(view.image for view in sight.views)):
        if name and (source / name).is_file():
            try:
                os.link(source / name, folder / "before" / name)
            except OSError:
                shutil.copyfile(source / name, folder / "before" / name)
    return moved(sight, "before/")
