"""From a candidate's folder to its `diff.json`, with nothing but what is on the disk."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from provisioner import candidate_folder, paths
from provisioner.adapters import disk
from provisioner.datafiles import load_yaml
from provisioner.errors import SittingError
from provisioner.schema import events, requests
from provisioner.schema.changes import Diff, FileChange, Visit
from provisioner.schema.entities import Model
from provisioner.schema.sitting import Sitting
from provisioner.schema.snapshot import Snapshot
from provisioner.schema.stack import FileMeaning, Stack
from provisioner.steps.diff.engine import cleaner, diff
from provisioner.steps.diff.model import load_model
from provisioner.steps.diff.saves import Recording
from provisioner.steps.diff.timeline import timeline
from provisioner.steps.diff.visits import visits
from provisioner.steps.diff.witness import compare, personal_cells

PLACEHOLDER = "e5b.invalid"
GOLDEN_LOGIN = "candidat"
SITE = "https://site.invalid"
"""What stands for the site's address in diffs: links stay links, and lead nowhere."""
_FILES = TypeAdapter(tuple[FileChange, ...])


def run(folder: Path) -> Diff:
    """Compute, write and return the diff of a candidate's folder (`diff.json`).

    Raises SittingError when it was not captured.
    """
    sitting = candidate_folder.sitting(folder)
    capture = folder / "capture"
    for name in ("before.json.gz", "after.json.gz"):
        if not (capture / name).is_file():
            raise SittingError(
                f"Candidat {sitting.number} : {capture / name} n’existe pas.",
                f"Lancez d’abord « ./e5b capture {sitting.number} ».",
            )
    before, after = _state(capture / "before.json.gz"), _state(capture / "after.json.gz")
    files = _FILES.validate_json((capture / "files.json").read_bytes()) if (capture / "files.json").is_file() else ()
    meanings = load_yaml(paths.STACKS / sitting.cms / "stack.yml", Stack).file_meanings if files else ()
    files = tuple(one.model_copy(update={"says": _meaning(one.path, meanings)}) for one in files)
    model = load_model(sitting.cms)
    result = diff(before, after, model, personal_of(sitting), files)
    told = {**journal(capture, sitting, result, (before, after), model), "visits": visited(capture, model)}
    result = result.model_copy(update={"day": sitting.created_at[:10], **told})
    disk.write(folder / "diff.json", result.model_dump_json(indent=1) + "\n")
    return result


def _state(path: Path) -> Snapshot:
    try:
        return Snapshot.read(path)
    except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError):
        raise SittingError(f"{path} est abîmé.", "Refaites le relevé tant que le site est là.") from None


def _meaning(path: str, meanings: Iterable[FileMeaning]) -> str:
    return next((one.says for one in meanings if any(fnmatchcase(path, pattern) for pattern in one.paths)), "")


def journal(
    capture: Path, sitting: Sitting, result: Diff, states: tuple[Snapshot, Snapshot], model: Model
) -> dict[str, Any]:
    """Return what the binary log adds to a diff: its timeline, and whether the two witnesses agree."""
    path = capture / "events.jsonl.gz"
    if not path.is_file():
        return {"unread_log": "Cette capture ne contient pas le journal de la base."}
    header, found = events.read(path)
    if header.problem:
        return {"unread_log": header.problem}
    mine = personal_of(sitting)
    whole = Recording(*states, found, model, mine)
    return {
        "witness": compare(*states, found, personal_cells(model, cleaner(mine))),
        "timeline": timeline(whole, result, sitting.created_at),
    }


def visited(capture: Path, model: Model) -> tuple[Visit, ...] | None:
    """Return the pages the candidate opened, None when they were not recorded."""
    path = capture / "requests.jsonl.gz"
    return visits(requests.read(path), model.requests) if path.is_file() else None


def personal_of(sitting: Sitting) -> dict[str, str]:
    """Return the texts that are one candidate's own, and what stands for them."""
    host = sitting.url.split("://", 1)[-1]
    found = {sitting.url: SITE, f"http://{PLACEHOLDER}": SITE, host: "site.invalid", PLACEHOLDER: "site.invalid"}
    found |= {address.replace("/", "\\/"): to.replace("/", "\\/") for address, to in found.items() if "/" in address}
    # Where one signs in with an address, the login is what stands before its @.
    login = sitting.login.partition("@")[0]
    if login != GOLDEN_LOGIN:
        found[login] = GOLDEN_LOGIN
    return found
