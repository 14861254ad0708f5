"""What a dossier and a statement of purge are, in French."""

from __future__ import annotations

from provisioner.dates import moment
from provisioner.schema.seal import Manifest, Purge
from provisioner.steps.seal.keys import fingerprint


def dossier(manifest: Manifest, cms: str) -> str:
    """Say what a dossier is, when it was sealed, by which centre, and its place in the chain; `cms`: the CMS's name."""
    who = manifest.sitting
    after = "le premier de sa chaîne" if manifest.sequence == 1 else f"à la suite de {manifest.previous[:16]}…"
    again = f" Il remplace le n° {manifest.replaces}, scellé plus tôt." if manifest.replaces else ""
    return (
        f"Candidat {who.number}, commission {who.commission}, {cms}, sujet {who.subject}, "
        f"épreuve {who.exam}, vague {who.wave} ; site ouvert le {moment(who.created_at)}. "
        f"Dossier n° {manifest.sequence}, {after}, scellé le {moment(manifest.sealed_at)} "
        f"par le centre de clé {fingerprint(manifest.key)} : {len(manifest.files)} fichiers.{again}"
    )


def purge(one: Purge) -> str:
    """Say what was destroyed."""
    what = "noms, accès et preuves" if one.evidence else "noms et accès, preuves gardées"
    console = sum(file.what == "console" for file in one.files)
    more = ", et ce que la console gardait" if console else ""
    end = f"terminée le {moment(one.ended_at)}" if one.ended_at else "commencée et non terminée"
    return (
        f"Procès-verbal de purge de la vague {one.wave} ({what}) : {len(one.files) - console} fichiers{more}, "
        f"{one.candidates} candidat(s), {end}, signé par le centre de clé {fingerprint(one.key)}."
    )
