"""What a subject names of the context: objects, references, what it lays over it. Nothing may hang in the air."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from provisioner.steps.bank.files import shown
from provisioner.steps.bank.known import Known
from provisioner.steps.bank.problem import CONTEXT, Problem
from provisioner.steps.bank.texts import candidate_texts, flat, values
from provisioner.subjects import Filed

_REFERENCE = re.compile(r"\b[A-Z]{2}-[A-Z]{3}-\d{3}(?:-[A-Z0-9]+)?\b")
_NAMED = ("post", "product", "reference", "subject")
"""Values of seeds that name something of the context."""
_MAKES = ("created",)


def problems(filed: Filed, known: Known) -> Iterator[Problem]:
    """Yield what the subject names and the context has not."""
    yield from _context(filed, known)
    yield from _references(filed, known)
    yield from _seeds(filed, known)


def _problem(filed: Filed, key: str, text: str, rule: str) -> Problem:
    return Problem(filed.id, shown(filed.path), key, text, rule)


def _context(filed: Filed, known: Known) -> Iterator[Problem]:
    """Look for what the subject names and the context has not."""
    laid = {flat(text) for seed in filed.data.seed for text in map(str, seed.values.values())}
    names = {*known.names, *laid}
    for index, question in enumerate(filed.data.questions):
        for place, one in enumerate(question.expectations):
            titles = _titles(one.arguments)
            if not titles or set(_actions(one.arguments)) & set(_MAKES) or not _several(one.arguments, known):
                continue
            if not any(all(flat(title) in name for title in titles) for name in names):
                text = f"rien du contexte ne s’appelle « {' / '.join(titles)} »"
                yield _problem(filed, f"questions.{index}.expectations.{place}.with.title", text, CONTEXT)
    made = " ".join(text for _, text in _expected_values(filed))
    everything = " ".join(names)
    for key, text in candidate_texts(filed.data):
        for reference in sorted({found[0] for found in _REFERENCE.finditer(text)}):
            if flat(reference) not in everything and reference not in made:
                yield _problem(filed, key, f"la référence « {reference} » n’existe pas dans le contexte", CONTEXT)


def _references(filed: Filed, known: Known) -> Iterator[Problem]:
    """Look for what an expectation wants in a field (a menu, an author, a carrier…) that nothing is called."""
    for index, question in enumerate(filed.data.questions):
        asked = " | ".join(flat(text) for text in (question.text, *(text for _, text in values([*question.solution]))))
        for place, one in enumerate(question.expectations):
            kinds, holds = one.arguments.get("kinds"), one.arguments.get("holds")
            if not isinstance(kinds, list) or not isinstance(holds, dict):
                continue
            for name, condition in holds.items():
                if not all(name in known.references.get(str(kind), ()) for kind in kinds):
                    continue
                for said in _texts(condition, "says"):
                    if flat(said) not in asked and not any(flat(said) in called for called in known.names):
                        key = f"questions.{index}.expectations.{place}.with.holds.{name}.says"
                        text = f"rien du contexte ni de la solution ne s’appelle « {said} »"
                        yield _problem(filed, key, text, CONTEXT)


def _seeds(filed: Filed, known: Known) -> Iterator[Problem]:
    """Look for seeds laid on what the context has not: nothing would come of them."""
    for place, seed in enumerate(filed.data.seed):
        for name in _NAMED:
            value = str(seed.values.get(name, ""))
            if value and flat(value) not in known.names:
                text = f"rien du contexte ne s’appelle « {value} »"
                yield _problem(filed, f"seed.{place}.values.{name}", text, CONTEXT)


def _several(arguments: Mapping[str, Any], known: Known) -> bool:
    kinds = arguments.get("kinds", ())
    return all(known.titled.get(kind, False) for kind in kinds) if kinds else False


def _titles(arguments: Mapping[str, Any]) -> tuple[str, ...]:
    return _texts(arguments, "title")


def _texts(data: Any, name: str) -> tuple[str, ...]:
    found = data.get(name, ()) if isinstance(data, Mapping) else ()
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list | tuple) else ()


def _actions(arguments: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(arguments.get("actions", ("created", "changed")))


def _expected_values(filed: Filed) -> Iterator[tuple[str, str]]:
    for index, question in enumerate(filed.data.questions):
        for place, one in enumerate(question.expectations):
            yield from values(one.arguments, f"questions.{index}.expectations.{place}.with")
