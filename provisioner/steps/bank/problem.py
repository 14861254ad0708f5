"""What is wrong with a subject: file, key, rule, and where the rule comes from."""

from __future__ import annotations

from dataclasses import dataclass

FORM = "modèle d’un sujet (docs/guide-auteur.md)"
QUESTIONS = "nombre de questions de l’épreuve, indépendantes les unes des autres (circulaire nationale)"
DIMENSIONS = "tout sujet a une dimension rédactionnelle et une dimension technique (circulaire nationale)"
BALANCE = "la banque compte autant de sujets WordPress que de sujets PrestaShop (circulaire nationale)"
LIST = "liste officielle des fonctionnalités (circulaire nationale, annexe VI-3)"
CONTEXT = "contexte digital de référence (circulaire nationale, annexe VI-2)"
TEXT_BLOCK = "le module « bloc de texte » ne sera pas utilisé (circulaire nationale, annexe VI-3)"
MINUTES = "quarante minutes, sans temps de préparation (arrêté du 19 février 2018)"
ANNEXES = "les annexes complètent le contexte digital (circulaire nationale)"
LETTER = "un sujet est désigné par son CMS et une lettre (fiche d’évaluation, annexe VI-4)"
FAIR = "équité entre les candidats d’une même session"
DATES = "le sujet se situe à la date de la session : une date passée ne peut plus être préparée"


@dataclass(frozen=True)
class Problem:
    """One thing to mend."""

    subject: str
    """`wordpress-a`; empty for the bank as a whole."""
    file: str
    key: str
    text: str
    """French, without its full stop."""
    rule: str
    """French: the rule, and its source."""

    def __str__(self) -> str:
        """Return it as one sentence to read."""
        key = f", clé « {self.key} »" if self.key else ""
        return f"{self.file}{key} : {self.text}. Règle : {self.rule}."
