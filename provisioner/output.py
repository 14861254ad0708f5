"""Everything printed to a terminal goes through here: French, stderr for progress, stdout for results."""

from __future__ import annotations

import json
import sys
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

console: Console
"""For people: progress, tables, errors."""

results: Console
"""What the command is asked for."""


_OPTIONS: dict[str, dict[str, Any]] = {
    "console": {"stderr": True, "highlight": False},
    "results": {"highlight": False, "soft_wrap": True},
}


def __getattr__(name: str) -> Console:
    """Make `console` and `results` when they are first asked for: a candidate's site must not wait for rich."""
    if name not in _OPTIONS:
        raise AttributeError(name)
    return _made(name)


@cache
def _made(name: str) -> Console:
    from rich.console import Console  # noqa: PLC0415

    return Console(**_OPTIONS[name])


def on_terminal() -> bool:
    """Say whether progress is looked at by a person."""
    return sys.stderr.isatty()


def print_json(value: Any) -> None:
    """Print one JSON object, and nothing else, on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_error(message: str, hint: str = "") -> None:
    """Print an expected error and its remedy."""
    to_people = _made("console")
    to_people.print(f"[bold red]Erreur :[/] {escape(message)}")
    if hint:
        to_people.print(f"[bold]Que faire :[/] {escape(hint)}")


def escape(text: str) -> str:
    """Protect a text against being read as rich markup."""
    return text.replace("[", r"\[")
