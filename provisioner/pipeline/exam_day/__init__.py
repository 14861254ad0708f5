"""A whole exam day on this machine, shortened: everybody in their place, what breaks, the bell, the seals, papers."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provisioner import exams, paths
from provisioner.adapters import disk, ports
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline.exam_day import after, bilan, people, plan, report, stage, work
from provisioner.pipeline.exam_day.bell import Bells, Rung
from provisioner.pipeline.exam_day.bilan import Facts, Proof
from provisioner.pipeline.exam_day.people import People
from provisioner.pipeline.exam_day.stage import Stage
from provisioner.pipeline.exam_day.work import Crew
from provisioner.pipeline.sitting import conduct
from provisioner.robots import light
from provisioner.schema.exam import Exam

__all__ = ["FEWEST", "LONGEST_MIN", "MINUTES", "MOST", "SHORTEST_MIN", "Rehearsed", "rehearse"]
from provisioner.pipeline.exam_day.plan import FEWEST, LONGEST_MIN, MOST, SHORTEST_MIN

MINUTES = 3.0
"""For the forty of the day."""
KILLS_AT = 0.45
"""Part of the sitting after which things break."""
CLOSING_S = 60.0
"""Patience for one closing, on a busy machine."""
Say = Callable[[str], None]


@dataclass(frozen=True)
class Rehearsed:
    """What came of it."""

    candidates: int
    minutes: float
    proofs: tuple[Proof, ...]
    figures: dict[str, object]
    folder: Path
    """Report, pictures of each screen, fiches and grids: all that is left."""
    total_s: float

    @property
    def ok(self) -> bool:
        """Everything that was to be shown was shown."""
        return all(one.state != "bad" for one in self.proofs)


def rehearse(candidates: int, minutes: float, say: Say, exam_id: str = exams.DEFAULT) -> Rehearsed:
    """Rehearse a day with that many candidates, whose sittings last `minutes`. Raises E5BError.

    Sites, console, keeper and dossiers are in a state folder of their own, and removed; a folder with the report stays.
    """
    _check(candidates, minutes)
    since = time.monotonic()
    exam = exams.load_exam(exam_id)
    kept = disk.folder(paths.home() / "repetitions" / f"{datetime.now().astimezone():%Y-%m-%d-%H%M%S}")
    facts = Facts(candidates)
    try:
        _day(facts, exam, minutes, kept, say)
    except BaseException as error:
        facts.stopped = error.message if isinstance(error, E5BError) else f"{type(error).__name__} : {error}"
        say(f"Arrêt avant la fin. Bilan de ce qui a été constaté : {kept}")
        raise
    finally:
        found = Rehearsed(
            candidates,
            minutes,
            tuple(bilan.proofs(facts)),
            bilan.figures(facts),
            kept,
            round(time.monotonic() - since, 1),
        )
        report.write(kept, candidates, minutes, found.proofs, found.figures, found.total_s, facts.load)
    return found


def _day(facts: Facts, exam: Exam, minutes: float, kept: Path, say: Say) -> None:
    """Play the day; `facts` has at each moment what was shown so far."""
    with (
        stage.opened(plan.parts(facts.candidates), exam.id, minutes, say) as place,
        people.present(place, kept) as present,
    ):
        present.sign_in()
        present.start()
        facts.opened_s, facts.seen = place.opened_s, present.seen
        say("Épreuve commencée.")
        with work.at_work(place.seats, exam) as crew:
            facts.rungs, facts.together = _sitting(place, present, crew, minutes, say)
            facts.load = os.getloadavg()[0]
        facts.told, facts.refused, facts.late = crew.told, crew.refused, crew.late
        facts.browsers = {one: job.result() for one, job in crew.browsers.items() if not job.cancelled()}
        say("Clôture…")
        present.see_the_end(CLOSING_S * (facts.candidates + 2))
        _after(facts, place, present, crew, say)


def _check(candidates: int, minutes: float) -> None:
    if not plan.FEWEST <= candidates <= plan.MOST:
        raise SittingError(
            f"{candidates} candidats : il en faut de {plan.FEWEST} à {plan.MOST}.", "Choisissez --candidates."
        )
    if not plan.SHORTEST_MIN <= minutes <= plan.LONGEST_MIN:
        raise SittingError(
            f"{minutes:g} minutes : il en faut de {plan.SHORTEST_MIN:g} à {plan.LONGEST_MIN:g}.",
            "Choisissez --minutes.",
        )


def _sitting(place: Stage, present: People, crew: Crew, minutes: float, say: Say) -> tuple[list[Rung], list[str]]:
    """Play the sitting up to the last bell; return what was seen of each, and who ended together."""
    began = time.monotonic()
    with Bells(place.seats) as bells:
        late = {one.part.number for one in place.seats if one.part.incident}
        bells.watch({number: at for number, at in _ends(place).items() if number not in late})
        present.incident()
        bells.watch({number: at for number, at in _ends(place).items() if number in late})
        broken_at = began + KILLS_AT * 60 * minutes
        present.look(crew, broken_at)
        present.judge()
        say("Examinateurs et technicien à l’œuvre ; minutes rendues à un candidat.")
        time.sleep(max(0.0, broken_at - time.monotonic()))
        present.kill(crew)
        say("Base, porte d’entrée et gardien tués, revenus. On attend la fin.")
        rungs = bells.rung()
    ends = _ends(place)
    most = max(ends.values(), key=lambda at: sum(math.isclose(at, one, abs_tol=0.5) for one in ends.values()))
    return rungs, [number for number, at in ends.items() if math.isclose(at, most, abs_tol=0.5)]


def _ends(place: Stage) -> dict[str, float]:
    return {one.number: one.ends_at.timestamp() for one in conduct.standings(place.wave) if one.ends_at}


def _after(facts: Facts, place: Stage, present: People, crew: Crew, say: Say) -> None:
    say("Vérification des dossiers, réouverture de l’un d’eux, fiches…")
    facts.closed = after.closed(place.wave)
    facts.lost = after.lost(place, crew)
    facts.tried = after.verified(paths.home())
    number = place.seats[0].part.number
    with after.reopened(number, ports.free_port(), say) as site:
        facts.answers = light.status(f"{site.url}/") == 200
        facts.reopened, facts.identical = number, site.witness.agrees
        present.visit(site.url)
    facts.papers, facts.expected_papers = len(present.papers()), present.expected_papers
