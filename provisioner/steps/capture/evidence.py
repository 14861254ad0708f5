"""Database and files of one candidate's site, read where it runs."""

from __future__ import annotations

import json
import os
import shutil
from fnmatch import fnmatchcase
from pathlib import Path

from provisioner import candidate_folder, paths
from provisioner.adapters.database import reading
from provisioner.adapters.docker import files, layer
from provisioner.datafiles import load_yaml
from provisioner.errors import SittingError
from provisioner.schema.changes import FileChange
from provisioner.schema.entities import FileNoise, NoiseFile
from provisioner.schema.requests import write as write_requests
from provisioner.schema.sitting import Sitting
from provisioner.schema.snapshot import Snapshot
from provisioner.schema.stack import Stack
from provisioner.steps.capture import journal, requests
from provisioner.steps.capture.baseline import baseline_folder

ROOT = "/var/www/html"
LARGEST = 20_000_000
"""Bytes of a file kept with the evidence; a larger one is only listed, with its hash."""


def data(stage: Path, password: str) -> None:
    """Write the states, the records of what happened between them and the files of the sitting in `stage`.

    That is `before.json.gz`, `after.json.gz`, `structure.json`, `events.jsonl.gz`, `requests.jsonl.gz`, `files.json`,
    `derived.json` and `files/`.

    Raises SittingError (no baseline, database silent), EngineError.
    """
    sitting = candidate_folder.sitting(stage)
    folder = stage / "capture"
    stack = load_yaml(paths.STACKS / sitting.cms / "stack.yml", Stack)
    before = baseline_folder(sitting.image, sitting.seed) / "baseline.json.gz"
    if not before.is_file():
        raise SittingError(
            f"L’état de départ de l’image {sitting.image} n’a pas été relevé ({before} n’existe pas).",
            "Lancez « ./e5b image build » : il relève cet état.",
        )
    _link(before, folder / "before.json.gz")
    socket = paths.run() / sitting.container / "db.sock"
    after = reading.snapshot(socket, stack.database, stack.prefix, password)
    after.write(folder / "after.json.gz")
    _structure(before, after, folder / "structure.json", socket, stack, password)
    journal.write(folder / "events.jsonl.gz", socket, stack.database, password, after)
    _requests(stage.parent / requests.LOG, folder / "requests.jsonl.gz")
    _files(sitting, stack, folder)


def _structure(image: Path, after: Snapshot, target: Path, socket: Path, stack: Stack, password: str) -> None:
    """Keep how the tables are made that the image has not, or not so: the site can then be made again from the rows."""
    known = Snapshot.read(image).tables
    new = [name for name, table in after.tables.items() if name not in known or known[name].columns != table.columns]
    made = reading.structures(socket, stack.database, stack.prefix, password, new)
    target.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _requests(log: Path, target: Path) -> None:
    """Keep the pages asked of the site. Without the door's log nothing is written: they are then not known."""
    if log.is_file():
        with log.open(encoding="utf-8", errors="replace") as lines:
            write_requests(target, requests.parse(lines))


def _files(sitting: Sitting, stack: Stack, folder: Path) -> None:
    noise = load_yaml(paths.STACKS / sitting.cms / "noise.yml", NoiseFile).files
    found: list[FileChange] = []
    # Small copies of pictures and the like say nothing of the work, and the site needs them to be shown again.
    derived: list[FileChange] = []
    for one in files.touched(sitting.container, ROOT, stack.content_folders):
        if any(fnmatchcase(one.path, pattern) for pattern in stack.ignored_files):
            continue
        gone = one.action == "removed"
        content = None if gone else files.content(sitting.container, f"{ROOT}/{one.path}", LARGEST)
        if content is None and not gone:
            continue
        (derived if is_noise(one.path, noise) else found).append(kept(one, content, folder / "files"))
    for name, changes in (("files.json", found), ("derived.json", derived)):
        lines = json.dumps([change.model_dump() for change in changes], ensure_ascii=False, indent=1)
        (folder / name).write_text(lines + "\n", encoding="utf-8")


def is_noise(path: str, rules: tuple[FileNoise, ...]) -> bool:
    """Tell whether a file is one that the CMS writes by itself."""
    return any(fnmatchcase(path, pattern) for rule in rules for pattern in rule.paths)


def kept(one: files.Touched, content: files.Content | None, folder: Path) -> FileChange:
    """Write the bytes of a file of the site below `folder` and return what to tell of it; None: it is gone."""
    name = layer.text(one.path)
    if content is None:
        return FileChange(path=name, action=one.action)
    if content.data is not None:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.data)
    return FileChange(path=name, action=one.action, size=content.size, sha256=content.sha256)


def _link(source: Path, target: Path) -> None:
    """Share the baseline's bytes where the file system can; the same for every candidate of an image."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
