"""Golden images on another PHP than the base image's: compiled once per machine, recipe of the CMS adapted to it."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from provisioner import paths, php
from provisioner.adapters import disk
from provisioner.adapters.docker import build as docker
from provisioner.adapters.docker.build import Say
from provisioner.errors import DataError, EngineError
from provisioner.names import DEBIAN_PHP
from provisioner.schema.exam import Cms
from provisioner.steps.image.inputs import Medium, digest, link_or_copy, tree_digest

PHP = "e5b.php"
"""Label of a golden image: its PHP, as exams name it. One that has none is on the base image's."""
RELEASE = "e5b.php_version"
_SOURCES = "e5b.kind=php-sources"
"""Label of the stage that compiles (`stacks/php/Dockerfile`): the compiler and the sources, useless once it is done."""


@dataclass(frozen=True)
class OtherPhp:
    """A PHP that the base image has not."""

    name: str
    """Folder of `stacks/php/`."""
    sources: Medium

    def hashes(self, cms: Cms) -> dict[str, str]:
        """Return what it adds to the identity of an image, beside the base image's own."""
        on = php.load_on(self.name, cms).model_dump(mode="json")
        return {"php": digest(json.dumps(on, sort_keys=True)), "media/php/php": self.sources.digest}

    def labels(self) -> dict[str, str]:
        """Return what an image says of its PHP."""
        return {PHP: self.name, RELEASE: self.sources.record.version}

    def adapt(self, stack: Path, cms: Cms, version: str) -> None:
        """Change the copy of a CMS's recipe in the folder `stack` to what this PHP reads.

        Raises DataError when the recipe no longer has what is to be changed.
        """
        on = php.load_on(self.name, cms)
        for name in on.without:
            (stack / name).unlink(missing_ok=True)
        for one in on.adapt:
            if one.version not in {"", version}:
                continue
            path = stack / one.file
            text = path.read_text(encoding="utf-8") if path.is_file() else ""
            if text.count(one.find) != 1:
                raise self._misfit(
                    cms, one.file, f"« {one.find[:60]} » y est {text.count(one.find)} fois, au lieu d’une"
                )
            path.write_text(text.replace(one.find, one.replace), encoding="utf-8")

    def _misfit(self, cms: Cms, name: str, why: str) -> DataError:
        return DataError(
            f"{php.folder() / self.name / f'{cms}.yml'}, fichier « {name} » : {why}.",
            "Reprenez cette adaptation d’après la recette présente.",
        )


def php_of(labels: Mapping[str, str]) -> dict[str, str]:
    """Return what a golden image says of its PHP, by key of `ImageRecord`."""
    return {"php": labels.get(PHP, DEBIAN_PHP), "php_version": labels.get(RELEASE, "")}


def ensure_php(base: str, other: OtherPhp, say: Say) -> str:
    """Return the tag of the image that has another PHP in the place of that of `base`, compiled if needed.

    Raises EngineError when it does not compile, DataError.
    """
    known, image = php.load(other.name), docker.find(base)
    if image is None:
        raise EngineError(f"L’image {base} n’est plus là.", "Relancez la même commande.")
    files = _recipe()
    parts = (image.id, tree_digest(files), known.model_dump_json(include={"build_packages", "configure"}))
    tag = f"e5b/php-{other.name}:{digest(' '.join((*parts, other.sources.digest)))[:16]}"
    if docker.find(tag):
        return tag
    doing = f"PHP {other.sources.record.version} : compilation, quelques minutes"
    say(f"{doing}…")
    work = disk.folder(paths.home() / "tmp")
    with tempfile.TemporaryDirectory(prefix="php-", dir=work) as name:
        folder = Path(name)
        for place, path in files:
            (folder / place).parent.mkdir(exist_ok=True)
            shutil.copy(path, folder / place)
        shutil.copytree(other.sources.tree, folder / "sources", copy_function=link_or_copy)
        (folder / "configure.list").write_text("".join(f"{one}\n" for one in known.configure), encoding="utf-8")
        arguments = {"BASE": base, "PACKAGES": " ".join(known.build_packages)}
        # The tag would tell nobody anything, and the step that compiles is long.
        docker.build(folder, tag, arguments=arguments, labels={"e5b.kind": "php"}, say=partial(_step, say, doing))
    docker.forget_unnamed(_SOURCES)
    return tag


def _step(say: Say, doing: str, told: str) -> None:
    say(f"{doing} ({told.rpartition(' : ')[2]})")


def _recipe() -> list[tuple[str, Path]]:
    """Return the files that compile any PHP, by name: not the data of each."""
    folder = php.folder()
    return [("Dockerfile", folder / "Dockerfile"), *((f"bin/{path.name}", path) for path in (folder / "bin").iterdir())]
