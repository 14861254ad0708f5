"""After the bell: what each site acknowledged, against what the collected dossiers hold."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from provisioner.pipeline.fleet.closing import Collected
from provisioner.pipeline.fleet.rehearsal.bilan import Facts
from provisioner.pipeline.fleet.rehearsal.work import Crew
from provisioner.schema.exam import Cms
from provisioner.schema.snapshot import Snapshot

_PLACES: Mapping[Cms, tuple[str, str]] = {"wordpress": ("posts", "post_title"), "prestashop": ("customer", "email")}
"""Where candidates that write through plain requests write: table, column."""


def count(crew: Crew, found: Collected, facts: Facts) -> None:
    """Put into `facts` what is there and what is not, of those whose dossier came."""
    there = {
        one.manifest.sitting.number: path
        for host, checked in found.verified.items()
        for one, path in zip(checked.dossiers, found.dossiers[host], strict=True)
        if one.manifest
    }
    for number, pen in crew.pens.items():
        facts.told += len(pen.site.told)
        facts.refused += pen.site.refused
        path = there.get(number)
        kept = _kept(path, pen.site.cms) if path else ""
        for mark, at in zip(pen.site.told, pen.at, strict=True):
            if mark not in kept:
                facts.lost.setdefault(number, []).append(round(facts.cut_at - at, 1) if facts.cut_at else 0.0)


def _kept(path: Path, cms: Cms) -> str:
    with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory(prefix="e5b-") as work:
        name = next(one for one in archive.namelist() if one.endswith("capture/after.json.gz"))
        after = Snapshot.read(Path(archive.extract(name, work)))
    table, column = _PLACES[cms]
    at = after.tables[table].columns.index(column)
    return " ".join(str(row[at]) for row in after.tables[table].rows)
