"""A whole centre rehearsed on this machine: hosts made, installed from the kit, at work, one killed, all collected."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from provisioner import exams, paths
from provisioner.adapters import disk, machines
from provisioner.adapters.ansible import FleetError
from provisioner.pipeline.fleet import closing, install, look, moving, opening
from provisioner.pipeline.fleet.centre import Centre
from provisioner.pipeline.fleet.rehearsal import after, bilan, kit, stage, work
from provisioner.pipeline.fleet.rehearsal.bilan import Facts, Proof
from provisioner.pipeline.fleet.rehearsal.work import Crew
from provisioner.steps.fleet.words import Told

Tell = Callable[[str], None]
WAVE = "repetition"
ALONE = "repetition-seul"


@dataclass(frozen=True)
class Rehearsed:
    """What came of it."""

    hosts: int
    candidates: int
    proofs: tuple[Proof, ...]
    figures: dict[str, object]
    folder: Path
    total_s: float

    @property
    def ok(self) -> bool:
        """Whether everything that was to be shown was shown."""
        return not any(one.state == "bad" for one in self.proofs)


@dataclass(frozen=True)
class Plan:
    """What to rehearse."""

    hosts: int
    candidates: int
    exam: str = exams.DEFAULT
    kit: Path | None = None
    work_s: float = 60.0
    """Seconds of work before the cut, and again after it."""
    alone: bool = True
    """Open one host's part on one host first, to compare."""


def rehearse(plan: Plan, say: Tell) -> Rehearsed:
    """Rehearse; the hosts are gone afterwards, what was proven stays in a folder. Raises FleetError, KitError."""
    began = time.monotonic()
    _check(plan)
    place = disk.folder(paths.home() / "rehearsal")
    for left in place.glob("*/postes"):
        # Of a rehearsal that was killed: its hosts died with it, their disks are large.
        shutil.rmtree(left, ignore_errors=True)
    folder = disk.folder(place / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}")
    chosen = kit.ready(plan.exam, plan.kit, place, say)
    say("Debian nu, le même pour tous les postes…")
    machines.bare(place / "debian-12")
    farm = machines.Farm(folder / "postes", place / "debian-12")
    facts = Facts(plan.hosts, plan.candidates, os.cpu_count() or 1)
    try:
        _play(plan, farm, chosen, folder, facts, say)
    finally:
        # Whatever was proven before something unexpected is written down all the same.
        farm.close()
        proofs = bilan.proofs(facts)
        bilan.write(folder, proofs, facts)
        farm.remove()
    return Rehearsed(
        plan.hosts, plan.candidates, proofs, bilan.figures(facts), folder, round(time.monotonic() - began, 1)
    )


def _check(plan: Plan) -> None:
    if os.geteuid() != 0:
        raise FleetError("Seul l’administrateur (root) peut faire des postes de répétition.", "Relancez avec sudo.")
    if plan.hosts < 2 or plan.candidates < plan.hosts:
        raise FleetError(
            "Il faut au moins deux postes, et un candidat par poste.", "Par exemple --hosts 2 --candidates 4."
        )
    absent = machines.lacking()
    if absent:
        raise FleetError(f"Il manque à cette machine : {', '.join(absent)}.", "« ./e5b setup » les installe.")


