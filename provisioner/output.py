"""Everything printed to a terminal goes through here: French, stderr for progress, stdout for results."""

from __future__ import annotations

import json
import os
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
    from rich.text import Text  # noqa: PLC0415

    class Speaking(Console):
        def render_str(self, text: str, **options: Any) -> Text:
            return super().render_str(spoken(text), **options)

    return Speaking(**_OPTIONS[name])


def command() -> str:
    """Return what people type to call this software: the shell that starts it knows (`./e5b`, `e5b` from a kit)."""
    return os.environ.get("E5B_COMMAND") or "./e5b"


def spoken(text: str) -> str:
    """Return a text with the command as people type it on this machine: what it tells them to type must be there."""
    return text if command() == "./e5b" else text.replace("./e5b", command())


def on_terminal() -> bool:
    """Say whether progress is looked at by a person."""
    return sys.stderr.isatty()


def print_json(value: Any) -> None:
    """Print one JSON object, and nothing else, on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_error(message: str, hint: str = "", *, word: str = "Erreur") -> None:
    """Print an expected error and its remedy; `word` when it stops nothing (« Attention »)."""
    to_people = _made("console")
    to_people.print(f"[bold red]{word} :[/] {escape(message)}")
    if hint:
        to_people.print(f"[bold]Que faire :[/] {escape(hint)}")


def counted(count: int, words: str) -> str:
    """Return « 1 point bloquant », « 3 points bloquants »: every word takes the mark of the plural."""
    return f"{count} {words if count < 2 else ' '.join(f'{word}s' for word in words.split())}"


def escape(text: str) -> str:
    """Protect a text against being read as rich markup."""
    return text.replace("[", r"\[")
