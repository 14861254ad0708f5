"""Scripted candidates as data: `checks/<exam>/scripted/<cms>/<functionality id>.yml`."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from provisioner.schema.base import Strict

RunKind = Literal["done", "clumsy", "near_miss"]


class Run(Strict):
    """What one scripted candidate does in one sitting, after signing in and before signing out."""

    name: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    """Unique in its file."""
    kind: RunKind
    """`done` and `clumsy` (the same with hesitations) must be found; `near_miss` (almost, but not it) must not."""
    what: str
    """French, for the accuracy report: « Ajoute une page au menu principal et enregistre. »"""
    also: tuple[str, ...] = ()
    """Other functionalities that this run is fair evidence of; any other « found » is a wrong one."""
    unsure: tuple[str, ...] = ()
    """Functionalities that are fairly « undetermined » in this run; any other « undetermined » is told apart."""
    steps: tuple[str | dict[str, dict[str, Any]], ...] = Field(min_length=1)
    """Each an action of `provisioner/robots/<cms>/`: its name, or its name with its arguments."""


class Scripted(Strict):
    """The scripted candidates of one functionality."""

    format: Literal[1]
    id: str
    like: str = ""
    """`<exam>/<functionality id>` whose runs these are, for a list that shares them; `runs` is then empty."""
    also: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Only with `like`: name of a run -> what else of this list it is fair evidence of."""
    unsure: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Only with `like`: name of a run -> what else of this list is fairly undetermined in it."""
    runs: tuple[Run, ...] = ()
