"""A console with its accounts, beside a wave on the disk without any site."""

from __future__ import annotations

import re

from conducted import WAVE, sitting, wave
from starlette.testclient import TestClient

from provisioner.console import app, room
from provisioner.steps.console import accounts
from provisioner.steps.console.database import Database
from provisioner.steps.sitting import store

ORIGIN = "http://console.test"
PEOPLE = {
    "nadia": ("technicien", "", 1),
    "marie": ("examinateur", "1", 1),
    "paul": ("examinateur", "1", 1),
    "zoe": ("examinateur", "2", 1),
    "jean": ("examinateur", "1", 2),
    "rectorat": ("academie", "", 1),
}


class Browser(TestClient):
    """Somebody at the console: keeps cookies, sends what a browser sends, knows the mark of its pages."""

    def __init__(self, application, **more):
        super().__init__(application, base_url=ORIGIN, follow_redirects=False, **more)
        self.mark = ""

    def order(self, path, /, origin=ORIGIN, mark=None, **fields):
        sent = {"origin": origin} if origin else {}
        return self.post(path, data={"jeton": self.mark if mark is None else mark, **fields}, headers=sent)

    def enter(self, name, password):
        answer = self.order("/connexion", nom=name, mot=password)
        if answer.status_code == 303:
            page = self.get("/compte").text
            self.mark = re.search(r'name="jeton" value="([^"]+)"', page)[1]
        return answer


class Console:
    """The application, and everybody's password."""

    def __init__(self, following=None):
        room.forget()
        self.database = Database()
        self.app = app.make(self.database, following=following)
        self.passwords = {name: accounts.add(self.database, name, *about) for name, about in PEOPLE.items()}

    def browser(self, name=""):
        made = Browser(self.app)
        if name:
            assert made.enter(name, self.passwords[name]).status_code == 303
        return made


def furnish():
    """Write a wave: 1 and 2 are of commission 1, 3 of commission 2."""
    wave(sitting("1"), sitting("2"), sitting("3", 3200))
    known = store.read_wave(WAVE)
    moved = tuple(
        one.model_copy(update={"who": one.who.model_copy(update={"commission": "2"})}) if one.who.number == "3" else one
        for one in known.candidates
    )
    store.write_wave(known.model_copy(update={"candidates": moved}))
