"""Whom the live view reads first: what is on a screen always, the others each in their turn."""

import os
import time
from dataclasses import dataclass, field
from pathlib import Path

from provisioner import paths
from provisioner.adapters.database.reading import Position
from provisioner.pipeline.live import watch
from provisioner.pipeline.live.watch import Watcher

NUMBERS = ["1", "2", "3", "4", "5"]


@dataclass(eq=False)
class Sitting:
    number: str
    looked: float = 0.0
    sitting: object = None
    position: Position = field(default_factory=lambda: Position(Path("absent.sock"), "site", ""))


class Turns(Watcher):
    """A watcher whose readings are written down."""

    def __init__(self):
        super().__init__()
        self.read = []
        for number in NUMBERS:
            self._watched["w", number] = Sitting(number)

    def _further(self, one):
        self.read.append(one.number)
        return False

    def round(self, budget_s):
        self.read.clear()
        self.look(budget_s)
        return list(self.read)


def test_what_is_on_a_screen_comes_first_and_always():
    turns = Turns()
    for number in ("4", "2"):
        watch.looked_at("w", number)
    assert turns.round(60)[:2] in (["2", "4"], ["4", "2"])
    # Without time, those on a screen and one of the others, each in turn.
    rounds = [turns.round(0.0) for _ in range(3)]
    assert [set(one[:2]) for one in rounds] == [{"2", "4"}] * 3
    assert sorted(one[2] for one in rounds) == ["1", "3", "5"]
    assert [len(one) for one in rounds] == [3, 3, 3]


def test_a_bug_met_with_one_sitting_leaves_the_others_seen():
    from conducted import sitting

    class Strange(Turns):
        def _further(self, one):
            if one.number == "2":
                raise KeyError("geometry")
            return super()._further(one)

    turns = Strange()
    turns._watched["w", "2"].sitting = sitting("2").model_copy(update={"wave": "w"})  # noqa: SLF001
    assert turns.round(60) == ["1", "3", "4", "5"]
    assert "KeyError" in watch.read("w", "2").problem
    # It is taken up again later, from its first state.
    assert turns.round(60) == ["1", "3", "4", "5"]


def test_nobody_is_forgotten_when_there_is_no_time():
    turns = Turns()
    assert sorted(one for _ in NUMBERS for one in turns.round(0.0)) == NUMBERS
    assert len(turns.round(60)) == len(NUMBERS)


def test_who_looked_a_while_ago_looks_no_more():
    watch.looked_at("w", "1")
    assert watch.on_screen("w", "1")
    path = watch.place("w", "1").with_suffix(".eyes")
    for moved in (-watch.EYES_S - 1, 3600):
        os.utime(path, (time.time() + moved, time.time() + moved))
        assert not watch.on_screen("w", "1")
    assert not watch.on_screen("w", "2")


def test_an_examiner_s_page_says_whom_it_shows(monkeypatch):
    from conducted import WAVE
    from console_room import Console, furnish

    from provisioner.steps.console import passwords

    monkeypatch.setattr(passwords, "COST", 2)
    furnish()
    marie = Console().browser("marie")
    marie.get(f"/suivi/{WAVE}/direct?n=1&v=x")
    assert watch.on_screen(WAVE, "1")
    assert not watch.on_screen(WAVE, "2")
    # Asking for another commission's candidate shows nothing and moves nobody forward.
    assert marie.get(f"/suivi/{WAVE}/direct?n=3&v=x").status_code == 404
    assert not watch.on_screen(WAVE, "3")


def test_waves_are_read_again_only_when_a_site_comes_or_goes(monkeypatch):
    asked = []
    monkeypatch.setattr(watch.store, "entries", lambda: asked.append(1) or [])
    watcher = Watcher()
    socket = paths.run() / "e5b-w-1" / "db.sock"

    def reads():
        before = len(asked)
        watcher.refresh()
        watcher.refresh()
        return len(asked) - before

    assert reads() == 0
    socket.parent.mkdir(parents=True)
    socket.touch()
    assert reads() == 1
    # Made anew: another file of the same name.
    socket.rename(socket.with_name("old"))
    socket.touch()
    assert reads() == 1
    socket.unlink()
    assert reads() == 1
