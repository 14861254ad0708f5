"""After the sitting: what each candidate changed beside the grid, the mark, comparison, second marking, papers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from starlette.responses import FileResponse, RedirectResponse, Response

from provisioner.console import figures, room, security
from provisioner.console.room import Room, Seat
from provisioner.console.scope import Column, column, mine, own, room_of
from provisioner.console.web import Call, NothingError, route
from provisioner.errors import E5BError
from provisioner.pipeline.bank import papers
from provisioner.pipeline.live import told as live_told
from provisioner.schema.live import Live
from provisioner.schema.pages import Pages
from provisioner.steps.console import marks
from provisioner.steps.console.marks import Mark
from provisioner.steps.console.writings import GENERAL, LEVEL_LABELS
from provisioner.steps.papers import Filled
from provisioner.steps.sitting import store

PAPERS: Mapping[str, str] = {"fiche": "fiche-evaluation", "grille": "grille"}
_TYPES: Mapping[str, str] = {
    ".html": "text/html; charset=utf-8",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".gif": "image/gif",
    ".webp": "image/webp",
}
"""What a report is made of; anything else that a candidate uploaded is not served."""


@dataclass(frozen=True)
class Picture:
    """A page of the site, before and after."""

    label: str
    before: str
    """File below `capture/pages/`; empty: none."""
    after: str


def waves(call: Call) -> Response:
    """Choose a wave where the examiner's commission sat."""
    looks = [found for name in reversed(store.waves()) if (found := room.look(name)) and mine(call, found)]
    if len(looks) == 1:
        return RedirectResponse(f"/relecture/{quote(looks[0].wave)}", 303)
    return call.render("vagues.html.j2", looks=looks, base="/relecture")


def index(call: Call) -> Response:
    """Show the commission's candidates, and how far their marking is."""
    found = room_of(call)
    known = marks.of_wave(call.database, found.wave)
    lines = [(seat, known.get((seat.number, call.viewer.marking))) for seat in mine(call, found)]
    subjects = sorted({(seat.cms, seat.subject, seat.label_subject) for seat, _ in lines})
    lifted = marks.lifted(call.database, found.wave, call.viewer.commission)
    people = _people(found.wave) if lifted else {}
    return call.render("relecture.html.j2", room=found, lines=lines, subjects=subjects, lifted=lifted, people=people)


def show(call: Call) -> Response:
    """Show one candidate: what changed by question, beside the grid, notes and the mark."""
    found = room_of(call)
    seat = own(call, found, call.path("number"))
    one = column(call, found, seat)
    told, trouble = _captured(seat)
    return call.render(
        "relecture_candidat.html.j2",
        room=found,
        one=one,
        told=told,
        trouble=trouble,
        pictures=_pictures(seat),
        report=(_folder(seat) / "report" / "index.html").is_file(),
        levels=LEVEL_LABELS,
        general=GENERAL,
        lifted=marks.lifted(call.database, found.wave, call.viewer.commission),
    )


def mark(call: Call) -> Response:
    """Keep a mark and an opinion: as they are typed by hand, validated, or opened again."""
    found = room_of(call)
    seat = own(call, found, call.path("number"))
    base = int(call.form["base"]) if call.form.get("base", "").isdecimal() else 0
    said, comment, what = call.form.get("note", ""), call.form.get("appreciation", ""), call.form.get("geste", "")
    if what == "rouvrir":
        marks.reopen(call.database, found.wave, seat.number, call.viewer, base=base)
    elif what == "valider":
        marks.validate(call.database, found.wave, seat.number, call.viewer, said, comment, base=base)
    else:
        marks.write(call.database, found.wave, seat.number, call.viewer, said, comment, base=base)
    call.told({"rouvrir": "Note rouverte", "valider": "Note validée"}.get(what, "Note écrite"))
    again = marks.of_wave(call.database, found.wave).get((seat.number, call.viewer.marking))
    return call.render("_note_sur_20.html.j2", room=found, seat=seat, mark=again, lifted="", saved=True)


def report(call: Call) -> Response:
    """Give a file of a candidate's report, under a policy that runs nothing but the report's own script."""
    found = room_of(call)
    seat = own(call, found, call.path("number"))
    return _file(_folder(seat) / "report", call.path("file"))


def picture(call: Call) -> Response:
    """Give a picture of a page, as captured."""
    found = room_of(call)
    seat = own(call, found, call.path("number"))
    return _file(_folder(seat) / "capture" / "pages", call.path("file"))


def compare(call: Call) -> Response:
    """Show the commission's candidates of one subject side by side: what was expected, what was seen."""
    found = room_of(call)
    asked = call.request.query_params.get("sujet", "")
    seats = [seat for seat in mine(call, found) if f"{seat.cms}:{seat.subject}" == asked]
    if not seats:
        raise NothingError("Aucun candidat de votre commission n’a ce sujet.")
    columns = [(column(call, found, seat), _captured(seat)[0]) for seat in seats]
    return call.render("comparer.html.j2", room=found, columns=columns, levels=LEVEL_LABELS)


