"""Texts for reading: what was added and taken away word by word, and how long they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_WORD = re.compile(r"\w")
LONGEST = 6000
"""Tokens beyond which two texts are shown whole: comparing them would take seconds."""

Op = Literal["same", "ins", "del"]


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, came or went."""

    op: Op
    text: str


@dataclass(frozen=True)
class Length:
    """Length of a text: words as a word processor counts them, signs with spaces and without."""

    words: int
    signs: int
    signs_without_spaces: int


def measure(text: str) -> Length:
    """Measure a text; ends of lines are no signs."""
    flat = text.replace("\n", "")
    words = sum(1 for part in text.split() if _WORD.search(part))
    return Length(words, len(flat), sum(1 for sign in flat if not sign.isspace()))


def compare(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces of two texts, in reading order; what went stands before what came in its place."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if len(old) + len(new) > LONGEST:
        return _joined([Piece("del", before), Piece("ins", after)])
    pieces: list[Piece] = []
    for op, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if op == "equal":
            pieces.append(Piece("same", "".join(new[c:d])))
        else:
            pieces += [Piece("del", "".join(old[a:b])), Piece("ins", "".join(new[c:d]))]
    return _joined(_bridged(pieces))


def _bridged(pieces: list[Piece]) -> list[Piece]:
    """Let a lone space between two changes join them: « a b » → « c d » reads better than word for word."""
    bridged: list[Piece] = []
    for index, piece in enumerate(pieces):
        inside = 0 < index < len(pieces) - 1
        if piece.op == "same" and inside and piece.text == " ":
            bridged += [Piece("del", " "), Piece("ins", " ")]
        else:
            bridged.append(piece)
    return bridged


def _joined(pieces: list[Piece]) -> tuple[Piece, ...]:
    """Join neighbours: between two runs that stayed, one that went then one that came."""
    joined: list[Piece] = []
    gone = came = ""
    for piece in [*pieces, Piece("same", "")]:
        if piece.op == "del":
            gone += piece.text
        elif piece.op == "ins":
            came += piece.text
        else:
            joined += [Piece("del", gone), Piece("ins", came), piece]
            gone = came = ""
    return tuple(piece for piece in joined if piece.text)
