"""What was refused or done in the console that no wave's journal holds: who, from where, what. Only ever added to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from provisioner.steps.console.database import Database, now

_LONGEST = 300
MOST = 120
"""Facts of one machine kept in a minute: who floods the console must not fill the disk. The last one says so."""
_MINUTE_S = 60


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
    since = (datetime.now(UTC) - timedelta(seconds=_MINUTE_S)).isoformat(timespec="seconds")
    with database.write() as connection:
        latest_ones = "SELECT COUNT(*) FROM (SELECT 1 FROM audit WHERE address = ? AND at > ? LIMIT ?)"
        count = connection.execute(latest_ones, (address, since, MOST)).fetchone()[0]
        if count >= MOST:
            return
        if count == MOST - 1:
            what, about = "Refusé : trop de demandes en une minute, les suivantes ne sont pas notées", ""
        connection.execute(
            "INSERT INTO audit (at, who, address, what, about) VALUES (?, ?, ?, ?, ?)",
            (now(), who[:60], address, what[:_LONGEST], about[:_LONGEST]),
        )


def latest(database: Database, count: int = 200) -> list[Line]:
    """Return the last facts, newest first."""
    with database.read() as connection:
        rows = connection.execute("SELECT * FROM audit ORDER BY id DESC LIMIT ?", (count,)).fetchall()
    return [Line(row["at"], row["who"], row["address"], row["what"], row["about"]) for row in rows]
