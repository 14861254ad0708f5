"""Which subject each candidate gets: fair, and the same again from the same seed. Pure: no clock, no random state.

Every choice is made by the SHA-256 of the seed and of what is chosen between: anyone who has the list, the bank and the
seed finds the same result, on any machine.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from provisioner.errors import DataError
from provisioner.schema.exam import Cms

LARGEST = 3
"""Candidates that one examiner may see at once on one subject (arrêté du 19 février 2018)."""


@dataclass(frozen=True)
class Drawn:
    """What one candidate gets."""

    number: str
    cms: Cms
    subject: str
    """Id in the bank: `wordpress-a`."""


@dataclass(frozen=True)
class Wanting:
    """One candidate who waits for a subject."""

    number: str
    commission: str
    cms: Cms | None = None
    """None: to be drawn too."""


@dataclass
class Past:
    """What was drawn before, in earlier waves."""

    of: dict[str, set[str]] = field(default_factory=dict)
    """Candidate's number -> subjects they had."""
    used: Counter[str] = field(default_factory=Counter)
    """Subject -> how many candidates had it."""

    def add(self, number: str, subject: str) -> None:
        """Take one more into account."""
        self.of.setdefault(number, set()).add(subject)
        self.used[subject] += 1


def draw(
    candidates: Sequence[Wanting], bank: Mapping[Cms, Sequence[str]], seed: str, past: Past, together: int = 1
) -> dict[str, Drawn]:
    """Return what each candidate gets, by number; `together` candidates of one commission share a subject.

    `past` is brought up to date. Raises DataError when a candidate has already had all subjects, or a CMS has none.
    """
    if not 1 <= together <= LARGEST:
        raise DataError(f"{together} candidats sur un même sujet.", f"De 1 à {LARGEST}, d’après l’arrêté.")
    found: dict[str, Drawn] = {}
    overall: Counter[Cms] = Counter(one.cms for one in candidates if one.cms)
    for commission in dict.fromkeys(one.commission for one in candidates):
        mine = [one for one in candidates if one.commission == commission]
        sides = _sides(mine, tuple(bank), seed, commission, overall)
        for cms in bank:
            group = [one for one in mine if sides[one.number] == cms]
            for rank, members in enumerate(_cut(group, together)):
                subject = _subject(members, bank[cms], cms, f"{seed}|{commission}|{cms}|{rank}", past)
                for one in members:
                    found[one.number] = Drawn(one.number, cms, subject)
                    past.add(one.number, subject)
    return {one.number: found[one.number] for one in candidates}


def _sides(
    mine: Sequence[Wanting], known: Sequence[Cms], seed: str, commission: str, overall: Counter[Cms]
) -> dict[str, Cms]:
    """Give a CMS to those who have none: as many of each in the commission; whoever is over, to the rarer overall."""
    sides: dict[str, Cms] = {one.number: one.cms for one in mine if one.cms}
    free = [one for one in mine if one.cms is None]
    counts: Counter[Cms] = Counter(sides.values())
    for one in _shuffled(free, f"{seed}|{commission}|cms"):
        cms = min(known, key=lambda cms: (counts[cms], overall[cms], _hash(f"{seed}|{commission}|{one.number}|{cms}")))
        sides[one.number] = cms
        counts[cms] += 1
        overall[cms] += 1
    return sides


def _subject(members: Iterable[Wanting], subjects: Sequence[str], cms: Cms, key: str, past: Past) -> str:
    """Return the subject least given so far among those that none of these candidates has had."""
    members = tuple(members)
    had = set[str]().union(*(past.of.get(one.number, set()) for one in members))
    left = [subject for subject in subjects if subject not in had]
    if not left:
        numbers = ", ".join(one.number for one in members)
        told = "La banque n’a aucun sujet" if not subjects else "Il ne reste aucun sujet"
        raise DataError(f"{told} {cms} pour {numbers}.", "Ajoutez des sujets, ou tirez moins de candidats ensemble.")
    return min(left, key=lambda subject: (past.used[subject], _hash(f"{key}|{subject}")))


def _cut(group: Sequence[Wanting], size: int) -> list[Sequence[Wanting]]:
    return [group[start : start + size] for start in range(0, len(group), size)]


def _shuffled(candidates: Iterable[Wanting], key: str) -> list[Wanting]:
    return sorted(candidates, key=lambda one: _hash(f"{key}|{one.number}"))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
