"""What `./e5b doctor --json` prints."""

from __future__ import annotations

from typing import Literal

from provisioner.schema.base import Strict

State = Literal["ok", "attention", "bloquant"]


class Check(Strict):
    """One line of the diagnosis."""

    id: str
    label: str
    state: State
    detail: str
    """French: what was seen."""
    remedy: str = ""
    """French: what to do; empty when all is well."""


class Diagnosis(Strict):
    """The whole of it; `ok` when nothing is blocking."""

    ok: bool
    checks: tuple[Check, ...]
