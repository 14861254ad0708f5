"""What the rehearsal of a centre proved, in French sentences with figures."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from provisioner.adapters import disk
from provisioner.pipeline.exam_day.bilan import STATE_LABELS, Proof, State

__all__ = ["STATE_LABELS", "Facts", "Proof", "figures", "proofs", "write"]

INSTALL_S, MOVE_S, LOSS_S = 360.0, 20.0, 5.0
"""What the software promises of a centre whose hosts are machines of their own: later is told, and fails nothing."""


@dataclass
class Facts:
    """All that was seen and measured; what was not reached stays empty."""

    hosts: int
    candidates: int
    cores: int
    ways_out: Mapping[str, str] = field(default_factory=dict)
    """By host: a route that leads out; none is wanted."""
    installing_at: float = 0.0
    install_s: float | None = None
    first_s: float | None = None
    """From the order to install to the first candidates' pages."""
    installed_again: Collection[str] | None = None
    """Hosts that a second installation changed."""
    ready: bool = False
    alone: int = 0
    alone_s: float | None = None
    up_s: float | None = None
    again: Collection[str] | None = None
    """Hosts that a second opening changed."""
    placed: Mapping[str, int] = field(default_factory=dict)
    moved: str = ""
    moved_s: float | None = None
    cut_host: str = ""
    cut: Collection[str] = ()
    cut_at: float = 0.0
    """`time.time()`."""
    evacuated: Collection[str] = ()
    evacuated_s: Mapping[str, float | None] = field(default_factory=dict)
    takes_s: Mapping[str, float] = field(default_factory=dict)
    """What the spare itself measured, by candidate."""
    troubles: list[str] = field(default_factory=list)
    """French: what the spare said of those whom it could not take."""
    close_s: float | None = None
    unsealed: Mapping[str, Collection[str]] = field(default_factory=dict)
    dossiers: int | None = None
    again_collected: int | None = None
    missing: Collection[str] = ()
    problems: Collection[str] = ()
    told: int = 0
    refused: int = 0
    lost: dict[str, list[float]] = field(default_factory=dict)
    """By candidate: how long before the cut each lost writing was acknowledged, in seconds."""
    heard: list[tuple[float, str, str]] = field(default_factory=list)


def proofs(facts: Facts) -> tuple[Proof, ...]:
    """Return what was shown and what was not, in the order of the day."""
    return (*_installed(facts), *_opened(facts), *_moved(facts), *_ended(facts))


def _installed(facts: Facts) -> Iterator[Proof]:
    closed = not facts.ways_out
    out = "aucun poste n’avait d’issue vers l’extérieur" if closed else f"issue vers l’extérieur : {facts.ways_out}"
    if facts.install_s is None:
        yield Proof("install", "bad", "L’installation n’a pas abouti.")
        return
    done = f"{facts.hosts} postes installés depuis le kit en {_s(facts.install_s)}, {out}"
    yield Proof("install", "good" if closed else "bad", f"{done}.")
    if facts.first_s is not None:
        state: State = "good" if facts.first_s <= INSTALL_S else "slow"
        yield Proof("first", state, f"De l’ordre d’installer aux premières pages des candidats : {_s(facts.first_s)}.")
    yield _same("install_again", facts.installed_again, "Installer une seconde fois")
    says = "le contrôle ne trouve rien de bloquant" if facts.ready else "le contrôle trouve un point bloquant"
    yield Proof("check", "good" if facts.ready else "bad", f"Après l’installation, {says}.")


def _same(name: str, changed: Collection[str] | None, what: str) -> Proof:
    if changed is None:
        return Proof(name, "bad", f"{what} : pas atteint.")
    told = "ne change rien" if not changed else f"change quelque chose sur {', '.join(sorted(changed))}"
    return Proof(name, "bad" if changed else "good", f"{what} {told}.")


def _opened(facts: Facts) -> Iterator[Proof]:
    if facts.up_s is None:
        yield Proof("up", "bad", "La vague n’a pas été ouverte.")
        return
    where = ", ".join(f"{name} {count}" for name, count in facts.placed.items())
    ready = sum(facts.placed.values())
    done = f"{ready} sites ouverts sur {facts.hosts} postes en {_s(facts.up_s)} ({where})"
    if facts.alone_s:
        done += f" ; {facts.alone} sur un seul poste : {_s(facts.alone_s)}"
        done += f" (les {facts.hosts} postes se partagent ici {facts.cores} cœurs)"
    yield Proof("up", "good" if ready == facts.candidates else "bad", f"{done}.")
    yield _same("up_again", facts.again, "Ouvrir une seconde fois")


