"""From one state of a database to another: which rows to remove and to write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from provisioner.schema.rewrite import TableChange
from provisioner.schema.snapshot import Snapshot, Table


def changes(now: Snapshot, wanted: Snapshot, structure: Mapping[str, str], lost: list[str]) -> Iterator[TableChange]:
    """Yield what makes `now` into `wanted`; `structure` says how tables are made that are not there, or not so.

    `lost` receives, in French, each table that cannot be made for want of it.
    """
    for name in sorted({*now.tables, *wanted.tables}):
        here, there = now.tables.get(name), wanted.tables.get(name)
        if there is None:
            yield TableChange(name, drop=True)
        elif here is None or here.columns != there.columns:
            if name in structure:
                yield _anew(name, there, structure[name])
            else:
                lost.append(f"La table « {name} », créée pendant l’épreuve, n’a pas pu être refaite : sa forme manque.")
        elif here.rows != there.rows:
            yield from _rows(name, here, there)


def _anew(name: str, there: Table, statement: str) -> TableChange:
    rows = tuple(tuple(row) for row in there.rows)
    return TableChange(name, drop=True, create=statement, columns=tuple(there.columns), rows=rows)


def _rows(name: str, here: Table, there: Table) -> Iterator[TableChange]:
    columns = tuple(there.columns)
    if len(there.key) >= len(columns):
        if Counter(map(repr, here.rows)) != Counter(map(repr, there.rows)):
            yield TableChange(name, clear=True, columns=columns, rows=tuple(tuple(row) for row in there.rows))
        return
    places = [columns.index(column) for column in there.key]
    olds, news = ({tuple(row[at] for at in places): tuple(row) for row in table.rows} for table in (here, there))
    gone = tuple(key for key in olds if key not in news)
    rows = tuple(row for key, row in news.items() if olds.get(key) != row)
    if gone or rows:
        yield TableChange(name, key=tuple(there.key), gone=gone, columns=columns, rows=rows)
