"""Golden images present on this machine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from provisioner import catalog
from provisioner.adapters.docker import daemon
from provisioner.adapters.docker.client import client, translated
from provisioner.errors import E5BError
from provisioner.names import DEBIAN_PHP
from provisioner.schema.doctor import Check
from provisioner.schema.exam import CmsOfExam


def images() -> Iterator[Check]:
    """Yield one line per exam: which of its sites are ready to be copied. Nothing when the engine does not answer."""
    if daemon.ping() != "ok":
        return
    try:
        with translated("Liste des images"):
            found = client().api.images(filters={"label": "e5b.kind=golden"})
        for name in catalog.list_exams():
            exam = catalog.load_exam(name)
            labels = [image.get("Labels") or {} for image in found]
            present = {
                (one.get("e5b.cms"), one.get("e5b.php", DEBIAN_PHP)) for one in labels if one.get("e5b.exam") == name
            }
            ready = [_named(part) for cms, part in exam.cms.items() if (cms, part.php) in present]
            yield _line(name, ready, len(exam.cms))
    except E5BError as error:
        yield Check(id="images", label="Images", state="attention", detail=error.message, remedy=error.hint)


def _named(part: CmsOfExam) -> str:
    return part.label if part.php == DEBIAN_PHP else f"{part.label} sur PHP {part.php}"


def _line(exam: str, ready: Sequence[str], wanted: int) -> Check:
    label = f"Images {exam}"
    if len(ready) == wanted:
        return Check(id=f"images_{exam}", label=label, state="ok", detail=f"prêtes : {', '.join(ready)}")
    detail = f"prêtes : {', '.join(ready)}" if ready else "aucune n’est construite"
    remedy = f"« ./e5b image build --exam {exam} » les construit ; « up » et « demo » le font au besoin."
    return Check(id=f"images_{exam}", label=label, state="attention", detail=detail, remedy=remedy)
