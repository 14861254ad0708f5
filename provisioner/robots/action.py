"""What a scripted candidate can do: the functions that a script's steps name, each with a French phrase to read."""

from __future__ import annotations

import inspect
import string
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

Gesture = TypeVar("Gesture", bound=Callable[..., None])


@dataclass(frozen=True)
class Action:
    """One gesture of a candidate, as a script's step names it."""

    name: str
    """Name of the function: `write_article`."""
    phrase: str
    """French, infinitive, with the parameters in braces: « Rédiger l’article « {title} » »."""
    function: Callable[..., None]
    parameters: dict[str, inspect.Parameter]
    """All but the first, the candidate's `Desk`; those annotated `Path` are ids of pictures of the context."""

    def told(self, arguments: dict[str, Any]) -> str:
        """Return the phrase with these arguments and the defaults of those left out."""
        defaults = {
            name: one.default for name, one in self.parameters.items() if one.default is not inspect.Parameter.empty
        }
        return self.phrase.format(**{name: _as_text(value) for name, value in (defaults | arguments).items()})

    def takes_picture(self, name: str) -> bool:
        """Return whether this parameter is a picture that the candidate brings along."""
        return self.parameters[name].annotation in (Path, "Path")


def action(phrase: str) -> Callable[[Gesture], Gesture]:
    """Mark a function as a gesture that scripts may name. Its first parameter is the candidate's `Desk`."""

    def mark(function: Gesture) -> Gesture:
        parameters = dict(list(inspect.signature(function).parameters.items())[1:])
        named = {name for _, name, _, _ in string.Formatter().parse(phrase) if name}
        if unknown := named - set(parameters):
            raise TypeError(f"{function.__name__}: the phrase names {sorted(unknown)}")
        function.__dict__["action"] = Action(function.__name__, phrase, function, parameters)
        return function

    return mark


def actions(*modules: object) -> dict[str, Action]:
    """Return the actions that these modules define, by name. Raises TypeError when two share a name."""
    found: dict[str, Action] = {}
    for module in modules:
        for function in vars(module).values():
            one = getattr(function, "__dict__", {}).get("action")
            if not isinstance(one, Action) or function.__module__ != getattr(module, "__name__", ""):
                continue
            if one.name in found:
                raise TypeError(f"two actions are named {one.name}")
            found[one.name] = one
    return found


def _as_text(value: Any) -> str:
    return ", ".join(str(item) for item in value) if isinstance(value, (list, tuple)) else str(value)
