"""Cells as machine values and as French readers see them."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, NamedTuple

from provisioner.schema.entities import Cell
from provisioner.steps.diff.filters import text


class Value(NamedTuple):
    """One value: for predicates, and for people."""

    machine: Any
    text: str


NOTHING = Value(None, "")
_PLACE = re.compile(r"\{([^{}]+)\}")
_BREAK = re.compile(r"<(?:br|/p|/h[1-6]|/li|/div|/tr|/figure)\b[^>]*>", re.IGNORECASE)
_DROPPED = re.compile(r"<!--.*?-->|<(script|style)\b.*?</\1>|<[^>]+>", re.IGNORECASE | re.DOTALL)


def scalar(cell: Cell, raw: Any) -> Value:
    """Return a cell that refers to nothing."""
    match cell.type:
        case "number":
            return _number(cell, raw)
        case "price":
            return _price(raw)
        case "boolean":
            return _boolean(raw)
        case "date":
            return _date(text(raw))
        case "html":
            # The editor takes off the line breaks at the end and names the spaces that do not break: nobody wrote that.
            source = text(raw).replace("\r\n", "\n").replace("&nbsp;", "\xa0").rstrip("\n\t ")
            return Value(source, visible(source)) if source else NOTHING
        case _:
            plain = text(raw).replace("\r\n", "\n")
            return Value(plain, plain + cell.suffix) if plain.strip() else NOTHING


def hidden(raw: Any) -> Value:
    """Return a secret as a fingerprint: that it changed can be told, it cannot."""
    if not text(raw):
        return NOTHING
    return Value(f"sha256:{sha256(text(raw).encode()).hexdigest()[:12]}", "••••••")


def visible(source: str) -> str:
    """Return the text of an HTML source, one line per block."""
    plain = html.unescape(_DROPPED.sub("", _BREAK.sub("\n", source)))
    lines = (" ".join(line.split()) for line in plain.splitlines())
    return "\n".join(line for line in lines if line)


def fill(template: str, texts: Mapping[str, str]) -> str:
    """Replace `{name}`, or `{first|second}`, by texts; an unknown name becomes nothing.

    Values are never read as templates.
    """
    return _PLACE.sub(
        lambda place: next((texts[name] for name in place[1].split("|") if texts.get(name)), ""), template
    )


def shortened(title: str, most: int = 100) -> str:
    """Cut a title that is really a text."""
    return title if len(title) <= most else title[: most - 1].rstrip(" ,;:.") + "…"


def names_in(template: str) -> set[str]:
    """Return the names a template asks for."""
    return {name for place in _PLACE.findall(template) for name in place.split("|")}


def sort_key(raw: Any) -> tuple[int, float, str]:
    """Order numbers as numbers, before texts."""
    try:
        return 0, float(raw), ""
    except (TypeError, ValueError):
        return 1, 0.0, text(raw)


def _number(cell: Cell, raw: Any) -> Value:
    try:
        number = _finite(float(text(raw)) * cell.scale)
    except ValueError:
        return Value(text(raw), text(raw)) if text(raw) else NOTHING
    machine = int(number) if number.is_integer() else number
    return Value(machine, _french(machine) + cell.suffix)


def _price(raw: Any) -> Value:
    try:
        number = _finite(float(text(raw)))
    except ValueError:
        return Value(text(raw), text(raw)) if text(raw) else NOTHING
    whole, cents = f"{abs(number):,.2f}".split(".")
    sign = "-" if number < 0 else ""
    return Value(number, f"{sign}{whole.replace(',', ' ')},{cents} €")


def rate(raw: Any) -> float:
    """Return a rate in per cent; 0 for what is no number: a site's tables may hold anything."""
    try:
        return _finite(float(text(raw)))
    except ValueError:
        return 0.0


def _finite(number: float) -> float:
    """Return a number to six decimals. Raises ValueError for what no column of numbers can hold."""
    if not math.isfinite(number):
        raise ValueError(number)
    return round(number, 6)


def _french(number: float) -> str:
    return f"{number:,}".replace(",", " ").replace(".", ",")


def _boolean(raw: Any) -> Value:
    if text(raw) == "":
        return NOTHING
    yes = text(raw).lower() in {"1", "yes", "true", "on", "open"}
    return Value(yes, "oui" if yes else "non")


def _date(raw: str) -> Value:
    if not raw or raw.startswith("0000-00-00"):
        return NOTHING
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return Value(raw, raw)
    shown = f"{moment:%d/%m/%Y}"
    if len(raw) > 10 and (moment.hour or moment.minute or moment.second):
        shown += f" à {moment:%H:%M}"
    return Value(raw, shown)
