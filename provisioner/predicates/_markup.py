"""Reads the source of a text field: HTML elements, links, and WordPress blocks (HTML comments). Never renders it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser
from typing import Any, Literal
from urllib.parse import urlsplit

_BLOCK = re.compile(r"^\s*wp:([a-z][a-z0-9/-]*)\s*(\{.*\})?\s*/?\s*$", re.DOTALL)
_EMPTY_PARAGRAPH = re.compile(r"^[\s\xa0]*$")
OWN_HOST = "site.invalid"
"""Stands for the site's own address in a difference."""
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)

_DEEPEST = 500
"""Elements in one another: browsers stop about there."""


@dataclass
class Element:
    """One opening tag."""

    tag: str
    attributes: dict[str, str]
    text: str = ""
    around: str = ""
    """Classes of the element it stands in."""

    @property
    def classes(self) -> list[str]:
        """Its classes, and those of the element around it: what the editor made it for."""
        return f"{self.attributes.get('class', '')} {self.around}".split()


@dataclass(frozen=True)
class Block:
    """One block of WordPress's editor."""

    name: str
    attributes: dict[str, Any]


@dataclass
class Markup:
    """What a source is made of."""

    elements: list[Element] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def filled(self, tag: str) -> list[Element]:
        """Return the elements of a tag that hold some text."""
        return [found for found in self.elements if found.tag == tag and not _EMPTY_PARAGRAPH.match(found.text)]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.markup = Markup()
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        around = self._open[-1].attributes.get("class", "") if self._open else ""
        element = Element(tag, {name: value or "" for name, value in attrs}, around=around)
        self.markup.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        # Tags that nobody closes would else be gone through at each one that nobody opened.
        for index in range(len(self._open) - 1, max(-1, len(self._open) - _DEEPEST), -1):
            if self._open[index].tag == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        for element in self._open[-12:]:
            element.text += data

    def handle_comment(self, data: str) -> None:
        found = _BLOCK.match(data)
        if found:
            self.markup.blocks.append(Block(found[1], _attributes(found[2])))


def _attributes(source: str | None) -> dict[str, Any]:
    try:
        value = json.loads(source) if source else {}
    except ValueError:
        return {}  # a candidate may break a block by hand in the code editor: it still is that block
    return value if isinstance(value, dict) else {}


@lru_cache(maxsize=512)
def parse(source: str) -> Markup:
    """Read a source, however broken."""
    reader = _Reader()
    reader.feed(source)
    reader.close()
    return reader.markup


def read(value: Any) -> Markup:
    """Read a field's machine value; absent is empty. Raises TypeError when it is no text: a bug of the entity model."""
    if value is None:
        return Markup()
    if not isinstance(value, str):
        raise TypeError(f"texte attendu, {type(value).__name__} lu")
    return parse(value)


def links(markup: Markup) -> Counter[str]:
    """Count the addresses that links lead to."""
    addresses = (found.attributes.get("href", "").strip() for found in markup.elements if found.tag == "a")
    return Counter(address for address in addresses if address)


def reach(address: str) -> Literal["internal", "external", "other"]:
    """Tell whether an address stays on the candidate's site, leads to another, or to no page (mail, telephone)."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "other"
    if parts.scheme not in {"", "http", "https"}:
        return "other"
    return "internal" if parts.netloc in {"", OWN_HOST} else "external"
