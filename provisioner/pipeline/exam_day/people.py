"""The people of the day, each in a window of a real browser: a technician, and two examiners of one commission.

What is seen is measured and told; only what does not come at all stops the rehearsal.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.adapters.workstation import Browser, Page, chromium, window
from provisioner.pipeline.exam_day import faults
from provisioner.pipeline.exam_day.stage import COMMISSION, EXAMINERS, TECHNICIAN, Seated, Stage
from provisioner.pipeline.exam_day.waiting import until
from provisioner.pipeline.exam_day.work import Crew
from provisioner.robots import console, light

PATIENCE_MS = 60_000
RECOVERY_S = 90.0
LOOKS = 3
"""Changes timed, on each CMS."""
GIVEN_MIN = 0.5
NOTE = "Le titre est clair, le lien vers la boutique manque encore."
OPINION = "Travail soigné ; la mise en ligne est maîtrisée. (Répétition.)"


@dataclass
class Seen:
    """What the people of the day saw."""

    visible_s: list[float] = field(default_factory=list)
    """From the site's acknowledgement to the examiner's screen."""
    note_s: float = math.inf
    """From one examiner's note, kept, to the other's screen; infinite before."""
    recovery_s: dict[str, float] = field(default_factory=dict)
    """After each kill (`database`, `door`, `keeper`): until things went on."""


class People:
    """Three windows, and what is done in them, in the order of the day."""

    def __init__(self, stage: Stage, browser: Browser, pages: dict[str, Page], pictures: Path) -> None:
        """Take the windows, by account; `pictures` is the folder where screens and papers are kept."""
        self._stage, self._browser, self._pictures = stage, browser, pictures
        self._technician = pages[TECHNICIAN]
        self._first, self._second = (pages[name] for name in EXAMINERS)
        self._mine = [one for one in stage.seats if one.part.commission == COMMISSION]
        self.seen = Seen()

    def sign_in(self) -> None:
        """Sign everybody in; the technician looks at the room."""
        for name, page in zip((TECHNICIAN, *EXAMINERS), (self._technician, self._first, self._second), strict=True):
            console.sign_in(page, self._stage.console, name, self._stage.passwords[name])
        wanted = len(self._stage.seats)
        until(lambda: len(console.states(self._technician)) == wanted, 60, "La salle ne montre pas tous les candidats")
        self._picture(self._technician, "technicien-1-avant")

    def start(self) -> None:
        """Start the room; the examiners look at their candidates."""
        console.start_room(self._technician)
        for page in (self._first, self._second):
            console.watch(page, self._stage.console, self._stage.wave, [one.part.number for one in self._mine])

    def look(self, crew: Crew, before: float) -> None:
        """Time how soon what a candidate saves shows on an examiner's screen; look no more after `before` (monotonic).

        Once on each CMS at least.
        """
        kinds: dict[str, Seated] = {}
        for one in self._mine:
            kinds.setdefault(one.sitting.cms, one)
        for turn in range(LOOKS):
            for number in (one.part.number for one in kinds.values()):
                if turn and time.monotonic() > before:
                    return  # a busy machine: the day must go on
                mark = crew.light[number].write()
                if mark:
                    self.seen.visible_s.append(console.seen_after(self._first, number, mark, time.monotonic()))

    def judge(self) -> None:
        """Tick and note as one examiner, until the other one sees it."""
        number = self._mine[0].part.number
        console.tick(self._first, number, "S")
        console.note(self._first, number, NOTE)
        since = time.monotonic()
        console.others_see(self._second, number, "S", NOTE)
        self.seen.note_s = time.monotonic() - since
        self._picture(self._first, "examinateur-1-suivi")
        self._picture(self._second, "examinateur-2-suivi")

    def incident(self) -> None:
        """Give minutes back, as the technician."""
        number = next(one.part.number for one in self._stage.seats if one.part.incident)
        console.give_back(self._technician, number, GIVEN_MIN, "Navigateur bloqué")
        self._picture(self._technician, "technicien-2-incident")

    def kill(self, crew: Crew) -> None:
        """Kill a database, the front door and the keeper, one after another."""
        target = next(one for one in self._stage.seats if one.part.killed)
        pen = crew.light[target.part.number]
        trials: tuple[tuple[str, Callable[[], None], Callable[[], object]], ...] = (
            ("database", lambda: faults.kill_database(target.sitting.container), pen.write),
            ("door", faults.kill_door, lambda: light.status(f"{target.sitting.url}/robots.txt")),
        )
        for name, fault, again in trials:
            since = time.monotonic()
            fault()
            until(again, RECOVERY_S, f"Après l’arrêt brutal ({name}), le site {target.part.number} ne revient pas")
            self.seen.recovery_s[name] = time.monotonic() - since
        faults.kill_keeper()
        since = time.monotonic()
        self._technician.get_by_role("button", name="Relancer le gardien").wait_for()
        self._picture(self._technician, "technicien-3-gardien")
        console.keep_again(self._technician)
        self.seen.recovery_s["keeper"] = time.monotonic() - since

    def see_the_end(self, within_s: float) -> None:
        """Wait, with the technician, until the room says that all is sealed."""
        wanted = len(self._stage.seats)
        until(lambda: console.sealed(self._technician) == wanted, within_s, "Tous les dossiers ne sont pas scellés")
        self._picture(self._technician, "technicien-4-fin")

    def papers(self) -> list[Path]:
        """Write a mark and an opinion, as an examiner; print the fiche and the grid of each candidate."""
        wave = self._stage.wave
        first = self._mine[0].part.number
        console.mark(self._first, self._stage.console, wave, first, "13,5", OPINION)
        self._picture(self._first, "examinateur-3-relecture")
        made = []
        for one in self._mine:
            for kind in ("fiche", "grille"):
                printed = console.paper(self._first, self._stage.console, wave, one.part.number, kind)
                if printed.startswith(b"%PDF"):
                    path = self._pictures / f"{kind}-{one.part.number}.pdf"
                    path.write_bytes(printed)
                    made.append(path)
        return made

    @property
    def expected_papers(self) -> int:
        """How many papers there must be."""
        return 2 * len(self._mine)

    def visit(self, url: str) -> None:
        """Look at a reopened site."""
        # A window reaches one site only: the console's would refuse this one.
        with window(self._browser, url, PATIENCE_MS) as station:
            station.page.goto(url)
            self._picture(station.page, "site-rouvert")

    def _picture(self, page: Page, name: str) -> None:
        console.picture(page, self._pictures / f"{name}.png")


@contextmanager
def present(stage: Stage, pictures: Path) -> Iterator[People]:
    """Open a window for each. Raises BrowserError."""
    with chromium() as browser, ExitStack() as windows:
        pages = {
            name: windows.enter_context(window(browser, stage.console, PATIENCE_MS)).page
            for name in (TECHNICIAN, *EXAMINERS)
        }
        yield People(stage, browser, pages, pictures)
