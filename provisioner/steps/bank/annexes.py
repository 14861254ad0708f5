"""Pictures handed out with a subject: real ones, of a sane size, and nothing else in the folder."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Iterator
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from provisioner.schema.subject import Annex
from provisioner.steps.bank.files import shown
from provisioner.steps.bank.problem import ANNEXES, Problem
from provisioner.subjects import NAME, Filed

FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG"}
MOST_BYTES = 5_000_000
MOST_SIDE = 6_000
LEAST_SIDE = 100


def problems(filed: Filed, pictures: Collection[str]) -> Iterator[Problem]:
    """Yield what is wrong with the annexes; `pictures` are the ids of the context's."""
    used = {annex.picture for annex in filed.data.annexes if annex.picture}
    for index, annex in enumerate(filed.data.annexes):
        yield from _of(filed, f"annexes.{index}", annex, pictures)
    yield from _not_handed_out(filed, pictures)
    for path in sorted(filed.folder.iterdir()):
        if path.name == NAME:
            continue
        if path.suffix.lower() not in FORMATS or path.is_symlink() or not path.is_file():
            yield _problem(filed, path, "", "seuls subject.yml et des images JPEG ou PNG ont leur place ici")
        elif trouble := trouble_of(path):
            yield _problem(filed, path, "", trouble)
        elif path.name not in used and path.name not in _named(filed):
            yield _problem(filed, path, "", "aucune annexe ni aucune étape ne se sert de cette image")


def trouble_of(path: Path) -> str:
    """Say in French what is wrong with a picture; empty when it is a real one of a sane size."""
    if path.stat().st_size > MOST_BYTES:
        return f"l’image pèse plus de {MOST_BYTES // 1_000_000} Mo"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(path, formats=sorted(set(FORMATS.values()))) as image:
                kind, sides = image.format, image.size
                if max(sides) > MOST_SIDE or min(sides) < LEAST_SIDE:
                    return (
                        f"l’image mesure {sides[0]} × {sides[1]} pixels ; "
                        f"chaque côté doit en compter de {LEAST_SIDE} à {MOST_SIDE}"
                    )
                image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombWarning):
        return "ce n’est pas une image JPEG ou PNG lisible"
    except Image.DecompressionBombError:
        return "l’image est démesurée"
    if kind != FORMATS[path.suffix.lower()]:
        return f"le contenu est {kind}, pas {FORMATS[path.suffix.lower()]} comme son nom le dit"
    return ""


def _of(filed: Filed, key: str, annex: Annex, pictures: Collection[str]) -> Iterator[Problem]:
    if not (annex.text or annex.table or annex.picture):
        yield _problem(filed, filed.path, key, "cette annexe est vide (ni texte, ni tableau, ni image)")
    if len({len(row) for row in annex.table}) > 1:
        yield _problem(filed, filed.path, f"{key}.table", "les lignes du tableau n’ont pas le même nombre de cases")
    if annex.picture and annex.picture not in pictures and not _beside(filed, annex.picture):
        text = f"« {annex.picture} » n’est ni une image du contexte, ni un fichier du dossier du sujet"
        yield _problem(filed, filed.path, f"{key}.picture", text)
    if annex.file and not annex.picture:
        yield _problem(filed, filed.path, f"{key}.file", "cette annexe n’a pas d’image à remettre en fichier")


def _not_handed_out(filed: Filed, pictures: Collection[str]) -> Iterator[Problem]:
    """Yield the pictures that a candidate is to send to the site, and has not."""
    handed = {annex.picture for annex in filed.data.annexes if annex.file}
    for name in sorted(_named(filed) & {*pictures, *_own(filed)} - handed):
        text = f"une solution ou une erreur téléverse « {name} », qu’aucune annexe ne remet en fichier (« file: true »)"
        yield _problem(filed, filed.path, "annexes", text)


def _own(filed: Filed) -> set[str]:
    return {path.name for path in filed.folder.iterdir() if path.suffix.lower() in FORMATS}


def _beside(filed: Filed, name: str) -> bool:
    return Path(name).name == name and (filed.folder / name).is_file()


def _named(filed: Filed) -> set[str]:
    """Return the texts that the solutions' and mistakes' steps give: a candidate may bring one of these pictures."""
    found: set[str] = set()
    for question in filed.data.questions:
        for steps in (question.solution, *(mistake.steps for mistake in question.mistakes)):
            for step in steps:
                for arguments in step.values() if isinstance(step, dict) else ():
                    found |= {value for value in arguments.values() if isinstance(value, str)}
    return found


def _problem(filed: Filed, path: Path, key: str, text: str) -> Problem:
    return Problem(filed.id, shown(path), key, text, ANNEXES)
