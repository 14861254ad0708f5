"""What the doctor says of this machine, as a whole: a centre installed from a kit needs neither media nor internet."""

from __future__ import annotations

from datetime import datetime

from provisioner.errors import DataError
from provisioner.pipeline.kit import here
from provisioner.schema.doctor import Check, Diagnosis
from provisioner.schema.kit import Installed
from provisioner.steps import service
from provisioner.steps.doctor import diagnose, machine
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
    if kit is None:
        return found
    checks = (*(_of_kit(one, found) for one in found.checks), *_clock(kit), _subjects(kit))
    return Diagnosis(ok=all(one.state != "bloquant" for one in checks), checks=checks)


def _clock(kit: Installed) -> list[Check]:
    """No clock of a closed network can be compared, but none is right that stands before its own kit was made."""
    if not here.too_early(kit.built_at):
        return []
    detail = f"avant la préparation du kit ({here.moment(kit.built_at)}) : date impossible"
    remedy = f"Réglez l’heure : {machine.SET_CLOCK}."
    return [Check(id="kit_clock", label="Horloge et kit", state="bloquant", detail=detail, remedy=remedy)]


def _subjects(kit: Installed) -> Check:
    """Say whether the subjects are there: sites that are opened before them lack what they add."""
    closed = here.closed()
    if closed is None:
        return Check(id="subjects", label="Sujets", state="ok", detail="en place")
    if here.too_early(kit.opens_at):
        days = (datetime.fromisoformat(kit.opens_at).date() - datetime.now().astimezone().date()).days
        when = f"scellés jusqu’au {here.moment(kit.opens_at)} ({_days(days)} d’après cette horloge)"
        return Check(id="subjects", label="Sujets", state="ok", detail=when)
    remedy = "« ./e5b kit open » les ouvre, avec la phrase de l’académie : avant « ./e5b up »."
    return Check(id="subjects", label="Sujets", state="attention", detail="scellés", remedy=remedy)


def _days(count: int) -> str:
    return "aujourd’hui" if count == 0 else "demain" if count == 1 else f"dans {count} jours"


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
