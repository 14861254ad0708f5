"""What a golden image is made from: its identity (a hash of each part) and the folder handed to Docker."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from provisioner.schema.exam import Cms, Exam, MediaPin
from provisioner.schema.media import MediaRecord

NOT_BUILT = ("stack.yml", "personalise.sql", "noise.yml", "entities", "seeds", "bench", "__pycache__")
"""Parts of a stack that are read afterwards, by the host: they are not in the image."""
VERSIONS = "versions"
"""Folder of a stack: what is otherwise for one version of the CMS, in a folder of that name."""


class Medium(Protocol):
    """One release ready to be copied into an image (`steps.media.MediaItem`)."""

    @property
    def pin(self) -> MediaPin:
        """What the exam asks for."""

    @property
    def record(self) -> MediaRecord:
        """What was found."""

    @property
    def tree(self) -> Path:
        """Its files."""

    @property
    def reservation(self) -> str:
        """French, empty when it is exactly what the exam asks for."""

    @property
    def digest(self) -> str:
        """SHA-256 of its content."""


def digest(data: bytes | str) -> str:
    """Return the SHA-256 of `data`, in hexadecimal."""
    return hashlib.sha256(data.encode() if isinstance(data, str) else data).hexdigest()


def tree_digest(files: Iterable[tuple[str, Path]]) -> str:
    """Return the SHA-256 of files, by name and content, whatever their order."""
    lines = sorted(f"{name}\0{digest(path.read_bytes())}\0{path.stat().st_mode & 0o100}" for name, path in files)
    return digest("\n".join(lines))


def recipe_files(stack: Path, version: str = "") -> list[tuple[str, Path]]:
    """Return the files of a stack that go into its image, by name below it.

    Those of `versions/<version>/` take the place of the stack's of the same name; an empty one takes it away.
    """
    files = {name: path for name, path in _files(stack) if not name.startswith(f"{VERSIONS}/")}
    for name, path in _files(stack / VERSIONS / version) if version else ():
        if path.stat().st_size:
            files[name] = path
        else:
            files.pop(name, None)
    return list(files.items())


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    found = (path for path in folder.rglob("*") if path.is_file())
    named = ((path.relative_to(folder), path) for path in found)
    yield from ((name.as_posix(), path) for name, path in named if not set(name.parts) & set(NOT_BUILT))


def narrow(context: Mapping[str, Any], cms: Cms) -> dict[str, Any]:
    """Return the part of the context that one CMS is made from: a change to the other's does not rebuild it."""
    pictures = [picture for picture in context["pictures"] if cms in picture["used_by"]]
    kept = {key: context[key] for key in ("format", "company", cms)}
    return kept | {"pictures": pictures}


def exam_json(exam: Exam, cms: Cms) -> dict[str, Any]:
    """Return what the installers must know of the exam."""
    wanted = exam.cms[cms]
    return {
        "id": exam.id,
        "version": wanted.version,
        "theme": wanted.theme,
        "inactive_plugins": list(wanted.inactive_plugins),
        "versions": {f"{pin.kind}/{pin.name}": pin.version for pin in wanted.media},
    }


def picture_files(context: Mapping[str, Any], folder: Path) -> list[tuple[str, Path]]:
    """Return the rendered pictures that the context names: `<id>.<format>`."""
    names = [f"{picture['id']}.{picture['format']}" for picture in context["pictures"]]
    return [(name, folder / name) for name in names if (folder / name).is_file()]


def hashes(
    stack: Path, base: str, exam: dict[str, Any], media: Mapping[str, Medium], context: dict[str, Any], pictures: Path
) -> dict[str, str]:
    """Return the hash of each part that the image is made from."""
    return {
        "recipe": tree_digest(recipe_files(stack, exam["version"])),
        "base": base.removeprefix("sha256:"),
        "exam": digest(_json(exam)),
        "context": digest(_json(context)),
        "pictures": tree_digest(picture_files(context, pictures)),
        **{f"media/{name}": medium.digest for name, medium in sorted(media.items())},
    }


def assemble(
    folder: Path,
    stack: Path,
    exam: dict[str, Any],
    media: Mapping[str, Medium],
    context: dict[str, Any],
    pictures: Path,
) -> None:
    """Write in `folder` all that the build may see: `stack/`, `media/<kind>/<name>/`, `pictures/`, two JSON files."""
    for name, path in recipe_files(stack, exam["version"]):
        target = folder / "stack" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    shutil.copy(folder / "stack" / "Dockerfile", folder)
    (folder / "exam.json").write_text(_json(exam), encoding="utf-8")
    (folder / "context.json").write_text(_json(context), encoding="utf-8")
    (folder / "media").mkdir()
    for name, medium in media.items():
        shutil.copytree(medium.tree, folder / "media" / name, symlinks=True, copy_function=link_or_copy)
    (folder / "pictures").mkdir()
    for name, path in picture_files(context, pictures):
        shutil.copy(path, folder / "pictures" / name)


def link_or_copy(source: str, target: str) -> str:
    """Link a file that is only read, when both are on one disk; else copy it."""
    try:
        Path(target).hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)
    return target


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
