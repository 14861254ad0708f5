"""Does every name used in a reference context exist, once? The answers are French sentences naming file and key."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from provisioner.schema.context import Context

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
"""`{{media:ID:url}}`, `{{page:SLUG}}`, `{{shop}}`…"""


@dataclass(frozen=True)
class Problem:
    """Something wrong, and where."""

    file: str
    """Below the context's folder."""
    key: str
    text: str


@dataclass(frozen=True)
class Names:
    """What the data of one CMS may name, by kind."""

    cms: str
    known: dict[str, frozenset[str]]
    """`picture`, `page`, `category`…: the names that exist."""

    def missing(self, kind: str, what: str, file: str, key: str, *values: str) -> Iterator[Problem]:
        """Yield a problem for each non-empty value that is no known `kind`; `what` is its French name."""
        for value in values:
            if value and value not in self.known[kind]:
                yield Problem(f"{self.cms}/{file}", key, f"{what} « {value} » n’existe pas")

    def unresolved(self, file: str, key: str, text: str) -> Iterator[Problem]:
        """Yield a problem for each placeholder of `text` that a seeder could not replace."""
        for found in PLACEHOLDER.findall(text):
            kind, _, rest = found.partition(":")
            name, _, part = rest.partition(":")
            if found in {"shop", "site"}:
                continue
            if kind == "media" and part in {"url", "id"} and name in self.known["picture"]:
                continue
            if kind in {"page", "category", "product"} and not part and name in self.known.get(kind, ()):
                continue
            yield Problem(f"{self.cms}/{file}", key, f"le repère « {{{{{found}}}}} » ne mène à rien")


def repeated(file: str, key: str, values: Iterable[str]) -> Iterator[Problem]:
    """Yield a problem for each value given twice."""
    for value, count in Counter(values).items():
        if count > 1:
            yield Problem(file, key, f"« {value} » est donné {count} fois")


def texts(value: Any, key: str = "", *, named: bool = True) -> Iterator[tuple[str, str]]:
    """Yield every text below plain data, with its key: `posts.my-article.title`, by place where there is no name.

    Unless `named`, always by place: `posts.3.title`.
    """
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from texts(inner, f"{key}.{name}" if key else str(name), named=named)
    elif isinstance(value, list | tuple):
        for index, inner in enumerate(value):
            name = (_name(inner) if named else "") or str(index)
            yield from texts(inner, f"{key}.{name}" if key else name, named=named)


def _name(value: Any) -> str:
    """Return what an author calls this item: its slug, reference or id."""
    names = (value.get(key) for key in ("slug", "reference", "id")) if isinstance(value, dict) else ()
    return next((name for name in names if name), "")


def pictures(context: Context) -> Iterator[Problem]:
    """Check the list of pictures itself: unique ids and file names."""
    yield from repeated("media.yml", "pictures.id", (picture.id for picture in context.pictures))
    yield from repeated("media.yml", "pictures.file", (picture.file for picture in context.pictures))


def pictures_of(context: Context, cms: str) -> frozenset[str]:
    """Ids of the pictures that a CMS may use."""
    return frozenset(picture.id for picture in context.pictures if cms in picture.used_by)
