"""Plays a scripted candidate: signs in, does the steps, signs out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from provisioner.adapters.workstation import gesture
from provisioner.robots.candidate import Desk
from provisioner.robots.library import BackOffice
from provisioner.robots.scripts import Step

Gesture = tuple[str, Callable[[Desk], None]]
"""What is done, in French, and how."""


def sitting(desk: Desk, office: BackOffice, work: Iterable[Gesture], trouble: Path) -> None:
    """Sign in, work, sign out. Raises GestureError; the page at that moment is then pictured in `trouble`."""
    for told, do in (("Se connecter", office.log_in), *work, ("Se déconnecter", lambda one: _leave(one, office))):
        with gesture(desk.page, told, trouble):
            do(desk)


def gestures(steps: Iterable[Step], pictures: Mapping[str, Path]) -> list[Gesture]:
    """Return the gestures of a script; `pictures` gives the file of each picture that it names."""
    return [(step.told, _doing(step, pictures)) for step in steps]


def _doing(step: Step, pictures: Mapping[str, Path]) -> Callable[[Desk], None]:
    arguments = step.arguments | {name: pictures[id_] for name, id_ in step.pictures.items()}
    return lambda desk: step.action.function(desk, **arguments)


def _leave(desk: Desk, office: BackOffice) -> None:
    """Leave from the back office's first page: the work may have ended on the site itself."""
    desk.open_back_office()
    if "login" in desk.page.url.lower():
        return  # after a long rest the site has signed the candidate out by itself
    office.log_out(desk)
