"""The whole job on this machine: sites up, scripted candidates at work, evidence captured and reported."""

from __future__ import annotations

import csv
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from provisioner import candidate_folder, catalog, exams
from provisioner.adapters.workstation import workstation
from provisioner.errors import E5BError, MediaError
from provisioner.pipeline.evidence import capture, review
from provisioner.pipeline.prepare import images
from provisioner.pipeline.sitting import lifecycle, opening
from provisioner.robots.candidate import Desk
from provisioner.robots.scenarios import IDLE, SCENARIOS, Scenario
from provisioner.schema.changes import Diff
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.sitting import Candidate, Sitting
from provisioner.schema.verdicts import Verdicts
from provisioner.steps import media, pictures, setup
from provisioner.steps.sitting import store

Say = Callable[[str], None]

WAVE = "demo"
AT_ONCE = 2
"""Scripted candidates working together: each keeps a whole browser busy."""


@dataclass(frozen=True)
class Played:
    """What became of one candidate of the demonstration."""

    sitting: Sitting
    scenario: Scenario
    diff: Diff
    found: frozenset[str]
    report: Path

    @property
    def fair(self) -> bool:
        """All that was done is found, and nothing else; whoever did nothing has an empty report."""
        silent = bool(self.scenario.evidenced) or not (self.diff.changes or self.diff.others or self.diff.files)
        return silent and self.found == self.scenario.evidenced and not self.diff.others


@dataclass(frozen=True)
class Demo:
    """The outcome of the demonstration."""

    exam: Exam
    played: tuple[Played, ...]
    index: Path
    total_s: float

    @property
    def ok(self) -> bool:
        """Every report is fair."""
        return all(one.fair for one in self.played)


def choose() -> tuple[Exam, tuple[Cms, ...]]:
    """Return the exam that this machine's media allow: that of the year, else `decouverte`."""
    exam = catalog.load_exam(exams.DEFAULT)
    found = tuple(cms for cms in sorted(exam.cms) if _has_media(exam, cms))
    if found:
        return exam, found
    exam = catalog.load_exam(exams.FALLBACK)
    return exam, tuple(exam.cms)


def _has_media(exam: Exam, cms: Cms) -> bool:
    try:
        media.locate(exam, cms)
    except MediaError:
        return False
    return True


def run(candidates: int, say: Say) -> Demo:
    """Play the demonstration with that many candidates; the last of three or more does nothing but look.

    The sites of an earlier demonstration are removed first, and these at the end; the reports stay. Raises E5BError.
    """
    since = time.monotonic()
    setup.ensure(say)
    exam, found = choose()
    for cms in found:
        images.ensure(exam, cms, say)
    _clear()
    with tempfile.TemporaryDirectory(prefix="e5b-demo-") as work:
        roster = Path(work) / "candidats.csv"
        _write_roster(roster, found, candidates)
        say(f"Ouverture de {candidates} site(s)…")
        opened = opening.up(exam.id, roster, wave=WAVE, host="127.0.0.1")
        if opened.failed:
            raise next(iter(opened.failed.values()))
        plans = _plans(opened.wave.candidates)
        context = catalog.context_folder(exam)
        picture = pictures.brought_along(context, catalog.load_pictures(context), Path(work))
        with ThreadPoolExecutor(AT_ONCE, "candidat") as pool:
            list(pool.map(lambda plan: _play(plan[0], plan[1], picture, say), plans))
    entries = lifecycle.select(WAVE, everyone=True)
    lifecycle.stop(entries)
    say("Relevé des changements…")
    played = [_evidence(store.folder(WAVE, who.who.number), scenario) for who, scenario in plans]
    index = review.indexes([store.folder(WAVE, who.who.number) for who, _ in plans])[0]
    lifecycle.down(entries, door=True)
    return Demo(exam, tuple(played), index, round(time.monotonic() - since, 1))


def _clear() -> None:
    """Remove what an earlier demonstration left, its reports included."""
    if store.read_wave(WAVE):
        lifecycle.down(lifecycle.select(WAVE, everyone=True), force=True, door=True)
        for entry in store.entries(WAVE):
            store.set_evidence_aside(WAVE, entry.number)


def _write_roster(path: Path, found: Sequence[Cms], candidates: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        lines = csv.writer(stream)
        lines.writerow(["numéro", "nom", "prénom", "commission", "CMS", "sujet", "tiers-temps"])
        for index in range(candidates):
            cms = found[index % len(found)]
            lines.writerow(
                [f"{1001 + index}", "Démonstration", f"Candidat {index + 1}", "1", cms, "démonstration", "non"]
            )


def _plans(candidates: Sequence[Candidate]) -> list[tuple[Candidate, Scenario]]:
    """Each candidate with what they do; the last of three or more is idle, to show that silence stays silent."""
    plans = [(one, SCENARIOS[one.who.cms]) for one in candidates]
    if len(plans) > 2:
        who = plans[-1][0]
        plans[-1] = (who, IDLE[who.who.cms])
    return plans


def _play(who: Candidate, scenario: Scenario, picture: Path, say: Say) -> None:
    sitting = store.read_sitting(WAVE, who.who.number)
    if sitting is None:
        raise E5BError(f"Le site du candidat {who.who.number} a disparu.", "Relancez « ./e5b demo ».")
    admin = opening.stack(sitting.cms).login_path
    with workstation(sitting.url) as station:
        scenario.play(Desk(station.page, sitting.url, who.access.login, who.access.password, admin), picture)
    say(f"Candidat {who.who.number} ({sitting.cms}) : travail terminé.")


def _evidence(folder: Path, scenario: Scenario) -> Played:
    diff = capture.capture(folder, capture.capture_password(folder))
    report = review.write(folder)
    verdicts = candidate_folder.part(folder, "verdicts.json", Verdicts)
    found = frozenset(one.id for one in verdicts.results if one.verdict == "found")
    sitting = store.read_sitting(WAVE, folder.name)
    if sitting is None:
        raise E5BError(f"Le dossier {folder} est incomplet.", "Relancez « ./e5b demo ».")
    return Played(sitting, scenario, diff, found, report)
