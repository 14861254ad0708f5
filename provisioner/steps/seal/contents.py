"""What of a candidate's folder goes into the dossier, and under which name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from provisioner import paths
from provisioner.errors import DossierError
from provisioner.schema.seal import Digest, Identity
from provisioner.schema.sitting import RosterLine, Sitting
from provisioner.steps.seal.names import key, unfit

Source = bytes | Path
_ALONE = ("diff.json", "verdicts.json", "criteria.json", "clock.json", "seed.sql")
_FOLDERS = ("capture", "report", "moves")
_NEEDED = {
    "capture/after.json.gz": "capture",
    "diff.json": "capture",
    "verdicts.json": "report",
    "report/index.html": "report",
}
WORK = "capture/files/"
STRANGE = "capture/autres-fichiers/"
"""Files of the candidate whose name could not be unpacked everywhere, by SHA-256; `capture/files.json` has the path."""
README = """Dossier scellé d’une épreuve E5B
================================

Ce dossier contient tout ce qui a été relevé d’une épreuve. Le candidat n’y est connu que par son numéro.

Pour vérifier que rien n’y a été modifié, ajouté ni retiré :      ./e5b verify CE-FICHIER.zip
Pour lire le relevé : extraire l’archive, ouvrir report/index.html dans un navigateur.
Pour faire revivre le site du candidat :                          ./e5b reopen CE-FICHIER.zip

manifest.json     liste de tous les fichiers avec leur empreinte SHA-256, rang du dossier, empreinte du précédent,
                  clé publique du centre
manifest.sig      signature Ed25519 du manifeste par le centre, en hexadécimal ; ce qui est signé :
                  « e5b-dossier-1 », un octet nul, puis les octets de manifest.json
sitting.json      le site et l’épreuve        inscription.json  la ligne de la liste, sans nom
clock.json        l’horloge de l’épreuve      journal.jsonl     chaque ordre et chaque fait, avec l’heure
seed.sql          ce que le sujet ajoute au contexte
moves/            site repris d’une autre machine : journal de la base copié d’elle, heures (absent : jamais)
capture/          base avant et après, chaque écriture, pages demandées, fichiers, vues des pages
diff.json         ce qui a changé             verdicts.json     ce qui est constaté, par fonctionnalité
criteria.json     ce que le sujet attendait   report/           le relevé pour les examinateurs
"""


def gather(
    folder: Path, sitting: Sitting, line: RosterLine | None, journal: Iterable[Mapping[str, Any]]
) -> dict[str, Source]:
    """Return every member of a candidate's dossier by its name. Raises DossierError when evidence is missing.

    Nothing is taken but what is known to name nobody: never the front door's own log, that holds sessions and
    addresses, nor what stands in the wave's folder.
    """
    for name, command in _NEEDED.items():
        if not (folder / name).is_file():
            raise DossierError(
                f"Candidat {sitting.number} : {name} manque, il n’y a pas de quoi sceller un dossier.",
                f"Lancez « ./e5b {command} {sitting.number} », puis recommencez.",
            )
    # When the site was taken off the machine says nothing of the sitting, and comes after.
    kept = sitting.model_copy(update={"removed_at": "", "moved_to": ""})
    found: dict[str, Source] = {
        "LISEZ-MOI.txt": README.encode(),
        "sitting.json": kept.model_dump_json(indent=1).encode() + b"\n",
    }
    if line:
        found["inscription.json"] = json.dumps(inscription(line), ensure_ascii=False, indent=1).encode() + b"\n"
    lines = [json.dumps(entry, ensure_ascii=False, sort_keys=True) + "\n" for entry in journal]
    if lines:
        found["journal.jsonl"] = "".join(lines).encode()
    found |= {name: folder / name for name in _ALONE if (folder / name).is_file()}
    taken = {key(name) for name in found}
    for part in _FOLDERS:
        for path in sorted((folder / part).rglob("*")):
            if path.is_file() and not path.is_symlink():
                name = path.relative_to(folder).as_posix()
                if name.startswith(WORK) and (unfit(name) or _blocked(name, taken)):
                    name = STRANGE + hashlib.sha256(path.read_bytes()).hexdigest()
                found[name] = path
                taken.add(key(name))
    return found


def kept(folder: Path, path: str, sha256: str | None) -> Path | None:
    """Return where an unpacked dossier has the bytes of a candidate's file; None when it was too large to be kept."""
    found = (folder / WORK / path, folder / STRANGE / (sha256 or "-"))
    return next((place for place in found if place.is_file()), None)


def inscription(line: RosterLine) -> dict[str, Any]:
    """Return a roster's line without what names a person."""
    return line.model_dump(include={"number", "commission", "cms", "subject", "extra_time"})


def identity(sitting: Sitting) -> Identity:
    """Return whose sitting it is."""
    return Identity.model_validate({name: getattr(sitting, name) for name in Identity.model_fields})


def data_digests(exam: str, context: Path, checks: Path, cms: str, subject: str) -> dict[str, Digest]:
    """Return the SHA-256 of the parts of the project's data that the sitting rests on. `subject`: its id, or empty."""
    parts = {
        "exam": paths.SUBJECTS / exam / "exam.yml",
        "context": context,
        "checks": checks / cms,
        "stack": paths.STACKS / cms,
        "subject": paths.SUBJECTS / exam / subject if subject else Path("/nonexistent"),
    }
    return {name: tree(path) for name, path in parts.items() if path.exists()}


def tree(path: Path) -> Digest:
    """Return the SHA-256 of a file, or of the names and contents of a folder."""
    if path.is_file():
        return hashlib.sha256(path.read_bytes()).hexdigest()
    files = (one for one in path.rglob("*") if one.is_file() and "__pycache__" not in one.parts)
    lines = sorted(
        f"{one.relative_to(path).as_posix()}\0{hashlib.sha256(one.read_bytes()).hexdigest()}\n" for one in files
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _blocked(name: str, taken: set[str]) -> bool:
    parts = key(name).split("/")
    above = {"/".join(parts[:depth]) for depth in range(1, len(parts) + 1)}
    return bool(above & taken) or any(one.startswith("/".join(parts) + "/") for one in taken)
