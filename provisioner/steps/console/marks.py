"""Marks and opinions: typed by people only, one per marking, every version kept; and when names were given back.

A marking's mark is common to its examiners: who writes on what they have not seen is refused, and told who wrote.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from provisioner.errors import DataError
from provisioner.steps.console.accounts import Account
from provisioner.steps.console.database import Database, now

LONGEST: Final = 10_000
_MARK = re.compile(r"(\d{1,2})(?:[.,](\d{1,2}))?")


@dataclass(frozen=True)
class Mark:
    """A mark and an opinion, as last written in one marking."""

    marking: int
    account: str
    mark: str
    """On 20, as typed: `13,5`; empty: none yet."""
    comment: str
    validated: bool
    at: str
    id: int

    @property
    def value(self) -> Decimal | None:
        """The mark as a number."""
        return Decimal(self.mark.replace(",", ".")) if self.mark else None


def parse(told: str) -> str:
    """Return a mark as it is kept, `13,5`; empty stays empty. Raises DataError."""
    found = _MARK.fullmatch(told.strip())
    if not told.strip():
        return ""
    if not found or Decimal(told.strip().replace(",", ".")) > 20:
        raise DataError(f"« {told.strip()} » n’est pas une note sur 20.", "Écrivez-la ainsi : 13 ou 13,5.")
    return found[1] + (f",{found[2]}" if found[2] else "")


def write(database: Database, wave: str, number: str, who: Account, mark: str, comment: str, *, base: int) -> None:
    """Keep a mark and an opinion. `base` is the version that the writer saw; 0: none. Raises DataError."""
    _add(database, wave, number, who, (parse(mark), comment.strip()), base, validated=False)


def validate(database: Database, wave: str, number: str, who: Account, mark: str, comment: str, *, base: int) -> None:
    """Keep them as the marking's last word. Raises DataError when there is no mark."""
    if not mark.strip():
        raise DataError("Il n’y a pas de note à valider.", "Saisissez-la d’abord.")
    _add(database, wave, number, who, (parse(mark), comment.strip()), base, validated=True)


def reopen(database: Database, wave: str, number: str, who: Account, *, base: int) -> None:
    """Take the last word back, until names are given. Raises DataError."""
    last = of_wave(database, wave).get((number, who.marking))
    if last is not None:
        _add(database, wave, number, who, (last.mark, last.comment), base, validated=False)


def of_wave(database: Database, wave: str) -> dict[tuple[str, int], Mark]:
    """Return the marks of a wave, by number and marking."""
    with database.read() as connection:
        rows = connection.execute(
            "SELECT * FROM marks WHERE id IN (SELECT MAX(id) FROM marks WHERE wave = ? GROUP BY number, marking)",
            (wave,),
        ).fetchall()
    return {(row["number"], row["marking"]): of(row) for row in rows}


def lifted(database: Database, wave: str, commission: str) -> str:
    """Return when names were given back to a commission; empty: they were not."""
    with database.read() as connection:
        return lifted_in(connection, wave, commission)


def lifted_in(connection: sqlite3.Connection, wave: str, commission: str) -> str:
    """Return the same, within a transaction."""
    row = connection.execute("SELECT at FROM lifts WHERE wave = ? AND commission = ?", (wave, commission)).fetchone()
    return str(row["at"]) if row else ""


def lift(database: Database, wave: str, who: Account, numbers: Sequence[str]) -> None:
    """Give names back to a commission, whose candidates are `numbers`. Raises DataError while a mark may change."""
    known = of_wave(database, wave)
    for marking in (1, 2):
        begun = [number for number in numbers if (number, marking) in known]
        open_ = [number for number in (numbers if marking == 1 else begun) if not _valid(known.get((number, marking)))]
        if open_:
            raise DataError(
                f"L’anonymat ne peut pas être levé : {', '.join(open_)} n’a pas de note validée"
                f"{' en seconde correction' if marking == 2 else ''}.",
                "Validez d’abord toutes les notes de la commission.",
            )
    with database.write() as connection:
        connection.execute(
            "INSERT OR IGNORE INTO lifts (wave, commission, account, at) VALUES (?, ?, ?, ?)",
            (wave, who.commission, who.name, now()),
        )


def of(row: sqlite3.Row) -> Mark:
    """Return a mark as the database keeps it."""
    return Mark(
        row["marking"], row["account"], row["mark"], row["comment"], bool(row["validated"]), row["at"], row["id"]
    )


def _valid(mark: Mark | None) -> bool:
    return mark is not None and mark.validated


def _add(
    database: Database, wave: str, number: str, who: Account, texts: tuple[str, str], base: int, *, validated: bool
) -> None:
    if len(texts[1]) > LONGEST:
        raise DataError(f"Cette appréciation dépasse {LONGEST} caractères.", "Raccourcissez-la.")
    if lifted(database, wave, who.commission):
        raise DataError("L’anonymat est levé : les notes ne changent plus.", "Écrivez à l’académie.")
    with database.write() as connection:
        last = connection.execute(
            "SELECT * FROM marks WHERE wave = ? AND number = ? AND marking = ? ORDER BY id DESC LIMIT 1",
            (wave, number, who.marking),
        ).fetchone()
        if last is not None and last["id"] != base:
            raise DataError(
                f"{last['account']} a écrit ici entre-temps (note : {last['mark'] or 'aucune'}).",
                "Rechargez la page pour voir ce qui est écrit, puis reprenez.",
            )
        insert(connection, wave, number, who, *texts, validated=validated)


def insert(
    connection: sqlite3.Connection, wave: str, number: str, who: Account, mark: str, comment: str, *, validated: bool
) -> None:
    """Add a version of a mark within a transaction, by somebody who has seen the last one."""
    connection.execute(
        "INSERT INTO marks (wave, number, marking, account, mark, comment, validated, at) VALUES (?,?,?,?,?,?,?,?)",
        (wave, number, who.marking, who.name, mark, comment, int(validated), now()),
    )
