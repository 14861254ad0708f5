"""A roster as a table, as `reading` takes it."""

from __future__ import annotations

from collections.abc import Iterable

from provisioner.schema.exam import CMS_LABELS
from provisioner.schema.sitting import RosterLine
from provisioner.steps.roster.reading import COLUMNS


def rows(lines: Iterable[RosterLine]) -> list[list[str]]:
    """Return the table of these candidates, its titles first."""
    return [
        list(COLUMNS.values()),
        *(
            [
                one.number,
                one.surname,
                one.first_name,
                one.commission,
                CMS_LABELS[one.cms],
                one.subject,
                "oui" if one.extra_time else "non",
            ]
            for one in lines
        ),
    ]
