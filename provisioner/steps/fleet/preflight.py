"""Judges what a host told of itself: ready, to be known, or blocking, each with its remedy."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from provisioner.schema.doctor import Check, State
from provisioner.schema.inventory import Host

GIB = 2**20
"""In KiB."""
ROOM_GIB = 4.0
"""A kit, its packages and its images, once installed."""
ROOM_CANDIDATE_GIB = 0.1
MEMORY_GIB = 1.5
MEMORY_CANDIDATE_GIB = 0.25
"""Of a candidate at work, generously: `docs/performance.md` has what was measured."""
LATE_S = 2.0
WRONG_S = 60.0
"""Of the clock: what is shown to people would be wrong by as much; the candidates' time does not depend on it."""
SLOW_MBIT = 100


@dataclass(frozen=True)
class Seen:
    """What a host told, and when."""

    facts: Mapping[str, str]
    offset_s: float
    """Its clock less ours."""
    doubt_s: float
    """How far that may be wrong: the answer's way here."""


def seen(told: Mapping[str, str], began: float, ended: float) -> Seen:
    """Read what `check.yml` hands back; `began` and `ended` frame, by our clock, the answer about the clock."""
    lines = (line.partition("=") for line in told.get("facts", "").splitlines())
    facts = {key.strip(): value.strip() for key, _, value in lines if key.strip()}
    try:
        clock = float(told.get("clock", ""))
    except ValueError:
        clock = (began + ended) / 2
    return Seen(facts, clock - (began + ended) / 2, (ended - began) / 2)


def judge(host: Host, found: Seen, kit: str = "") -> list[Check]:
    """Return every check of one host; `kit` names the software that it should have (empty: any)."""
    facts = found.facts
    return [
        _system(facts),
        _account(facts),
        _python(facts),
        _memory(host, facts),
        _disk(host, facts),
        _clock(found),
        _engine(facts),
        _software(facts, kit),
        _link(facts),
    ]


def alike(software: Mapping[str, str]) -> Check | None:
    """Say whether all hosts have the same software; None when fewer than two have any."""
    there = {host: name for host, name in software.items() if name}
    if len(there) < 2:
        return None
    ((most, _),) = Counter(there.values()).most_common(1)
    others = sorted(host for host, name in there.items() if name != most)
    if not others:
        return _check("same", "logiciel du parc", "ok", f"le même partout ({most})")
    return _check(
        "same",
        "logiciel du parc",
        "bloquant",
        f"{', '.join(others)} : un autre logiciel que les autres postes",
        "« ./e5b fleet install » avec le même kit pour tous.",
    )


def _check(name: str, label: str, state: State, detail: str, remedy: str = "") -> Check:
    return Check(id=name, label=label, state=state, detail=detail, remedy=remedy)


def _system(facts: Mapping[str, str]) -> Check:
    system, machine = facts.get("system", ""), facts.get("architecture", "")
    if system == "debian 12":
        return _check("system", "système", "ok", f"Debian 12, {machine}")
    told = system or "inconnu"
    return _check(
        "system", "système", "bloquant", f"{told}, {machine}", "Le kit s’installe sur Debian 12 : réinstallez."
    )


def _account(facts: Mapping[str, str]) -> Check:
    if facts.get("user") == "0":
        return _check("account", "compte", "ok", "root")
    return _check(
        "account",
        "compte",
        "attention",
        "un autre que root",
        "Ce compte doit pouvoir se servir de sudo sans mot de passe.",
    )


def _python(facts: Mapping[str, str]) -> Check:
    if facts.get("python"):
        return _check("python", "Python", "ok", facts["python"])
    remedy = "Installez python3, ou Debian avec « utilitaires usuels du système »."
    return _check("python", "Python", "bloquant", "absent", remedy)


def _memory(host: Host, facts: Mapping[str, str]) -> Check:
    there = _number(facts, "memory_kib") / GIB
    wanted = MEMORY_GIB + MEMORY_CANDIDATE_GIB * host.capacity
    detail = f"{_decimal(there)} Gio, {_decimal(wanted)} attendus pour {host.capacity} candidats"
    if there >= wanted:
        return _check("memory", "mémoire", "ok", detail)
    fits = max(0, int((there - MEMORY_GIB) / MEMORY_CANDIDATE_GIB))
    return _check("memory", "mémoire", "bloquant", detail, f"Ramenez « e5b_capacity » à {fits}.")


def _disk(host: Host, facts: Mapping[str, str]) -> Check:
    there = min(_number(facts, f"free_kib_{one}") for one in ("home", "engine", "system")) / GIB
    base = 0.0 if facts.get("software") else ROOM_GIB
    wanted = base + 1.0 + ROOM_CANDIDATE_GIB * host.capacity
    detail = f"{_decimal(there)} Gio libres, {_decimal(wanted)} attendus"
    if there >= wanted:
        return _check("disk", "disque", "ok", detail)
    return _check("disk", "disque", "bloquant", detail, "Libérez de la place sur ce poste.")


def _clock(found: Seen) -> Check:
    off = abs(found.offset_s)
    if off <= LATE_S + found.doubt_s:
        return _check("clock", "horloge", "ok", "à l’heure de ce poste-ci")
    way = "avance" if found.offset_s > 0 else "retarde"
    state: State = "bloquant" if off > WRONG_S else "attention"
    return _check(
        "clock",
        "horloge",
        state,
        f"{way} de {_span(off)}",
        "Réglez l’heure de ce poste (« date -s », ou un serveur de temps).",
    )


def _engine(facts: Mapping[str, str]) -> Check:
    if facts.get("engine"):
        return _check("engine", "moteur Docker", "ok", facts["engine"])
    if not facts.get("software"):
        return _check(
            "engine", "moteur Docker", "attention", "pas encore installé", "« ./e5b fleet install » l’installe."
        )
    return _check("engine", "moteur Docker", "bloquant", "arrêté", "« e5b setup » sur ce poste le démarre.")


def _software(facts: Mapping[str, str], kit: str) -> Check:
    there = facts.get("software", "")
    if not there:
        return _check("software", "logiciel", "attention", "pas encore installé", "« ./e5b fleet install » l’installe.")
    if kit and there != kit:
        return _check(
            "software",
            "logiciel",
            "bloquant",
            f"{there}, au lieu de {kit} (ce kit)",
            "« ./e5b fleet install » avec ce kit.",
        )
    return _check("software", "logiciel", "ok", there)


def _link(facts: Mapping[str, str]) -> Check:
    speed = int(_number(facts, "speed_mbit"))
    if speed <= 0:
        return _check("link", "réseau", "ok", "débit non annoncé par la carte")
    if speed < SLOW_MBIT:
        return _check(
            "link",
            "réseau",
            "attention",
            f"{speed} Mbit/s",
            "Changez de câble ou de prise : la pose du kit sera longue.",
        )
    return _check("link", "réseau", "ok", f"{speed} Mbit/s")


def _number(facts: Mapping[str, str], key: str) -> float:
    try:
        return float(facts.get(key, ""))
    except ValueError:
        return 0.0


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")


def _span(seconds: float) -> str:
    if seconds < 120:
        return f"{round(seconds)} s"
    return f"{round(seconds / 60)} min" if seconds < 7200 else f"{round(seconds / 3600)} h"
