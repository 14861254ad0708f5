"""The chain of a centre's dossiers: one taken out, put in another's place or given twice shows in the others."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import PurePath

from provisioner.schema.seal import Manifest, Purge, Register
from provisioner.steps.seal import keys
from provisioner.steps.seal.examine import Examined, Problem

_RANK = re.compile(r"(\d{6,})-")


def file_name(manifest: Manifest) -> str:
    """Return the name of a dossier's file, its place first."""
    return f"{manifest.sequence:06d}-{manifest.sitting.wave}-{manifest.sitting.number}.zip"


def alone(one: Examined) -> Iterator[Problem]:
    """Yield what one dossier's place and file name tell."""
    if one.manifest is None:
        return
    if (one.manifest.sequence == 1) != (not one.manifest.previous):
        yield Problem("chain", one.name, "son rang et le dossier qu’il dit suivre ne vont pas ensemble.")
    told = _RANK.match(PurePath(one.name).name)
    if told and int(told[1]) != one.manifest.sequence:
        says = f"le nom du fichier dit n° {int(told[1])}, le dossier scellé est le n° {one.manifest.sequence}."
        yield Problem("chain", one.name, says)


def between(dossiers: Sequence[Examined], destroyed: Collection[str] = ()) -> list[Problem]:
    """Return what is wrong between several dossiers, centre by centre.

    `destroyed` holds the manifests (SHA-256) of those that a signed purge destroyed: they are no gap when the next one
    follows them.
    """
    known = [(one.manifest, one) for one in dossiers if one.manifest is not None]
    found: list[Problem] = []
    for key in sorted({manifest.key for manifest, _ in known}):
        mine = sorted(((m, one) for m, one in known if m.key == key), key=lambda pair: pair[0].sequence)
        for (first, one), (second, other) in pairwise(mine):
            found += _pair(first, one, second, other, destroyed)
    return found


def _pair(
    first: Manifest, one: Examined, second: Manifest, other: Examined, destroyed: Collection[str]
) -> Iterator[Problem]:
    if first.sequence == second.sequence:
        if one.digest == other.digest:
            says = f"le dossier n° {first.sequence} est donné deux fois ({one.name} et {other.name})."
        else:
            says = f"deux dossiers différents portent le n° {first.sequence} ({one.name} et {other.name})."
        yield Problem("chain", other.name, says)
    elif second.sequence == first.sequence + 1:
        if second.previous != one.digest:
            says = f"le n° {second.sequence} ne suit pas ce n° {first.sequence} : l’un des deux a été remplacé."
            yield Problem("chain", other.name, says)
    elif second.previous not in destroyed:
        yield Problem("chain", other.name, _gap(first.sequence, second.sequence))


def _gap(first: int, second: int) -> str:
    if second == first + 2:
        return f"il manque le dossier n° {first + 1}, entre le n° {first} et le n° {second}."
    return f"il manque les dossiers n° {first + 1} à {second - 1}, entre le n° {first} et le n° {second}."


def registered(register: Register, dossiers: Iterable[Examined], destroyed: Collection[str] = ()) -> list[Problem]:
    """Return what the dossiers of a centre are not as its register has them; `destroyed` ones may be gone."""
    here = {one.digest: one for one in dossiers if one.manifest}
    found = [
        Problem("chain", link.file, f"le dossier n° {link.sequence} ({link.file}) est au registre et manque ici.")
        for link in register.links
        if link.manifest not in here and link.manifest not in destroyed
    ]
    known = {link.manifest for link in register.links}
    return found + [
        Problem("chain", one.name, _stranger(one.name)) for digest, one in here.items() if digest not in known
    ]


def _stranger(name: str) -> str:
    return f"{name} n’est pas au registre de ce centre (après une coupure, « ./e5b seal » l’y remet s’il en est)."


def demanded(dossiers: Iterable[Examined], purges: Iterable[Purge], wanted: str) -> list[Problem]:
    """Return what the centre of this fingerprint did not sign. Raises DossierError when it is no fingerprint."""
    asked = keys.told(wanted)
    signed = [(one.name, one.manifest.key) for one in dossiers if one.manifest]
    signed += [(f"purge de la vague {one.wave}", one.key) for one in purges]
    return [
        Problem("key", name, f"{name} : la clé est {keys.fingerprint(key)}, celle demandée {asked}.")
        for name, key in signed
        if keys.fingerprint(key) != asked
    ]
