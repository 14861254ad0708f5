"""Turns a dossier into one page of HTML: escaped, sandboxed, with a policy that runs no script but ours."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any

from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from provisioner import dates, paths
from provisioner.adapters import templates
from provisioner.schema.verdicts import VERDICT_LABELS

TEMPLATES = paths.TEMPLATES / "report"
ACTIONS = {"created": "Créé", "changed": "Modifié", "removed": "Supprimé", "undone": "Essayé puis défait"}
_HIGH = re.compile(r" ([;:!?»])")
_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_LOW = re.compile(r"« ")


@lru_cache(maxsize=1)
def _environment() -> SandboxedEnvironment:
    filters: dict[str, Callable[..., str]] = {"fr": french, "moment": moment, "duration": duration}
    filters |= {"size": size, "plural": plural}
    environment = templates.environment("report", filters, last_newline=True)
    script = (TEMPLATES / "report.js").read_text(encoding="utf-8")
    digest = base64.b64encode(sha256(script.encode()).digest()).decode()
    environment.globals |= {
        "verdict_labels": VERDICT_LABELS,
        "state_verdicts": {"satisfied": "found", "unsatisfied": "not_found", "undetermined": "undetermined"},
        "action_labels": ACTIONS,
        # Our own files, not a candidate's: the only texts of a report that are not escaped.
        "style": Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),  # noqa: S704
        "script": Markup(script),  # noqa: S704
        "script_hash": f"'sha256-{digest}'",
    }
    return environment


def render(template: str, **values: Any) -> str:
    """Render one template of `templates/report/`. What no page can hold (NUL, escapes) is shown as a sign for it."""
    return _UNSHOWN.sub("\N{REPLACEMENT CHARACTER}", _environment().get_template(template).render(**values))


def french(text: str) -> str:
    """Put the narrow no-break spaces of French typography."""
    return _LOW.sub("«\u202f", _HIGH.sub("\u202f\\1", text))


def moment(iso: str) -> str:
    """Return « 12 mai 2022, 9 h 05 », in the offset that the time was written with."""
    try:
        found = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{dates.day(found)}, {found.hour}\u202fh\u202f{found.minute:02d}"


def duration(seconds: int) -> str:
    """Return « 53 min 20 s »."""
    minutes, rest = divmod(seconds, 60)
    return f"{minutes}\u202fmin" + (f" {rest}\u202fs" if rest else "")


def size(octets: int) -> str:
    """Return « 84 ko »."""
    if octets < 1000:
        return f"{octets}\u202foctets"
    if octets < 1_000_000:
        return f"{octets / 1000:.0f}\u202fko"
    return f"{octets / 1_000_000:.1f}\u202fMo".replace(".", ",")


def plural(count: int, one: str, many: str = "") -> str:
    """Return « 1 modification », « 3 modifications »."""
    return f"{count:,}".replace(",", "\u202f") + f"\u202f{one if count < 2 else many or one + 's'}"
