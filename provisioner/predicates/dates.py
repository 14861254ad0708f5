"""Dates that the subject gives from the day of the exam: « valable quinze jours à partir d’aujourd’hui »."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from provisioner.predicates._scope import FieldScope
from provisioner.predicates._trace import NotRecorded, Trace
from provisioner.schema.changes import Diff


class Arguments(FieldScope):
    """Which dates."""

    days: int
    """After the day on which the sitting began; negative for before."""
    tolerance: int = 1
    """Days more or less: « quinze jours » may or may not count the first one."""


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per date that falls that day. Raises NotRecorded when the day of the exam is not known."""
    if not diff.day:
        raise NotRecorded("le jour de l’épreuve n’est pas dans le relevé")
    today = date.fromisoformat(diff.day)
    for change, field in arguments.changed_fields(diff):
        written = _date(field.after)
        if written is not None and abs((written - today).days - arguments.days) <= arguments.tolerance:
            yield Trace(change, field, _told((written - today).days))


def _date(value: object) -> date | None:
    try:
        return datetime.fromisoformat(str(value)).date()
    except ValueError:
        return None


def _told(days: int) -> str:
    if not days:
        return "le jour de l’épreuve"
    count = f"{abs(days)} jour{'s' * (abs(days) > 1)}"
    return f"{count} {'après' if days > 0 else 'avant'} l’épreuve"
