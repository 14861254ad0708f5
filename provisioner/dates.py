"""Days and moments as they are written in French."""

from __future__ import annotations

from datetime import date, datetime

WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip


def day(one: date) -> str:
    """Return `12 mai 2027`, `1er mai 2027`."""
    return f"{'1er' if one.day == 1 else one.day} {MONTHS[one.month - 1]} {one.year}"


def long_day(one: date) -> str:
    """Return `mercredi 12 mai 2027`."""
    return f"{WEEKDAYS[one.weekday()]} {day(one)}"


def moment(text: str) -> str:
    """Return a moment (ISO 8601) as people write it, in the offset that it was written with."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{found:%d/%m/%Y} à {found.hour} h {found.minute:02d}"
