"""The front door's log of a candidate's site (`access.log`), without what must stay secret nor what is no page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote_plus

from provisioner.schema.requests import Request

LOG = "access.log"
"""In the candidate’s folder: one JSON value a line, written by Caddy (`adapters/caddy/`); absent: never opened."""
LONGEST = 300
_STATIC = re.compile(
    r"\.(?:css|js|map|json|xml|txt|png|jpe?g|gif|svg|webp|ico|woff2?|ttf|eot|mp4|webm|pdf|zip)$", re.IGNORECASE
)
_SECRET = re.compile(
    r"token|nonce|passw|passwd|pwd|secret|hash|session|cookie|(?:^|[_\[-])(?:key|pass|login|e?mail|auth|sid)(?:$|[\]_-])",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"(?:token|nonce|passw\w*|secret|[?&_]key)[^&=]{0,20}=|@", re.IGNORECASE)


def parse(lines: Iterable[str]) -> Iterator[Request]:
    """Yield what was asked of the CMS, files left out.

    A line that is not of the log's form (the machine stopped in its middle) is left out too.
    """
    for line in lines:
        try:
            told = json.loads(line)
            asked = told["request"]
            at = datetime.fromisoformat(told["ts"]).isoformat(timespec="milliseconds")
            method, path, status = str(asked["method"]), str(asked["uri"]), int(told["status"])
            page = _is_page(asked.get("headers") or {})
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
        if not _STATIC.search(path.partition("?")[0]):
            yield Request(at=at, method=method, status=status, path=redacted(path), page=page)


def _is_page(headers: Mapping[str, Any]) -> bool:
    """Tell whether the browser asked for a page to show in its window, and not for what a page is made of.

    It says so by what it accepts; by `Sec-Fetch-Dest` too, but only to addresses that it holds secure.
    """
    known = {name.lower(): ",".join(map(str, values)) for name, values in headers.items()}
    if "x-requested-with" in known or known.get("sec-fetch-dest", "document") != "document":
        return False
    return known.get("accept", "").startswith("text/html")


def redacted(path: str) -> str:
    """Return a path and query without the parameters that open a session or name a person; shortened."""
    where, mark, query = path.partition("?")
    kept = [part for part in query.split("&") if part and not _secret(part)]
    whole = where + (mark + "&".join(kept) if kept else "")
    return whole if len(whole) <= LONGEST else whole[:LONGEST] + "…"


def _secret(parameter: str) -> bool:
    name, _, value = (unquote_plus(part) for part in parameter.partition("="))
    return bool(_SECRET.search(name)) or bool(_INSIDE.search(unquote_plus(value)))
