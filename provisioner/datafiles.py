"""Reads data files into strict models; an error names the file, the key or line, and what was expected."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from provisioner.errors import DataError, reason

M = TypeVar("M", bound=BaseModel)

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""Values only, never code; libyaml's is eight times faster where it is there."""

_EXPECTED = {
    "extra_forbidden": "clé inconnue",
    "missing": "clé obligatoire absente",
    "string_type": "un texte est attendu",
    "int_type": "un nombre entier est attendu",
    "int_parsing": "un nombre entier est attendu",
    "float_parsing": "un nombre est attendu",
    "bool_type": "vrai ou faux (true / false) est attendu",
    "bool_parsing": "vrai ou faux (true / false) est attendu",
    "list_type": "une liste est attendue",
    "dict_type": "un ensemble de clés est attendu",
    "model_type": "un ensemble de clés est attendu",
    "tuple_type": "une liste est attendue",
    "string_too_short": "au moins {min_length} caractères sont attendus",
    "string_pattern_mismatch": "la forme n’est pas celle attendue ({pattern})",
    "too_short": "au moins {min_length} élément(s) attendu(s)",
    "too_long": "au plus {max_length} élément(s) attendu(s)",
    "literal_error": "l’une de ces valeurs est attendue : {expected}",
    "date_type": "une date est attendue (2027-05-12)",
    "date_parsing": "une date est attendue (2027-05-12)",
    "date_from_datetime_parsing": "une date est attendue (2027-05-12)",
    "date_from_datetime_inexact": "une date seule est attendue (2027-05-12)",
    "greater_than_equal": "un nombre d’au moins {ge} est attendu",
    "less_than_equal": "un nombre d’au plus {le} est attendu",
}


def load_yaml(path: Path, model: type[M]) -> M:
    """Read the YAML file `path` as a `model`.

    Raises DataError naming the file and the first wrong key when it is absent, broken or not what was expected.
    """
    return parse(read_yaml(path), model, path)


def load_json(path: Path, model: type[M]) -> M:
    """Read the JSON file `path`, that this software wrote, as a `model`.

    Raises DataError naming the file when it is absent, cut, altered or of another version.
    """
    try:
        data = json.loads(path.read_bytes())
    except ValueError:
        raise DataError(f"{path} est abîmé.", "Refaites l’étape qui l’écrit, ou restaurez ce fichier.") from None
    except OSError as error:
        raise _unread(path, error) from None
    return parse(data, model, path)


def read_yaml(path: Path) -> Any:
    """Read a YAML file as plain values (never as code). Raises DataError."""
    return load_plain(path, _LOADER)


def load_plain(path: Path, loader: type[yaml.SafeLoader]) -> Any:
    """Read a YAML file with a safe loader that knows more, or refuses more, than the plain one. Raises DataError."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 a safe loader
    except OSError as error:
        raise _unread(path, error) from None
    except UnicodeDecodeError as error:
        raise DataError(
            f"{path} n’est pas en UTF-8 (octet {error.start}).", "Enregistrez le fichier en UTF-8."
        ) from None
    except yaml.MarkedYAMLError as error:
        line = f", ligne {error.problem_mark.line + 1}" if error.problem_mark else ""
        raise DataError(
            f"{path}{line} : le YAML est mal formé ({error.problem}).",
            "Corrigez cette ligne (indentation, guillemets).",
        ) from None


def _unread(path: Path, error: OSError) -> DataError:
    if isinstance(error, FileNotFoundError):
        return DataError(f"Le fichier {path} n’existe pas.", "Vérifiez le nom ou restaurez le fichier.")
    return DataError(f"{path} ne peut pas être lu ({reason(error)}).", "Vérifiez ce fichier et ses droits.")


def parse(data: Any, model: type[M], path: Path) -> M:
    """Check plain values read from `path` against `model`. Raises DataError."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        key, expected = wrong_keys(error)[0]
        more = f" (et {error.error_count() - 1} autre(s) erreur(s))" if error.error_count() > 1 else ""
        raise DataError(
            f"{path}, clé « {key or '(racine)'} » : {expected}.{more}",
            "Corrigez cette clé ; le modèle est décrit dans docs/.",
        ) from None


def wrong_keys(error: ValidationError) -> list[tuple[str, str]]:
    """Return the keys that a model refused, each with what was expected, in French."""
    return [(".".join(map(str, one["loc"])), _expected(one)) for one in error.errors()]


def _expected(one: ErrorDetails) -> str:
    known = _EXPECTED.get(one["type"])
    if known is None:
        return one["msg"].removeprefix("Value error, ")
    return known.format(**{name: _shown(value) for name, value in one.get("ctx", {}).items()})


def _shown(value: Any) -> str:
    return str(value).replace(" or ", " ou ").replace("'", "")
