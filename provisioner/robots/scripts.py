"""Reads scripted candidates and binds them: actions, arguments, pictures and functionalities must all exist.

Nothing is started for it: a script that loads names only what is there, though its gestures may still fail.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from provisioner import paths
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.robots.action import Action
from provisioner.schema.checks import Official
from provisioner.schema.exam import Cms
from provisioner.schema.scripted import Run, Scripted

_TEXT, _TEXTS = "un texte est attendu (entre guillemets)", "une liste de textes est attendue"
_EXPECTED = {
    "str": _TEXT,
    "int": "un nombre entier est attendu",
    "bool": "vrai ou faux (true / false) est attendu",
    "list[str]": _TEXTS,
    "tuple[str, ...]": _TEXTS,
    "Path": "l’identifiant d’une image du contexte est attendu",
}


@dataclass(frozen=True)
class Known:
    """What scripts of one CMS may name."""

    actions: Mapping[str, Action]
    pictures: Collection[str]
    """Ids of the context's pictures."""


@dataclass(frozen=True)
class Step:
    """One gesture with its arguments, checked."""

    action: Action
    arguments: dict[str, Any]

    @property
    def told(self) -> str:
        """The gesture in French."""
        return self.action.told(self.arguments)

    @property
    def pictures(self) -> dict[str, str]:
        """Arguments that are pictures: name of the parameter -> id of the picture."""
        return {name: str(value) for name, value in self.arguments.items() if self.action.takes_picture(name)}


