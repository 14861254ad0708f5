"""What people typed about a wave, without the names of its candidates."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from provisioner.steps import persons
from provisioner.steps.sitting import store

T = TypeVar("T")


def taken_out(wave: str, value: T) -> T:
    """Return plain values without the names of the wave's candidates in their texts. Raises DataError."""
    result: T = persons.without_names(value, _named(wave))
    return result


def remover(wave: str) -> Callable[[str], str]:
    """Return what takes those names out of many texts, the list read once. Raises DataError."""
    named = _named(wave)

    def clean(text: str) -> str:
        result: str = persons.without_names(text, named)
        return result

    return clean


def _named(wave: str) -> list[str]:
    known = store.read_wave(wave)
    return [name for one in known.candidates for name in (one.who.surname, one.who.first_name)] if known else []
