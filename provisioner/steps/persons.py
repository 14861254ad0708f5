"""Names of persons taken out of what people type: a reason given in a hurry may hold one, and evidence must not."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any


def without_names(value: Any, names: Iterable[str]) -> Any:
    """Return plain values without the names of persons in their texts: a reason typed in a hurry may hold one."""
    wanted = sorted({part for name in names for part in (name, *name.split()) if len(part) > 1}, key=len, reverse=True)
    if not wanted:
        return value
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(_plain(one)) for one in wanted)})(?!\w)")
    return _cleaned(value, pattern)


def _cleaned(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, dict):
        return {name: _cleaned(inner, pattern) for name, inner in value.items()}
    if isinstance(value, list):
        return [_cleaned(inner, pattern) for inner in value]
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value)
    # Accent by accent: places in the plain text are places in the text.
    plain = "".join(_plain(sign)[:1] or " " for sign in text)
    for match in reversed(list(pattern.finditer(plain))):
        text = text[: match.start()] + "[nom retiré]" + text[match.end() :]
    return text


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in parts if not unicodedata.combining(sign))
