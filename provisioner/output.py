"""Everything printed to a terminal goes through here: French, stderr for progress, stdout for results."""

from __future__ import annotations

import json
import sys
from typing import Any

from rich.console import Console

console = Console(stderr=True, highlight=False)
"""For people: progress, tables, errors."""

results = Console(highlight=False, soft_wrap=True)
"""What the command is asked for."""


def print_json(value: Any) -> None:
    """Print one JSON object, and nothing else, on stdout."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_error(message: str, hint: str = "") -> None:
    """Print an expected error and its remedy."""
    console.print(f"[bold red]Erreur :[/] {escape(message)}")
    if hint:
        console.print(f"[bold]Que faire :[/] {escape(hint)}")


def escape(text: str) -> str:
    """Protect a text against being read as rich markup."""
    return text.replace("[", r"\[")
