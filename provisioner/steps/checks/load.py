"""Reads the checks of an exam and binds them: predicates, arguments, entity kinds and fields must all exist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from provisioner import paths, predicates
from provisioner.datafiles import load_yaml, parse, read_yaml
from provisioner.errors import DataError
from provisioner.predicates import Predicate, Scope
from provisioner.predicates._trace import unknown_placeholders
from provisioner.schema.changes import Diff
from provisioner.schema.checks import CheckFile, CheckLike, Functionality, Gives, Official, Rule
from provisioner.schema.entities import EntityFile
from provisioner.schema.exam import Cms
from provisioner.schema.verdicts import Evidence

Kinds = Mapping[str, frozenset[str]]
"""Entity kind -> its field ids."""


@dataclass(frozen=True)
class BoundRule:
    """A rule with its predicate and checked arguments."""

    predicate: Predicate
    arguments: Scope
    gives: Gives
    sentence: str

    def evidence(self, diff: Diff) -> list[Evidence]:
        """Run the predicate and word what it found."""
        return [trace.evidence(self.sentence) for trace in self.predicate.find(diff, self.arguments)]


@dataclass(frozen=True)
class Check:
    """A check ready to run: its data, its line of the official list, its rules."""

    data: CheckFile
    functionality: Functionality
    rules: tuple[BoundRule, ...]
    like: str = ""
    """`<exam>/<cms>/<id>` of the check whose rules these are, when it is another's."""


@dataclass(frozen=True)
class Checks:
    """All checks of one exam and CMS, in the official order, and the official lines without one."""

    exam: str
    cms: Cms
    checks: tuple[Check, ...]
    uncovered: tuple[Functionality, ...]


def load_official(exam: str) -> Official:
    """Read the official list of an exam's checks folder. Raises DataError."""
    return load_yaml(paths.CHECKS / exam / "official.yml", Official)


def load_checks(exam: str, cms: Cms, kinds: Kinds | None = None) -> Checks:
    """Read and cross-check `checks/<exam>/<cms>/`; `kinds` defaults to the stack's entity model. Raises DataError."""
    official = load_official(exam).of(cms)
    folder = paths.CHECKS / exam / cms
    known = kinds if kinds is not None else load_kinds(cms)
    wanted = {line.id for line in official}
    for path in sorted(folder.iterdir() if folder.is_dir() else ()):
        if path.suffix != ".yml" or path.stem not in wanted:
            raise DataError(
                f"{path} ne correspond à aucune fonctionnalité de la liste officielle.",
                f"Un fichier de ce dossier porte l’un des noms de {folder.parent / 'official.yml'}, suivi de « .yml ».",
            )
    checks = []
    uncovered = []
    for line in official:
        path = folder / f"{line.id}.yml"
        if path.exists():
            checks.append(load_check(path, line, known))
        else:
            uncovered.append(line)
    return Checks(exam=exam, cms=cms, checks=tuple(checks), uncovered=tuple(uncovered))


def load_kinds(cms: Cms) -> Kinds:
    """Read the kinds and fields of a stack's entity model."""
    kinds: dict[str, frozenset[str]] = {}
    for path in sorted((paths.STACKS / cms / "entities").glob("*.yml")):
        for name, kind in load_yaml(path, EntityFile).kinds.items():
            kinds[name] = frozenset(kind.fields)
    return kinds


def load_labels(cms: Cms) -> dict[str, dict[str, str]]:
    """Read the French labels of the fields of a stack's entity model, by kind."""
    return {
        name: {id_: field.label for id_, field in kind.fields.items()}
        for path in sorted((paths.STACKS / cms / "entities").glob("*.yml"))
        for name, kind in load_yaml(path, EntityFile).kinds.items()
    }


def load_check(path: Path, functionality: Functionality, kinds: Kinds) -> Check:
    """Read one check; predicates, arguments, kinds and fields must exist. Raises DataError naming file and key."""
    raw = read_yaml(path)
    shared = parse(raw, CheckLike, path) if isinstance(raw, dict) and "like" in raw else None
    said = shared or parse(raw, CheckFile, path)
    if said.id != functionality.id:
        raise DataError(f"{path}, clé « id » : « {said.id} » au lieu de « {functionality.id} ».", "Reprenez le nom.")
    source = _shared(path, shared) if shared else path
    data = load_yaml(source, CheckFile)
    rules = tuple(bind(rule, f"rules.{index}", source, kinds) for index, rule in enumerate(data.rules))
    return Check(data=data, functionality=functionality, rules=rules, like=shared.like if shared else "")


def _shared(path: Path, shared: CheckLike) -> Path:
    """Return the file whose rules a check shares: of the same CMS, and with rules of its own."""
    source = paths.CHECKS / f"{shared.like}.yml"
    if path.parent.name != source.parent.name or not source.is_file() or "like" in (read_yaml(source) or ()):
        raise DataError(
            f"{path}, clé « like » : « {shared.like} » n’est pas une vérification à reprendre.",
            "Donnez ÉPREUVE/CMS/FONCTIONNALITÉ, du même CMS, dont le fichier a ses propres règles.",
        )
    return source


def bind(rule: Rule, key: str, path: Path, kinds: Kinds) -> BoundRule:
    """Bind one rule of a data file. Raises DataError naming file and key."""
    try:
        predicate = predicates.load(rule.predicate)
    except KeyError:
        raise DataError(
            f"{path}, clé « {key}.predicate » : « {rule.predicate} » n’est pas un prédicat.",
            f"Prédicats connus : {', '.join(predicates.names())}.",
        ) from None
    arguments = _arguments(rule, predicate, f"{key}.with", path)
    _cross_check(arguments, f"{key}.with", path, kinds)
    unknown = unknown_placeholders(rule.sentence)
    if unknown:
        raise DataError(
            f"{path}, clé « {key}.sentence » : « {{{unknown[0]}}} » n’est remplacé par rien.",
            "Repères possibles : {type} {title} {field} {before} {after} {detail}.",
        )
    return BoundRule(predicate, arguments, rule.gives, rule.sentence)


def _arguments(rule: Rule, predicate: Predicate, key: str, path: Path) -> Scope:
    try:
        return parse(rule.arguments, predicate.arguments, path)
    except DataError as error:
        message = error.message.replace("clé « ", f"clé « {key}.", 1)
        raise DataError(message, f"Voyez les arguments de provisioner/predicates/{predicate.name}.py.") from None


def _cross_check(arguments: Scope, key: str, path: Path, kinds: Kinds) -> None:
    """Refuse a kind that no entity model has, and a field that none of the rule's kinds has."""
    asked = (*arguments.kinds, *([target] if (target := getattr(arguments, "target_kind", "")) else []))
    for kind in asked:
        if kind not in kinds:
            raise DataError(
                f"{path}, clé « {key}.kinds » : « {kind} » n’est pas un type d’entité.",
                f"Types connus : {', '.join(sorted(kinds))}.",
            )
    fields = frozenset[str]().union(*(kinds[kind] for kind in arguments.kinds))
    for field in sorted(arguments.field_names() - fields):
        raise DataError(
            f"{path}, clé « {key}.fields » : « {field} » n’est un champ d’aucun de ces types.",
            f"Champs connus : {', '.join(sorted(fields))}.",
        )
