"""The end of a wave's personal data: what may be destroyed, when, and the signed statement that it was."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from provisioner import exams, paths
from provisioner.adapters import disk
from provisioner.adapters.docker import containers
from provisioner.errors import DossierError
from provisioner.pipeline.records import marks, persons
from provisioner.schema.seal import Link, Purge
from provisioner.schema.sitting import Wave
from provisioner.steps import purge as step
from provisioner.steps.console import purging
from provisioner.steps.purge import Target
from provisioner.steps.seal import keys, statement
from provisioner.steps.seal import store as dossiers
from provisioner.steps.sitting import store

_SALT = "e5b-purge-salt-1"
"""The centre's signature for this purpose is known by nobody else: a digest salted with it tells nothing."""


@dataclass(frozen=True)
class Plan:
    """What `purge` would destroy of one wave."""

    purge: Purge
    path: Path
    """Of the statement."""
    targets: tuple[Target, ...]
    console: bool
    """Something of it is in the console's database."""

    @property
    def counts(self) -> Counter[str]:
        """How many files of each sort."""
        return Counter([*(target.what for target in self.targets), *(["console"] if self.console else [])])


def plan(wave: str, before: date | None = None, *, evidence: bool = False, force: bool = False) -> Plan | None:
    """Say what a purge of the wave would destroy; None when there is nothing left of it and a statement tells why.

    A purge that was interrupted is taken up where it was. `before` overrides the retention of the exam: only a wave
    whose last sitting is before that day. `force` destroys what was never sealed. Raises DossierError, DataError.
    """
    marks.take_over(wave)
    begun = _begun(wave)
    known = store.read_wave(wave)
    if begun:
        path, told = begun
        if evidence and not told.evidence:
            raise DossierError(
                f"La purge de la vague « {wave} », interrompue, gardait les preuves.",
                "Terminez-la d’abord sans « --evidence », puis relancez avec cette option.",
            )
        return _plan(told, path, _targets(wave, evidence=told.evidence))
    targets = _targets(wave, evidence=evidence)
    if known is None and not targets and not purging.held(wave, persons.remover(wave), everything=evidence):
        if any(told.wave == wave for _, told in statements()):
            return None
        raise DossierError(f"La vague « {wave} » n’existe pas.", f"Vagues : {', '.join(store.waves()) or 'aucune'}.")
    now = datetime.now().astimezone()
    exam_id, last = _exam_and_day(wave, known)
    due = last + timedelta(days=exams.load_exam(exam_id).retention_days)
    _in_time(wave, last, due, before)
    _nothing_open(wave)
    if not force:
        _all_sealed(wave)
    made = Purge(
        key=keys.centre_key().name,
        wave=wave,
        exam=exam_id,
        began_at=now.isoformat(timespec="seconds"),
        candidates=len(known.candidates) if known else len(_numbers(wave)),
        retention=due.isoformat(),
        before=before.isoformat() if before else "",
        evidence=evidence,
        dossiers=tuple(link.manifest for link in _links(wave)) if evidence else (),
        files=(),
    )
    return _plan(made, paths.purges() / f"{now:%Y%m%d-%H%M%S}-{wave}.json", targets)


def carry_out(plan_: Plan) -> Purge:
    """Destroy what the plan names, and return the signed statement, written before and after. Raises DiskError."""
    key = keys.centre_key()
    disk.folder(plan_.path.parent)
    with disk.only_one("./e5b purge"):
        disk.write(plan_.path, statement.signed(plan_.purge, key).decode())
        # Before the list: without it, nobody would know which names to take out.
        wave = plan_.purge.wave
        purging.destroy(wave, persons.remover(wave), everything=plan_.purge.evidence)
        step.destroy(plan_.targets, wave)
        ended = plan_.purge.model_copy(update={"ended_at": datetime.now().astimezone().isoformat(timespec="seconds")})
        disk.write(plan_.path, statement.signed(ended, key).decode())
    return ended


def statements() -> Iterator[tuple[Path, Purge]]:
    """Yield the statements of this machine, oldest first. Raises DossierError for one that was altered."""
    for path in sorted(paths.purges().glob("*.json")):
        found = statement.opened(path.read_bytes())
        if found is None:
            raise DossierError(f"Le procès-verbal {path} a été modifié.", "Restaurez-le, ou mettez-le de côté.")
        yield path, found


def destroyed() -> frozenset[str]:
    """Return the manifests of the dossiers that a finished purge destroyed, as its statement says."""
    return frozenset(sha256 for _, told in statements() for sha256 in told.dossiers if told.ended_at)


