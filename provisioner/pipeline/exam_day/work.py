"""Candidates at work: some in a browser, the others through plain requests, until their site takes no more."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from provisioner import catalog
from provisioner.adapters.workstation import workstation
from provisioner.errors import E5BError
from provisioner.pipeline.exam_day.stage import Seated
from provisioner.pipeline.sitting.opening import stack
from provisioner.robots.candidate import Desk
from provisioner.robots.light import LightCandidate
from provisioner.robots.scenarios import SCENARIOS
from provisioner.schema.exam import Exam
from provisioner.steps import pictures

AT_ONCE = 2
"""Browsers of candidates together: each keeps half a processor busy."""
PAUSE_S = 5.0
"""Between two writings of one candidate: several times what a person saves, without making the machine another one."""


@dataclass
class Crew:
    """The candidates, and what became of their work."""

    light: dict[str, LightCandidate]
    """By number: those in a browser too, whom examiners watch: a change is timed from there."""
    browsers: dict[str, Future[str]] = field(default_factory=dict)
    """By number: what stopped them, empty when they did all that they meant to."""

    @property
    def told(self) -> int:
        """Writings acknowledged so far."""
        return sum(len(one.told) for one in self.light.values())

    @property
    def refused(self) -> int:
        """Writings without an acknowledgement."""
        return sum(one.refused for one in self.light.values())

    @property
    def late(self) -> int:
        """Writings that came after the bell, and were refused."""
        return sum(one.late for one in self.light.values())


@contextmanager
def at_work(seats: Sequence[Seated], exam: Exam) -> Iterator[Crew]:
    """Have the candidates at work until the block ends."""
    over = Event()
    crew = Crew({one.part.number: _light(one) for one in seats})
    writing = [crew.light[one.part.number] for one in seats if one.part.work == "light"]
    with (
        tempfile.TemporaryDirectory(prefix="e5b-") as brought,
        ThreadPoolExecutor(AT_ONCE, "navigateur") as browsers,
        ThreadPoolExecutor(max(1, len(writing)), "candidat") as pens,
    ):
        context = catalog.context_folder(exam)
        picture = pictures.brought_along(context, catalog.load_pictures(context), Path(brought))
        try:
            for one in seats:
                if one.part.work == "browser":
                    crew.browsers[one.part.number] = browsers.submit(_browse, one, picture)
            for pen in writing:
                pens.submit(_write, pen, over)
            yield crew
        finally:
            over.set()
            for job in crew.browsers.values():
                job.cancel()


def _light(one: Seated) -> LightCandidate:
    access = one.candidate.access
    return LightCandidate(one.sitting.cms, one.sitting.url, access.login, access.password)


def _write(pen: LightCandidate, over: Event) -> None:
    while not over.wait(PAUSE_S):
        pen.write()


def _browse(one: Seated, picture: Path) -> str:
    site, access = one.sitting, one.candidate.access
    admin = stack(site.cms).login_path
    try:
        with workstation(site.url) as station:
            desk = Desk(station.page, site.url, access.login, access.password, admin)
            SCENARIOS[site.cms].play(desk, picture)
    except E5BError as error:
        return error.message
    except Exception as error:  # noqa: BLE001 a page that a kill or the bell took away must not end the day
        return f"{type(error).__name__} : {str(error).strip().splitlines()[0][:200] if str(error).strip() else ''}"
    return ""
