"""Builds a golden image, and finds those of this machine."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from provisioner import names, paths
from provisioner.adapters.docker import build as docker
from provisioner.adapters.docker.build import Say
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.image import ImageRecord
from provisioner.steps.image import inputs
from provisioner.steps.image.base import ensure_base, ensure_packages
from provisioner.steps.image.inputs import Medium

KIND = "e5b.kind=golden"


def build(
    exam: Exam,
    cms: Cms,
    media: Mapping[str, Medium],
    context: Mapping[str, Any],
    pictures: Path,
    say: Say,
    *,
    cache: bool = True,
) -> ImageRecord:
    """Return the golden image of one CMS of an exam, built unless one of the same inputs is there.

    `media` is by `kind/name`; `context` is the whole context as plain values; `pictures` holds `<id>.<format>`.
    `cache` False builds again, whatever is there. Raises EngineError; a failed build leaves the previous image.
    """
    stack = paths.STACKS / cms
    packages = tuple(pin.debian for pin in exam.cms[cms].media if pin.debian)
    base = ensure_packages(ensure_base(say), packages, say)
    image = docker.find(base)
    wanted = inputs.exam_json(exam, cms)
    part = inputs.narrow(context, cms)
    parts = inputs.hashes(stack, image.id if image else base, wanted, media, part, pictures)
    tag = names.golden_image(exam.id, cms, inputs.digest(json.dumps(parts, sort_keys=True)))
    present = docker.find(tag)
    if present and cache:
        return record(present)
    say(f"Image {exam.cms[cms].label} {exam.cms[cms].version} : installation et contexte…")
    labels = _labels(exam, cms, parts, tuple(one.reservation for one in media.values() if one.reservation))
    work = paths.home() / "tmp"
    work.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="image-", dir=work) as folder:
        inputs.assemble(Path(folder), stack, wanted, media, part, pictures)
        docker.build(Path(folder), tag, arguments={"BASE": base}, labels=labels, say=say, network="none", cache=cache)
    built = docker.find(tag)
    assert built is not None  # noqa: S101 the engine just said so
    _tidy(record(built), present)
    return record(built)


def _tidy(built: ImageRecord, replaced: docker.Image | None) -> None:
    """Give back the room of the images that this one replaces; those that a candidate's site uses stay."""
    if replaced and replaced.id != built.id:
        docker.forget(replaced.id)
    for old in listing():
        if (old.exam, old.cms) == (built.exam, built.cms) and old.tag != built.tag:
            docker.forget(old.tag)


def _labels(exam: Exam, cms: Cms, parts: Mapping[str, str], reservations: tuple[str, ...]) -> dict[str, str]:
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
        }
    )


def listing() -> list[ImageRecord]:
    """Return the golden images of this machine, newest first."""
    return sorted((record(image) for image in docker.labelled(KIND)), key=lambda one: one.built_at, reverse=True)


def find(exam: str, cms: Cms) -> ImageRecord | None:
    """Return the newest golden image of one CMS of an exam, or None."""
    return next((one for one in listing() if (one.exam, one.cms) == (exam, cms)), None)
