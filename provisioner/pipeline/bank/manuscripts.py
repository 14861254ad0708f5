"""Subjects that authors write in a word processor: the template, a document from a subject, a subject from one."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from provisioner import exams, paths, predicates, subjects
from provisioner.adapters import disk
from provisioner.datafiles import parse, read_yaml, wrong_keys
from provisioner.errors import DataError
from provisioner.pipeline.bank import draft
from provisioner.pipeline.bank import judge as banks
from provisioner.robots.library import BACK_OFFICES
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.subject import Subject
from provisioner.steps import bank, checks, manuscript
from provisioner.steps.manuscript import FORM, Forms, Outline, Trouble
from provisioner.subjects import Filed

ADVICE = draft.TEMPLATES / "advice.yml"
_TYPES: dict[str, Any] = {"str": str, "Path": str, "int": int, "bool": bool, "list[str]": list[str]}
_SHOWN = 20


def template(exam_id: str, cms: Cms, path: Path) -> Path:
    """Write the template of a subject as a document (docx, odt). Raises DataError."""
    exam = exams.load_exam(exam_id)
    source = draft.TEMPLATES / f"{cms}.yml"
    text = source.read_text(encoding="utf-8").replace("@EXAM@", exam.id).replace("@LETTER@", "A")
    subject = parse(yaml.safe_load(text), Subject, source).model_copy(update={"letter": ""})
    parts = manuscript.layout(subject, {}, read_yaml(ADVICE))
    return _write(parts, f"Modèle de sujet – épreuve {exam.id}", path)


def export(exam_id: str, id_: str, path: Path) -> Path:
    """Write a subject of the bank as a document (docx, odt), which `take` reads again. Raises DataError."""
    filed = subjects.read_one(exams.load_exam(exam_id).id, id_)
    pictures = {
        one.name: one.read_bytes() for one in sorted(filed.folder.iterdir()) if one.suffix in {".jpg", ".jpeg", ".png"}
    }
    return _write(manuscript.layout(filed.data, pictures, {}), f"Sujet {filed.label} – {filed.data.title}", path)


def take(path: Path) -> Path:
    """Make a subject's folder from a document and return its `subject.yml`; all or nothing.

    Raises DataError telling every problem of the document: where it stands, what is wrong, which rule says so.
    """
    told = manuscript.outline(manuscript.read(path), {cms: forms(cms) for cms in BACK_OFFICES})
    _stop(path, told.troubles)
    exam = exams.load_exam(told.data.get("exam", ""))
    cms = told.data["cms"]
    told.data["letter"] = letter = draft.free_letter(exam.id, cms, told.data.get("letter", ""))
    target = paths.SUBJECTS / exam.id / f"{cms}-{letter.lower()}"
    # Two levels down: no other command takes it for a subject of the bank.
    with disk.told(target.parent), tempfile.TemporaryDirectory(prefix=".import-", dir=target.parent) as temporary:
        folder = Path(temporary) / target.name
        folder.mkdir(0o755)
        _fill(path, told, exam, Filed(target.name, folder, _subject(path, told, folder)))
        shutil.copystat(target.parent, folder)
        folder.rename(target)
    return target / "subject.yml"


def _write(parts: list[manuscript.Part], title: str, path: Path) -> Path:
    if path.exists():
        raise DataError(f"{path} existe déjà.", "Donnez un autre nom.")
    temporary = path.with_name(f".{path.stem}.tmp{path.suffix}")
    with disk.told(path):
        try:
            manuscript.write(parts, title, temporary)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
    return path


@cache
def forms(cms: Cms) -> Forms:
    """Return what the arguments of predicates, and of this CMS's gestures, must be, and the official labels."""
    gestures = {
        name: {parameter: _TYPES[one.annotation] for parameter, one in action.parameters.items()}
        for name, action in BACK_OFFICES[cms].actions.items()
    }
    lists = [checks.load_official(folder) for folder in {exams.load_exam(id_).checks for id_ in exams.list_exams()}]
    official = {manuscript.fold(line.label): line.id for one in lists for line in one.of(cms)}
    return Forms({name: predicates.load(name).arguments for name in predicates.names()}, gestures, official)


def _subject(path: Path, told: Outline, folder: Path) -> Subject:
    """Keep the pictures and return the subject, both held to their forms."""
    troubles = []
    for name, data in told.pictures.items():
        kept, wrong = bank.keep_picture(data, folder, name)
        used = [index for index, annex in enumerate(told.data["annexes"]) if annex.get("picture") == name]
        for index in used:
            told.data["annexes"][index]["picture"] = kept
        if wrong:
            where = told.place(f"annexes.{used[0]}") if used else "titre « Images »"
            troubles.append(Trouble(where, f"image « {name} » : {wrong}", bank.ANNEXES))
    try:
        subject = Subject.model_validate(told.data)
    except ValidationError as error:
        troubles += [_trouble(told, key, text, FORM) for key, text in wrong_keys(error)]
        subject = None
    _stop(path, troubles)
    assert subject is not None  # noqa: S101 a ValidationError always tells one key
    return subject


def _fill(path: Path, told: Outline, exam: Exam, filed: Filed) -> None:
    """Write the subject's file and hold it to the rules that it must keep apart from the others."""
    disk.write(filed.path, _yaml(filed.data), 0o644)
    _stop(path, [_trouble(told, one.key, one.text, one.rule) for one in banks.judge(exam, filed)])


def _trouble(told: Outline, key: str, text: str, rule: str) -> Trouble:
    exact, place = key in told.places, told.place(key)
    named = f"« {key.rpartition('.')[2]} » : {text}" if key and not exact else text
    return Trouble(place, named, rule)


def _stop(path: Path, troubles: list[Trouble]) -> None:
    if not troubles:
        return
    listed = [str(one) for one in troubles[:_SHOWN]]
    if len(troubles) > _SHOWN:
        listed.append(f"… et {len(troubles) - _SHOWN} autre(s) problème(s)")
    lines = "\n".join(f"  • {one}" for one in listed)
    count = "1 problème" if len(troubles) == 1 else f"{len(troubles)} problèmes"
    raise DataError(
        f"{path} : {count}, aucun sujet n’est écrit.\n{lines}",
        "Corrigez le document, enregistrez-le, puis relancez ; docs/guide-auteur.md en décrit la forme.",
    )


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as an author would write them."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)


def _yaml(subject: Subject) -> str:
    data = subject.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    return yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=130)
