"""One entity that holds all that a subject asks for: price, number of words, dates, number of pictures and so on."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime
from html import unescape
from typing import Any

from pydantic import Field, model_validator

from provisioner.predicates._markup import links, read
from provisioner.predicates._scope import Scope, as_list, as_texts
from provisioner.predicates._trace import NotRecorded, Trace, shorten
from provisioner.predicates.measures import words
from provisioner.schema.base import Strict
from provisioner.schema.changes import Action, Change, Diff

_INSIDE_WORDS = re.compile(r"</?(?:a|b|strong|em|i|u|span|sup|sub)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


class Condition(Strict):
    """What one field must hold after the sitting; every part that is given must be so."""

    equals: tuple[str, ...] = ()
    """Machine values, one of which it is (a reference: the id)."""
    says: tuple[str, ...] = ()
    """Words, all of which its text holds; case, accents and typography do not matter."""
    never: tuple[str, ...] = ()
    """Words, none of which its text holds."""
    links: tuple[str, ...] = ()
    """Ends of addresses, one of which a link of the text has."""
    least: float | None = None
    most: float | None = None
    """Bounds of a number, both included."""
    words: tuple[int, int] | None = None
    """Least and most words."""
    characters: tuple[int, int] | None = None
    """Least and most characters, spaces included."""
    items: tuple[int, int] | None = None
    """Least and most items of a list."""
    first: tuple[str, ...] = ()
    """Words that the first items of a list hold, in that order."""
    days: int | None = None
    """A date, in days after the day of the exam, one more or less."""
    changed: bool = False
    """True: the candidate must have changed it."""

    @model_validator(mode="after")
    def _possible(self) -> Condition:
        for name in ("words", "characters", "items"):
            bounds = getattr(self, name)
            if bounds and not 0 <= bounds[0] <= bounds[1]:
                raise ValueError(f"« {name} » va de {bounds[0]} à {bounds[1]} : rien ne peut y satisfaire")
        if self.least is not None and self.most is not None and self.least > self.most:
            raise ValueError("« least » dépasse « most » : rien ne peut y satisfaire")
        return self


class Arguments(Scope):
    """Which entity, and what it must hold."""

    actions: tuple[Action, ...] = ("created", "changed")
    title: tuple[str, ...] = ()
    """Words, all of which the entity's title holds; case, accents and typography do not matter."""
    holds: dict[str, Condition] = Field(default_factory=dict)
    """Field -> condition."""
    count: int = Field(default=1, ge=1)
    """How many such entities there must be."""

    def field_names(self) -> frozenset[str]:
        """Fields that the expectation names, to be checked against the entity model."""
        return super().field_names() | frozenset(self.holds)


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield the entities that hold everything, when there are enough. Raises NotRecorded without the exam's day."""
    found = [change for change in arguments.changes(diff) if _fits(change, arguments, diff)]
    if len(found) >= arguments.count:
        yield from (Trace(change) for change in found)


def lacking(change: Change, arguments: Arguments, diff: Diff) -> dict[str, str]:
    """Return the fields of an entity that do not hold what is expected, each with what it holds, in French."""
    return {
        name: _held(change, name, condition)
        for name, condition in arguments.holds.items()
        if not _meets(change, name, condition, diff)
    }


def _held(change: Change, name: str, condition: Condition) -> str:
    value, text = _value(change, name)
    if condition.words and not _within(len(words(text)), condition.words):
        return f"{len(words(text))} mot(s)"
    if condition.characters and not _within(len(" ".join(text.split())), condition.characters):
        return f"{len(' '.join(text.split()))} caractère(s)"
    if condition.items and not _within(len(as_list(value)), condition.items):
        return f"{len(as_list(value))} élément(s)"
    if condition.links and not _links(value, condition.links):
        return "sans le lien demandé"
    return f"« {shorten(text)} »" if text.strip() else "vide"


def _value(change: Change, name: str) -> tuple[Any, str]:
    """Return what a field holds after the sitting, for machines and for people."""
    field = next((one for one in change.fields if one.name == name), None)
    value = field.after if field else change.state.get(name)
    return value, field.after_text if field and field.after_text else _plain(value)


def _fits(change: Change, arguments: Arguments, diff: Diff) -> bool:
    return _says(change.title, arguments.title) and all(
        _meets(change, name, condition, diff) for name, condition in arguments.holds.items()
    )


def _meets(change: Change, name: str, condition: Condition, diff: Diff) -> bool:
    field = next((one for one in change.fields if one.name == name), None)
    value, text = _value(change, name)
    return (
        (not condition.changed or field is not None)
        and (not condition.equals or not as_texts(value).isdisjoint(condition.equals))
        and _says(text, condition.says)
        and not any(_says(text, (word,)) for word in condition.never)
        and (not condition.links or _links(value, condition.links))
        and _between(_number(value), condition.least, condition.most)
        and _within(len(words(text)), condition.words)
        and _within(len(" ".join(text.split())), condition.characters)
        and _within(len(as_list(value)), condition.items)
        and _begins(text, condition.first)
        and (condition.days is None or _falls(value, condition.days, diff))
    )


def _says(text: str, wanted: tuple[str, ...]) -> bool:
    flat = _flat(text)
    return all(_flat(one) in flat for one in wanted)


def _begins(text: str, wanted: tuple[str, ...]) -> bool:
    lines = text.splitlines()
    return len(lines) >= len(wanted) and all(_says(line, (one,)) for line, one in zip(lines, wanted, strict=False))


def _flat(text: str) -> str:
    """Return a text without case, accents, nor the typography that keyboards lack."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[’‘ʼ]", "'", bare.replace("œ", "oe").replace("Œ", "oe")).casefold().split())


def _plain(value: Any) -> str:
    """Return the text of a field that did not change, of which only the machine value is known."""
    return unescape(_TAG.sub(" ", _INSIDE_WORDS.sub("", " ".join(as_list(value)))))


def _links(value: Any, ends: tuple[str, ...]) -> bool:
    addresses = links(read(" ".join(as_list(value))))
    return any(address.rstrip("/").endswith(end.rstrip("/")) for address in addresses for end in ends)


def _number(value: Any) -> float | None:
    try:
        return float(str(value).replace(",", "."))
    except ValueError:
        return None


def _between(number: float | None, least: float | None, most: float | None) -> bool:
    if least is None and most is None:
        return True
    return number is not None and (least is None or number >= least) and (most is None or number <= most)


def _within(size: int, bounds: tuple[int, int] | None) -> bool:
    return bounds is None or bounds[0] <= size <= bounds[1]


def _falls(value: Any, days: int, diff: Diff) -> bool:
    if not diff.day:
        raise NotRecorded("le jour de l’épreuve n’est pas dans le relevé")
    try:
        written = datetime.fromisoformat(str(value)).date()
    except ValueError:
        return False
    return abs((written - date.fromisoformat(diff.day)).days - days) <= 1
