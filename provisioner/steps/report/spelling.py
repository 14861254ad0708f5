"""Which words of a text are worth asking a dictionary about: no name, address, figure, nor what stood there before."""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*|\b[\w-]+(?:\.[\w-]+)+(?:/\S*)?")
_SHORTCODE = re.compile(r"\[/?[a-z_]+[^\]\n]*\]")
_WORD = re.compile(r"[^\W\d_]+(?:['’ʼ‑-][^\W\d_]+)*(?!\d)")
_ENDS = re.compile(r"[.!?…:;«»“”\"–—•-]\s*$")
_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][^\W\d_]+(?:[-’'][^\W\d_]+)*")
SHORTEST = 3
_SIGNATURE = 2
"""Words of a line that is a name rather than a sentence."""


def candidates(text: str, before: str, names: Collection[str]) -> tuple[str, ...]:
    """Return the words of a text to ask about, in their order, each once and as a dictionary spells apostrophes.

    `before` is the text before the sitting, `names` are the proper nouns of the context, folded by `plain`.
    """
    known = {plain(word) for word in _words(before)} | set(names)
    found: dict[str, None] = {}
    for line in _bare(text).splitlines():
        previous = 0
        matches = list(_WORD.finditer(line))
        for match in matches:
            word = match[0]
            start = not previous or bool(_ENDS.search(line, previous, match.start()))
            previous = match.end()
            if _asked(word, start=start, alone=len(matches) <= _SIGNATURE) and known.isdisjoint(
                {plain(word), *_parts(word)}
            ):
                found[_spelt(word)] = None
    return tuple(found)


def proper_nouns(texts: Collection[str]) -> frozenset[str]:
    """Return the words of these texts that have a capital, and the parts of those with a hyphen, folded."""
    found: set[str] = set()
    for text in texts:
        for match in _NAME.finditer(text):
            found |= {plain(match[0]), *_parts(match[0])}
    return frozenset(found)


def plain(word: str) -> str:
    """Return a word without case nor typography."""
    return _spelt(word).casefold()


def sentences(text: str) -> int:
    """Return how many sentences a text has: a line without a full stop is one."""
    return sum(
        max(1, len(re.findall(r"[.!?…]+(?=\s|$|[»”\")])", line)))
        for line in _bare(text).splitlines()
        if _WORD.search(line)
    )


def _asked(word: str, *, start: bool, alone: bool) -> bool:
    if len(word) < SHORTEST or word.isupper():
        return False
    if any(two.isupper() and one.islower() for one, two in pairwise(word)):
        return False  # PrestaShop, iPhone
    after = re.sub(r"^[^\W\d_]{1,2}['’ʼ]", "", word)  # « l’Atelier », « d’Yvré »
    return not after[:1].isupper() or (start and not alone and after == word)


def _parts(word: str) -> set[str]:
    """Return what stands on either side of an elision: « l’Huisne » is named by « Huisne »."""
    return {plain(part) for part in re.split(r"['’ʼ‑-]", word) if len(part) >= SHORTEST and part[0].isupper()}


def _words(text: str) -> list[str]:
    return [match[0] for match in _WORD.finditer(_bare(text))]


def _bare(text: str) -> str:
    return _SHORTCODE.sub(" ", _ADDRESS.sub(" ", text))


def _spelt(word: str) -> str:
    return re.sub(r"[’ʼ]", "'", word).replace("‑", "-")
