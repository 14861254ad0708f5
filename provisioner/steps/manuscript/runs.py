"""The pieces of a paragraph, of two weights, as one text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

Pieces = Iterator[tuple[str, bool]]
"""Texts, each with whether it is bold."""


def marked(pieces: Pieces, *, plain: bool = False) -> str:
    """Return them as one text, bold type between two pairs of stars unless `plain`."""
    parts = []
    for bold, group in groupby(pieces, key=lambda piece: piece[1]):
        text = "".join(piece[0] for piece in group)
        if bold and not plain and text.strip():
            # The stars hug the words: a word processor makes the space after them bold too.
            before, word, after = re.fullmatch(r"(\s*)(.*?)(\s*)", text, re.DOTALL).groups()  # type: ignore[union-attr]
            parts.append(f"{before}**{word}**{after}")
        else:
            parts.append(text)
    return "".join(parts).strip()


def unmarked(text: str) -> Pieces:
    """Yield the pieces of a text whose bold words are between two pairs of stars."""
    for index, piece in enumerate(re.split(r"\*\*(.+?)\*\*", text)):
        if piece:
            yield piece, index % 2 == 1
