"""The capture of a candidate who worked, timed part by part."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from provisioner import candidate_folder
from provisioner.adapters.workstation import workstation
from provisioner.pipeline.evidence import capture, review
from provisioner.robots.candidate import Desk
from provisioner.robots.scenarios import SCENARIOS
from provisioner.schema.bench import BenchRecipe
from provisioner.schema.sitting import Sitting
from provisioner.steps import capture as step
from provisioner.steps import diff as differ
from provisioner.steps import frontdoor


class Times(NamedTuple):
    """Seconds of one capture, and how much there was to see."""

    database: float
    diff_checks: float
    pages: float
    seen: int
    changes: int


def work(sitting: Sitting, password: str, known: BenchRecipe, folder: Path) -> None:
    """Let the scripted candidate work in the back office. Raises BrowserError."""
    picture = folder / "image.jpg"
    Image.radial_gradient("L").resize((1200, 800)).convert("RGB").save(picture, quality=85)
    with workstation(sitting.url) as station:
        desk = Desk(station.page, sitting.url, sitting.login, password, known.back_office)
        SCENARIOS[sitting.cms].play(desk, picture)


def timed(folder: Path) -> Times:
    """Capture the candidate of a folder as `./e5b capture` and `./e5b check` do. `baseline` comes first.

    Pages of the golden image that nobody looked at yet are looked at outside the count: once per image, not per
    candidate.
    """
    sitting = candidate_folder.sitting(folder)
    password = capture.capture_password(folder)
    with step.staging(folder) as stage:
        marks = [time.monotonic()]
        step.data(stage, password)
        marks.append(time.monotonic())
        result = differ.run(stage)
        marks.append(time.monotonic())
        wanted = step.choose(sitting, differ.pages_to_see(result))
        step.complete(sitting.image, sitting.cms, frontdoor.temporary_door, wanted)
        marks.append(time.monotonic())
        step.pages(stage, wanted, frontdoor.temporary_door)
        marks.append(time.monotonic())
    since = time.monotonic()
    review.check(folder)
    checks = time.monotonic() - since
    return Times(
        database=marks[1] - marks[0],
        diff_checks=marks[2] - marks[1] + checks,
        pages=marks[4] - marks[3],
        seen=len(wanted),
        changes=len(result.changes),
    )
