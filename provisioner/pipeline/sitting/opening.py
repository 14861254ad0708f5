"""A roster in, candidates' sites out: all at once, each alone, the front door opened for all together."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from provisioner import exams, names, paths
from provisioner.adapters import disk, ports
from provisioner.adapters.caddy.route import Route
from provisioner.adapters.docker import containers
from provisioner.adapters.docker.containers import Found, Goldens
from provisioner.datafiles import load_yaml
from provisioner.errors import E5BError, SittingError
from provisioner.pipeline.sitting import seeds
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.sitting import Candidate, Sitting, Wave
from provisioner.schema.stack import Stack
from provisioner.steps import frontdoor, roster
from provisioner.steps.sitting import access, plan, store
from provisioner.steps.sitting import start as starting
from provisioner.steps.sitting.plan import Plan
from provisioner.steps.sitting.start import Order

Say = Callable[[str, str], None]
"""Told a candidate's number and what happens to their site."""

JOURNAL = "journal.sqlite"
"""Of a wave whose clocks were started (`steps/journal.py`)."""
WORKERS = 4
"""Copies started at the same time: two cores are busy with two, the engine's own waits leave room for two more."""


@dataclass
class Opened:
    """What came of `up`."""

    wave: Wave
    exam: Exam
    started: list[Sitting] = field(default_factory=list)
    already: list[Sitting] = field(default_factory=list)
    failed: dict[str, E5BError] = field(default_factory=dict)
    total_s: float = 0.0
    """From the order to the last site ready."""


def up(
    exam_id: str,
    roster_path: Path,
    *,
    wave: str = "",
    host: str = "",
    port_base: int = ports.FIRST,
    conducted: bool = False,
    ahead: bool = False,
    say: Say = lambda _number, _state: None,
    ordered: float | None = None,
    goldens: Future[Goldens] | None = None,
) -> Opened:
    """Start the site of every candidate of a roster that has none; those that are there stay as they are.

    `conducted`: before the start the sites show what the exam's rules say, maybe a page to wait; else they are open.
    `ahead`: they say to wait in any case; other waves may be at work meanwhile, on other ports.
    `ordered` is the `time.monotonic()` of the order; `goldens` the exam's images, when they are asked for already. One
    that fails leaves nothing and does not stop the others: it is told in `failed`. Raises E5BError when nothing could
    be tried.
    """
    since = time.monotonic() if ordered is None else ordered
    exam = exams.load_exam(exam_id)
    name = store.check_name(wave or f"{exam.id}-{datetime.now().astimezone():%Y%m%d}")
    lines = roster.read(roster_path, exam.cms)
    stacks = {cms: stack(cms) for cms in sorted({line.cms for line in lines})}
    with disk.only_one("./e5b up"), ThreadPoolExecutor(1, "images") as pool:
        images = goldens or pool.submit(containers.goldens, exam.id)
        known = store.read_wave(name)
        address = host or (known.host if known else ports.first_address())
        plan.check_names(address, [line.number for line in lines])
        present = {one.labels.get("e5b.number", ""): one for one in containers.find(kind="sitting", wave=name)}
        states = {number: one.state for number, one in present.items()}
        held = ahead or bool(known and known.ahead)
        wanted = Wave(wave=name, exam=exam.id, host=address, ahead=held, candidates=())
        todo = plan.make(wanted, lines, states, lambda line, port: access.make(stacks[line.cms], line.number, port))
        doors = {container: one.port for container, one in frontdoor.current_routes().items()}
        todo = plan.with_ports(todo, port_base, doors)
        result = Opened(todo.wave, exam, already=_renewed(todo, exam))
        # The door could not be opened for these: the order that made their sites was cut short.
        astray = [one for one in result.already if one.container not in doors]
        if todo.fresh or todo.asleep or astray:
            orders = _orders(todo, exam, stacks, images, since)
            store.write_wave(todo.wave)
            _tidy(orders, present)
            asleep = _sleeping(todo)
            routes = _routes(todo, [*astray, *asleep], exam, conducted=conducted)
            _open_all(orders, asleep, routes, stacks, say, result)
        elif todo.wave != known:
            store.write_wave(todo.wave)
    result.total_s = round(time.monotonic() - since, 3)
    return result


def _orders(todo: Plan, exam: Exam, stacks: Mapping[Cms, Stack], images: Future[Goldens], since: float) -> list[Order]:
    """Return what each new site is made from: one reading per subject, however many candidates have it."""
    subjects = {(one.who.cms, one.who.subject): one.who for one in todo.fresh}
    laid = {subject: seeds.laid(exam, who) for subject, who in subjects.items()}
    return [
        Order(
            todo.wave.wave,
            exam,
            stacks[one.who.cms],
            containers.chosen(images.result(), exam.id, one.who.cms, exam.cms[one.who.cms].php),
            one,
            todo.wave.host,
            since,
            laid[one.who.cms, one.who.subject],
        )
        for one in todo.fresh
    ]


