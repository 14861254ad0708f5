"""What the fiche and the grid hold, as plain rows: the same for every format that commissions type in."""

from __future__ import annotations

from provisioner.steps.papers.documents import DIMENSIONS, Paper
from provisioner.steps.papers.prose import typeset

DIPLOMA = "BTS NÉGOCIATION ET DIGITALISATION DE LA RELATION CLIENT"
FICHE = "FICHE D’ÉVALUATION"
GRID = "GRILLE D’AIDE À L’ÉVALUATION"
RESERVED = "Document réservé à la commission : il n’est pas communiqué au candidat."
OPINION = "Appréciation globale de la commission"
EXAMINERS = "Nom et signature des examinateurs"
MARK = "Note sur 20 :"
EMPTY, TICKED = "☐", "☒"
WIDE = "\u2003"
"""A wide space: LibreOffice shows several plain ones as one."""
GRID_WIDTHS = (34, 35, 39, 41, 41, 41, 41)
FICHE_WIDTHS = (50, 126)
"""Millimetres of each column."""
HEADINGS = (
    "Question",
    "Critère de performance",
    "Compétence opérationnelle",
    "TI – Très insuffisant",
    "I – Insuffisant",
    "S – Satisfaisant",
    "TS – Très satisfaisant",
)


def exam(paper: Paper) -> str:
    """Return the line under the diploma's name."""
    return paper.exam.label


def fiche(paper: Paper) -> list[tuple[str, str]]:
    """Return the fields of annexe VI-4 down to the CMS, each with what is known of it."""
    who = paper.who
    cms = f"{WIDE}{WIDE}".join(
        f"{TICKED if name == paper.subject.cms else EMPTY} {of.label}" for name, of in paper.exam.cms.items()
    )
    return [
        ("NOM", who.surname if who else ""),
        ("Prénom", who.first_name if who else ""),
        ("N° candidat", who.number if who else ""),
        ("N° commission", who.commission if who else ""),
        ("Date", paper.day),
        ("SUJET", paper.subject.letter),
        ("CMS", cms),
    ]


def grid(paper: Paper) -> list[tuple[str, ...]]:
    """Return the lines of the grid, under `HEADINGS`."""
    rows = []
    for number, question in enumerate(paper.subject.questions, start=1):
        dimensions = " – ".join(DIMENSIONS[one] for one in question.dimensions)
        for line in question.grid:
            levels = (line.levels.TI, line.levels.I, line.levels.S, line.levels.TS)
            rows.append(
                (
                    typeset(f"{number}. {question.title}\n{dimensions}"),
                    typeset(line.criterion),
                    typeset(line.competence),
                    *(f"{EMPTY} {typeset(level)}" for level in levels),
                )
            )
    return rows


def whose(paper: Paper) -> str:
    """Return the line that says whose grid it is."""
    who = paper.who
    number, commission = (who.number, who.commission) if who else ("……………", "……………")
    return (
        f"N° candidat : {number}{WIDE}N° commission : {commission}{WIDE}Date : {paper.day or '……………'}{WIDE}"
        f"Sujet : {paper.label}"
    )
