"""The base image: Debian 11 with what every site needs. Made once per machine and recipe."""

from __future__ import annotations

import os
from collections.abc import Iterable

from provisioner import paths
from provisioner.adapters import disk
from provisioner.adapters.docker import build as docker
from provisioner.adapters.docker.build import Say
from provisioner.adapters.packages import debian_root
from provisioner.errors import EngineError
from provisioner.steps.image.inputs import digest, recipe_files, tree_digest

SUITE = "bullseye"
REFERENCE = "debian:11"
ROOT = f"e5b/root:{SUITE}"
_REGISTRY_DEADLINE_S = 8.0
_STOOD_ON = ("php", "packages", "base")
"""Kinds of images that golden images are built from, those built last first."""


def ensure_base(say: Say) -> str:
    """Return the tag of the base image, made if needed: from a registry's Debian 11, else by debootstrap.

    Raises EngineError naming what is missing (network, root, room).
    """
    root = _ensure_root(say)
    recipe = paths.STACKS / "base"
    tag = f"e5b/base:{digest(root.id + tree_digest(recipe_files(recipe)))[:16]}"
    if docker.find(tag) is None:
        say("Image de base : Apache, PHP, MariaDB…")
        docker.build(recipe, tag, arguments={"ROOT": ROOT}, labels={"e5b.kind": "base"}, say=say)
    return tag


def ensure_packages(base: str, packages: tuple[str, ...], say: Say) -> str:
    """Return the tag of an image that adds Debian packages to `base` (releases that come from Debian)."""
    if not packages:
        return base
    wanted = sorted(set(packages))
    recipe = paths.STACKS / "base" / "packages"
    tag = f"e5b/packages:{digest(base + ' '.join(wanted) + tree_digest(recipe_files(recipe)))[:16]}"
    if docker.find(tag) is None:
        say(f"Paquets Debian : {', '.join(wanted)}…")
        arguments = {"BASE": base, "PACKAGES": " ".join(wanted)}
        docker.build(recipe, tag, arguments=arguments, labels={"e5b.kind": "packages"}, say=say)
    return tag


def give_back(golden: Iterable[str]) -> None:
    """Remove the images, of half a gigabyte each, that golden images once stood on and none of `golden` stands on now.

    Raises EngineError.
    """
    standing = [docker.layers(tag) for tag in golden]
    for old in (one for kind in _STOOD_ON for one in docker.labelled(f"e5b.kind={kind}")):
        own = docker.layers(old.tag)
        if not any(there[: len(own)] == own for there in standing):
            docker.forget(old.tag)


def _ensure_root(say: Say) -> docker.Image:
    """Return the bare Debian image."""
    found = docker.find(ROOT)
    if found is None:
        say(f"Recherche de {REFERENCE} dans un registre d’images…")
        if not docker.pull(REFERENCE, ROOT, _REGISTRY_DEADLINE_S):
            _bootstrap(say)
        found = docker.find(ROOT)
    if found is None:
        raise EngineError("L’image Debian de base n’a pas pu être créée.", "Relancez ; voyez « ./e5b doctor ».")
    return found


def _bootstrap(say: Say) -> None:
    say("Aucun registre d’images : préparation de Debian 11 par debootstrap…")
    work = disk.folder(paths.home() / "tmp")
    mirror = os.environ.get("E5B_DEBIAN_MIRROR") or debian_root.MIRROR
    with debian_root.archive(SUITE, mirror, say, work) as archive:
        docker.load_root(archive, ROOT, {"e5b.kind": "root"})
