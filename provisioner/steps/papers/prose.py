"""The little markup of subjects' texts: paragraphs, lists (« - »), bold (`**…**`), and French typography."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from markupsafe import Markup, escape

_BOLD = re.compile(r"\*\*(.+?)\*\*", re.DOTALL)
_HIGH = re.compile(r" ([;!?])")
_WIDE = re.compile(r" ([:»])")
_UNIT = re.compile(r"(?<=\d) (?=[€%]|(?:cm|mm|kg|min|h)\b)")
_NUMBERED = re.compile(r"\b([Aa]nnexes?|[Qq]uestion|n°|N°) (?=\d)")
_HEAD = re.compile(r"^annexe\s+\d+\s*[:–—.-]\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Run:
    """Words of one weight."""

    text: str
    bold: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph or one item of a list."""

    kind: Literal["p", "li"]
    runs: tuple[Run, ...]


def blocks(text: str) -> tuple[Block, ...]:
    """Return the paragraphs and items of a text."""
    return tuple(_blocks(text))


def html(text: str) -> Markup:
    """Return a text as HTML, everything of it escaped."""
    parts: list[Markup] = []
    for kind, group in groupby(blocks(text), key=lambda block: block.kind):
        inner = Markup("").join(Markup("<{0}>{1}</{0}>").format(Markup(kind), _runs(block)) for block in group)  # noqa: S704 a tag of ours
        parts.append(Markup("<ul>{}</ul>").format(inner) if kind == "li" else inner)
    return Markup("").join(parts)


def typeset(text: str) -> str:
    """Return a text with the no-break spaces of French typography."""
    spaced = _UNIT.sub("\u00a0", _WIDE.sub("\u00a0\\1", _HIGH.sub("\u202f\\1", text)))
    return _NUMBERED.sub("\\1\u00a0", spaced).replace("« ", "«\u00a0")


def annex_title(title: str) -> str:
    """Return the title of an annex without the number that its author may have put: papers number them."""
    return _HEAD.sub("", title)


def _blocks(text: str) -> Iterator[Block]:
    for part in re.split(r"\n\s*\n", text.strip()):
        pending: list[str] = []
        kind: Literal["p", "li"] = "p"
        for line in part.splitlines():
            if line.lstrip().startswith("- "):
                if pending:
                    yield _block(kind, pending)
                kind, pending = "li", [line.lstrip()[2:]]
            else:
                pending.append(line.strip())
        if pending:
            yield _block(kind, pending)


def _block(kind: Literal["p", "li"], lines: list[str]) -> Block:
    text = typeset(" ".join(line for line in lines if line))
    runs, end = [], 0
    for found in _BOLD.finditer(text):
        runs += [Run(text[end : found.start()]), Run(found[1], bold=True)]
        end = found.end()
    runs.append(Run(text[end:]))
    return Block(kind, tuple(run for run in runs if run.text))


def _runs(block: Block) -> Markup:
    return Markup("").join(
        Markup("<strong>{}</strong>").format(run.text) if run.bold else escape(run.text) for run in block.runs
    )