def due(before: date | None = None) -> list[str]:
    """Return the waves that may be purged: their retention is over, or their last sitting is before that day."""
    found = [told.wave for _, told in statements() if not told.ended_at]
    for wave in store.waves():
        known = store.read_wave(wave)
        last = _last_day(wave)
        limit = last + timedelta(days=exams.load_exam(_exam_of(wave, known)).retention_days)
        if last < before if before else limit <= datetime.now().astimezone().date():
            found.append(wave)
    return sorted(set(found))


def _begun(wave: str) -> tuple[Path, Purge] | None:
    return next(((path, told) for path, told in statements() if told.wave == wave and not told.ended_at), None)


def _plan(purge: Purge, path: Path, targets: tuple[Target, ...]) -> Plan:
    """Complete the statement with what is there now: what an interrupted purge told already stays told."""
    told = Counter(purge.files)
    now = Counter(step.measured(target) for target in targets)
    held = purging.held(purge.wave, persons.remover(purge.wave), everything=purge.evidence)
    if held:
        now[step.measured_bytes("console", keys.centre_key().sign(_SALT, purge.wave.encode()), held)] += 1
    files = sorted((told | now).elements(), key=lambda one: (one.what, one.sha256))
    return Plan(purge.model_copy(update={"files": tuple(files)}), path, targets, bool(held))


def _targets(wave: str, *, evidence: bool) -> tuple[Target, ...]:
    found = {target.path: target for target in step.persons(wave)}
    if evidence:
        for target in step.evidence(wave, [link.file for link in _links(wave)]):
            found.setdefault(target.path, target)
    return tuple(found.values())


def _links(wave: str) -> list[Link]:
    register = dossiers.read_register()
    return [link for link in register.links if link.wave == wave] if register else []


def _numbers(wave: str) -> list[str]:
    return sorted(path.parent.name for path in (paths.waves() / wave).glob("*/sitting.json"))


def _exam_of(wave: str, known: Wave | None) -> str:
    if known:
        return known.exam
    found = [sitting.exam for number in _numbers(wave) if (sitting := store.read_sitting(wave, number))]
    if not found:
        raise DossierError(f"De la vague « {wave} », on ne sait plus l’épreuve.", f"Regardez {paths.waves() / wave}.")
    return found[0]


def _exam_and_day(wave: str, known: Wave | None) -> tuple[str, date]:
    """Return the exam of a wave and its last day; as a purge told them, when only the console holds more of it."""
    if known or (paths.waves() / wave).is_dir():
        return _exam_of(wave, known), _last_day(wave)
    told = [one for _, one in statements() if one.wave == wave]
    if not told:
        raise DossierError(
            f"De la vague « {wave} », seule la console garde quelque chose.",
            f"Restaurez {paths.waves() / wave} d’une sauvegarde, ou détruisez la base de la console.",
        )
    retention = timedelta(days=exams.load_exam(told[-1].exam).retention_days)
    return told[-1].exam, date.fromisoformat(told[-1].retention) - retention


def _last_day(wave: str) -> date:
    """Return the day of the last sitting; of the roster, when no site was ever ready."""
    sittings = [sitting for number in _numbers(wave) if (sitting := store.read_sitting(wave, number))]
    if sittings:
        return max(datetime.fromisoformat(sitting.created_at).date() for sitting in sittings)
    written = (paths.waves() / wave).stat().st_mtime
    return datetime.fromtimestamp(written).astimezone().date()


def _in_time(wave: str, last: date, due_: date, before: date | None) -> None:
    if before and last >= before:
        raise DossierError(
            f"La dernière épreuve de la vague « {wave} » est du {last:%d/%m/%Y}, pas d’avant le {before:%d/%m/%Y}.",
            "Donnez à --before un jour plus tardif.",
        )
    if not before and due_ > datetime.now().astimezone().date():
        raise DossierError(
            f"La vague « {wave} » est à conserver jusqu’au {due_:%d/%m/%Y} (exam.yml, clé « retention_days »).",
            "Pour la purger avant, donnez --before DATE : toute vague terminée avant ce jour.",
        )


def _nothing_open(wave: str) -> None:
    left = [one for one in store.entries(wave) if one.sitting and not one.sitting.removed_at]
    kinds = {one.labels.get(containers.KIND) for one in containers.find(wave=wave)} if left else set()
    if "sitting" in kinds:
        raise DossierError(
            f"Des sites de la vague « {wave} » sont encore en place.", f"Retirez-les : « ./e5b down --wave {wave} »."
        )


def _all_sealed(wave: str) -> None:
    sealed = {link.number for link in _links(wave)}
    left = [number for number in _numbers(wave) if store.captured(wave, number) and number not in sealed]
    if left:
        raise DossierError(
            f"Le dossier de {len(left)} candidat(s) de la vague « {wave} » n’est pas scellé : {', '.join(left[:8])}.",
            f"Scellez-les : « ./e5b seal --wave {wave} » ; ou « --force » y renonce.",
        )