@dataclass(frozen=True)
class BoundRun:
    """One sitting of a scripted candidate, ready to play."""

    data: Run
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class Script:
    """The scripted candidates of one functionality."""

    id: str
    runs: tuple[BoundRun, ...]
    exam: str
    """List whose functionalities the runs name: another's when they are shared."""
    source: str
    """Id of the functionality in that list."""
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of shared runs, by name: what else they evidence in the list that shares them."""
    unsure: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def load_scripts(exam: str, cms: Cms, known: Known) -> dict[str, Script]:
    """Read `checks/<exam>/scripted/<cms>/` in the official order. Raises DataError naming file and key."""
    folder = _folder(exam, cms)
    wanted = _official(exam, cms)
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        if path.suffix != ".yml" or path.stem not in wanted:
            raise DataError(
                f"{path} ne correspond à aucune fonctionnalité de la liste officielle.",
                f"Un fichier de ce dossier porte l’un des noms de {paths.CHECKS / exam / 'official.yml'}, "
                "suivi de « .yml ».",
            )
    return {id_: load_script(exam, cms, id_, known) for id_ in wanted if (folder / f"{id_}.yml").is_file()}


def load_script(exam: str, cms: Cms, id_: str, known: Known) -> Script:
    """Read the script of one functionality. Raises DataError naming file and key."""
    path = _folder(exam, cms) / f"{id_}.yml"
    data = load_yaml(path, Scripted)
    if data.id != id_:
        raise DataError(f"{path}, clé « id » : « {data.id} » au lieu de « {id_} ».", "Reprenez le nom du fichier.")
    if data.like:
        return _shared(path, data, exam, cms, known)
    for key, said in (("also", data.also), ("unsure", data.unsure)):
        if said:
            raise DataError(f"{path}, clé « {key} » : n’a de sens qu’avec « like ».", "Écrivez-la dans chaque « run ».")
    if not data.runs:
        raise DataError(f"{path}, clé « runs » : aucun candidat automatique.", "Décrivez-en un, ou donnez « like ».")
    _distinct(path, data.runs)
    ids = _official(exam, cms)
    runs = tuple(_bound(run, f"runs.{index}", path, known, ids) for index, run in enumerate(data.runs))
    return Script(id_, runs, exam, id_)


def _folder(exam: str, cms: Cms) -> Path:
    return paths.CHECKS / exam / "scripted" / cms


def _official(exam: str, cms: Cms) -> tuple[str, ...]:
    return tuple(line.id for line in load_yaml(paths.CHECKS / exam / "official.yml", Official).of(cms))


def _shared(path: Path, data: Scripted, mine: str, cms: Cms, known: Known) -> Script:
    if data.runs:
        raise DataError(f"{path}, clé « like » : ce fichier a aussi ses propres « runs ».", "Gardez l’un des deux.")
    exam, _, id_ = data.like.partition("/")
    source = _folder(exam, cms) / f"{id_}.yml"
    if not exam or not id_ or "/" in id_ or not source.is_file() or load_yaml(source, Scripted).like:
        raise DataError(
            f"{path}, clé « like » : « {data.like} » n’est pas un scénario à reprendre.",
            "Donnez ÉPREUVE/FONCTIONNALITÉ, dont le fichier a ses propres « runs ».",
        )
    runs = load_script(exam, cms, id_, known).runs
    names = [run.data.name for run in runs]
    for key, said in (("also", data.also), ("unsure", data.unsure)):
        for name, ids in said.items():
            if name not in names:
                raise DataError(
                    f"{path}, clé « {key}.{name} » : {source} n’a pas de « run » de ce nom.",
                    f"Ses noms : {', '.join(names)}.",
                )
            _official_ids(path, f"{key}.{name}", ids, _official(mine, cms))
    return Script(data.id, runs, exam, id_, data.also, data.unsure)


def _official_ids(path: Path, key: str, said: tuple[str, ...], ids: Collection[str]) -> None:
    for index, id_ in enumerate(said):
        if id_ not in ids:
            raise DataError(
                f"{path}, clé « {key}.{index} » : « {id_} » n’est pas une fonctionnalité de la liste.",
                f"Fonctionnalités : {', '.join(ids)}.",
            )


def _distinct(path: Path, runs: tuple[Run, ...]) -> None:
    names = [run.name for run in runs]
    for index, name in enumerate(names):
        if name in names[:index]:
            raise DataError(
                f"{path}, clé « runs.{index}.name » : « {name} » est déjà le nom d’un autre.", "Donnez un autre nom."
            )


def _bound(run: Run, key: str, path: Path, known: Known, ids: Collection[str]) -> BoundRun:
    for name, said in (("also", run.also), ("unsure", run.unsure)):
        _official_ids(path, f"{key}.{name}", said, ids)
    if twice := sorted(set(run.also) & set(run.unsure)):
        raise DataError(
            f"{path}, clé « {key}.unsure » : « {twice[0]} » est aussi dans « also ».", "Gardez l’un des deux."
        )
    steps = tuple(_step(step, f"{key}.steps.{index}", path, known) for index, step in enumerate(run.steps))
    return BoundRun(run, steps)


def bind_steps(
    steps: tuple[str | dict[str, dict[str, Any]], ...], key: str, path: Path, known: Known
) -> tuple[Step, ...]:
    """Bind steps found under `key` of the file `path`. Raises DataError naming file and key."""
    return tuple(_step(step, f"{key}.{index}", path, known) for index, step in enumerate(steps))


def _step(step: str | dict[str, dict[str, Any]], key: str, path: Path, known: Known) -> Step:
    if isinstance(step, dict) and len(step) != 1:
        raise DataError(
            f"{path}, clé « {key} » : une étape nomme une seule action.", "Commencez chaque action par un tiret."
        )
    name, arguments = (step, {}) if isinstance(step, str) else next(iter(step.items()))
    if name not in known.actions:
        raise DataError(
            f"{path}, clé « {key} » : « {name} » n’est pas une action.",
            f"Actions connues : {', '.join(sorted(known.actions))}.",
        )
    action = known.actions[name]
    key = f"{key}.{name}"
    hint = f"Arguments de « {name} » : {', '.join(action.parameters) or 'aucun'}."
    for given in arguments:
        if given not in action.parameters:
            raise DataError(f"{path}, clé « {key}.{given} » : argument inconnu.", hint)
    for wanted, parameter in action.parameters.items():
        if wanted not in arguments and parameter.default is inspect.Parameter.empty:
            raise DataError(f"{path}, clé « {key}.{wanted} » : argument obligatoire absent.", hint)
    for given, value in arguments.items():
        _typed(action, given, value, f"{path}, clé « {key}.{given} »", known)
    return Step(action, arguments)


def _typed(action: Action, name: str, value: Any, where: str, known: Known) -> None:
    annotation = action.parameters[name].annotation
    kind = annotation if isinstance(annotation, str) else getattr(annotation, "__name__", str(annotation))
    if kind not in _EXPECTED:
        raise TypeError(f"{action.name}: scripts cannot give {name} a value of type {kind}")
    if not _is(kind, value):
        raise DataError(f"{where} : {_EXPECTED[kind]}.", "Corrigez cette valeur.")
    if kind == "Path" and value not in known.pictures:
        raise DataError(
            f"{where} : « {value} » n’est pas une image du contexte.", f"Images : {', '.join(sorted(known.pictures))}."
        )


def _is(kind: str, value: Any) -> bool:
    if kind in {"str", "Path"}:
        return isinstance(value, str)
    if kind == "bool":
        return isinstance(value, bool)
    if kind == "int":
        return isinstance(value, int) and not isinstance(value, bool)
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
