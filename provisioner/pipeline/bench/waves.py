"""How long it takes to go from one wave to the next on this machine: real sites, through the commands people type."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from provisioner import paths
from provisioner.adapters import process
from provisioner.errors import SittingError
from provisioner.pipeline.bench import compare
from provisioner.pipeline.bench.home import own_home
from provisioner.pipeline.bench.ready import HEADER, free_ports
from provisioner.pipeline.sitting import lifecycle
from provisioner.robots import light
from provisioner.schema.day import Turnaround

Say = Callable[[str], None]
_PAGE_S, _CLOSED_S = 60.0, 1800.0
_LOOK_S = 0.1
_CLOSED = frozenset({"closed"})


def run(candidates: int, say: Say) -> Turnaround:
    """Measure with two waves of so many candidates; all that it makes is removed. Raises E5BError."""
    exam, several = _images()
    with own_home() as home:
        lists = {wave: _list(home, wave, candidates, several) for wave in ("a", "b", "c")}
        base = free_ports(3 * candidates)
        _up(exam, "a", lists["a"], base)
        with process.at_work(["keep"], home / "keeper.log"):
            _start("a")
            say(f"première vague au travail : {candidates} sites")
            since = time.monotonic()
            _up(exam, "b", lists["b"], base, "--ahead")
            ahead = _since(since)
            say(f"vague suivante prête d’avance en {compare.seconds(ahead)}")
            since = time.monotonic()
            process.answer(["stop", "--wave", "a", "--json"])
            turned = _started("b", since)
            say(f"de la fin d’une vague à la dernière page de la suivante : {compare.seconds(turned)}")
            closing = _closed("a", since)
            say(f"relevés et rapports de la première vague : {compare.seconds(closing)}")
        since = time.monotonic()
        process.answer(["down", "--wave", "a", "--force", "--json"])
        down = _since(since)
        since = time.monotonic()
        process.answer(["down", "--wave", "b", "--force", "--json"])
        _up(exam, "c", lists["c"], base)
        cold = _started("c", since)
        say(f"sans préparation, retrait compris : {compare.seconds(cold)}")
    return Turnaround(
        candidates=candidates,
        up_ahead_s=ahead,
        turnaround_s=turned,
        closing_s=closing,
        down_s=down,
        without_ahead_s=cold,
    )


def _images() -> tuple[str, Sequence[str]]:
    """Return an exam and its CMSs that have an image. Raises EngineError."""
    found = compare.subjects(())
    exam = found[0].exam
    return exam, [one.cms for one in found if one.exam == exam]


def _list(home: Path, wave: str, candidates: int, several: Sequence[str]) -> Path:
    lines = [f"{wave}{n},Essai,Mesure,1,{several[n % len(several)]},hors banque,non" for n in range(candidates)]
    path = home / f"{wave}.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def _up(exam: str, wave: str, roster: Path, base: int, *more: str) -> None:
    order = ["up", "--exam", exam, "--wave", wave, "--roster", str(roster), "--host", "127.0.0.1"]
    process.answer([*order, "--port-base", str(base), "--no-pdf", "--json", *more])


def _start(wave: str) -> list[str]:
    answer = json.loads(process.answer(["start", "--wave", wave, "--no-keeper", "--json"]))
    return [str(one["url"]) for one in answer]


def _started(wave: str, since: float) -> float:
    """Start a wave; return the seconds from `since` until each of its sites has given its home page."""
    urls = _start(wave)
    with ThreadPoolExecutor(8, "page") as pool:
        late = [url for url, ready in zip(urls, pool.map(_opens, urls), strict=True) if not ready]
    if late:
        raise SittingError(f"Ces sites n’ont pas répondu : {', '.join(late)}.", "Relancez « ./e5b day measure ».")
    return _since(since)


def _opens(url: str) -> bool:
    deadline = time.monotonic() + _PAGE_S
    while (status := light.status(url + "/")) not in {200, 302}:
        if time.monotonic() > deadline or (status and status != light.CLOSED):
            return False
        time.sleep(_LOOK_S)
    return True


def _closed(wave: str, since: float) -> float:
    deadline = time.monotonic() + _CLOSED_S
    while {row.clock for row in lifecycle.status(wave)} != _CLOSED:
        if time.monotonic() > deadline:
            log = (paths.home() / "keeper.log").read_text(encoding="utf-8", errors="replace")[-600:]
            raise SittingError(f"La première vague n’est pas close après {_CLOSED_S:.0f} s. {log}", "Relancez.")
        time.sleep(_LOOK_S * 10)
    return _since(since)


def _since(start: float) -> float:
    return round(time.monotonic() - start, 3)
