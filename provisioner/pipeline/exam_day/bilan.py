"""What a rehearsal proved, in French sentences with figures. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from provisioner.pipeline.exam_day.after import Closed, Tried
from provisioner.pipeline.exam_day.bell import Rung
from provisioner.pipeline.exam_day.people import Seen

State = Literal["good", "slow", "bad"]
STATE_LABELS: Mapping[State, str] = {"good": "Constaté", "slow": "À surveiller", "bad": "Non constaté"}
VISIBLE_S, FREEZE_S = 5.0, 2.0
"""What the software promises: later is told, and fails nothing: this machine may be busy with something else."""
_KILLED = {"database": "la base d’un candidat", "door": "la porte d’entrée", "keeper": "le gardien"}


@dataclass(frozen=True)
class Proof:
    """One thing that was to be shown."""

    id: str
    state: State
    says: str
    """French."""


@dataclass
class Facts:
    """All that was seen and measured, as the day goes: what is None, or empty, was not reached."""

    candidates: int
    opened_s: float | None = None
    seen: Seen | None = None
    rungs: Sequence[Rung] = ()
    together: Sequence[str] = ()
    """Numbers whose sittings ended at the same time."""
    closed: Closed | None = None
    told: int = 0
    """Writings acknowledged."""
    refused: int = 0
    """Writings without an acknowledgement."""
    late: int = 0
    """Writings refused after the bell."""
    lost: Mapping[str, Sequence[str]] | None = None
    tried: Tried | None = None
    reopened: str = ""
    """Number of the candidate whose site was reopened."""
    identical: bool = False
    answers: bool = False
    """The reopened site shows a page."""
    papers: int = 0
    expected_papers: int = 0
    browsers: Mapping[str, str] = field(default_factory=dict)
    """By number, what stopped a candidate in a browser; empty: nothing."""
    load: float = 0.0
    """Of the machine, when the sittings ended."""
    stopped: str = ""
    """What ended the day before its end, in words; empty: nothing."""


def proofs(facts: Facts) -> list[Proof]:
    """Say what was proven, in the order of the day."""
    return list(_proofs(facts))


def figures(facts: Facts) -> dict[str, object]:
    """Return the measures, by name, for scripts."""
    spread = _spread(facts)
    seen, closed = facts.seen, facts.closed
    return {
        "load": round(facts.load, 1),
        "opened_s": facts.opened_s,
        "visible_s": [round(one, 2) for one in seen.visible_s] if seen else [],
        "note_seen_s": round(seen.note_s, 2) if seen and math.isfinite(seen.note_s) else None,
        "recovery_s": {name: round(value, 2) for name, value in seen.recovery_s.items()} if seen else {},
        "freeze_spread_s": round(spread, 2) if math.isfinite(spread) else None,
        "freeze_after_s": {
            one.number: round(one.closed_s, 2) if math.isfinite(one.closed_s) else None for one in facts.rungs
        },
        "closing_each_s": closed.each_s if closed else {},
        "closing_all_s": closed.all_s if closed else None,
        "acknowledged": facts.told,
        "not_acknowledged": facts.refused,
        "refused_after_the_bell": facts.late,
        "lost": sum(len(marks) for marks in facts.lost.values()) if facts.lost is not None else None,
        "dossiers_intact": facts.tried.intact if facts.tried else None,
        "papers": facts.papers,
        "stopped": facts.stopped,
    }


def _proofs(facts: Facts) -> Iterator[Proof]:
    count = facts.candidates
    if facts.opened_s is None:
        yield _unreached("room", "Ouverture des sites")
    else:
        yield Proof(
            "room", "good", f"{count} sites ouverts en {_s(facts.opened_s)}, tous dans la salle, partis ensemble."
        )
    yield from _watched(facts)
    yield _freeze(facts) if facts.rungs else _unreached("freeze", "Fin de chaque épreuve à son heure")
    yield _closing(facts, facts.closed) if facts.closed else _unreached("closing", "Clôture")
    yield _loss(facts, facts.lost) if facts.lost is not None else _unreached("loss", "Compte des enregistrements")
    if facts.tried:
        yield from _seals(facts, facts.tried)
    else:
        yield _unreached("verify", "Vérification des dossiers")
    yield _reopen(facts) if facts.reopened else _unreached("reopen", "Réouverture d’un dossier")
    if facts.expected_papers:
        state: State = "good" if facts.papers == facts.expected_papers else "bad"
        yield Proof("papers", state, f"{facts.papers} fiches et grilles imprimées sur {facts.expected_papers}.")
    else:
        yield _unreached("papers", "Fiches et grilles")
    yield from (_browser(number, why) for number, why in facts.browsers.items())
    if facts.stopped:
        yield Proof("stopped", "bad", f"La répétition s’est arrêtée avant la fin : {facts.stopped}")


def _unreached(id_: str, what: str) -> Proof:
    return Proof(id_, "bad", f"{what} : la répétition ne l’a pas atteint.")


def _watched(facts: Facts) -> Iterator[Proof]:
    seen = facts.seen
    yield _visible(seen.visible_s if seen else ())
    if seen and math.isfinite(seen.note_s):
        note = f"Niveau coché et note d’un examinateur vus par l’autre {_s(seen.note_s)} après."
        yield Proof("notes", _timed(seen.note_s, VISIBLE_S), note)
    else:
        yield _unreached("notes", "Notes d’un examinateur vues par l’autre")
    for name, value in seen.recovery_s.items() if seen else ():
        yield Proof(f"kill-{name}", "good", f"Arrêt brutal : {_KILLED[name]} de retour en {_s(value)}.")


def _reopen(facts: Facts) -> Proof:
    same = facts.identical and facts.answers
    how = "identique à son relevé, cellule par cellule" if facts.identical else "n’est pas identique à son relevé"
    said = f"Dossier du candidat {facts.reopened} rouvert : {how}{'' if same else ' (échec)'}."
    return Proof("reopen", "good" if same else "bad", said)


def _visible(measured: Sequence[float]) -> Proof:
    if not measured:
        return Proof("visible", "bad", "Aucun changement n’a pu être suivi jusqu’à l’écran d’un examinateur.")
    said = f"Changement visible chez l’examinateur {_s(max(measured))} au plus après l’enregistrement"
    return Proof("visible", _timed(max(measured), VISIBLE_S), f"{said} ({len(measured)} mesures).")


def _freeze(facts: Facts) -> Proof:
    open_ = [one.number for one in facts.rungs if not math.isfinite(one.closed_s)]
    if open_ or len(facts.rungs) < facts.candidates:
        missing = ", ".join(open_) or "certains"
        return Proof("freeze", "bad", f"Fin : {missing} n’ont pas affiché « Épreuve terminée ».")
    early = [one.number for one in facts.rungs if one.closed_s < 0]
    if early:
        return Proof("freeze", "bad", f"Fin : {', '.join(early)} ont affiché « Épreuve terminée » avant l’heure.")
    last = max(one.closed_s for one in facts.rungs)
    said = f"Fin : chaque site fermé {_s(last)} au plus après son heure"
    spread = _spread(facts)
    if len(facts.together) > 1:
        said += f" ; les {len(facts.together)} qui finissaient ensemble, à {_s(spread)} les uns des autres"
    return Proof("freeze", _timed(max(last, spread), FREEZE_S), f"{said}.")


def _spread(facts: Facts) -> float:
    at = [one.closed_s for one in facts.rungs if one.number in facts.together]
    return max(at) - min(at) if at and all(map(math.isfinite, at)) else 0.0


def _closing(facts: Facts, closed: Closed) -> Proof:
    each = closed.each_s.values()
    said = (
        f"Clôture : {len(each)} dossiers scellés, le dernier {_s(closed.all_s)} après la dernière fin ; "
        f"de la fin au sceau, {_s(max(each, default=0.0))} au plus."
    )
    state: State = "bad" if len(each) < facts.candidates else "slow" if closed.failures else "good"
    return Proof("closing", state, said + "".join(f" Repris : {one}" for one in closed.failures))


def _loss(facts: Facts, lost: Mapping[str, Sequence[str]]) -> Proof:
    missing = sum(len(marks) for marks in lost.values())
    said = (
        f"{facts.told} enregistrements acceptés par les sites, {facts.told - missing} retrouvés dans les relevés, "
        f"{missing} perdu ({facts.refused} sans réponse pendant les pannes, {facts.late} refusés après la fin)."
    )
    return Proof("loss", "bad" if missing or not facts.told else "good", said)


def _seals(facts: Facts, tried: Tried) -> Iterator[Proof]:
    whole = tried.intact == facts.candidates and not tried.problems
    said = f"{tried.intact} dossiers intacts sur {facts.candidates}, et leur chaîne."
    yield Proof("verify", "good" if whole else "bad", " ".join([said, *tried.problems[:3]]))
    if tried.altered:
        yield Proof("tamper", "good", f"Un octet changé dans une copie : décelé ({tried.altered[0]})")
    else:
        yield Proof("tamper", "bad", "Un octet changé dans une copie n’a pas été décelé.")


def _browser(number: str, why: str) -> Proof:
    if not why:
        return Proof(f"browser-{number}", "good", f"Candidat {number}, dans un navigateur : travail fait en entier.")
    said = f"Candidat {number}, dans un navigateur : arrêté avant la fin de son travail. {why}"
    return Proof(f"browser-{number}", "slow", said)


def _timed(value: float, promised: float) -> State:
    return "good" if value <= promised else "slow"


def _s(value: float) -> str:
    return f"{value:.1f} s".replace(".", ",") if value < 60 else f"{value // 60:.0f} min {value % 60:02.0f} s"
