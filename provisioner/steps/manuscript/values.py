"""Arguments of predicates and gestures as lines that a person types in a table, and back.

What a line means follows from what the argument must be: an author writes no quotation mark and no bracket.
"""

from __future__ import annotations

import re
import types
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from provisioner.steps.manuscript.words import EMPTY, uncapital

SEPARATOR = " > "
_YES, _NO = {"oui", "true", "vrai"}, {"non", "false", "faux"}
_RANGE = re.compile(r"(-?\d+) (?:à|-|–) (-?\d+)")
_IDS = ("kinds", "actions", "fields", "functionality", "predicate")
"""Arguments that hold identifiers: a word processor likes to give them a capital."""


class WrongValueError(ValueError):
    """What a person typed is not what is expected; the message is French, without its full stop."""


def steps_of(path: str) -> tuple[str, ...]:
    """Return the names on the way to an argument: `holds > content > words`."""
    return tuple(uncapital(" ".join(part.split())) for part in re.split(r"\s*>\s*", path.strip()))


def put(data: dict[str, Any], path: tuple[str, ...], lines: tuple[str, ...], form: Any) -> None:
    """Add what the lines say to `data`, whose form is a type or a model. Raises WrongValueError."""
    name, rest = path[0], path[1:]
    form = _inner(form, name)
    if not rest:
        if name in data:
            raise WrongValueError(f"« {name} » est déjà donné plus haut")
        made = read(lines, form)
        data[name] = [uncapital(one) for one in made] if name in _IDS and isinstance(made, list) else made
        return
    if _nested(form):
        place = data.setdefault(name, [])
        if rest != (str(len(place) + 1),):
            raise WrongValueError(f"« {name} » s’écrit « {name} > 1 », puis « {name} > 2 », dans l’ordre")
        place.append(read(lines, tuple[str, ...]))
        return
    if not _holds_more(form):
        raise WrongValueError(f"« {name} » n’a pas de paramètre « {rest[0]} »")
    inner = data.setdefault(name, {})
    if not isinstance(inner, dict):
        raise WrongValueError(f"« {name} » est déjà donné plus haut")
    put(inner, rest, lines, form)


def flat(data: Mapping[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every argument as a path and its lines."""
    for name, value in data.items():
        here = (*path, str(name))
        if isinstance(value, Mapping) and value:
            yield from flat(value, here)
        elif isinstance(value, list | tuple) and value and isinstance(value[0], list | tuple):
            for number, one in enumerate(value, start=1):
                yield SEPARATOR.join((*here, str(number))), written(one)
        else:
            yield SEPARATOR.join(here), written(value)


def written(value: Any) -> tuple[str, ...]:
    """Return a value as the lines that a person would type."""
    if isinstance(value, bool):
        return ("oui" if value else "non",)
    if isinstance(value, list | tuple):
        if len(value) == 2 and all(isinstance(one, int) and not isinstance(one, bool) for one in value):
            return (f"{value[0]} à {value[1]}",)
        return tuple(line for one in value for line in written(one))
    if isinstance(value, float):
        return (f"{value:g}".replace(".", ","),)
    return tuple(str(value).split("\n")) if value != "" else (EMPTY,)


def read(lines: tuple[str, ...], form: Any) -> Any:
    """Return what the lines say, in the form expected. Raises WrongValueError."""
    form = _bare(form)
    if get_origin(form) in {tuple, list}:
        lines = tuple(line for line in lines if line.strip())
        inner = get_args(form)
        if len(inner) == 2 and inner[0] is int and inner[1] is int:
            return _range(lines)
        return [_one(line, inner[0]) for line in lines]
    if not "".join(lines).strip():
        raise WrongValueError(f"la case est vide (écrivez « {EMPTY} » pour un texte vide)")
    return _one("\n".join(lines), form)


def _one(text: str, form: Any) -> Any:
    form, plain = _bare(form), text.strip()
    if form is bool:
        if plain.casefold() not in _YES | _NO:
            raise WrongValueError(f"« {plain} » au lieu de « oui » ou « non »")
        return plain.casefold() in _YES
    if form in {int, float}:
        try:
            number = float(re.sub(r"(?<=\d)\s(?=\d{3})", "", plain).replace(",", "."))
        except ValueError:
            raise WrongValueError(f"« {plain} » n’est pas un nombre") from None
        if number.is_integer():
            return int(number)
        if form is int:
            raise WrongValueError(f"« {plain} » n’est pas un nombre entier")
        return number
    if get_origin(form) is Literal:
        return uncapital(plain)
    return "" if plain == EMPTY else plain


def _range(lines: tuple[str, ...]) -> list[int]:
    found = _RANGE.fullmatch(" ".join(" ".join(lines).split()))
    if not found:
        raise WrongValueError(f"« {' '.join(lines)} » ne dit pas « 80 à 150 »")
    return [int(found[1]), int(found[2])]


def _bare(form: Any) -> Any:
    """Return a type without what surrounds it: `X | None`, annotations; the first of several."""
    while True:
        if get_origin(form) is Annotated:
            form = get_args(form)[0]
        elif get_origin(form) in {Union, types.UnionType}:
            form = next(one for one in get_args(form) if one is not type(None))
        else:
            return form


def _is_model(form: Any) -> bool:
    return isinstance(form, type) and issubclass(form, BaseModel)


def _holds_more(form: Any) -> bool:
    form = _bare(form)
    return _is_model(form) or get_origin(form) is dict


def _nested(form: Any) -> bool:
    form = _bare(form)
    inner = get_args(form)[:1] if get_origin(form) in {tuple, list} else ()
    return bool(inner) and get_origin(_bare(inner[0])) in {tuple, list}


def _inner(form: Any, name: str) -> Any:
    """Return the form of what is called `name` below a model or a mapping."""
    form = _bare(form)
    if _is_model(form):
        fields = form.model_fields
        if name not in fields:
            raise WrongValueError(
                f"« {name} » n’est pas un paramètre ; ceux qui existent : {', '.join(sorted(fields))}"
            )
        return fields[name].annotation
    return get_args(form)[1]
