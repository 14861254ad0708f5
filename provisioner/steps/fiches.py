"""What each candidate is handed: address to type, login, password, on one page; and all pages in one file to print."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from jinja2 import Template

from provisioner import paths
from provisioner.adapters import disk, templates
from provisioner.schema.exam import Exam
from provisioner.schema.sitting import Candidate, Sitting
from provisioner.schema.stack import Stack

ALL = "fiches"
"""Name of the file that holds them all."""


@dataclass(frozen=True)
class Fiche:
    """One candidate, ready to be handed a page."""

    exam: Exam
    stack: Stack
    candidate: Candidate
    sitting: Sitting

    @property
    def back_office(self) -> str:
        """Address of the page where one signs in."""
        return self.sitting.url + self.stack.login_path

    @property
    def duration(self) -> str:
        """`40 min`, `53 min 20 s`."""
        minutes, seconds = divmod(self.sitting.duration_s, 60)
        return f"{minutes} min" + (f" {seconds:02} s" if seconds else "")


def folder(wave: str) -> Path:
    """Return where the fiches of a wave are."""
    return paths.waves() / wave / "fiches"


def write(wave: str, fiches: Sequence[Fiche]) -> list[Path]:
    """Write one HTML page per candidate and one of all of them; return those that changed. Raises DiskError."""
    place = disk.folder(folder(wave))
    pages = {f"{one.sitting.number}.html": _render([one]) for one in fiches}
    pages[f"{ALL}.html"] = _render(fiches)
    changed = []
    for name, text in pages.items():
        path = place / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text or not path.with_suffix(".pdf").is_file():
            disk.write(path, text)
            changed.append(path)
    return changed


def _render(fiches: Sequence[Fiche]) -> str:
    return _template().render(fiches=fiches)


@lru_cache(maxsize=1)
def _template() -> Template:
    return templates.environment().get_template("fiche.html.j2")