def _moved(facts: Facts) -> Iterator[Proof]:
    if facts.moved_s is None or not facts.moved:
        yield Proof("move", "bad", " ".join(["Aucun candidat n’a été déplacé.", *facts.troubles]))
    else:
        state: State = "good" if facts.moved_s <= MOVE_S else "slow"
        yield Proof(
            "move",
            state,
            f"Un candidat déplacé, poste vivant : sa page est de retour {_s(facts.moved_s)} après l’ordre.",
        )
    back = {number: one for number, one in facts.evacuated_s.items() if one is not None}
    count = len(facts.cut)
    if not facts.cut_host:
        yield Proof("evacuate", "bad", "Aucun poste n’a été coupé.")
    elif set(back) < set(facts.cut) or set(facts.evacuated) < set(facts.cut):
        missing = sorted(set(facts.cut) - (set(back) & set(facts.evacuated)))
        yield Proof(
            "evacuate",
            "bad",
            f"{facts.cut_host} coupé : pas de page pour {', '.join(missing)}. {' '.join(facts.troubles)}",
        )
    else:
        last = max(back.values())
        each = f" ; par candidat, le secours compte {_s(max(facts.takes_s.values(), default=0))} au plus"
        state = "good" if last <= MOVE_S else "slow"
        told = (
            f"{facts.cut_host} coupé : ses {count} candidats retrouvent leur page en {_s(last)} au plus après l’ordre"
        )
        yield Proof("evacuate", state, f"{told}{each}.")


def _ended(facts: Facts) -> Iterator[Proof]:
    if facts.dossiers is None:
        yield Proof("collect", "bad", "Les dossiers n’ont pas été collectés.")
        return
    late = [number for numbers in facts.unsealed.values() for number in numbers]
    told = f"Fin, relevés et dossiers scellés en {_s(facts.close_s or 0)}, deux minutes d’annulation possible comprises"
    yield Proof(
        "close", "bad" if late else "good", f"{told}." if not late else f"Sans dossier scellé : {', '.join(late)}."
    )
    wrong = [*facts.problems, *(f"aucun dossier de {one}" for one in facts.missing)]
    found = f"{facts.dossiers} dossiers rapportés et vérifiés, tous intacts" if not wrong else " ; ".join(wrong)
    yield Proof("collect", "bad" if wrong else "good", f"{found}.")
    changed = ["cette machine"] if facts.again_collected else []
    yield _same("collect_again", changed, "Collecter une seconde fois")
    lost = [age for ages in facts.lost.values() for age in ages]
    kept = facts.told - len(lost)
    told = f"{facts.told} enregistrements confirmés aux candidats, {kept} retrouvés dans les dossiers"
    if not lost:
        yield Proof("loss", "good" if facts.told else "bad", f"{told}.")
        return
    oldest = max(lost)
    only = set(facts.lost) <= set(facts.cut) and min(lost) >= 0
    state: State = "good" if only and oldest <= LOSS_S else "bad"
    yield Proof(
        "loss",
        state,
        f"{told} ; les {len(lost)} autres, de {', '.join(sorted(facts.lost))}, au plus {_s(oldest)} avant la coupure.",
    )


def figures(facts: Facts) -> dict[str, object]:
    """Return the figures for a script."""
    back = [one for one in facts.evacuated_s.values() if one is not None]
    return {
        "cores": facts.cores,
        "install_s": _rounded(facts.install_s),
        "install_to_first_page_s": _rounded(facts.first_s),
        "up_s": _rounded(facts.up_s),
        "up_alone": facts.alone,
        "up_alone_s": _rounded(facts.alone_s),
        "move_s": _rounded(facts.moved_s),
        "evacuated": len(facts.evacuated),
        "evacuate_last_page_s": max(back, default=None),
        "take_s": dict(facts.takes_s),
        "close_s": _rounded(facts.close_s),
        "dossiers": facts.dossiers,
        "acknowledged": facts.told,
        "unanswered": facts.refused,
        "lost": {number: list(ages) for number, ages in facts.lost.items()},
    }


def write(folder: Path, shown: Collection[Proof], facts: Facts) -> None:
    """Leave the bilan beside the inventory and the rosters. Raises DiskError."""
    lines = [f"{STATE_LABELS[one.state]:<13} {one.says}" for one in shown]
    disk.write(folder / "bilan.txt", "\n".join(lines) + "\n", 0o644)
    since = facts.heard[0][0] if facts.heard else 0.0
    told = [f"{at - since:8.1f} s  {host} : {text}" for at, host, text in facts.heard]
    disk.write(folder / "deroulement.txt", "\n".join(told) + "\n", 0o644)
    disk.write(folder / "figures.json", json.dumps(figures(facts), ensure_ascii=False, indent=2) + "\n", 0o644)


def _s(seconds: float) -> str:
    return f"{seconds:.1f} s".replace(".", ",") if seconds < 60 else f"{round(seconds)} s"


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 1)
