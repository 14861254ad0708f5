"""Which scripted candidates are played, and what a fair report says of each."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event
from typing import Literal

from provisioner import exams
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.robots.candidate import Desk
from provisioner.robots.library import BACK_OFFICES
from provisioner.robots.player import Gesture
from provisioner.robots.scripts import BoundRun, Known, Script, Step, load_scripts
from provisioner.schema.changes import Diff
from provisioner.schema.context import Pictures
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.scripted import RunKind
from provisioner.steps import accuracy, checks
from provisioner.steps.accuracy import Expected, Judged
from provisioner.steps.checks import Checks

SILENCE = "silence"
"""Stands for a functionality where a sitting changes nothing."""
IDLE = "idle"
BROWSE = "browse"
SIGN = "sign-in-and-out"


@dataclass(frozen=True)
class Listed:
    """One list of an exam: its checks and its scripts."""

    cms: Cms
    checks: Checks
    scripts: Mapping[str, Script]

    @property
    def ids(self) -> tuple[str, ...]:
        """Every functionality of the official list."""
        lines = (*(one.functionality for one in self.checks.checks), *self.checks.uncovered)
        order = {line.id: index for index, line in enumerate(checks.load_official(self.checks.exam).of(self.cms))}
        return tuple(sorted((line.id for line in lines), key=order.__getitem__))

    def judge(self, diff: Diff, expected: Expected) -> tuple[Judged, ...]:
        """Compare the verdicts on a difference with what was expected, in the official order."""
        silent = checks.evaluate(_without_a_change(diff), self.checks)
        found = {one.id: one for one in accuracy.judge(checks.evaluate(diff, self.checks), silent, expected)}
        return tuple(found[id_] for id_ in self.ids)

    def expected(self, script: Script, run: BoundRun) -> Expected:
        """Return what a run is fair evidence of in this list, whichever list it was written for."""
        same = None if script.exam == self.checks.exam else self._same(script.exam)
        data = run.data
        shared = accuracy.expected_of(data.kind, script.source, data.also, data.unsure, same)
        also, unsure = (frozenset(said.get(data.name, ())) for said in (script.also, script.unsure))
        # What the list that shares the run says of it comes before what could be told from the other list.
        return Expected((shared.found - unsure) | also, (shared.unsure - also) | unsure)

    def _same(self, exam: str) -> dict[str, set[str]]:
        """Say which functionalities of this list each one of another list stands for: by their checks, or scripts."""
        found: dict[str, set[str]] = {}
        likes = {one.functionality.id: one.like for one in self.checks.checks if one.like}
        for id_, script in self.scripts.items():
            likes.setdefault(id_, f"{script.exam}/{self.cms}/{script.source}")
        for id_, like in likes.items():
            of, _, source = like.split("/")
            if of == exam:
                found.setdefault(source, set()).add(id_)
        return found


@dataclass(frozen=True)
class Job:
    """One sitting to play."""

    cms: Cms
    id: str
    """Functionality, or `SILENCE`."""
    name: str
    kind: RunKind | Literal["silence"]
    what: str
    expected: Expected
    steps: tuple[Step, ...] = ()
    plain: tuple[Gesture, ...] = ()
    """Gestures of a sitting that no script describes."""

    @property
    def key(self) -> str:
        """Where it is kept, and how it is told."""
        return f"{self.cms}/{self.id}/{self.name}"


def load(exam: Exam, cms: Cms) -> Listed:
    """Read the checks and scripts of one list. Raises DataError naming file and key."""
    return Listed(cms, checks.load_checks(exam.checks, cms), scripts(exam.checks, cms))


def _without_a_change(diff: Diff) -> Diff:
    """Return the same sitting had the candidate done nothing: what was not recorded of it stays so."""
    nothing: dict[str, tuple[()]] = {"changes": (), "others": (), "files": ()}
    if getattr(diff, "visits", None) is not None:
        nothing["visits"] = ()
    return diff.model_copy(update=nothing)


def scripts(folder: str, cms: Cms) -> dict[str, Script]:
    """Read the scripts of one folder of `checks/`. Raises DataError naming file and key."""
    contexts = {exams.context_folder(exams.load_exam(exam)) for exam in exams.list_exams()}
    pictures = {one.id for context in contexts for one in load_yaml(context / "media.yml", Pictures).pictures}
    return load_scripts(folder, cms, Known(BACK_OFFICES[cms].actions, pictures))


def jobs(lists: Iterable[Listed], only: Sequence[str], *, clumsy: bool) -> list[Job]:
    """Return the runs of these functionalities, or of all. Raises DataError for one that has no script."""
    lists = tuple(lists)
    for id_ in only:
        if not any(id_ in one.scripts for one in lists):
            known = sorted({known for one in lists for known in one.scripts})
            raise DataError(
                f"« {id_} » n’a pas de candidat automatique.",
                f"Fonctionnalités jouées : {', '.join(known) or 'aucune'}.",
            )
    return [
        job(one, script, run)
        for one in lists
        for script in one.scripts.values()
        if not only or script.id in only
        for run in script.runs
        if clumsy or run.data.kind != "clumsy"
    ]


def job(listed: Listed, script: Script, run: BoundRun) -> Job:
    """Return the sitting of one run."""
    data = run.data
    return Job(listed.cms, script.id, data.name, data.kind, data.what, listed.expected(script, run), steps=run.steps)


def silence(cms: Cms, idle_minutes: float, stopped: Event) -> list[Job]:
    """Return the sittings that change nothing: idle behind an open page, looking around, signing in and out.

    Whoever is idle goes on when `stopped` is set.
    """
    office = BACK_OFFICES[cms]
    minutes = f"{idle_minutes:g}".replace(".", ",")
    wait: Gesture = (f"Attendre {minutes} minute(s)", lambda desk: _idle(desk, idle_minutes * 60, stopped))
    return [
        Job(cms, SILENCE, name, "silence", what, Expected(), plain=plain)
        for name, what, plain in (
            (IDLE, f"Se connecte et ne fait rien pendant {minutes} minute(s).", (wait,)),
            (
                BROWSE,
                "Se connecte et regarde les listes, sans rien changer.",
                (("Parcourir les listes", office.browse),),
            ),
            (SIGN, "Se connecte et se déconnecte.", ()),
        )
    ]


def _idle(desk: Desk, seconds: float, stopped: Event) -> None:
    """Leave the page open, and alive: what it does by itself while nobody is there is what is looked for."""
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0 and not stopped.is_set():
        desk.page.wait_for_timeout(min(left, 1) * 1000)


def companion(listed: Listed, id_: str) -> Iterable[Job]:
    """Yield runs of other functionalities in which this one is not to be found, nearest of the list first."""
    ids = listed.ids
    start = ids.index(id_)
    for other in (*ids[start + 1 :], *ids[:start]):
        script = listed.scripts.get(other)
        for run in script.runs if script else ():
            asked = listed.expected(script, run) if script else Expected()
            if run.data.kind == "done" and id_ not in asked.found | asked.unsure:
                assert script  # noqa: S101 the run is its
                yield job(listed, script, run)
                break
