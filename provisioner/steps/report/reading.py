"""What helps an examiner read a candidate's texts: lengths, structure, key phrase, words unknown to the dictionary.

Hints, never part of a verdict. The dictionary is asked once per report, and only when something was written.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from provisioner.adapters import spelling as dictionary
from provisioner.predicates import _markup
from provisioner.predicates.measures import words
from provisioner.schema.changes import Change, Diff, FieldChange
from provisioner.schema.verdicts import CheckResult, Verdicts
from provisioner.steps.report import spelling
from provisioner.steps.report.render import plural

LEAST = 10
"""Words below which a text is not worth a line: its proof already says its length."""
_SHOWN = 25
_ELEMENTS = (
    (("h1", "h2", "h3", "h4", "h5", "h6"), "intertitre"),
    (("ul", "ol"), "liste"),
    (("a",), "lien"),
    (("img",), "image"),
)


@dataclass(frozen=True)
class Reading:
    """One text, or the key phrase of one entity."""

    where: str
    """French: « Article « Nos chaises », contenu »."""
    facts: tuple[str, ...]
    unknown: tuple[str, ...] = ()
    """Words that the dictionary does not know."""
    more: int = 0
    """Unknown words beyond those shown."""


@dataclass(frozen=True)
class Readings:
    """What there is to tell, by functionality."""

    of: Mapping[str, tuple[Reading, ...]]
    trouble: str = ""
    """French: why spelling was not looked at."""


@dataclass(frozen=True)
class _Text:
    result: str
    change: Change
    field: FieldChange
    asked: tuple[str, ...]


def read(verdicts: Verdicts, diff: Diff, names: Collection[str]) -> Readings:
    """Return what there is to tell of the texts that prove each functionality; `names` are the context's."""
    changes = {(change.kind, change.id): change for change in diff.changes}
    texts = [one for result in verdicts.results for one in _texts(result, changes, names)]
    trouble = ""
    try:
        unknown = dictionary.unknown(word for one in texts for word in one.asked)
    except dictionary.SpellingError as error:
        unknown, trouble = frozenset(), f"{error.message} {error.hint}"
    found: dict[str, list[Reading]] = {}
    for one in texts:
        found.setdefault(one.result, []).append(_reading(one, unknown))
    for result in verdicts.results:
        if phrases := list(_phrases(result, changes)):
            found.setdefault(result.id, []).extend(phrases)
    return Readings({id_: tuple(readings) for id_, readings in found.items()}, trouble if texts else "")


def _texts(result: CheckResult, changes: Mapping[tuple[str, str], Change], names: Collection[str]) -> Iterator[_Text]:
    if result.reading is None or not result.reading.texts:
        return
    seen: set[tuple[str, str, str]] = set()
    for proof in result.evidence:
        key, change = (proof.kind, proof.id, proof.field), changes.get((proof.kind, proof.id))
        field = next((one for one in change.fields if one.name == proof.field), None) if change else None
        if change and field and key not in seen and field.type in {"text", "html"}:
            seen.add(key)
            if len(words(field.after_text)) >= LEAST:
                asked = spelling.candidates(field.after_text, field.before_text, names)
                yield _Text(result.id, change, field, asked)


def _reading(one: _Text, unknown: frozenset[str]) -> Reading:
    text = one.field.after_text
    facts = [plural(len(words(text)), "mot"), plural(spelling.sentences(text), "phrase")]
    facts.append(plural(sum(bool(words(line)) for line in text.splitlines()), "paragraphe"))
    if one.field.type == "html":
        markup = _markup.read(one.field.after)
        counts = [(sum(found.tag in tags for found in markup.elements), name) for tags, name in _ELEMENTS]
        facts += [plural(count, name) for count, name in counts if count]
    wrong = [word for word in one.asked if word in unknown]
    return Reading(
        _where(one.change, one.field.label), tuple(facts), tuple(wrong[:_SHOWN]), max(0, len(wrong) - _SHOWN)
    )


def _phrases(result: CheckResult, changes: Mapping[tuple[str, str], Change]) -> Iterator[Reading]:
    """Yield how the key phrase of each entity is used in its own texts."""
    if result.reading is None or not result.reading.keyphrase:
        return
    for kind, id_ in dict.fromkeys((proof.kind, proof.id) for proof in result.evidence):
        change = changes.get((kind, id_))
        phrase = str(change.state.get(result.reading.keyphrase) or "") if change else ""
        if change and phrase.strip():
            facts = [f"requête cible « {phrase} »"]
            for name, label in result.reading.looks.items():
                text = _shown(change, name)
                if text:
                    facts.append(f"{label} : {_times(phrase, text)}")
            yield Reading(_where(change, ""), tuple(facts))


def _shown(change: Change, name: str) -> str:
    """Return the text that a field holds after the sitting."""
    field = next((one for one in change.fields if one.name == name), None)
    if field and field.after_text:
        return field.after_text
    return re.sub(r"<[^>]*>", " ", str(change.state.get(name) or ""))


def _times(phrase: str, text: str) -> str:
    count = len(re.findall(rf"(?<!\w){re.escape(_flat(phrase))}(?!\w)", _flat(text)))
    return f"{count} fois" if count else "absente"


def _flat(text: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(bare.replace("’", "'").casefold().split())


def _where(change: Change, label: str) -> str:
    kind = change.kind_label[:1].upper() + change.kind_label[1:]
    return f"{kind} « {change.title} »" + (f", {label[:1].lower()}{label[1:]}" if label else "")
