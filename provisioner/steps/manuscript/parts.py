"""What a word processor's document is made of, whichever program wrote it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Paragraph:
    """One paragraph; `**…**` marks bold type, as in `subject.yml`."""

    text: str
    level: int = 0
    """Of a heading: 1, 2…; 0 for any other paragraph."""
    item: bool = False
    """One item of a list."""
    aside: bool = False
    """An instruction to the author: written in templates, never read."""


Cell = tuple[str, ...]
"""Its paragraphs."""


@dataclass(frozen=True)
class Table:
    """A table: rows of cells."""

    rows: tuple[tuple[Cell, ...], ...]
    head: bool = False
    """Written only: its first row is a heading (otherwise its first column is)."""


@dataclass(frozen=True)
class Picture:
    """A picture that stands in the document."""

    data: bytes


Part = Paragraph | Table | Picture


@dataclass(frozen=True)
class Trouble:
    """One thing to mend in a document."""

    where: str
    """French: heading, table, line; empty for the document as a whole."""
    text: str
    """French, without its full stop."""
    rule: str
    """French: the rule and its source."""

    def __str__(self) -> str:
        """Return it as one line to read."""
        return (
            f"{self.where} : {self.text}. Règle : {self.rule}." if self.where else f"{self.text}. Règle : {self.rule}."
        )


FORM = "modèle de sujet pour traitement de texte (docs/guide-auteur.md)"
"""Where rules on the form of a document come from."""
SAFE = "un document d’auteur ne contient que du texte, des tableaux et des images (docs/guide-auteur.md)"
