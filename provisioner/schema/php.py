"""A PHP that takes the place of the base image's: `stacks/php/<name>/`, data only."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from provisioner.schema.base import Strict
from provisioner.schema.exam import MediaPin


class PhpPin(MediaPin):
    """The official sources of a PHP."""

    kind: Literal["php"]
    name: Literal["php"]


class Php(Strict):
    """One PHP (`php.yml`): its official sources, and how they are compiled."""

    format: Literal[1]
    like: str = ""
    """Another PHP, whose packages and options come first."""
    medium: PhpPin
    """Official archive, kept in the media cache as it is."""
    build_packages: tuple[str, ...] = ()
    """Debian packages that compiling takes; none stays in the image."""
    configure: tuple[str, ...] = ()
    """Options of its `configure`, one each: extensions above all. Where things go is the recipe's business."""


class Adaptation(Strict):
    """One text of our own recipe that this PHP does not read."""

    file: str
    """Below the stack."""
    version: str = ""
    """Of the CMS, when only its recipe has this text; empty for all."""
    find: str
    """Exact text, that occurs once."""
    replace: str


class OnPhp(Strict):
    """What the recipe of one CMS is on this PHP (`<cms>.yml`). Without such a file a CMS is not made on it."""

    format: Literal[1]
    like: str = ""
    """Another PHP, on which all that is said holds here too."""
    without: dict[str, str] = Field(default_factory=dict)
    """Files of the recipe that are left out (repairs of what this PHP does not break), each with the reason.

    A version of the CMS whose recipe has no such file does without it anyway."""
    adapt: tuple[Adaptation, ...] = ()
