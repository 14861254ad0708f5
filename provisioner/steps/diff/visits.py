"""The pages a candidate chose to open, out of all that the browser asked: not signing in, nor what pages ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from provisioner.schema.changes import Visit
from provisioner.schema.entities import RequestNoise
from provisioner.schema.requests import Request

MOST = 1000
"""Different pages of one candidate; nobody opens as many in an exam."""


def visits(requests: Iterable[Request], rules: Sequence[RequestNoise]) -> tuple[Visit, ...]:
    """Return the pages opened, once each, in the order in which they first were."""
    automatic = [re.compile(pattern) for rule in rules for pattern in rule.paths]
    signing = [re.compile(pattern) for rule in rules if rule.sign_in for pattern in rule.paths]
    found: dict[tuple[str, str, int], Visit] = {}
    landing = False
    for request in requests:
        if request.method == "POST" and any(pattern.search(request.path) for pattern in signing):
            landing = True
        if not request.page or not _shown(request) or any(pattern.search(request.path) for pattern in automatic):
            continue
        if landing and request.method == "GET":
            landing = False
            continue
        _count(found, request)
    return tuple(found.values())


def _shown(request: Request) -> bool:
    """Tell whether a page was shown, or a form accepted: a redirection or a refusal shows nothing by itself."""
    return (request.method == "GET" and request.status in {200, 304}) or (
        request.method == "POST" and 200 <= request.status < 400
    )


def _count(found: dict[tuple[str, str, int], Visit], request: Request) -> None:
    key = (request.method, request.path, request.status)
    known = found.get(key)
    if known is not None:
        found[key] = known.model_copy(update={"last": request.at, "count": known.count + 1})
    elif len(found) < MOST:
        found[key] = Visit(method=request.method, path=request.path, status=request.status, at=request.at)
