"""Pages of the console: Jinja templates, everything escaped, French times and numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from provisioner.steps.console.accounts import ROLE_LABELS

TEMPLATES = Path(__file__).resolve().parent.parent / "templates" / "console"
STATIC = TEMPLATES / "static"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the templates."""
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "digits": digits,
        "spoken": spoken,
        "hour": hour,
        "moment": moment,
        "plural": plural,
        "figure": figure,
        "capitalize_first": lambda text: text[:1].upper() + text[1:],
    }
    made.globals |= {"role_labels": ROLE_LABELS}
    return made


def digits(seconds: float) -> str:
    """Return a duration for a clock: `39:05`, `1:02:09`."""
    rest = max(0, int(seconds))
    hours, rest = divmod(rest, 3600)
    minutes, rest = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def spoken(seconds: float) -> str:
    """Return a duration for people: `40 min`, `53 min 20 s`."""
    minutes, rest = divmod(max(0, round(seconds)), 60)
    return f"{minutes} min" + (f" {rest:02} s" if rest else "")


def hour(told: str | datetime | None) -> str:
    """Return the time of day of a moment where the exam takes place: `10:32:05`."""
    when = _local(told)
    return when.strftime("%H:%M:%S") if when else ""


def moment(told: str | datetime | None) -> str:
    """Return a moment: `21/11 10:32`."""
    when = _local(told)
    return when.strftime("%d/%m %H:%M") if when else ""


def plural(count: int, word: str, several: str = "") -> str:
    """Return `1 fait`, `3 faits`."""
    return f"{count} {word if count < 2 else several or word + 's'}"


def _local(told: str | datetime | None) -> datetime | None:
    if not told:
        return None
    when = datetime.fromisoformat(told) if isinstance(told, str) else told
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone()


def figure(value: float) -> str:
    """Return a number as it is written in French: `2,5`."""
    return f"{value:g}".replace(".", ",")
