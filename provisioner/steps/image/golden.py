"""Builds a golden image, and finds those of this machine."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from provisioner import names, paths
from provisioner.adapters import disk
from provisioner.adapters.docker import build as docker
from provisioner.adapters.docker.build import Say
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.image import ImageRecord
from provisioner.steps.image import inputs
from provisioner.steps.image.base import ensure_base, ensure_packages, give_back
from provisioner.steps.image.inputs import Medium
from provisioner.steps.image.php import OtherPhp, ensure_php, php_of

KIND = "e5b.kind=golden"


def build(
    exam: Exam,
    cms: Cms,
    media: Mapping[str, Medium],
    context: Mapping[str, Any],
    pictures: Path,
    say: Say,
    sources: Medium | None = None,
    *,
    cache: bool = True,
) -> ImageRecord:
    """Return the golden image of one CMS of an exam, built unless one of the same inputs is there.

    `media` is by `kind/name`; `context` is the whole context as plain values; `pictures` holds `<id>.<format>`.
    `sources`: those of the PHP that the exam asks for; None for the base image's own. `cache` False builds again,
    whatever is there. Raises EngineError, DataError; a failed build leaves the previous image.
    """
    stack = paths.STACKS / cms
    packages = tuple(pin.debian for pin in exam.cms[cms].media if pin.debian)
    other = OtherPhp(exam.cms[cms].php, sources) if sources else None
    base = ensure_base(say)
    base = ensure_packages(ensure_php(base, other, say) if other else base, packages, say)
    image = docker.find(base)
    wanted = inputs.exam_json(exam, cms)
    part = inputs.narrow(context, cms)
    parts = inputs.hashes(stack, image.id if image else base, wanted, media, part, pictures)
    if other:
        parts |= other.hashes(cms)
    tag = names.golden_image(exam.id, cms, inputs.digest(json.dumps(parts, sort_keys=True)))
    present = docker.find(tag)
    if present and cache:
        return record(present)
    say(f"Image {exam.cms[cms].label} {exam.cms[cms].version} : installation et contexte…")
    labels = _labels(exam, cms, parts, [*media.values(), *([sources] if sources else [])])
    if other:
        labels |= other.labels()
    work = disk.folder(paths.home() / "tmp")
    with tempfile.TemporaryDirectory(prefix="image-", dir=work) as folder:
        inputs.assemble(Path(folder), stack, wanted, media, part, pictures)
        if other:
            other.adapt(Path(folder) / "stack", cms, wanted["version"])
        docker.build(Path(folder), tag, arguments={"BASE": base}, labels=labels, say=say, network="none", cache=cache)
    built = docker.find(tag)
    assert built is not None  # noqa: S101 the engine just said so
    tidy(record(built), present)
    give_back(one.tag for one in listing())
    return record(built)


def tidy(built: ImageRecord, replaced: docker.Image | None) -> None:
    """Give back the room of the images that this one replaces; those that a candidate's site uses stay.

    An image on another PHP is another image: each is kept until one on the same PHP replaces it.
    """
    if replaced and replaced.id != built.id:
        docker.forget(replaced.id)
    for old in listing():
        if (old.exam, old.cms, old.php) == (built.exam, built.cms, built.php) and old.tag != built.tag:
            docker.forget(old.tag)


def _labels(exam: Exam, cms: Cms, parts: Mapping[str, str], media: Iterable[Medium]) -> dict[str, str]:
    reservations = tuple(one.reservation for one in media if one.reservation)
    return {
        "e5b.kind": "golden",
        "e5b.exam": exam.id,
        "e5b.cms": cms,
        "e5b.version": exam.cms[cms].version,
        "e5b.inputs": json.dumps(parts, sort_keys=True),
        "e5b.reservations": json.dumps(reservations, ensure_ascii=False),
        "e5b.built": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def record(image: docker.Image) -> ImageRecord:
    """Read back what a golden image says of itself."""
    labels = image.labels
    return ImageRecord.model_validate(
        {
            "tag": image.tag,
            "id": image.id,
            "exam": labels["e5b.exam"],
            "cms": labels["e5b.cms"],
            "cms_version": labels["e5b.version"],
            "reservations": tuple(json.loads(labels.get("e5b.reservations", "[]"))),
            "inputs": json.loads(labels.get("e5b.inputs", "{}")),
            "built_at": labels.get("e5b.built", ""),
            **php_of(labels),
        }
    )


def listing() -> list[ImageRecord]:
    """Return the golden images of this machine, newest first."""
    return sorted((record(image) for image in docker.labelled(KIND)), key=lambda one: one.built_at, reverse=True)


def find(exam: Exam, cms: Cms) -> ImageRecord | None:
    """Return the golden image that sites are copied from: the newest on the PHP that the exam asks for; None: none."""
    return next(iter(chosen(listing(), exam, cms)), None)


def chosen(records: Sequence[ImageRecord], exam: Exam, cms: Cms) -> list[ImageRecord]:
    """Return those of one CMS of an exam that are on the PHP that it asks for, in the same order."""
    asked = (exam.id, cms, exam.cms[cms].php)
    return [one for one in records if (one.exam, one.cms, one.php) == asked]
