"""Alternative texts and captions typed in a text, under or behind its pictures.

The editor copies those that the library already holds into the text: that nobody typed them cannot be told from the
text alone, so pictures that the library had before are told apart.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from provisioner.predicates import _markup
from provisioner.predicates._scope import FieldScope
from provisioner.predicates._trace import Trace, shorten
from provisioner.schema.changes import Diff

_CLASS = re.compile(r"\bwp-image-(\d+)\b")
_OTHER_FIGURES = ("wp-block-table", "wp-block-pullquote")


class Arguments(FieldScope):
    """Which texts count."""

    media_kind: str
    """Entity kind of the library's media."""
    origin: Literal["typed", "unknown"] = "typed"
    """`typed`: by the candidate for certain; `unknown`: maybe brought along by a picture that the library had."""


@dataclass
class _Texts:
    """What stands with the pictures of a text: (media id, text) for each kind of text, media ids present."""

    told: dict[str, Counter[tuple[str, str]]] = field(default_factory=dict)
    pictures: set[str] = field(default_factory=set)

    def note(self, kind: str, media: str, text: str) -> None:
        flat = " ".join(text.split())
        if flat:
            self.told.setdefault(kind, Counter())[media, flat] += 1


def find(diff: Diff, arguments: Arguments) -> Iterator[Trace]:
    """Yield one trace per text whose pictures gained such texts."""
    new = {one.id for one in diff.changes if one.kind == arguments.media_kind and one.action == "created"}
    for change, changed in arguments.changed_fields(diff):
        before, after = _texts(changed.before), _texts(changed.after)
        sure = new | before.pictures | {""}
        told = [
            f"{kind} « {shorten(text)} »"
            for kind, texts in after.told.items()
            for media, text in texts - before.told.get(kind, Counter())
            if (media in sure) == (arguments.origin == "typed")
        ]
        if told:
            yield Trace(change, changed, ", ".join(told))


def _texts(source: object) -> _Texts:
    found = _Texts()
    media = ""
    for element in _markup.read(source).elements:
        if element.tag == "figure":
            media = ""
        elif element.tag == "img":
            ids = _CLASS.findall(element.attributes.get("class", "")) or [element.attributes.get("data-id", "")]
            media = ids[0]
            found.pictures.add(media)
            found.note("texte alternatif", media, element.attributes.get("alt", ""))
        elif element.tag == "figcaption" and not any(name.startswith(_OTHER_FIGURES) for name in element.classes):
            whole = "blocks-gallery-caption" in element.classes
            found.note("légende", "" if whole else media, element.text)
    return found
