"""An offline kit looked at to its last byte, and copied again where it is damaged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from provisioner.adapters import disk
from provisioner.adapters.packages import debian
from provisioner.errors import KitError
from provisioner.pipeline.kit import trust
from provisioner.schema.kit import KitManifest
from provisioner.steps.kit import manifest, volumes
from provisioner.steps.kit.manifest import Problem

Say = Callable[[str], None]
_DAMAGED = frozenset({"missing", "truncated", "altered"})


@dataclass(frozen=True)
class Verified:
    """What came of looking at a kit: without a problem, it is as the academy signed it, and fits this machine."""

    manifest: KitManifest | None
    digest: str
    fingerprint: str
    """Of the key that signed it; empty when nobody can tell."""
    problems: tuple[Problem, ...]

    @property
    def again(self) -> list[str]:
        """Files that must be copied again, and only those."""
        return [one.file for one in self.problems if one.kind in _DAMAGED]


def verify(folder: Path, key: str = "", say: Say = lambda _: None) -> Verified:
    """Look at every byte of a kit. `key` is the fingerprint demanded; else it must be one that this machine takes.

    Raises KitError when the folder is no kit or `key` no fingerprint.
    """
    asked = trust.told(key) if key else ""
    found = manifest.read(folder, trust.verified)
    if found.manifest is None:
        return Verified(None, found.digest, "", found.problems)
    mark = trust.fingerprint(found.manifest.key)
    fit = manifest.fits(found.manifest, debian.architecture(), debian.release())
    problems = (*found.problems, *_key(mark, asked), *fit, *manifest.damages(folder, found.manifest, say))
    return Verified(found.manifest, found.digest, mark, problems)


def _key(mark: str, asked: str) -> list[Problem]:
    if asked and mark != asked:
        return [Problem("key", manifest.MANIFEST, f"ce kit est signé par une autre clé : {mark}, et non {asked}.")]
    if not asked and mark not in trust.known():
        says = f"la clé {mark} n’est pas connue de cette machine : donnez une fois, avec --key, "
        return [Problem("key", manifest.MANIFEST, f"{says}celle que l’académie vous a communiquée.")]
    return []


def intact(folder: Path, key: str, say: Say) -> Verified:
    """Return a kit that is as it must be. Raises KitError saying all that is not."""
    say("Contrôle du kit…")
    found = verify(folder, key)
    if found.problems or found.manifest is None:
        lines = "\n".join(f"  • {one.says}" for one in found.problems)
        raise KitError(f"Ce kit ne peut pas être installé :\n{lines}", remedy(found))
    return found


def remedy(found: Verified) -> str:
    """Say what to do about a kit that is not as it must be."""
    kinds = {one.kind for one in found.problems}
    if kinds <= _DAMAGED | {"added"} and found.again:
        return f"Recopiez seulement : {', '.join(found.again)} ; « ./e5b kit copy » le fait."
    if kinds == {"added"}:
        return "Retirez ce qui n’est pas du kit, puis relancez."
    if kinds == {"key"}:
        return "Ne l’installez pas avant d’avoir comparé l’empreinte avec l’académie, par un autre chemin que ce kit."
    if kinds <= {"architecture", "system"}:
        return "Demandez à l’académie le kit de cette machine, ou installez le système qu’il attend."
    return "Ne l’installez pas : demandez un autre exemplaire à l’académie."


def copy(source: Path, target: Path, say: Say) -> list[str]:
    """Bring a kit to another folder, only what is not there already; return the files copied.

    Raises KitError when the source is not whole, DiskError.
    """
    found = manifest.read(source, trust.verified)
    if found.manifest is None or found.problems:
        raise KitError(f"Le kit à copier n’est pas bon : {found.problems[0].says}", "Prenez un autre exemplaire.")
    files = manifest.files(found.manifest)
    copied = volumes.copy(source, target, files, say)
    for name in (manifest.MANIFEST, manifest.SIGNATURE):
        with disk.told(target / name):
            text = (source / name).read_text(encoding="utf-8")
        disk.write(target / name, text, 0o644)
    wrong = [one.says for one in manifest.damages(target, found.manifest, lambda _: None) if one.kind in _DAMAGED]
    if wrong:
        raise KitError(
            f"La copie n’est pas fidèle : {' '.join(wrong)}",
            f"Relancez la même commande ; si cela recommence, {source} ou {target} est abîmé.",
        )
    return copied
