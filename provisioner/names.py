"""The one place that makes names: containers, images, logins, folders.

Escaping is injective: two different inputs never share a name (`a-b` + `c` is not `a` + `b-c`).
"""

from __future__ import annotations

import hashlib
import re

LABEL = "e5b"
"""Prefix of every Docker label we set; teardown goes by label, never by name."""
DEBIAN_PHP = "7.4"
"""The PHP of the base image, as exams name it: Debian 11's (`stacks/base`)."""

_SAFE = re.compile(r"[a-z0-9]")
_SUBJECT = re.compile(r"(?:sujet)?[\W_]*(wordpress|wp|prestashop|ps)?[\W_]*([a-z])", re.IGNORECASE)
_CMS = {"wp": "wordpress", "ps": "prestashop"}


def escape(part: str) -> str:
    """Return `part` in the alphabet `[a-z0-9_]`, injectively: anything else becomes `_` + hex + `_`."""
    return "".join(c if _SAFE.match(c) else f"_{ord(c):x}_" for c in part)


def join(*parts: str) -> str:
    """Return the escaped parts joined by `-`, a character that no escaped part contains."""
    return "-".join(escape(part) for part in parts)


def container(wave: str, number: str) -> str:
    """Name of the container of one candidate's sitting."""
    return join(LABEL, wave, number)


def golden_image(exam: str, cms: str, digest: str) -> str:
    """Repository and tag of a golden image; `digest` is the hex SHA-256 of its inputs."""
    return f"{LABEL}/{escape(exam)}-{escape(cms)}:{digest[:16]}"


def candidate_login(number: str) -> str:
    """Login given to a candidate, alone on their site: read on the fiche and typed, so not escaped."""
    return f"candidat-{number.lower()}"


def seed(sql: str) -> str:
    """Return the short name of what a subject lays over the context; empty for nothing."""
    return hashlib.sha256(sql.encode()).hexdigest()[:12] if sql else ""


def subject_id(cms: str, told: str) -> str:
    """Id in the bank of a subject as a roster tells it (`A`, `WordPress A`, `sujet a`); empty when it is no such."""
    found = _SUBJECT.fullmatch(told.strip())
    if not found or (found[1] and _CMS.get(found[1].lower(), found[1].lower()) != cms):
        return ""
    return f"{cms}-{found[2].lower()}"


def site_address(host: str, number: str, port: int) -> str:
    """Return the address of a candidate's site, without a trailing slash.

    `host` is a machine's (`10.0.0.5`: each site has its port), or a pattern (`*.e5b.lycee.fr`, `*.e5b.lycee.fr:8080`):
    each site then has a name.
    """
    return f"http://{number.lower()}{host[1:]}" if by_name(host) else f"http://{host}:{port}"


def by_name(host: str) -> bool:
    """Say whether sites are told apart by name rather than by port."""
    return host.startswith("*.")


def site_name(url: str, port: int) -> str:
    """Return the name (with its port unless 80) that a site is asked by; empty when it has `port` of its own."""
    asked = url.removeprefix("http://")
    return "" if asked.endswith(f":{port}") else asked
