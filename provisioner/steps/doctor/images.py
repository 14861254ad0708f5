"""Golden images present on this machine."""

from __future__ import annotations

from collections.abc import Iterator

from provisioner import catalog
from provisioner.adapters.docker import daemon
from provisioner.adapters.docker.client import client, translated
from provisioner.errors import E5BError
from provisioner.schema.doctor import Check


def images() -> Iterator[Check]:
    """Yield one line per exam: which of its sites are ready to be copied. Nothing when the engine does not answer."""
    if daemon.ping() != "ok":
        return
    try:
        with translated("Liste des images"):
            found = client().api.images(filters={"label": "e5b.kind=golden"})
        for name in catalog.list_exams():
            exam = catalog.load_exam(name)
            present = {
                (image.get("Labels") or {}).get("e5b.cms")
                for image in found
                if (image.get("Labels") or {}).get("e5b.exam") == name
            }
            yield _line(name, {cms: part.label for cms, part in exam.cms.items() if cms in present}, len(exam.cms))
    except E5BError as error:
        yield Check(id="images", label="Images", state="attention", detail=error.message, remedy=error.hint)


def _line(exam: str, present: dict[str, str], wanted: int) -> Check:
    label = f"Images {exam}"
    if len(present) == wanted:
        return Check(id=f"images_{exam}", label=label, state="ok", detail=f"prêtes : {', '.join(present.values())}")
    detail = f"prêtes : {', '.join(present.values())}" if present else "aucune n’est construite"
    remedy = f"« ./e5b image build --exam {exam} » les construit ; « up » et « demo » le font au besoin."
    return Check(id=f"images_{exam}", label=label, state="attention", detail=detail, remedy=remedy)
