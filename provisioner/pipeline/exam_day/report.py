"""The report of a rehearsal: one page that opens anywhere, beside the pictures and papers it shows; and the figures."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from provisioner.adapters import disk, templates
from provisioner.pipeline.exam_day.bilan import STATE_LABELS, Proof

PAGE, FIGURES = "bilan.html", "bilan.json"
_CAPTIONS = {
    "technicien-1-avant": "Technicien : la salle avant le début",
    "technicien-2-incident": "Technicien : minutes rendues après un incident",
    "technicien-3-gardien": "Technicien : le gardien vient d’être tué",
    "technicien-4-fin": "Technicien : tous les dossiers sont scellés",
    "examinateur-1-suivi": "Première examinatrice : ce qui change, la grille, sa note",
    "examinateur-2-suivi": "Second examinateur : il voit la note de l’autre",
    "examinateur-3-relecture": "Relecture : la note et l’appréciation",
    "site-rouvert": "Le site d’un candidat, rouvert depuis son dossier",
}


def write(
    folder: Path,
    candidates: int,
    minutes: float,
    proofs: Sequence[Proof],
    figures: Mapping[str, object],
    total_s: float,
    load: float,
) -> Path:
    """Write the report and return its page. `load` is the machine's, when the sittings ended. Raises DiskError."""
    page = (
        templates.environment()
        .get_template("repetition.html.j2")
        .render(
            candidates=candidates,
            minutes=f"{minutes:g}".replace(".", ","),
            proofs=proofs,
            labels=STATE_LABELS,
            machine=f"{os.cpu_count()} cœurs, charge {load:.1f}".replace(".", ","),
            day=f"{datetime.now().astimezone():%d/%m/%Y à %H:%M}",
            total=round(total_s),
            pictures={name: said for name, said in _CAPTIONS.items() if (folder / f"{name}.png").is_file()},
            papers=sorted(path.name for path in folder.glob("*.pdf")),
        )
    )
    disk.write(folder / PAGE, page)
    told = [{"id": one.id, "state": one.state, "says": one.says} for one in proofs]
    disk.write(folder / FIGURES, json.dumps({"proofs": told, "figures": figures}, ensure_ascii=False, indent=1))
    return folder / PAGE
