"""What every answer says to the browser, and what every order must carry."""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache
from typing import Final
from urllib.parse import parse_qsl

from starlette.requests import Request

from provisioner.console.rendering import TEMPLATES

COOKIE: Final = "e5b_console"
TOKEN_FIELD: Final = "jeton"  # noqa: S105 the name of a field
TOKEN_HEADER: Final = "x-jeton"  # noqa: S105 the name of a header
LARGEST: Final = 200_000
"""Bytes of an order: notes are texts."""
_FIELDS: Final = 200
POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


class RefusedError(Exception):
    """A request that no page of ours makes: `status`, and French words for it."""

    def __init__(self, status: int, told: str) -> None:
        super().__init__(told)
        self.status = status
        self.told = told


async def form(request: Request) -> dict[str, str]:
    """Return the fields of an order. Raises RefusedError: other kinds of bodies and large ones are not read."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        raise RefusedError(415, "Cet envoi n’est pas un formulaire de la console.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise RefusedError(413, "Cet envoi est trop grand.")
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
    except ValueError:
        raise RefusedError(400, "Cet envoi est illisible.") from None
    found: dict[str, str] = {}
    for name, value in pairs:
        found[name] = f"{found[name]} {value}" if name in found and name == "n" else value
    return found


def check_origin(request: Request) -> None:
    """Refuse an order that another site's page sent. Raises RefusedError."""
    origin = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site", "same-origin")
    if origin != f"{request.url.scheme}://{request.headers.get('host', '')}" or site not in {"same-origin", "none"}:
        raise RefusedError(403, "Cet ordre ne vient pas d’une page de la console.")


def check_token(request: Request, fields: dict[str, str], expected: str) -> None:
    """Refuse an order without the mark of this sign-in's own pages. Raises RefusedError."""
    given = request.headers.get(TOKEN_HEADER) or fields.get(TOKEN_FIELD, "")
    if not hmac.compare_digest(given.encode(), expected.encode()):
        raise RefusedError(403, "Cette page n’est plus à jour : rechargez-la.")


@cache
def report_policy() -> str:
    """Return what a report may do when it is shown here: run its own script, known by its hash, and nothing else."""
    script = (TEMPLATES.parent / "report" / "report.js").read_bytes()
    digest = base64.b64encode(hashlib.sha256(script).digest()).decode()
    return (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
    )
