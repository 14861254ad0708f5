"""The project's own templates, through Jinja2: strict, and HTML escaped, everywhere the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
from jinja2.sandbox import SandboxedEnvironment

from provisioner import paths


def environment(
    folder: str = "", filters: Mapping[str, Callable[..., Any]] | None = None, *, last_newline: bool = False
) -> SandboxedEnvironment:
    """Return what renders the templates below `provisioner/templates/<folder>`, with these filters.

    Templates named `.html.j2` escape what they are given, others do not; a value that is not given is an error.
    """
    made = SandboxedEnvironment(
        loader=FileSystemLoader(paths.TEMPLATES / folder),
        autoescape=select_autoescape(["html.j2"], default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=last_newline,
    )
    made.filters |= dict(filters or {})
    return made
