"""One way to a site's MariaDB: through its socket, in text that MariaDB 10.5 and the connector both know."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import mysql.connector
from mysql.connector.constants import ClientFlag


def opened(socket: Path, database: str, user: str, password: str, timeout_s: int) -> Any:
    """Connect, once. Raises mysql.connector.errors.Error, which the callers put in words."""
    return mysql.connector.connect(
        unix_socket=str(socket),
        user=user,
        password=password,
        database=database,
        use_pure=True,
        # utf8mb4_general_ci: the connector's own default collation is unknown to MariaDB 10.5.
        charset="utf8mb4",
        collation="utf8mb4_general_ci",
        ssl_disabled=True,
        connection_timeout=timeout_s,
        client_flags=[ClientFlag.LONG_PASSWD],
    )
