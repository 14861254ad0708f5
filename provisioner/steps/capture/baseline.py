"""What a golden image holds before any candidate: its own snapshot, and pictures of its pages. Each is taken once."""

from __future__ import annotations

import fcntl
import json
import secrets
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

from provisioner import names, paths
from provisioner.adapters import browser
from provisioner.adapters.database import reading
from provisioner.adapters.docker import files, probe
from provisioner.datafiles import load_json, load_yaml
from provisioner.schema.pages import Page, Pages, Sight
from provisioner.schema.snapshot import Snapshot
from provisioner.schema.stack import Stack
from provisioner.steps.capture.copies import run_folder

FORMAT = 2
"""Of what is kept of an image; another one is taken again."""
ADDRESS = "http://e5b.invalid"
"""Address of the site in a golden image."""
Door = Callable[[str], AbstractContextManager[str]]
Paths = Callable[[Snapshot], Sequence[str]]
_SEED = "seed.sql"


def baseline_folder(tag: str, seed: str = "") -> Path:
    """Return the folder of what belongs to a golden image; `seed` is the short name of what a subject lays over it."""
    return paths.images() / (f"{names.escape(tag)}-{names.escape(seed)}" if seed else names.escape(tag))


def baseline(
    tag: str,
    cms: str,
    door: Door,
    existing: Paths,
    *,
    container: str = "",
    everything: bool = False,
    seed: str = "",
) -> Path:
    """Take a golden image's snapshot and its home page, or all its pages, unless they are there; return their folder.

    `existing` gives the paths of all pages, from the snapshot; with a `container`, the image is the one that it was
    made from, even if its tag has been given to another since. `seed` is the SQL that a subject lays over the image:
    it is then part of the state before. Raises EngineError, SittingError, BrowserError.
    """
    folder = baseline_folder(tag, names.seed(seed))
    stack = load_yaml(paths.STACKS / cms / "stack.yml", Stack)
    image = files.image_of(container) if container else files.image_id(tag)
    with _held(folder):
        if (_known(folder).get("image"), _known(folder).get("format")) != (image, FORMAT):
            # Nothing of an image of the same name that was built again since.
            shutil.rmtree(folder / "pages", ignore_errors=True)
            _write(folder / _SEED, seed)
            taken: list[Snapshot] = []

            def take(run: Path, password: str) -> None:
                taken.append(reading.snapshot(run / "db.sock", stack.database, stack.prefix, password))

            with _golden(image, stack, seed, take) as run:
                snapshot = taken[0]
                snapshot.write(folder / "baseline.json.gz")
                every = list(dict.fromkeys([stack.front_path, *existing(snapshot)]))
                _see(every if everything else every[:1], run, door, folder)
            _write(folder / "baseline.json", json.dumps({"format": FORMAT, "image": image, "paths": every}))
    if everything:
        complete(tag, cms, door, known_paths(tag, names.seed(seed)), seed=names.seed(seed))
    return folder


def complete(
    tag: str, cms: str, door: Door, wanted: Sequence[str], eyes: browser.Chromium | None = None, *, seed: str = ""
) -> None:
    """Look at those of the golden image's pages that nobody looked at yet. `baseline` comes first.

    `seed` is the short name of what a subject lays over the image.
    """
    folder = baseline_folder(tag, seed)
    there = set(known_paths(tag, seed))
    with _held(folder):
        seen = sights(folder / "pages")
        missing = [path for path in wanted if path in there and path not in seen]
        if missing:
            stack = load_yaml(paths.STACKS / cms / "stack.yml", Stack)
            laid = (folder / _SEED).read_text(encoding="utf-8") if seed else ""
            with _golden(str(_known(folder)["image"]), stack, laid) as run:
                _see(missing, run, door, folder, eyes)


def known_paths(tag: str, seed: str = "") -> list[str]:
    """Return the paths of all pages of a golden image."""
    return [str(path) for path in _known(baseline_folder(tag, seed)).get("paths", [])]


def _known(folder: Path) -> dict[str, Any]:
    """Return which image the baseline was taken of, and its paths; nothing when it was not, or not to the end."""
    try:
        found = json.loads((folder / "baseline.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def sights(folder: Path) -> dict[str, Sight]:
    """Return what the golden image's pages were, by path; nothing when they were not looked at."""
    file = folder / "pages.json"
    if not file.is_file():
        return {}
    return {page.path: page.before for page in load_json(file, Pages).pages if page.before is not None}


def _see(chosen: Sequence[str], run: Path, door: Door, folder: Path, eyes: browser.Chromium | None = None) -> None:
    known = sights(folder / "pages")
    with door(run.name) as proxy:
        seen = (eyes or browser).visit(ADDRESS, chosen, folder / "pages", proxy)
    pages = tuple(Page(path=path, before=sight) for path, sight in {**known, **seen.sights}.items())
    _write(folder / "pages" / "pages.json", Pages(pages=pages, blocked=dict(seen.blocked)).model_dump_json(indent=1))


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """One at a time: candidates captured together share one golden image."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def _golden(
    image: str, stack: Stack, seed: str = "", first: Callable[[Path, str], None] | None = None
) -> Iterator[Path]:
    """Give the run folder of a running copy of the golden image, with what `seed` lays over it.

    `first` is called with it and the password of the user `capture` before any page is asked: the first one writes.
    """
    with run_folder() as run:
        password = _prepare(run, stack, seed)
        look = (lambda: first(run, password)) if first else None
        with probe.site(image, run, ADDRESS + stack.ready_path, first=look):
            yield run


def _prepare(run: Path, stack: Stack, seed: str) -> str:
    """Write what the container finds in its run folder: the user that reads snapshots, and the seed, are added."""
    password = secrets.token_hex(16)
    keys = {name: secrets.token_hex(32) for name in stack.secrets}
    statements = (
        "SET sql_log_bin=0;",
        f"CREATE OR REPLACE USER '{reading.USER}'@'localhost' IDENTIFIED BY '{password}';",
        f"GRANT SELECT ON *.* TO '{reading.USER}'@'localhost';",
    )
    written = {
        "secrets.json": json.dumps({"keys": keys}),
        "site.env": f"E5B_URL={ADDRESS}\nE5B_HOST={ADDRESS.split('//')[1]}\n",
        "personalise.sql": "\n".join(statements) + "\n" + seed,
    }
    for name, text in written.items():
        (run / name).write_text(text, encoding="utf-8")
        (run / name).chmod(0o644)
    return password


def _write(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".tmp")
    temporary.write_text(text + "\n", encoding="utf-8")
    temporary.replace(path)


def forget(tag: str) -> None:
    """Throw away what was taken of a golden image, with or without a seed."""
    for folder in (baseline_folder(tag), *paths.images().glob(f"{names.escape(tag)}-*")):
        shutil.rmtree(folder, ignore_errors=True)
