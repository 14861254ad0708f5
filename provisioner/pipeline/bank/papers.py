"""The papers of the bank's subjects, blank, or of every candidate of a wave or a roster."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from provisioner import catalog, dates, exams, names, paths, subjects
from provisioner.adapters import browser, disk
from provisioner.errors import DataError, E5BError, SittingError
from provisioner.schema.exam import Exam
from provisioner.schema.sitting import RosterLine
from provisioner.steps import papers, pictures
from provisioner.steps.papers import Paper
from provisioner.steps.sitting import store
from provisioner.subjects import Filed

HANDED_OUT = "fichiers-a-remettre"
"""Folder of what candidates are given as files, beside the papers."""


@dataclass
class Printed:
    """What came of it."""

    folder: Path
    files: list[Path] = field(default_factory=list)
    missing: dict[str, str] = field(default_factory=dict)
    """Candidates whose subject is not in the bank."""
    trouble: E5BError | None = None
    """Why there is no PDF: the HTML is there all the same."""


def of_subjects(exam_id: str, ids: Sequence[str], folder: Path | None = None, *, pdf: bool = True) -> Printed:
    """Write the blank papers of these subjects, or of all, each in a folder of its own. Raises DataError."""
    exam = exams.load_exam(exam_id)
    wanted = ids or subjects.ids(exam.id)
    if not wanted:
        raise DataError(f"La banque {exam.id} est vide.", "« ./e5b subject new » commence un sujet.")
    printed = Printed(folder or paths.home() / "papers" / exam.id)
    pages: list[Path] = []
    for filed in [subjects.read_one(exam.id, id_) for id_ in wanted]:
        place = disk.folder(printed.folder / filed.id, 0o755)
        blank = Paper(exam, filed.data, _pictures(exam, filed, place))
        pages += papers.write(place, {"sujet": papers.subjects([blank]), **_commission([blank])})
        printed.files += _typed(place, blank)
    _print(printed, pages, pdf=pdf)
    return printed


def of_wave(name: str, day: str = "", *, pdf: bool = True) -> Printed:
    """Write the papers of every candidate of a wave, in the order of its roster. Raises SittingError, DataError."""
    wave = store.read_wave(name)
    if wave is None:
        raise SittingError(f"La vague « {name} » n’existe pas.", "« ./e5b status » montre les vagues.")
    folder = paths.waves() / name / "papers"
    return of_candidates(wave.exam, [one.who for one in wave.candidates], folder, day, pdf=pdf)


def of_candidates(
    exam_id: str, candidates: Sequence[RosterLine], folder: Path, day: str = "", *, pdf: bool = True
) -> Printed:
    """Write the papers of these candidates: one file per sort of paper, a copy each. Raises DataError."""
    exam, place = exams.load_exam(exam_id), disk.folder(folder)
    printed = Printed(place)
    known: dict[str, Filed] = {}
    copies = []
    for who in candidates:
        id_ = names.subject_id(who.cms, who.subject)
        if id_ not in subjects.ids(exam.id):
            printed.missing[who.number] = who.subject
            continue
        filed = known.setdefault(id_, subjects.read_one(exam.id, id_))
        copies.append(Paper(exam, filed.data, _pictures(exam, filed, place), who, french_day(day)))
    if copies:
        pages = papers.write(place, {"sujets": papers.subjects(copies), **_commission(copies)})
        _print(printed, pages, pdf=pdf)
    return printed


def of_marking(exam_id: str, who: RosterLine, filled: papers.Filled, name: str, day: str = "") -> bytes:
    """Return a PDF of what a commission wrote of a candidate: `name` is `fiche-evaluation` or `grille`.

    Raises DataError, SittingError for a subject that is not in the bank, BrowserError.
    """
    exam, id_ = exams.load_exam(exam_id), names.subject_id(who.cms, who.subject)
    if id_ not in subjects.ids(exam.id):
        raise SittingError(f"Le sujet « {who.subject} » n’est pas dans la banque.", "Remplissez les papiers à la main.")
    copy = Paper(exam, subjects.read_one(exam.id, id_).data, {}, who, french_day(day), filled)
    with tempfile.TemporaryDirectory(prefix="e5b-papiers-") as place:
        page = papers.write(Path(place), {name: _commission([copy])[name]})
        return browser.print_pdfs(page)[0].read_bytes()


def french_day(iso: str) -> str:
    """Return « 12 mai 2022 ». Raises DataError for what is no date."""
    if not iso:
        return ""
    try:
        return dates.day(date.fromisoformat(iso))
    except ValueError:
        raise DataError(f"« {iso} » n’est pas une date.", "Écrivez-la ainsi : 2022-05-12.") from None


def _commission(copies: Sequence[Paper]) -> dict[str, str]:
    return {"grille": papers.grids(copies), "fiche-evaluation": papers.fiches(copies)}


def _typed(place: Path, blank: Paper) -> list[Path]:
    written = []
    for stem, writers in (
        ("fiche-evaluation", {"docx": papers.docx_fiche, "odt": papers.odt_fiche}),
        ("grille", {"docx": papers.docx_grid, "odt": papers.odt_grid}),
    ):
        for suffix, write in writers.items():
            write(blank, place / f"{stem}.{suffix}")
            written.append(place / f"{stem}.{suffix}")
    return written


def _print(printed: Printed, pages: Sequence[Path], *, pdf: bool) -> None:
    printed.files += pages
    try:
        if pdf:
            printed.files += browser.print_pdfs(pages)
    except E5BError as error:
        printed.trouble = error


def _pictures(exam: Exam, filed: Filed, place: Path) -> Mapping[str, str]:
    """Bring the pictures of a subject's annexes beside its papers; return their addresses."""
    asked = {annex.picture for annex in filed.data.annexes if annex.picture}
    context = catalog.context_folder(exam)
    known = {one.id: one for one in catalog.load_pictures(context)} if asked else {}
    folder = place / "images"
    folder.mkdir(exist_ok=True)
    pictures.render(context, [known[id_] for id_ in sorted(asked & set(known))], folder)
    found = {id_: f"images/{id_}.{known[id_].format}" for id_ in asked & set(known)}
    for name in sorted(asked - set(known)):
        target = f"{filed.id}-{Path(name).name}"
        shutil.copyfile(filed.folder / Path(name).name, folder / target)
        found[name] = f"images/{target}"
    _hand_out(filed, place, found)
    return found


def _hand_out(filed: Filed, place: Path, known: Mapping[str, str]) -> None:
    """Put what candidates need as a file into a folder per subject, ready to be copied to their workstations."""
    for name in sorted({annex.picture for annex in filed.data.annexes if annex.file}):
        folder = place / HANDED_OUT / filed.id
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(place / known[name], folder / Path(known[name]).name)
