"""What people typed about a wave, without the names of its candidates."""

from __future__ import annotations

from typing import TypeVar

from provisioner.steps import persons
from provisioner.steps.sitting import store

T = TypeVar("T")


def taken_out(wave: str, value: T) -> T:
    """Return plain values without the names of the wave's candidates in their texts. Raises DataError."""
    known = store.read_wave(wave)
    named = [name for one in known.candidates for name in (one.who.surname, one.who.first_name)] if known else []
    result: T = persons.without_names(value, named)
    return result
