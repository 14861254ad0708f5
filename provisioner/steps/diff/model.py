"""Loads a stack's entity model and noise, and cross-checks them: a wrong name is found before any diff."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from provisioner import paths
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.schema.entities import Cell, Derived, EntityFile, Field, Kind, Model, NoiseFile, Parameter
from provisioner.steps.diff.values import names_in

HINT = "Corrigez cette clé ; le modèle est décrit dans provisioner/schema/entities.py."


@lru_cache(maxsize=8)
def load_model(cms: str, folder: Path | None = None) -> Model:
    """Return the model of `stacks/<cms>`. Raises DataError naming the file and the key."""
    stack = folder or paths.STACKS / cms
    files = sorted((stack / "entities").glob("*.yml"))
    if not files:
        raise DataError(f"{stack / 'entities'} ne contient aucun modèle d’entités.", "Restaurez ce dossier.")
    parameters: dict[str, Parameter] = {}
    derived: dict[str, Derived] = {}
    kinds: dict[str, Kind] = {}
    origin: dict[str, Path] = {}
    for file in files:
        part = load_yaml(file, EntityFile)
        for section in ("parameters", "derived", "kinds"):
            for key in (f"{section}.{name}" for name in getattr(part, section)):
                if key in origin:
                    raise DataError(f"{file}, clé « {key} » : déjà définie dans {origin[key]}.", "Changez un des noms.")
                origin[key] = file
        parameters |= part.parameters
        derived |= part.derived
        kinds |= part.kinds
    noise = load_yaml(stack / "noise.yml", NoiseFile)
    for name, kind in kinds.items():
        _check(origin[f"kinds.{name}"], name, kind, kinds)
    return Model(
        cms=cms,
        parameters=parameters,
        derived=derived,
        kinds=kinds,
        noise=noise.rules,
        requests=noise.requests,
    )


def _check(file: Path, name: str, kind: Kind, kinds: dict[str, Kind]) -> None:
    def wrong(key: str, why: str) -> DataError:
        return DataError(f"{file}, clé « kinds.{name}.{key} » : {why}.", HINT)

    for source_name, source in kind.sources.items():
        if source.parent and source.parent not in kind.sources:
            raise wrong(f"sources.{source_name}.parent", f"source inconnue « {source.parent} »")
        if not source.link and kind.table:
            raise wrong(f"sources.{source_name}.link", "ce qui la relie à l’entité est attendu")
    for field_name, field in kind.fields.items():
        why = _wrong_field(field, kind, kinds)
        if why:
            raise wrong(f"fields.{field_name}", why)
    named = [*names_in(kind.title), *kind.pages_when, *(field for page in kind.pages for field in names_in(page))]
    named += [moment.field for moment in kind.moments] + [one for one in (kind.parent, kind.note, kind.author) if one]
    for asked in named:
        if asked not in kind.fields:
            raise wrong("title, pages, parent, note ou moments", f"champ inconnu « {asked} »")


def _wrong_field(field: Field, kind: Kind, kinds: dict[str, Kind]) -> str:
    for cell in (field, *field.items.values()):
        if cell.source and cell.source not in kind.sources:
            return f"source inconnue « {cell.source} »"
        for target in _targets(cell):
            if target and target not in kinds:
                return f"type d’entité inconnu « {target} »"
    if field.choose and field.choose not in kind.fields:
        return f"champ inconnu « {field.choose} »"
    if field.name and not (field.source and kind.sources[field.source].name):
        return "« name » demande une source de noms et de valeurs"
    return ""


def _targets(cell: Cell) -> list[str]:
    if isinstance(cell.to, str):
        return [cell.to] if cell.to else []
    return list(cell.to.values())
