"""The PHPs that sites can be made on: the base image's, and those that data describe (`stacks/php/<name>/`)."""

from __future__ import annotations

from pathlib import Path

from provisioner import paths
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.names import DEBIAN_PHP
from provisioner.schema.exam import Cms, CmsOfExam
from provisioner.schema.php import OnPhp, Php

RECIPE = "php"
"""Folder of `stacks/`, apart from the base image's: what is in it changes nothing of a site on the base image's PHP."""


def folder() -> Path:
    """Return the recipe common to all PHPs that are compiled."""
    return paths.STACKS / RECIPE


def compiled() -> tuple[str, ...]:
    """Return the names of the PHPs that data describe."""
    return tuple(sorted(path.parent.name for path in folder().glob("*/php.yml")))


def known(cms: Cms) -> tuple[str, ...]:
    """Return the names of the PHPs that a CMS can be made on."""
    return tuple(sorted({DEBIAN_PHP, *(name for name in compiled() if (folder() / name / f"{cms}.yml").is_file())}))


def load(name: str) -> Php:
    """Read how a PHP is compiled. Raises DataError."""
    own = load_yaml(folder() / name / "php.yml", Php)
    if not own.like:
        return own
    first = load_yaml(folder() / own.like / "php.yml", Php)
    lists = ("build_packages", "configure")
    return own.model_copy(update={key: (*getattr(first, key), *getattr(own, key)) for key in lists})


def load_on(name: str, cms: Cms) -> OnPhp:
    """Read what the recipe of a CMS is on a PHP; nothing else on the base image's. Raises DataError."""
    if name == DEBIAN_PHP:
        return OnPhp(format=1)
    own = load_yaml(folder() / name / f"{cms}.yml", OnPhp)
    if not own.like:
        return own
    first = load_yaml(folder() / own.like / f"{cms}.yml", OnPhp)
    return own.model_copy(update={"without": first.without | own.without, "adapt": (*first.adapt, *own.adapt)})


def check(path: Path, cms: Cms, part: CmsOfExam) -> None:
    """Raise DataError when the exam of file `path` asks, for a CMS, for a PHP that it is not made on."""
    if part.php not in known(cms):
        raise DataError(
            f"{path}, clé « cms.{cms}.php » : {part.label} ne se prépare pas sur PHP {part.php}.",
            f"PHP possibles pour {part.label} : {', '.join(known(cms))} ({DEBIAN_PHP} sans cette clé).",
        )
