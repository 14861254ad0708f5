"""Pages that were opened: what leaves no row (« utiliser les onglets ») still leaves a line in the access log."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import field_validator, model_validator

from provisioner.predicates._scope import Scope
from provisioner.predicates._trace import NotRecorded, Trace
from provisioner.schema.changes import Change, Diff, Visit

_SHOWN = 3


class Arguments(Scope):
    """Which pages; paths and queries are below the site's address."""

    kinds: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()
    """Regular expressions: one group, when there is only one."""
    groups: tuple[tuple[str, ...], ...] = ()
    """Groups of regular expressions: pages of every group must have been opened."""
    methods: tuple[str, ...] = ("GET",)
    at_least: int = 1
    """How many different pages of each group."""

    @field_validator("paths", "groups")
    @classmethod
    def _readable(cls, value: tuple[str | tuple[str, ...], ...]) -> tuple[str | tuple[str, ...], ...]:
        for group in value:
            for pattern in (group,) if isinstance(group, str) else group:
                try:
                    re.compile(pattern)
                except re.error as error:
                    raise ValueError(f"« {pattern} » n’est pas une expression régulière ({error})") from None
        return value

    @model_validator(mode="after")
    def _some(self) -> Arguments:
        if bool(self.paths) == bool(self.groups) or not all(self.groups):
            raise ValueError("« paths » ou « groups » est attendu, l’un des deux, sans groupe vide")
        return self


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per group when every group has enough pages. Raises NotRecorded without an access log."""
    if diff.visits is None:
        raise NotRecorded("les pages ouvertes par le candidat n’ont pas été enregistrées")
    opened = [visit for visit in diff.visits if visit.method in arguments.methods]
    found = [
        [visit for visit in opened if any(re.search(pattern, visit.path) for pattern in group)]
        for group in arguments.groups or (arguments.paths,)
    ]
    if all(len({visit.path for visit in group}) >= arguments.at_least for group in found):
        yield from map(_trace, found)


def _trace(group: list[Visit]) -> Trace:
    paths = list(dict.fromkeys(visit.path for visit in group))
    more = f" et {len(paths) - _SHOWN} autre(s)" if len(paths) > _SHOWN else ""
    told = ", ".join(f"« {path} »" for path in paths[:_SHOWN]) + more
    detail = f"{len(paths)} page{'s' * (len(paths) > 1)} : {told}"
    return Trace(
        Change(
            kind="visit",
            kind_label="page ouverte",
            id=paths[0],
            title=paths[0],
            action="changed",
            sentence=f"Pages ouvertes pendant l’épreuve ({detail}).",
            fields=(),
            rows=(),
        ),
        detail=detail,
    )