def harmonise(call: Call) -> Response:
    """Show marks by subject, and both markings: only what both have validated. Not for who marks second."""
    found = room_of(call)
    if call.viewer.marking != 1:
        raise NothingError
    numbers = {seat.number for seat in mine(call, found)}
    table = figures.table(call.database, found, numbers, both_only=True)
    return call.render("harmonisation.html.j2", tables=[table], back=f"/relecture/{quote(found.wave)}")


def lift(call: Call) -> Response:
    """Give the names back, once every mark is validated."""
    found = room_of(call)
    if call.viewer.marking != 1:
        raise NothingError
    marks.lift(call.database, found.wave, call.viewer, [seat.number for seat in mine(call, found)])
    call.told("Anonymat levé", f"vague {found.wave}, commission {call.viewer.commission}")
    return RedirectResponse(f"/relecture/{quote(found.wave)}", 303)


def paper(call: Call) -> Response:
    """Give the fiche or the grid as a PDF: what the commission wrote, and nothing else."""
    found = room_of(call)
    seat, kind = own(call, found, call.path("number")), call.path("kind")
    if kind not in PAPERS:
        raise NothingError
    one = column(call, found, seat)
    kept = marks.of_wave(call.database, found.wave).get((seat.number, call.viewer.marking))
    known = store.read_wave(found.wave)
    who = next(c.who for c in known.candidates if c.who.number == seat.number) if known else None
    assert who  # noqa: S101 the seat comes from this very roster
    if not marks.lifted(call.database, found.wave, call.viewer.commission):
        who = who.model_copy(update={"surname": "", "first_name": ""})
    sitting = store.read_sitting(found.wave, seat.number)
    day = sitting.created_at[:10] if sitting else ""
    pdf = papers.of_marking(found.exam, who, _filled(one, kept), PAPERS[kind], day)
    call.told(f"{PAPERS[kind]} exportée")
    headers = {"Content-Disposition": f'inline; filename="{kind}-{quote(seat.number)}.pdf"'}
    return Response(pdf, media_type="application/pdf", headers=headers)


def _filled(one: Column, kept: Mark | None) -> Filled:
    levels = {
        (q, line): level
        for q, question in enumerate(one.questions)
        for line in range(len(question.grid))
        if (level := one.sheet.agreed(q, line))
    }
    names = {GENERAL: "Ensemble"} | {q: f"Question {q + 1}" for q in range(len(one.questions))}
    remarks = [
        f"{names.get(note.question, '')} ({note.account}) : {note.text}" for note in one.sheet.notes if note.text
    ]
    examiners = sorted({tick.account for tick in one.sheet.ticks} | {note.account for note in one.sheet.notes})
    opinion, given = (kept.comment, kept.mark if kept.validated else "") if kept else ("", "")
    return Filled(levels, remarks, opinion, given, examiners)


def _folder(seat: Seat) -> Path:
    return store.folder(seat.wave, seat.number)


def _captured(seat: Seat) -> tuple[Live | None, str]:
    path = _folder(seat) / "diff.json"
    try:
        stamp = path.stat().st_mtime_ns
    except OSError:
        return None, "Le travail n’est pas encore relevé."
    try:
        return _told(str(path.parent), stamp), ""
    except E5BError as error:
        return None, error.message


@lru_cache(maxsize=128)
def _told(folder: str, _stamp: int) -> Live:
    return live_told.captured(Path(folder))


def _pictures(seat: Seat) -> list[Picture]:
    try:
        known = Pages.model_validate_json((_folder(seat) / "capture" / "pages" / "pages.json").read_bytes())
    except (OSError, ValueError):
        return []
    found = []
    for page in known.pages:
        before, after = (
            next((view.image for view in sight.views if view.device == "desktop"), "") if sight else ""
            for sight in (page.before, page.after)
        )
        if before or after:
            found.append(Picture(page.label or page.path, before, after))
    return found


def _people(wave: str) -> dict[str, str]:
    known = store.read_wave(wave)
    return {one.who.number: f"{one.who.surname} {one.who.first_name}" for one in known.candidates} if known else {}


def _file(folder: Path, told: str) -> Response:
    path = (folder / told).resolve()
    kind = _TYPES.get(path.suffix.lower())
    if not path.is_relative_to(folder.resolve()) or kind is None or not path.is_file():
        raise NothingError
    return FileResponse(path, media_type=kind, headers={"Content-Security-Policy": security.report_policy()})


_BASE = "/relecture/{wave}"
ROUTES = [
    route("/relecture", waves, "examinateur"),
    route(_BASE, index, "examinateur"),
    route(_BASE + "/comparer", compare, "examinateur"),
    route(_BASE + "/harmonisation", harmonise, "examinateur"),
    route(_BASE + "/lever", lift, "examinateur", methods=("POST",)),
    route(_BASE + "/{number}", show, "examinateur"),
    route(_BASE + "/{number}/note", mark, "examinateur", methods=("POST",)),
    route(_BASE + "/{number}/rapport/{file:path}", report, "examinateur"),
    route(_BASE + "/{number}/pages/{file:path}", picture, "examinateur"),
    route(_BASE + "/{number}/{kind}.pdf", paper, "examinateur"),
]
__all__ = ["ROUTES", "Room"]
