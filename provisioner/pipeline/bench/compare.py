"""Our copies measured against an installation and an import per candidate, in one run, on this machine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from provisioner import exams, paths
from provisioner.adapters.docker import containers
from provisioner.adapters.docker.containers import Golden
from provisioner.errors import EngineError
from provisioner.pipeline.bench import capture as bench_capture
from provisioner.pipeline.bench import pages as bench_pages
from provisioner.pipeline.bench import ready as bench_ready
from provisioner.pipeline.bench import recording, rivals
from provisioner.pipeline.bench.home import own_home
from provisioner.pipeline.evidence import capture
from provisioner.schema.bench import Figures, Recording
from provisioner.schema.exam import Cms
from provisioner.steps.sitting import store

Say = Callable[[str], None]
EXAMS = (exams.DEFAULT, exams.FALLBACK)
"""Whose golden image is measured: the first that has one."""
MANY = 10
"""Candidates together when what an idle one costs is read."""
ALL: tuple[Cms, ...] = ("prestashop", "wordpress")


@dataclass(frozen=True)
class Effort:
    """How many times things are done."""

    counts: tuple[int, ...]
    times: int


FULL = Effort((1, 10, 30), 3)
QUICK = Effort((1, 10), 1)


@dataclass(frozen=True)
class Subject:
    """One golden image that is measured."""

    exam: str
    cms: Cms
    golden: Golden


def subjects(wanted: Sequence[Cms]) -> list[Subject]:
    """Return the golden images there are of these CMSs. Raises EngineError when there is none."""
    found = [one for cms in wanted or ALL for one in _of(cms)[:1]]
    if not found:
        raise EngineError(
            "Aucune image de site n’est construite : il n’y a rien à mesurer.", "Lancez « ./e5b image build »."
        )
    return found


def _of(cms: Cms) -> list[Subject]:
    found = []
    for exam in EXAMS:
        known = exams.load_exam(exam).cms if exam in exams.list_exams() else {}
        if cms in known:
            try:
                found.append(Subject(exam, cms, containers.golden(exam, cms, known[cms].php)))
            except EngineError:
                continue
    return found


def run(wanted: Sequence[Cms], say: Say, effort: Effort = FULL) -> dict[Cms, Figures]:
    """Measure these CMSs, one after another; everything it makes is removed. Raises E5BError."""
    known = subjects(wanted)
    with own_home() as home:
        return {one.cms: _measure(one, home, say, effort) for one in known}


def _measure(one: Subject, home: Path, say: Say, effort: Effort) -> Figures:
    label = f"{exams.load_exam(one.exam).cms[one.cms].label} {one.golden.version} (épreuve {one.exam})"

    def told(text: str) -> None:
        say(f"{label} : {text}")

    told("relevé de l’état de départ de l’image")
    capture.baseline(one.golden.tag, one.cms)
    ready, memory, disk = _copies(one, effort, told)
    install, imported = _rivals(one, home, effort, told)
    pages = _back_office(one, home, effort, told)
    return Figures(
        version=one.golden.version,
        ready_s=ready,
        install_s=install,
        import_s=imported,
        memory_mib=memory,
        disk_mb=disk,
        recording=_recording(one, effort, told),
        **pages,
    )


def _copies(one: Subject, effort: Effort, told: Say) -> tuple[dict[str, float | None], float, float]:
    ready: dict[str, float | None] = dict.fromkeys(map(str, FULL.counts))
    memory = disk = 0.0
    for count in effort.counts:
        times = []
        for turn in range(effort.times if count == 1 else 1):
            wave = f"b{one.cms[0]}{count}-{turn}"
            times.append(bench_ready.up(one.exam, one.cms, count, wave))
            told(f"{count} candidat(s) : {seconds(times[-1])}")
            if count == MANY:
                memory, disk = bench_ready.idle_cost(wave)
                told(f"{memory:.0f} Mio et {disk:.0f} Mo de disque par candidat au repos")
            bench_ready.down(wave)
        ready[str(count)] = round(median(times), 3)
    return ready, memory, disk


def _rivals(one: Subject, home: Path, effort: Effort, told: Say) -> tuple[float, float]:
    install = rivals.installed(one.exam, one.cms, one.golden.tag)
    told(f"installateur d’origine : {seconds(install)}")
    dump = rivals.dump(one.cms, one.golden.tag, home / f"{one.cms}.sql")
    times = [rivals.imported(one.cms, one.golden.tag, dump) for _ in range(effort.times)]
    told(f"import SQL : {seconds(median(times))}")
    return round(install, 3), round(median(times), 3)


def _back_office(one: Subject, home: Path, effort: Effort, told: Say) -> dict[str, Any]:
    """Measure the pages of one candidate's back office, let the scripted candidate work there, and capture it."""
    wave, known = f"b{one.cms[0]}", rivals.recipe(one.cms)
    bench_ready.up(one.exam, one.cms, 1, wave)
    entry = store.entries(wave)[0]
    assert entry.sitting  # noqa: S101 `up` succeeded
    password = entry.candidate.access.password
    seen = bench_pages.measured(entry.sitting, password, known)
    told(f"{len(seen.server)} pages d’administration, serveur : {slow(seen.server)}")
    told(f"navigateur : {slow(seen.browser)} ; hôtes extérieurs demandés : {', '.join(seen.outside) or 'aucun'}")
    bench_capture.work(entry.sitting, password, known, home)
    times = [bench_capture.timed(paths.waves() / wave / entry.number) for _ in range(effort.times)]
    told(f"capture de {times[0].changes} changement(s) et {times[0].seen} page(s) : {parts(times)}")
    bench_ready.down(wave)
    return {
        "backoffice_server_s": bench_pages.spread(seen.server),
        "backoffice_browser_s": bench_pages.spread(seen.browser),
        "capture_db_s": round(median(part.database for part in times), 3),
        "diff_checks_s": round(median(part.diff_checks for part in times), 3),
        "capture_pages_s": round(median(part.pages for part in times), 3),
    }


def _recording(one: Subject, effort: Effort, told: Say) -> Recording:
    """Measure the pages with and without the logs; a hurried bench asks each page three times only."""
    turns = recording.TURNS if effort.times > 1 else 3
    found = recording.measured(one.exam, one.cms, f"b{one.cms[0]}r", rivals.recipe(one.cms), turns)
    told(f"pages avec journaux : {percent(found.ratio)} par rapport aux mêmes sans journaux")
    return found


def percent(ratio: float) -> str:
    """Return what a ratio adds, as the French write it: « +1,2 % »."""
    return f"{(ratio - 1) * 100:+.1f} %".replace(".", ",").replace("-", "−")


def parts(times: Sequence[bench_capture.Times]) -> str:
    """Return the times of captures, in French."""
    named = {"base": "database", "différences et vérifications": "diff_checks", "pages": "pages"}
    return ", ".join(f"{name} {seconds(median(getattr(one, key) for one in times))}" for name, key in named.items())


def slow(times: Mapping[str, float]) -> str:
    """Return median and slowest pages, in French."""
    worst = sorted(times, key=lambda path: times[path])[-3:][::-1]
    listed = ", ".join(f"{path} {seconds(times[path])}" for path in worst)
    return f"médiane {seconds(median(times.values()))} ; les plus lentes : {listed}"


def seconds(value: float) -> str:
    """Return a duration as the French write it."""
    return f"{value:.2f} s".replace(".", ",")
