"""A candidate's folder, read and arranged for the report. By number only: no name of a person is ever read."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from provisioner import candidate_folder
from provisioner.candidate_folder import part
from provisioner.schema.changes import Diff
from provisioner.schema.criteria import Criteria
from provisioner.schema.journal import ClockRecord
from provisioner.schema.pages import Pages
from provisioner.schema.verdicts import Evidence, Verdicts
from provisioner.steps.report import fields, pictures, reading
from provisioner.steps.report.model import (
    Asked,
    Awaited,
    ChangeView,
    Dossier,
    FileView,
    Group,
    Kind,
    Line,
    Proof,
    VisitView,
)
from provisioner.steps.report.pictures import PageView
from provisioner.steps.report.reading import Readings
from provisioner.steps.report.timeline import clock, graph

GROUPS = {
    "menu": "Menus",
    "image-video": "Images et vidéos",
    "image": "Images",
    "users": "Comptes et droits",
    "seo": "Référencement",
    "content": "Contenus",
    "appearance": "Apparence",
    "navigation": "Navigation",
    "orders-promotions": "Commandes et promotions",
}


def read(folder: Path, target: Path, names: Collection[str] = ()) -> Dossier:
    """Read a candidate's folder; pictures go to `target`, the report's folder; `names` are words of the context.

    Raises SittingError, DataError.
    """
    sitting = candidate_folder.sitting(folder)
    diff = part(folder, "diff.json", Diff)
    verdicts = part(folder, "verdicts.json", Verdicts)
    criteria = part(folder, "criteria.json", Criteria) if (folder / "criteria.json").is_file() else None
    capture = folder / "capture"
    timed = part(folder, "clock.json", ClockRecord) if (folder / "clock.json").is_file() else None
    seen = part(folder, "capture/pages/pages.json", Pages) if _looked(capture) else Pages()
    pages = tuple(pictures.page_views(seen, capture / "pages", target / "pages"))
    thumbnails = pictures.thumbnails(diff.files, capture / "files", target / "fichiers")
    kinds = tuple(_kinds(diff, pages, thumbnails))
    anchors = {(v.change.kind, v.change.id): v.anchor for kind in kinds for v in kind.changes}
    told = reading.read(verdicts, diff, names)
    changes = [view.change for kind in kinds for view in kind.changes]
    return Dossier(
        sitting=sitting,
        criteria=criteria,
        questions=_questions(criteria, anchors) if criteria else (),
        groups=_groups(verdicts, anchors, told),
        counts={v: sum(r.verdict == v for r in verdicts.results) for v in ("found", "undetermined", "not_found")},
        uncovered=tuple(verdicts.uncovered_labels.get(id_, id_) for id_ in verdicts.uncovered),
        kinds=kinds,
        actions={a: sum(c.action == a for c in changes) for a in ("created", "changed", "removed")},
        others=diff.others,
        files=tuple(FileView(file, thumbnails.get(file.path, "")) for file in diff.files),
        noise=tuple(sorted(diff.noise.items(), key=lambda item: (-item[1], item[0]))),
        pages=pages,
        blocked=tuple(sorted(seen.blocked)),
        looked=_looked(capture),
        clock=timed,
        graph=graph(diff.timeline, sitting, anchors, timed.ended_at if timed else None) if diff.timeline else None,
        witness=diff.witness,
        unread_log=diff.unread_log,
        unread_texts=told.trouble,
        visits=_visits(diff),
    )


def _looked(capture: Path) -> bool:
    return (capture / "pages" / "pages.json").is_file()


def _visits(diff: Diff) -> tuple[VisitView, ...] | None:
    if diff.visits is None:
        return None
    return tuple(VisitView(v.path, v.method, v.count, clock(v.at), clock(v.last or v.at)) for v in diff.visits)


def _when(diff: Diff) -> dict[tuple[str, str], str]:
    """Return when each change was saved, in French."""
    found: dict[tuple[str, str], str] = {}
    for span in diff.timeline.spans if diff.timeline else ():
        if span.times and span.action != "undone":
            first, last, count = clock(span.times[0]), clock(span.times[-1]), len(span.times)
            found[span.kind, span.id] = (
                f"enregistré à {first}" if first == last else f"enregistré {count} fois, de {first} à {last}"
            )
    return found


def _kinds(diff: Diff, pages: tuple[PageView, ...], thumbnails: dict[str, str]) -> list[Kind]:
    grouped: dict[str, list[ChangeView]] = {}
    labels: dict[str, str] = {}
    by_path = {page.path: page for page in pages if page.pairs}
    when = _when(diff)
    for index, change in enumerate(diff.changes):
        shown = ChangeView(
            anchor=f"modif-{index + 1}",
            change=change,
            fields=tuple(fields.view(field, thumbnails, diff.files) for field in change.fields),
            pages=tuple(by_path[path] for path in change.pages if path in by_path),
            when=when.get((change.kind, change.id), ""),
        )
        grouped.setdefault(change.kind, []).append(shown)
        labels[change.kind] = change.kind_label
    return [
        Kind(f"type-{index + 1}", labels[kind], tuple(views)) for index, (kind, views) in enumerate(grouped.items())
    ]


def _questions(criteria: Criteria, anchors: dict[tuple[str, str], str]) -> tuple[Asked, ...]:
    return tuple(
        Asked(question.title, tuple(Awaited(one, _proofs(one.evidence, anchors)) for one in question.criteria))
        for question in criteria.questions
    )


def _proofs(evidence: tuple[Evidence, ...], anchors: dict[tuple[str, str], str]) -> tuple[Proof, ...]:
    return tuple(Proof(proof, anchors.get((proof.kind, proof.id), "")) for proof in evidence)


def _groups(verdicts: Verdicts, anchors: dict[tuple[str, str], str], told: Readings) -> tuple[Group, ...]:
    grouped: dict[str, list[Line]] = {}
    for result in verdicts.results:
        line = Line(result, _proofs(result.evidence, anchors), told.of.get(result.id, ()))
        grouped.setdefault(result.group, []).append(line)
    return tuple(Group(GROUPS.get(name, name), tuple(lines)) for name, lines in grouped.items())
