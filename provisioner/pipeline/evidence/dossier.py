"""A candidate's folder in, a sealed dossier out; dossiers in, what is not as it was sealed out."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from provisioner import __version__, candidate_folder, exams, names, paths
from provisioner.errors import DataError, DossierError, EngineError, reason
from provisioner.pipeline.records import persons, purges
from provisioner.schema.exam import Exam
from provisioner.schema.seal import Origin, Purge
from provisioner.schema.sitting import Sitting
from provisioner.steps import journal
from provisioner.steps import seal as sealing
from provisioner.steps.seal import chain, contents, keys
from provisioner.steps.seal import store as dossiers
from provisioner.steps.seal.examine import Examined, Problem
from provisioner.steps.seal.statement import opened
from provisioner.steps.sitting import store

_STATEMENT = 16 << 20
"""Bytes of a statement of purge."""


def seal(folder: Path) -> Path:
    """Seal the dossier of a captured and reported candidate; return the archive.

    One that says the very same is not sealed again. Raises DossierError (evidence is missing, key or register damaged),
    DataError, DiskError.
    """
    sitting = candidate_folder.sitting(folder)
    wave = store.read_wave(sitting.wave) if folder.parent == paths.waves() / sitting.wave else None
    if wave is None and (last := dossiers.latest(sitting.wave, sitting.number)):
        # The wave was purged: what was sealed before holds more than what is left.
        return last
    line = next((one.who for one in wave.candidates if one.who.number == sitting.number), None) if wave else None
    facts = [fact | {"detail": persons.taken_out(sitting.wave, fact["detail"])} for fact in _journal(folder, sitting)]
    sources = contents.gather(folder, sitting, line, facts)
    origin = _origin(sitting, exams.load_exam(sitting.exam))
    return dossiers.seal(sources, contents.identity(sitting), origin, sealing.centre_key(), datetime.now().astimezone())


@dataclass(frozen=True)
class Verified:
    """What came of `verify`."""

    dossiers: tuple[Examined, ...]
    problems: tuple[Problem, ...]
    """Of all: inside each, then between them."""
    statements: tuple[Purge, ...] = ()
    """Statements of purges among the files, with their signature right."""


def verify(files: Sequence[Path], key: str = "") -> Verified:
    """Examine dossiers (or all those of a folder), the chain between them, and the key when a fingerprint is demanded.

    Without a file: all those of this centre, against its register. Raises DossierError.
    """
    wanted = [one for path in files for one in (sorted(path.glob("*.zip")) if path.is_dir() else [path])]
    told = {path: opened(raw) for path in wanted if (raw := _statement(path))}
    looked = [_examined(path) for path in (wanted if files else _own()) if path not in told]
    problems = [problem for one in looked for problem in (*one.problems, *chain.alone(one))]
    problems += [_altered(path) for path, one in told.items() if one is None]
    destroyed: frozenset[str] = frozenset()
    try:
        destroyed = purges.destroyed()
    except DossierError as error:
        problems.append(Problem("signature", "purges", error.message))
    problems += chain.between(looked, destroyed)
    if not files:
        register = dossiers.read_register()
        problems += chain.registered(register, looked, destroyed) if register else []
    problems += chain.demanded(looked, [one for one in told.values() if one], key) if key else []
    return Verified(tuple(looked), tuple(problems), tuple(one for one in told.values() if one))


def _statement(path: Path) -> bytes:
    """Return the bytes of a file that holds a statement of purge; nothing for another file."""
    try:
        with path.open("rb") as stream:
            raw = stream.read(_STATEMENT + 1)
    except OSError:
        return b""
    return raw if raw.startswith(b"{") and len(raw) <= _STATEMENT else b""


def _altered(path: Path) -> Problem:
    return Problem("signature", path.name, f"le procès-verbal {path.name} n’est pas tel que le centre l’a signé.")


def _own() -> list[Path]:
    found = sorted(paths.dossiers().glob("*.zip"))
    if not found and dossiers.read_register() is None:
        raise DossierError("Aucun dossier n’a été scellé sur cette machine.", "« ./e5b seal » les scelle.")
    return found


def _examined(path: Path) -> Examined:
    try:
        with path.open("rb") as stream:
            return sealing.examine(stream, path.name)
    except OSError as error:
        raise DossierError(f"{path} ne peut pas être lu ({reason(error)}).", "Vérifiez le nom et les droits.") from None


def abandoned(folder: Path) -> bool:
    """Say whether a candidate's site went without its work being captured: somebody gave it up, as after a trial."""
    sitting = store.read_sitting(folder.parent.name, folder.name)
    return bool(sitting and sitting.removed_at) and not store.captured(folder.parent.name, folder.name)


def key_fingerprint() -> str:
    """Return the fingerprint of this centre's key, made now when there is none."""
    return keys.fingerprint(sealing.centre_key().name)


def head() -> tuple[int, str]:
    """Return the place and the fingerprint of the last dossier sealed; 0 and nothing before the first one.

    Written down by people elsewhere, it holds the whole chain: not even the owner of the key can then make another one.
    """
    register = dossiers.read_register()
    last = register.links[-1] if register and register.links else None
    return (last.sequence, keys.grouped(last.manifest)) if last else (0, "")


def _journal(folder: Path, sitting: Sitting) -> list[dict[str, Any]]:
    """Return the clock's journal of this sitting, up to the last fact about it; the seal itself comes after.

    Of the other candidates that an order was for, nothing is kept.
    """
    facts = [one for one in journal.of(folder.parent).entries(sitting.number) if one.kind != "sealed"]
    own = [one.id for one in facts if one.number or "numbers" in one.detail]
    lines = [one.model_dump(mode="json") for one in facts if not own or one.id <= own[-1]]
    for line in lines:
        if "numbers" in line["detail"]:
            line["detail"]["numbers"] = [sitting.number]
    return lines


def _origin(sitting: Sitting, exam: Exam) -> Origin:
    subject = names.subject_id(sitting.cms, sitting.subject)
    return Origin(
        software=__version__,
        data=contents.data_digests(
            exam.id, paths.SUBJECTS / exam.context, paths.CHECKS / exam.checks, sitting.cms, subject
        ),
        image=sitting.image,
        image_id=_image_id(sitting),
        image_inputs=_image_inputs(sitting.image),
        kit=_kit(),
    )


def _kit() -> str:
    """Return the offline kit that this software was installed from."""
    from provisioner.steps.kit import place  # noqa: PLC0415 brings what opens archives

    try:
        record = place.installed()
    except DataError:
        return ""  # evidence is sealed whatever else is damaged
    return record.manifest if record and Path(record.software) == paths.PROJECT else ""


def _image_id(sitting: Sitting) -> str:
    """Return the id of the image that the state before was read from; it is in the state's own folder."""
    from provisioner.steps.capture import baseline_folder  # noqa: PLC0415 brings a browser's library

    try:
        known = json.loads((baseline_folder(sitting.image, sitting.seed) / "baseline.json").read_text(encoding="utf-8"))
        return str(known["image"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _image_inputs(tag: str) -> dict[str, str]:
    """Return what an image was built from; nothing when no engine answers, or the image is gone."""
    try:
        return _built_from(tag)
    except (EngineError, DataError, LookupError):
        return {}


@cache
def _built_from(tag: str) -> dict[str, str]:
    """Return what an image was built from: its tag is a hash of it. Raises LookupError, EngineError."""
    from provisioner.steps import image  # noqa: PLC0415 brings the engine's library

    found = {one.tag: one.inputs for one in image.listing()}
    return found[tag]
