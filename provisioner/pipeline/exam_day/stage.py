"""The stage of a rehearsed day: sites, console and accounts in a state folder of their own, all removed at the end."""

from __future__ import annotations

import os
import secrets
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from provisioner import paths
from provisioner.adapters import ports, process
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline.bench.home import own_home
from provisioner.pipeline.bench.ready import free_ports
from provisioner.pipeline.evidence import capture
from provisioner.pipeline.exam_day import plan
from provisioner.pipeline.exam_day.plan import Part
from provisioner.pipeline.exam_day.waiting import until
from provisioner.pipeline.sitting import keeper, opening
from provisioner.robots import light
from provisioner.schema.sitting import Candidate, Sitting
from provisioner.steps.sitting import seed, store

Say = Callable[[str], None]
HOST = "127.0.0.1"
PORTS = range(20_000, 50_000, 100)
TECHNICIAN, EXAMINERS, COMMISSION = "technicien", ("examinatrice", "examinateur"), "1"


@dataclass(frozen=True)
class Seated:
    """One candidate at their site."""

    part: Part
    sitting: Sitting
    candidate: Candidate


@dataclass(frozen=True)
class Stage:
    """All that the people of the day need."""

    wave: str
    seats: tuple[Seated, ...]
    console: str
    """Address, without a trailing slash."""
    passwords: dict[str, str]
    """Of the console's accounts, by name."""
    opened_s: float
    """From the order to the last site ready."""


@contextmanager
def opened(wanted: list[Part], exam: str, minutes: float, say: Say) -> Iterator[Stage]:
    """Open sites and console. Raises E5BError."""
    with own_home() as home:
        roster = home / "candidats.csv"
        plan.write_roster(roster, wanted)
        wave = f"r{secrets.token_hex(3)}"
        first = free_ports(len(wanted), secrets.choice(PORTS))
        say(f"Ouverture de {len(wanted)} sites…")
        up = opening.up(exam, roster, wave=wave, host=HOST, port_base=first)
        if up.failed:
            raise next(iter(up.failed.values()))
        seats = tuple(_seated(one, up.started, up.wave.candidates, minutes) for one in wanted)
        _baselines(seats)
        say("Ouverture de la console…")
        passwords = {TECHNICIAN: _account(TECHNICIAN, "technicien")}
        passwords |= {name: _account(name, "examinateur", "--commission", COMMISSION) for name in EXAMINERS}
        port = ports.free_port()
        address = f"http://{HOST}:{port}"
        try:
            with process.at_work(["console", "--host", HOST, "--port", str(port)], home / "console.log"):
                until(lambda: light.status(f"{address}/connexion") == 200, 60, "La console ne répond pas")
                yield Stage(wave, seats, address, passwords, up.total_s)
        finally:
            dismiss_keeper()


def dismiss_keeper() -> None:
    """End the keeper of this state folder, when it is still there."""
    deadline = time.monotonic() + 10
    while keeper.at_work() and time.monotonic() < deadline:
        with suppress(E5BError, ProcessLookupError):
            os.kill(keeper_process(), signal.SIGTERM)
        time.sleep(0.2)


def keeper_process() -> int:
    """Return the process of the keeper. Raises SittingError when none is at work."""
    try:
        told = (paths.home() / "keeper.lock").read_text(encoding="ascii")
        # The file outlives its keeper, and the number of its process may be another's by now.
        if b"keep" in Path("/proc", told, "cmdline").read_bytes().split(b"\0"):
            return int(told)
    except (OSError, ValueError):
        pass
    raise SittingError("Le gardien n’est pas à l’œuvre.", "« ./e5b keep » le lance.")


def _seated(part: Part, started: list[Sitting], candidates: tuple[Candidate, ...], minutes: float) -> Seated:
    sitting = next(one for one in started if one.number == part.number)
    short = sitting.model_copy(update={"duration_s": plan.duration_s(part, minutes)})
    store.write_sitting(short)
    return Seated(part, short, next(one for one in candidates if one.who.number == part.number))


def _baselines(seats: tuple[Seated, ...]) -> None:
    """Have the first states ready, as on the day: they are made once per image and subject."""
    done = set()
    for one in (seat.sitting for seat in seats):
        if (one.image, one.seed) not in done:
            done.add((one.image, one.seed))
            laid = _text(store.folder(one.wave, one.number) / seed.FILE) if one.seed else ""
            capture.baseline(one.image, one.cms, container=one.container, seed_sql=laid)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _account(name: str, role: str, *more: str) -> str:
    return process.answer(["console", "account", "add", name, "--role", role, *more]).strip()
