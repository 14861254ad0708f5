"""Texts that were written: how many words and characters. Whether they are well written is for a reader to say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from provisioner.predicates._scope import FieldScope
from provisioner.predicates._trace import Trace
from provisioner.schema.changes import Diff


class Arguments(FieldScope):
    """Which texts."""

    at_least: int = 1
    """How many words the text must hold that it did not hold before."""


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per text with new words: bold type, a picture or a shorter text are no writing."""
    for change, field in arguments.changed_fields(diff):
        before, after = words(field.before_text), words(field.after_text)
        if sum((Counter(after) - Counter(before)).values()) >= arguments.at_least:
            told = _size(field.after_text)
            yield Trace(change, field, f"{told} (avant : {_size(field.before_text)})" if before else told)


@lru_cache(maxsize=32)
def words(text: str) -> tuple[str, ...]:
    """Return what stands between two spaces and holds a letter or a figure: « l’atelier » is one word, « : » none.

    An address is none either: the editor shows that of a video it could not load. Many checks ask for the same texts.
    """
    return tuple(
        word
        for word in text.split()
        if any(sign.isalnum() for sign in word) and not word.startswith(("http://", "https://"))
    )


def _size(text: str) -> str:
    count, signs = len(words(text)), len(" ".join(text.split()))
    return f"{count} mot{'s' * (count > 1)}, {signs} caractère{'s' * (signs > 1)} espaces compris"
