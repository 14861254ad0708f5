"""The pilot academy: the bank and its rehearsals, and the marks of all, by number. Nothing can be changed here."""

from __future__ import annotations

from functools import lru_cache

from starlette.responses import Response

from provisioner import exams, subjects
from provisioner.console import figures, room
from provisioner.console.web import Call, NothingError, route
from provisioner.errors import E5BError
from provisioner.pipeline.bank import judge
from provisioner.pipeline.bank.rehearsal import minutes
from provisioner.steps.console.writings import LEVEL_LABELS
from provisioner.steps.sitting import store
from provisioner.subjects import Filed


def show(call: Call) -> Response:
    """Show the banks of all exams: subjects, what is wrong with them, when they were last rehearsed."""
    banks = [(exam, *_bank(exam)) for exam in exams.list_exams() if subjects.ids(exam)]
    trials = {(exam, one): minutes.last(exam, one) for exam, _, _ in banks for one in subjects.ids(exam)}
    return call.render("banque.html.j2", banks=banks, trials=trials)


def subject(call: Call) -> Response:
    """Show one subject: what the candidate reads, what is expected, the grid, its rehearsal."""
    exam, id_ = call.path("exam"), call.path("id")
    if exam not in exams.list_exams() or id_ not in subjects.ids(exam):
        raise NothingError("Ce sujet n’est pas dans la banque.")
    filed = subjects.read_one(exam, id_)
    return call.render(
        "banque_sujet.html.j2",
        exam=exams.load_exam(exam),
        filed=filed,
        levels=LEVEL_LABELS,
        trial=minutes.last(exam, id_),
    )


def harmonise(call: Call) -> Response:
    """Show the marks of every wave, by number."""
    looks = [found for name in reversed(store.waves()) if (found := room.look(name))]
    return call.render("harmonisation.html.j2", tables=[figures.table(call.database, one) for one in looks], back="")


@lru_cache(maxsize=8)
def _bank(exam: str) -> tuple[tuple[Filed, ...], tuple[str, ...]]:
    try:
        found = judge.check(exam)
    except E5BError as error:
        return (), (error.message,)
    return found.subjects, tuple(map(str, found.problems))


ROUTES = [
    route("/banque", show, "academie"),
    route("/banque/{exam}/{id}", subject, "academie"),
    route("/harmonisation", harmonise, "academie"),
]
