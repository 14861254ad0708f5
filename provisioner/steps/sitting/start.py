"""Starts one candidate's copy of a golden image, and waits for its first full page."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provisioner import names, paths
from provisioner.adapters import disk, unix_http
from provisioner.adapters.docker import containers
from provisioner.adapters.docker.containers import Golden
from provisioner.errors import SittingError
from provisioner.names import LABEL
from provisioner.schema.exam import Exam
from provisioner.schema.sitting import Candidate, Sitting
from provisioner.schema.stack import Stack
from provisioner.steps.sitting import access, personalise, seed, store

DEADLINE_S = 120.0
_STEP_S = 0.005
_LOW_DISK = 300_000_000


@dataclass(frozen=True)
class Order:
    """All that one candidate's site is made from."""

    wave: str
    exam: Exam
    stack: Stack
    golden: Golden
    candidate: Candidate
    host: str
    ordered: float
    """`time.monotonic()` when the order was given."""
    seed: str = ""
    """SQL that lays over the context what the subject adds; not logged, as the personalisation is not."""

    @property
    def number(self) -> str:
        """The candidate's number."""
        return self.candidate.who.number

    @property
    def container(self) -> str:
        """Name of the container."""
        return names.container(self.wave, self.number)

    @property
    def url(self) -> str:
        """Address of the site."""
        return names.site_address(self.host, self.number, self.candidate.access.port)


def start(order: Order, say: Callable[[str], None]) -> Sitting:
    """Start a fresh copy and return the sitting once the site answers.

    Raises SittingError or EngineError; nothing is left of the site then, and the same order can be given again.
    """
    with _fresh(order, say) as container:
        _first_page(order, container)
        sitting = _sitting(order, time.monotonic() - order.ordered)
        _keep_seed(order)
        store.write_sitting(sitting)
    say("prêt")
    return sitting


def again(
    order: Order, sitting: Sitting, say: Callable[[str], None], fill: Callable[[], None], back: Callable[[], None]
) -> None:
    """Make the site of a sitting that began elsewhere: a fresh copy, that `fill` puts the work in before any page.

    `back` is called once the first page is there, before the sitting is known here. Raises what they raise,
    SittingError, EngineError; nothing is left of the site then, and the same order can be given again.
    """
    with _fresh(order, say) as container:
        say("remise en place du travail")
        fill()
        _first_page(order, container)
        back()
        _keep_seed(order)
        store.write_sitting(sitting)
    say("prêt")


@contextmanager
def _fresh(order: Order, say: Callable[[str], None]) -> Iterator[str]:
    """Start a fresh copy and give its container's id; nothing is left of it when the block fails."""
    run = paths.run() / order.container
    made = False
    try:
        say("copie")
        _prepare(order, run)
        container = containers.run_site(order.container, order.golden.tag, run, _labels(order))
        made = True
        say("démarrage")
        yield container
    except BaseException:
        if made:
            containers.remove(order.container)
        shutil.rmtree(run, ignore_errors=True)
        raise


def _first_page(order: Order, container: str) -> None:
    run = paths.run() / order.container
    _wait(order.number, container, run / "web.sock", order.url + order.stack.ready_path)
    (run / "personalise.sql").unlink(missing_ok=True)


def wake(sitting: Sitting, stack: Stack, say: Callable[[str], None]) -> None:
    """Start again a copy that is there, as the candidate left it, and wait for it. Raises SittingError, EngineError."""
    say("redémarrage")
    containers.start(sitting.container)
    socket = paths.run() / sitting.container / "web.sock"
    _wait(sitting.number, sitting.container, socket, sitting.url + stack.ready_path)
    say("prêt")


def duration(exam: Exam, *, extra_time: bool) -> int:
    """Return the seconds a candidate has."""
    return round(exam.duration_min * 60 * (1 + exam.extra_time_ratio if extra_time else 1))


def _prepare(order: Order, run: Path) -> None:
    """Write what the site reads at its first start. Only the folder above is closed."""
    shutil.rmtree(run, ignore_errors=True)
    disk.folder(run.parent)
    disk.folder(run)
    given = order.candidate.access
    host = order.url.removeprefix("http://")
    login = given.login.partition("@")[0]
    values = {
        "url": order.url,
        "host": host,
        "login": login,
        "email": access.email(order.stack, login),
        "password_hash": access.hashed(given),
        "capture_password": given.capture_password,
    }
    sql = personalise.render(paths.STACKS / order.stack.cms / "personalise.sql", values)
    disk.write(run / "personalise.sql", sql + order.seed, 0o644, durable=False)
    disk.write(run / "site.env", f"E5B_URL={order.url}\nE5B_HOST={host}\n", 0o644, durable=False)
    disk.write(run / "secrets.json", json.dumps({"keys": given.keys}), 0o644, durable=False)


def _keep_seed(order: Order) -> None:
    """Keep what was laid over the context: the capture makes the state before of it."""
    if order.seed:
        disk.write(disk.folder(store.folder(order.wave, order.number)) / seed.FILE, order.seed)


def _labels(order: Order) -> dict[str, str]:
    who = order.candidate.who
    return {
        containers.KIND: "sitting",
        f"{LABEL}.wave": order.wave,
        f"{LABEL}.number": order.number,
        f"{LABEL}.exam": order.exam.id,
        f"{LABEL}.cms": who.cms,
        f"{LABEL}.image": order.golden.tag,
    }


def _wait(number: str, container: str, socket: Path, url: str) -> None:
    """Wait for the first full page. Raises SittingError with the container's last lines."""
    deadline = time.monotonic() + DEADLINE_S
    next_look = time.monotonic() + 1
    trouble = ""
    while time.monotonic() < deadline:
        if socket.exists():
            answer = unix_http.page(socket, url, timeout=30)
            if answer.status == 200 and b"</html>" in answer.body[-500:]:
                return
            trouble = answer.trouble or f"réponse {answer.status}"
        if time.monotonic() > next_look:
            if not containers.running(container):
                trouble = "le site s’est arrêté"
                break
            next_look = time.monotonic() + 1
        time.sleep(_STEP_S)
    raise SittingError(f"Candidat {number} : le site ne répond pas ({trouble}).{_why(container)}", _hint())


def _why(container: str) -> str:
    said = containers.last_words(container, 8)
    return f"\nDernières lignes du site :\n{said}" if said else ""


def _hint() -> str:
    if shutil.disk_usage(paths.home()).free < _LOW_DISK:
        return "Le disque est presque plein : libérez de la place, puis relancez la même commande."
    return "Relancez la même commande : les sites prêts sont gardés. « ./e5b doctor » vérifie la machine."


def _sitting(order: Order, ready_s: float) -> Sitting:
    who = order.candidate.who
    return Sitting(
        wave=order.wave,
        number=order.number,
        commission=who.commission,
        subject=who.subject,
        exam=order.exam.id,
        cms=who.cms,
        cms_version=order.golden.version or order.exam.cms[who.cms].version,
        image=order.golden.tag,
        container=order.container,
        url=order.url,
        port=order.candidate.access.port,
        login=order.candidate.access.login,
        duration_s=duration(order.exam, extra_time=who.extra_time),
        created_at=datetime.now().astimezone().isoformat(timespec="seconds"),
        ready_s=round(ready_s, 3),
        reservations=order.golden.reservations,
        seed=names.seed(order.seed),
    )
