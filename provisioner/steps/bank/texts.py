"""The texts of a subject: which ones the candidate reads, and how two texts compare."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import Any

from provisioner import crosscheck
from provisioner.predicates.measures import words
from provisioner.schema.subject import Subject

_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_NAMED = re.compile(rf"\b(\d{{1,2}})(?:er)? ({'|'.join(_MONTHS)}) (\d{{4}})\b")
_FIGURES = re.compile(r"\b(\d{1,2})[/.](\d{1,2})[/.](\d{4})\b")
_ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")


def candidate_texts(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield all that the candidate reads, each with its key."""
    yield "title", subject.title
    yield "situation", subject.situation
    yield "work", subject.work
    for index, question in enumerate(subject.questions):
        yield f"questions.{index}.title", question.title
        yield f"questions.{index}.text", question.text
    for index, annex in enumerate(subject.annexes):
        yield f"annexes.{index}.title", annex.title
        if annex.text:
            yield f"annexes.{index}.text", annex.text
        for line, row in enumerate(annex.table):
            for cell, text in enumerate(row):
                yield f"annexes.{index}.table.{line}.{cell}", text


def length(subject: Subject) -> int:
    """Return how many words the candidate has to read."""
    return sum(len(words(text)) for _, text in candidate_texts(subject))


def flat(text: str) -> str:
    """Return a text without case, accents nor typography, to compare it with another."""
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.sub(r"[’‘ʼ]", "'", bare.replace("œ", "oe")).casefold().split())


def dates(text: str) -> Iterator[tuple[str, date]]:
    """Yield the complete dates of a text, as written and as they are; one that no calendar has is left out."""
    plain = flat(text)
    found = [(m[0], m[3], str(_MONTHS.index(m[2]) + 1), m[1]) for m in _NAMED.finditer(plain)]
    found += [(m[0], m[3], m[2], m[1]) for m in _FIGURES.finditer(plain)]
    found += [(m[0], m[1], m[2], m[3]) for m in _ISO.finditer(plain)]
    for written, year, month, day in found:
        try:
            yield written, date(int(year), int(month), int(day))
        except ValueError:
            continue


def shingles(text: str, size: int = 4) -> frozenset[tuple[str, ...]]:
    """Return the runs of `size` words of a text, to say how much of it is in another."""
    tokens = re.findall(r"[a-z0-9]+", flat(text))
    return frozenset(tuple(tokens[start : start + size]) for start in range(len(tokens) - size + 1))


def shared(one: frozenset[tuple[str, ...]], two: frozenset[tuple[str, ...]]) -> float:
    """Return the part of the shorter text that stands in the other."""
    return len(one & two) / min(len(one), len(two)) if one and two else 0.0


def values(data: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Yield every text below plain data, with its key, by place."""
    return crosscheck.texts(data, key, named=False)