def _play(plan: Plan, farm: machines.Farm, chosen: kit.Chosen, folder: Path, facts: Facts, say: Tell) -> None:
    def tell(host: str, text: str) -> None:
        facts.heard.append((time.monotonic(), host, text))
        say(f"{host} : {text}" if host else text)

    say(f"{plan.hosts} postes, sans aucune issue vers l’extérieur…")
    farm.open(plan.hosts)
    facts.ways_out = farm.ways_out()
    centre = stage.centre(farm, folder, plan)
    rosters = stage.rosters(centre, folder, plan)
    _install(centre, chosen, facts, tell)
    if plan.alone:
        _alone(plan, centre, rosters, facts, tell)
    say("Ouverture de la vague…")
    since = time.monotonic()
    opened = opening.up(centre, plan.exam, rosters.whole, WAVE, tell, pdf=False)
    facts.up_s = time.monotonic() - since
    _all_well(opened.done.failures)
    if facts.first_s is None:
        facts.first_s = time.monotonic() - facts.installing_at
    facts.placed = {name.name: len(opened.placement.on(name.name)) for name in centre.inventory.hosts}
    facts.again = opening.up(centre, plan.exam, rosters.whole, WAVE, pdf=False).done.changed
    _all_well(closing.start(centre, WAVE, tell).failures)
    crew = work.crew(farm, centre, WAVE)
    with work.at_work(crew, plan.candidates):
        say(f"{plan.candidates} candidats au travail…")
        crew.wait(plan.work_s)
        _move_one(centre, crew, facts, tell)
        crew.wait(plan.work_s / 2)
        _cut(farm, centre, crew, facts, tell)
        crew.wait(plan.work_s)
    say("Fin de l’épreuve, relevés et dossiers…")
    closed = closing.close(centre, WAVE, tell)
    facts.close_s, facts.unsealed = closed.seconds, closed.waiting
    found = closing.collect(centre, WAVE, tell)
    facts.again_collected = closing.collect(centre, WAVE).new
    facts.dossiers = sum(map(len, found.dossiers.values()))
    facts.missing = found.missing
    facts.problems = tuple(one.says for checked in found.verified.values() for one in checked.problems)
    after.count(crew, found, facts)
    _all_well(closing.down(centre, WAVE, tell).failures)


def _install(centre: Centre, chosen: kit.Chosen, facts: Facts, tell: Callable[[str, str], None]) -> None:
    facts.installing_at = time.monotonic()
    installed = install.install(centre, chosen.folder, chosen.key, tell)
    _all_well(installed.failures)
    facts.install_s = time.monotonic() - facts.installing_at
    again = install.install(centre, chosen.folder, chosen.key)
    facts.installed_again = again.changed
    if chosen.passphrase:
        _all_well(install.open_subjects(centre, chosen.passphrase, None, tell).failures)
    checked = look.check(centre, kit=chosen.folder)
    facts.ready = checked.ok


def _alone(plan: Plan, centre: Centre, rosters: stage.Rosters, facts: Facts, tell: Callable[[str, str], None]) -> None:
    """Open on one host what is one host's part, by the same order, then take it away."""
    first = centre.only(centre.inventory.hosts[0].name)
    since = time.monotonic()
    opened = opening.up(first, plan.exam, rosters.part, ALONE, tell, pdf=False)
    facts.alone_s = time.monotonic() - since
    facts.first_s = time.monotonic() - facts.installing_at
    facts.alone = len(opened.placement.places)
    _all_well(opened.done.failures)
    _all_well(closing.down(first, ALONE, tell, force=True).failures)


def _move_one(centre: Centre, crew: Crew, facts: Facts, tell: Callable[[str, str], None]) -> None:
    first = centre.inventory.hosts[0].name
    number = centre.settled(WAVE).on(first)[0]
    since = time.monotonic()
    moved = moving.move(centre, WAVE, [number], say=tell)
    facts.troubles += [str(one["error"]) for one in moved.taken if not one["ok"]]
    facts.moved_s = crew.page(number, since) if moved.ok else None
    facts.moved = number if moved.ok else ""


def _cut(farm: machines.Farm, centre: Centre, crew: Crew, facts: Facts, tell: Callable[[str, str], None]) -> None:
    """Cut the last host's power, and have its candidates go on at its spare."""
    victim = farm.machines[-1]
    numbers = centre.settled(WAVE).on(victim.name)
    facts.cut_host, facts.cut = victim.name, numbers
    tell(victim.name, "courant coupé")
    farm.kill(victim)
    facts.cut_at = time.time()
    ordered = time.monotonic()
    moved = moving.evacuate(centre, WAVE, victim.name, say=tell)
    facts.troubles += [str(one["error"]) for one in moved.taken if not one["ok"]]
    facts.evacuated = tuple(str(one["number"]) for one in moved.taken if one["ok"])
    facts.evacuated_s = {one: crew.page(one, ordered) for one in facts.evacuated}
    facts.takes_s = {str(one["number"]): float(one["seconds"] or 0.0) for one in moved.taken if one["ok"]}


def _all_well(failures: dict[str, Told]) -> None:
    for name, one in failures.items():
        raise FleetError(f"{name} : {one.message}", one.hint)
