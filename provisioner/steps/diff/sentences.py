"""French: one sentence per change, from the templates of the model."""

from __future__ import annotations

from provisioner.schema.changes import Action, FieldChange
from provisioner.schema.entities import Kind, Moment
from provisioner.steps.diff.filters import text
from provisioner.steps.diff.values import Value, fill

SHORT = 60
DETAILED = 2
MOST = 6
_VOWELS = "aeiouyàâäéèêëîïôöùûüœæh"


def definite(kind: Kind) -> str:
    """Return a kind with its article: « l’article », « la page », « les permaliens »."""
    if kind.definite:
        return kind.definite
    if kind.plural:
        return f"les {kind.label}"
    if kind.label[:1].lower() in _VOWELS:
        return f"l’{kind.label}"
    return f"{'la' if kind.gender == 'f' else 'le'} {kind.label}"


def of(kind: Kind) -> str:
    """Return « de l’article », « du produit », « des permaliens »."""
    the = definite(kind)
    for article, contracted in (("le ", "du "), ("les ", "des ")):
        if the.startswith(article):
            return contracted + the.removeprefix(article)
    return f"de {the}"


def sentence(
    kind: Kind, action: Action, title: str, fields: list[FieldChange], *, state: dict[str, Value], parent: str
) -> str:
    """Return the sentence of one change. `parent` is « du produit « X » », or empty."""
    the = definite(kind)
    words = {name: value.text for name, value in state.items()}
    for change in fields:
        words[change.name] = change.after_text or change.before_text
        words[f"{change.name}.before"] = change.before_text
        words[f"{change.name}.after"] = change.after_text
    note = words.get(kind.note, "")
    agreement = ("e" if kind.gender == "f" else "") + ("s" if kind.plural else "")
    words |= {
        "le": the,
        "Le": the[:1].upper() + the[1:],
        "title": f"« {title} »" if title and kind.table else "",
        "a": "ont" if kind.plural else "a",
        "e": agreement,
        "parent": f" {parent}" if parent else "",
        "note": fill(kind.note_form, {"note": note}) if note else "",
        "changes": _listed(kind, fields),
    }
    told = moment_of(kind, fields) if action == "changed" else None
    template = told.say if told else getattr(kind.sentences, action)
    full = fill(template, words)
    if told:
        rest = [change for change in fields if change.name != told.field]
        full += f" ; aussi modifié : {_listed(kind, rest)}" if rest else ""
    return " ".join(full.split()).replace(" .", ".") + "."


def moment_of(kind: Kind, fields: list[FieldChange]) -> Moment | None:
    """Return the first telling passage among the fields that changed."""
    changed = {change.name: change for change in fields}
    for moment in kind.moments:
        change = changed.get(moment.field)
        if change and _among(change.before, moment.before) and _among(change.after, moment.after):
            return moment
    return None


def _among(value: object, wanted: list[str | int]) -> bool:
    return not wanted or text(value) in {str(one) for one in wanted}


def _listed(kind: Kind, fields: list[FieldChange]) -> str:
    if len(fields) > DETAILED or any(not _is_short(change) for change in fields):
        names = [_name(kind, change) for change in fields[:MOST]]
        return ", ".join(names) + (f" et {len(fields) - MOST} autre(s)" if len(fields) > MOST else "")
    return " ; ".join(f"{_name(kind, change)} {_passage(change)}" for change in fields)


def _name(kind: Kind, change: FieldChange) -> str:
    """Lower the first letter of a label, unless it is an acronym (« TVA ») or a name (« Facebook »)."""
    label = change.label
    return label if label[1:2].isupper() or kind.fields[change.name].proper else label[:1].lower() + label[1:]


def _passage(change: FieldChange) -> str:
    before = f"« {change.before_text} »" if change.before_text else "(vide)"
    after = f"« {change.after_text} »" if change.after_text else "(vide)"
    return f"{before} → {after}"


def _is_short(change: FieldChange) -> bool:
    texts = (change.before_text, change.after_text)
    return change.type not in {"html", "list"} and all(len(t) <= SHORT and "\n" not in t for t in texts)