def stack(cms: Cms) -> Stack:
    """Return what a CMS's stack says of itself. Raises DataError."""
    return load_yaml(paths.STACKS / cms / "stack.yml", Stack)


def _open_all(
    orders: list[Order],
    asleep: list[Sitting],
    routes: list[Route],
    stacks: Mapping[Cms, Stack],
    say: Say,
    result: Opened,
) -> None:
    for number in (*(one.number for one in orders), *(one.number for one in asleep)):
        say(number, "en attente")
    with _pool() as pool, ThreadPoolExecutor(1, "porte") as gate:
        jobs: dict[str, Future[Sitting]] = {one.number: pool.submit(_start, one, say) for one in orders}
        for sitting in asleep:
            jobs[sitting.number] = pool.submit(_wake, sitting, stacks[sitting.cms], say)
        # The engine is told of the copies first: the door is open long before the first of them answers.
        door = gate.submit(frontdoor.open_routes, routes)
        for number, job in jobs.items():
            try:
                result.started.append(job.result())
            except E5BError as error:
                result.failed[number] = error
                say(number, "échec")
        door.result()
    lost = [one.container for one in orders if one.number in result.failed]
    if lost:
        frontdoor.withdraw(lost)


def _sleeping(todo: Plan) -> list[Sitting]:
    known = (store.read_sitting(todo.wave.wave, one.who.number) for one in todo.asleep)
    return [one for one in known if one]


def _routes(todo: Plan, there: list[Sitting], exam: Exam, *, conducted: bool) -> list[Route]:
    """Return what the door shows of the sites that are new, and of those that are `there` already."""
    routes = [_first_route(todo.wave, one, exam, conducted=conducted) for one in todo.fresh]
    if there or (paths.waves() / todo.wave.wave / JOURNAL).is_file():
        routes += _clocked(todo.wave.wave, todo, there)
    return routes


def _first_route(wave: Wave, one: Candidate, exam: Exam, *, conducted: bool) -> Route:
    number = one.who.number
    log = store.folder(wave.wave, number) / store.ACCESS_LOG
    url = names.site_address(wave.host, number, one.access.port)
    made = frontdoor.first_route(
        names.container(wave.wave, number), one.access.port, log, exam.sitting, url, held=wave.ahead
    )
    return made if conducted or wave.ahead else replace(made, open=True)


def _clocked(wave: str, todo: Plan, there: Sequence[Sitting]) -> list[Route]:
    """Return the routes of sites that are there already, as their clocks say; write down who has a new site."""
    # The first sites of a wave do not wait for clocks.
    from provisioner.pipeline.sitting import doorman, room  # noqa: PLC0415

    room.renewed(wave, [one.who.number for one in todo.fresh], room.MACHINE, again=True)
    return doorman.routes(wave, there, opening=False)


def _tidy(orders: Sequence[Order], present: Mapping[str, Found]) -> None:
    """Remove what an interrupted order left: copies that never were ready."""
    for one in orders:
        if one.number in present:
            containers.remove(present[one.number].id)
        store.forget_sitting(one.wave, one.number)


def _start(order: Order, say: Say) -> Sitting:
    return starting.start(order, lambda state: say(order.number, state))


def _wake(sitting: Sitting, stack_: Stack, say: Say) -> Sitting:
    starting.wake(sitting, stack_, lambda state: say(sitting.number, state))
    return sitting


def _renewed(todo: Plan, exam: Exam) -> list[Sitting]:
    """Bring what a corrected roster says (commission, subject, extra time) into the sittings that are there."""
    who = {one.who.number: one.who for one in todo.wave.candidates}
    renewed = []
    for one in todo.there:
        line = who[one.number]
        duration = starting.duration(exam, extra_time=line.extra_time)
        if line.subject != one.subject and names.seed(seeds.laid(exam, line)) != one.seed:
            raise SittingError(
                f"La liste change le sujet du candidat {one.number}, dont le site n’a pas ce que ce sujet y ajoute.",
                f"Retirez ce site (« ./e5b down --wave {one.wave} {one.number} »), puis relancez la même commande.",
            )
        new = one.model_copy(update={"commission": line.commission, "subject": line.subject, "duration_s": duration})
        if new != one:
            store.write_sitting(new)
        renewed.append(new)
    return renewed


@contextmanager
def _pool() -> Iterator[ThreadPoolExecutor]:
    """Threads that finish what they hold, and begin nothing more, when the order is interrupted."""
    pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="copie")
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
