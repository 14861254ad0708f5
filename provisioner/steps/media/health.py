"""What the doctor says of the media cache."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner import catalog
from provisioner.errors import E5BError
from provisioner.schema.doctor import Check
from provisioner.schema.exam import Exam
from provisioner.steps.media import Status, status
from provisioner.steps.media.wanted import pins, title


def checks() -> Iterator[Check]:
    """Yield one line per exam: its media found, substituted, or missing. Missing media block that exam only."""
    for name in catalog.list_exams():
        try:
            yield _exam(catalog.load_exam(name))
        except E5BError as error:
            yield Check(
                id=f"media_{name}",
                label=f"Médias {name}",
                state="bloquant",
                detail=error.message,
                remedy=error.hint or "Corrigez ce fichier.",
            )


def _exam(exam: Exam) -> Check:
    label, key = f"Médias {exam.id}", f"media_{exam.id}"
    states = [status(pin) for part in exam.cms.values() for pin in pins(part)]
    absent = [one for one in states if one.state == "missing" and one.pin.required]
    if absent:
        remedy = (
            f"Avec internet : « ./e5b media fetch --exam {exam.id} » ; sinon « ./e5b media add CHEMIN ». "
            "Les autres épreuves restent possibles."
        )
        detail = f"absents : {', '.join(_title(one) for one in absent)}"
        return Check(id=key, label=label, state="attention", detail=detail, remedy=remedy)
    substitutes = [one.item for one in states if one.item and one.item.reservation]
    if substitutes:
        detail = "complets, avec réserve : " + " ".join(item.reservation for item in substitutes)
        remedy = "Ajoutez les versions exactes quand vous les aurez : « ./e5b media list »."
        return Check(id=key, label=label, state="attention", detail=detail, remedy=remedy)
    packaged = all(one.state == "package" for one in states)
    detail = "paquets Debian, rien à ajouter" if packaged else "complets"
    return Check(id=key, label=label, state="ok", detail=detail)


def _title(one: Status) -> str:
    return title(one.pin.kind, one.pin.name, one.pin.version)
