"""Reads data files into strict models; an error names the file, the key or line, and what was expected."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from provisioner.errors import DataError

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
    "greater_than_equal": "{ge} au moins est attendu",
    "less_than_equal": "{le} au plus est attendu",
    "literal_error": "une de ces valeurs est attendue : {expected}",
}


def load_yaml(path: Path, model: type[M]) -> M:
    """Read the YAML file `path` as a `model`.

    Raises DataError naming the file and the first wrong key when it is absent, broken or not what was expected.
    """
    return parse(read_yaml(path), model, path)


def read_yaml(path: Path) -> Any:
    """Read a YAML file as plain values (never as code). Raises DataError."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER)  # noqa: S506 one of the two safe loaders
    except FileNotFoundError:
        raise DataError(f"Le fichier {path} n’existe pas.", "Vérifiez le nom ou restaurez le fichier.") from None
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


def parse(data: Any, model: type[M], path: Path) -> M:
    """Check plain values read from `path` against `model`. Raises DataError."""
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "(racine)"
        known = _EXPECTED.get(first["type"], "").format(**first.get("ctx", {})).replace(" or ", " ou ")
        expected = known or first["msg"].removeprefix("Value error, ")
        more = f" (et {error.error_count() - 1} autre(s) erreur(s))" if error.error_count() > 1 else ""
        raise DataError(
            f"{path}, clé « {key} » : {expected}.{more}", "Corrigez cette clé ; le modèle est décrit dans docs/."
        ) from None
