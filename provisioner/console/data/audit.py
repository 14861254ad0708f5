"""What was refused or done in the console that no wave's journal holds: who, from where, what. Only ever added to."""

from __future__ import annotations

from dataclasses import dataclass

from provisioner.console.data.database import Database, now

_LONGEST = 300


@dataclass(frozen=True)
class Line:
    """One fact."""

    at: str
    who: str
    address: str
    what: str
    about: str


def add(database: Database, who: str, address: str, what: str, about: str = "") -> None:
    """Write one fact down. `what` is French; what a stranger sent is cut short."""
    with database.write() as connection:
        connection.execute(
            "INSERT INTO audit (at, who, address, what, about) VALUES (?, ?, ?, ?, ?)",
            (now(), who[:60], address, what[:_LONGEST], about[:_LONGEST]),
        )


def latest(database: Database, count: int = 200) -> list[Line]:
    """Return the last facts, newest first."""
    with database.read() as connection:
        rows = connection.execute("SELECT * FROM audit ORDER BY id DESC LIMIT ?", (count,)).fetchall()
    return [Line(row["at"], row["who"], row["address"], row["what"], row["about"]) for row in rows]
