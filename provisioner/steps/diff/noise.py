"""Takes off what the CMS writes by itself, counted by reason."""

from __future__ import annotations

from collections import Counter
from fnmatch import fnmatchcase

from provisioner.schema.entities import NoiseRule
from provisioner.steps.diff.filters import excluded, matches
from provisioner.steps.diff.rows import RowChange, root
from provisioner.steps.diff.view import Row, View

SAME = "Même valeur, écrite autrement"
DEFAULTS = "Colonnes vides d’une ligne ajoutée ou retirée"


def take_off(changes: list[RowChange], before: View, after: View) -> Counter[str]:
    """Remove noisy cells from `changes` (in place) and return how many rows each reason excused."""
    counted: Counter[str] = Counter()
    of_table: dict[str, list[NoiseRule]] = {}
    for change in changes:
        if change.rewritten:
            counted[SAME] += 1
        if change.table not in of_table:
            of_table[change.table] = _rules(before.model.noise, change.table)
        for rule in of_table[change.table]:
            if change.cells and _applies(rule, change, before, after):
                gone = [cell for cell in change.cells if not rule.columns or _named(cell, rule.columns)]
                for cell in gone:
                    _forget(change, cell)
                if gone:
                    counted[rule.reason] += 1
    return counted


def _rules(rules: tuple[NoiseRule, ...], table: str) -> list[NoiseRule]:
    return [rule for rule in rules if any(fnmatchcase(table, pattern) for pattern in rule.tables)]


def _forget(change: RowChange, cell: str) -> None:
    """Drop a cell, and let the row show its former value: a field must not tell what is noise."""
    before, _ = change.cells.pop(cell)
    if change.before is not None and change.after is not None and cell in change.after.values:
        change.after.values[cell] = before


def empty(value: object) -> bool:
    """Tell whether a cell is what a column holds when nobody filled it in."""
    return str(value) in {"", "None", "0", "0.0", "0000-00-00", "0000-00-00 00:00:00"} or _is_zero(str(value))


def _is_zero(text: str) -> bool:
    return text.startswith("0.") and not text.strip("0.")


def _named(cell: str, columns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(cell, column) or fnmatchcase(root(cell), column) for column in columns)


def _applies(rule: NoiseRule, change: RowChange, before: View, after: View) -> bool:
    if change.action not in rule.actions:
        return False
    sides = ((change.before, before), (change.after, after))
    present = [(row, view) for row, view in sides if row is not None]
    # The row must be noisy on every side where it exists: a draft that became an article is no noise.
    some = any if rule.either else all
    return some(_noisy(rule, row, view, (before, after)) for row, view in present)


def _noisy(rule: NoiseRule, row: Row, view: View, views: tuple[View, View]) -> bool:
    if not matches(row.values, rule.where, view.parameters) or excluded(row.values, rule.unless, view.parameters):
        return False
    if rule.through is None:
        return True
    wanted = {theirs: row.get(ours) for theirs, ours in rule.through.link.items()}
    if rule.through.gone:
        return not view.find(rule.through.table, wanted)
    # What it hangs from may be gone on one side while it stays behind: look on both.
    owners = [(side, found) for side in views if (found := side.find(rule.through.table, wanted))]
    if rule.through.alone and len(owners) != 1:
        return False
    where = rule.through.where
    return bool(owners) and all(
        any(matches(owner.values, where, side.parameters) for owner in found) for side, found in owners
    )
