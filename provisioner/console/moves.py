"""Candidates who go on at another host, by an order of the page: it takes tens of seconds, and the page goes on."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock, Thread

from provisioner.errors import E5BError, SittingError
from provisioner.pipeline.fleet import moving
from provisioner.pipeline.fleet.centre import Centre, Say
from provisioner.pipeline.fleet.moving import Moved

log = logging.getLogger(__name__)
Work = Callable[[Say], list[Moved]]


@dataclass
class Job:
    """One move, at work or over."""

    title: str
    wave: str
    began: float = field(default_factory=time.monotonic)
    lines: list[str] = field(default_factory=list)
    """What was done so far, French."""
    result: list[str] = field(default_factory=list)
    """What came of it, once over."""
    trouble: str = ""
    hint: str = ""
    seconds: float = 0.0
    over: bool = False

    @property
    def version(self) -> str:
        """Changes with what there is to show."""
        return f"{int(self.began)}.{len(self.lines)}.{self.over:d}"


class Moves:
    """The moves of one console, one at a time: each changes who is where."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.last: Job | None = None

    def begin(self, title: str, wave: str, work: Work) -> Job:
        """Begin a move. Raises SittingError while another one is at work."""
        with self._lock:
            if self.last and not self.last.over:
                raise SittingError(f"« {self.last.title} » est en cours.", "Attendez sa fin : elle s’affiche ici.")
            job = self.last = Job(title, wave)
        Thread(target=_do, args=(job, work), name="reprise", daemon=True).start()
        return job


def move(centre: Centre, wave: str, number: str, who: str) -> Work:
    """Return the work of moving one candidate to the spare of their host."""
    return lambda say: [moving.move(centre, wave, [number], "", say, who=who)]


def evacuate(centre: Centre, host: str, who: str) -> Work:
    """Return the work of moving all candidates of a host, of whatever wave, to its spare."""
    return lambda say: moving.evacuate_all(centre, host, "", say, who=who)


def release(centre: Centre, wave: str, host: str, who: str) -> Work:
    """Return the work of having a host let go of those whom another one carries."""
    return lambda say: [moving.returned(centre, wave, host, say, who=who)]


def _do(job: Job, work: Work) -> None:
    def say(host: str, text: str) -> None:
        job.lines.append(f"{host} : {text}" if host else text)

    try:
        job.result += [line for moved in work(say) for line in _told(moved)]
    except E5BError as error:
        job.trouble, job.hint = error.message, error.hint
    except Exception:
        # A bug must not leave the page waiting for ever.
        log.exception("a move failed")
        job.trouble, job.hint = "La reprise a rencontré une anomalie.", "Le journal de la console dit laquelle."
    finally:
        job.seconds = time.monotonic() - job.began
        job.over = True


def _told(moved: Moved) -> list[str]:
    if not moved.taken:
        return [f"{moved.source} a lâché les sites que {moved.target} porte désormais."]
    lines = []
    for one in moved.taken:
        kept = f" ; rien d’enregistré avant {str(one['lost_after'])[11:19]} n’est perdu" if one["lost_after"] else ""
        done = f"repris par {moved.target}{kept}" if one["ok"] else f"pas repris : {one['error']}"
        lines.append(f"{one['number']} : {done}")
    return lines
