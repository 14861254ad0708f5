"""Texts of a subject as paragraphs of a document, and back: the little markup of `subject.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from provisioner.steps.manuscript.parts import Paragraph


def paragraphs(text: str) -> Iterator[Paragraph]:
    """Yield the paragraphs and items of a text; a line that only wraps is one with the line before it."""
    for part in re.split(r"\n\s*\n", text.strip()):
        pending: list[str] = []
        item = False
        for line in part.splitlines():
            if line.lstrip().startswith("- "):
                if pending:
                    yield Paragraph(" ".join(pending), item=item)
                item, pending = True, [line.lstrip()[2:].strip()]
            else:
                pending.append(line.strip())
        if text_ := " ".join(line for line in pending if line):
            yield Paragraph(text_, item=item)


def joined(parts: Iterable[Paragraph]) -> str:
    """Return paragraphs and items as one text."""
    text, before = "", None
    for part in parts:
        said = " ".join(part.text.split("\n")).strip() if part.item else part.text.strip()
        if not said:
            continue
        item = part.item or said.startswith("- ")
        line = f"- {said.removeprefix('- ')}" if item else said
        text += line if before is None else ("\n" if item and before else "\n\n") + line
        before = item
    return text


def canonical(text: str) -> str:
    """Return a text as it comes back from a document: wrapped lines joined."""
    return joined(paragraphs(text))
