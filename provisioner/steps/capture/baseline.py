"""What a golden image holds before any candidate: its own snapshot, and pictures of its pages. Taken once per image."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from provisioner import names, paths
from provisioner.adapters import browser, database
from provisioner.adapters.docker import probe
from provisioner.datafiles import load_yaml
from provisioner.schema.pages import Page, Pages
from provisioner.schema.snapshot import Snapshot
from provisioner.schema.stack import Stack
from provisioner.steps.capture.copies import run_folder

ADDRESS = "http://e5b.invalid"
"""Address of the site in a golden image."""
Door = Callable[[str], AbstractContextManager[str]]
Paths = Callable[[Snapshot], Sequence[str]]


def baseline_folder(tag: str) -> Path:
    """Return the folder of what belongs to a golden image."""
    return paths.images() / names.escape(tag)


def baseline(tag: str, cms: str, door: Door, wanted: Paths, *, again: bool = False) -> Path:
    """Write `baseline.json.gz` and `pages/` of a golden image, unless they are there; return their folder.

    `wanted` says which paths to look at, from the snapshot. Raises EngineError, SittingError, BrowserError.
    """
    folder = baseline_folder(tag)
    if (folder / "pages" / "pages.json").is_file() and (folder / "baseline.json.gz").is_file() and not again:
        return folder
    stack = load_yaml(paths.STACKS / cms / "stack.yml", Stack)
    stage = folder.with_name(folder.name + f".{secrets.token_hex(3)}.tmp")
    stage.mkdir(parents=True)
    try:
        with run_folder() as run:
            password = _prepare(run, stack)
            with probe.site(tag, run, ADDRESS + stack.ready_path):
                snapshot = database.snapshot(run / "db.sock", stack.database, stack.prefix, password)
                snapshot.write(stage / "baseline.json.gz")
                chosen = list(dict.fromkeys([stack.front_path, *wanted(snapshot)]))
                with door(run.name) as proxy:
                    _look(chosen, stage / "pages", proxy)
        _put(stage, folder)
    finally:
        shutil.rmtree(stage, ignore_errors=True)
    return folder


def _look(chosen: Sequence[str], folder: Path, proxy: str) -> None:
    seen = browser.visit(ADDRESS, chosen, folder, proxy)
    result = Pages(
        pages=tuple(Page(path=one, before=seen.sights[one]) for one in chosen),
        blocked=dict(seen.blocked),
    )
    (folder / "pages.json").write_text(result.model_dump_json(indent=1) + "\n", encoding="utf-8")


def _prepare(run: Path, stack: Stack) -> str:
    """Write what the container finds in its run folder: only the user that reads snapshots is added to the image."""
    password = secrets.token_hex(16)
    keys = ", ".join(f'"{name}": "{secrets.token_hex(32)}"' for name in stack.secrets)
    (run / "secrets.json").write_text(f'{{"keys": {{{keys}}}}}', encoding="utf-8")
    (run / "site.env").write_text(f"E5B_URL={ADDRESS}\nE5B_HOST={ADDRESS.split('//')[1]}\n", encoding="utf-8")
    statements = (
        "SET sql_log_bin=0;",
        f"CREATE OR REPLACE USER '{database.USER}'@'localhost' IDENTIFIED BY '{password}';",
        f"GRANT SELECT ON *.* TO '{database.USER}'@'localhost';",
    )
    (run / "personalise.sql").write_text("\n".join(statements) + "\n", encoding="utf-8")
    (run / "personalise.sql").chmod(0o644)
    return password


def _put(stage: Path, folder: Path) -> None:
    """Replace the folder's parts, keeping what others keep there."""
    folder.mkdir(parents=True, exist_ok=True)
    for part in ("baseline.json.gz", "pages"):
        target = folder / part
        if target.is_dir():
            shutil.rmtree(target)
        (stage / part).replace(target)
