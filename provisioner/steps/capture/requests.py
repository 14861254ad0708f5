"""The web server's own log of a candidate's site, without what must stay secret."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from urllib.parse import unquote_plus

from provisioner.schema.requests import Request

LOG = "/var/log/apache2/e5b.log"
"""Tab-separated: ISO time, method, status, path and query, milliseconds, address that the front door gives."""
LONGEST = 300
_SECRET = re.compile(
    r"token|nonce|passw|passwd|pwd|secret|hash|session|cookie|(?:^|[_\[-])(?:key|pass|login|e?mail|auth|sid)(?:$|[\]_-])",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?:token|nonce|passw\w*|secret|[?&_]key)[^&=]{0,20}=|@", re.IGNORECASE)


def parse(log: bytes) -> Iterator[Request]:
    """Yield the requests of visitors; those of the machine itself did not come through the front door.

    A line that is not of the log's form (the machine stopped in its middle) is left out.
    """
    for line in log.decode("utf-8", "replace").splitlines():
        parts = line.split("\t")
        if len(parts) != 6 or parts[5] in {"", "-"}:
            continue
        at, method, status, path = parts[:4]
        try:
            moment = datetime.fromisoformat(at)
        except ValueError:
            continue
        if moment.tzinfo is not None and status.isdigit() and method.isalpha():
            known = moment.isoformat(timespec="milliseconds")
            yield Request(at=known, method=method, status=int(status), path=redacted(path))


def redacted(path: str) -> str:
    """Return a path and query without the parameters that open a session or name a person; shortened."""
    where, mark, query = path.partition("?")
    kept = [part for part in query.split("&") if part and not _secret(part)]
    whole = where + (mark + "&".join(kept) if kept else "")
    return whole if len(whole) <= LONGEST else whole[:LONGEST] + "…"


def _secret(parameter: str) -> bool:
    name, _, value = (unquote_plus(part) for part in parameter.partition("="))
    return bool(_SECRET.search(name)) or bool(_INSIDE.search(unquote_plus(value)))
