"""Papers of a subject: what the candidate is handed, what the commission fills in. HTML to print, and to type in."""

from __future__ import annotations

from provisioner.steps.papers.documents import Filled, Paper, fiches, grids, subjects, trial, write
from provisioner.steps.papers.docx import write_fiche as docx_fiche
from provisioner.steps.papers.docx import write_grid as docx_grid
from provisioner.steps.papers.odt import write_fiche as odt_fiche
from provisioner.steps.papers.odt import write_grid as odt_grid

__all__ = [
    "Filled",
    "Paper",
    "docx_fiche",
    "docx_grid",
    "fiches",
    "grids",
    "odt_fiche",
    "odt_grid",
    "subjects",
    "trial",
    "write",
]
