"""What the doctor says of this machine, as a whole: a centre installed from a kit needs neither media nor internet."""

from __future__ import annotations

from provisioner.errors import DataError
from provisioner.schema.doctor import Check, Diagnosis
from provisioner.steps import service
from provisioner.steps.doctor import diagnose
from provisioner.steps.kit import place
from provisioner.steps.media import health

_MEDIA, _IMAGES = "media_", "images_"


def run() -> Diagnosis:
    """Examine the machine; nothing is changed."""
    found = diagnose((*service.checks(), *health.checks()))
    try:
        kit = place.installed()
    except DataError as error:
        told = Check(id="kit", label="Kit installé", state="attention", detail=error.message, remedy=error.hint)
        return Diagnosis(ok=found.ok, checks=(*found.checks, told))
    return found if kit is None else Diagnosis(ok=found.ok, checks=tuple(_of_kit(one, found) for one in found.checks))


def _of_kit(one: Check, found: Diagnosis) -> Check:
    """Return a line as it reads where images came with a kit: what only builds them is not lacking."""
    if one.state != "attention":
        return one
    if one.id.startswith(_MEDIA):
        return Check(id=one.id, label=one.label, state="ok", detail="sans objet : les images viennent d’un kit")
    ready = any(other.id.startswith(_IMAGES) and other.state == "ok" for other in found.checks)
    if one.id.startswith(_IMAGES) and ready:
        return Check(id=one.id, label=one.label, state="ok", detail=f"{one.detail} ; pas dans le kit de ce poste")
    if one.id.startswith(_IMAGES):
        remedy = "Installez à nouveau le kit complet de l’académie : « e5b kit install DOSSIER »."
        return one.model_copy(update={"remedy": remedy})
    return one
