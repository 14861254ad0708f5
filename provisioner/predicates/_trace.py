"""What a predicate finds: a change, maybe one of its fields, and what to say of it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from provisioner.schema.changes import Change, FieldChange
from provisioner.schema.verdicts import Evidence

PLACEHOLDERS = frozenset({"type", "title", "field", "before", "after", "detail"})
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_LONGEST = 160


class NotRecorded(Exception):  # noqa: N818 it is no error: what the predicate reads was not recorded
    """What a predicate reads is not there: nothing can be said. Its text is French, and ends a sentence."""


@dataclass(frozen=True)
class Trace:
    """One thing seen, still without its sentence."""

    change: Change
    field: FieldChange | None = None
    detail: str = ""
    """French: what the predicate itself saw (« 2 titres ajoutés »)."""

    def evidence(self, template: str) -> Evidence:
        """Word it with the sentence of the rule; without one, with the change's own sentence."""
        before = self.field.before_text if self.field else ""
        after = self.field.after_text if self.field else ""
        values = {
            "type": self.change.kind_label[:1].upper() + self.change.kind_label[1:],
            "title": self.change.title,
            "field": self.field.label if self.field else "",
            "before": shorten(before) or "(vide)",
            "after": shorten(after) or "(vide)",
            "detail": self.detail,
        }
        sentence = _PLACEHOLDER.sub(lambda found: values[found[1]], template) if template else self.change.sentence
        return Evidence(
            kind=self.change.kind,
            id=self.change.id,
            field=self.field.name if self.field else "",
            sentence=sentence,
            before=before,
            after=after,
        )


def unknown_placeholders(template: str) -> list[str]:
    """Return the placeholders of a sentence that nothing fills."""
    return sorted(set(_PLACEHOLDER.findall(template)) - PLACEHOLDERS)


def shorten(text: str) -> str:
    """Cut a long text at a word: a proof is one line, the whole text stands in the list of changes."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else flat[:_LONGEST].rsplit(" ", 1)[0] + "…"
