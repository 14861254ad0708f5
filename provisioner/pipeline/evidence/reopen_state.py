"""Which state a reopened site must have: that of the end, or that of a minute of the sitting, at its new address."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from provisioner.errors import DossierError, SittingError
from provisioner.schema import events, requests
from provisioner.schema.entities import NoiseRule
from provisioner.schema.sitting import Sitting
from provisioner.schema.snapshot import Row, Snapshot, Table
from provisioner.steps import diff as differ
from provisioner.steps.diff.moment import own_rows, state_at
from provisioner.steps.reopen import address


def moment(folder: Path, sitting: Sitting, minute: float) -> float:
    """Return the moment of a minute of the sitting, that begins with its start, else with the first page asked.

    Raises SittingError.
    """
    if minute < 0:
        raise SittingError("La minute demandée est négative.", "Donnez un nombre à partir de 0.")
    began = sitting.created_at
    asked = folder / "capture" / "requests.jsonl.gz"
    pages = requests.read(asked) if asked.is_file() else []
    if pages:
        began = pages[0].at
    journal = folder / "journal.jsonl"
    if journal.is_file():
        lines = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
        began = next((line["at"] for line in reversed(lines) if line["kind"] == "start"), began)
    return datetime.fromisoformat(began).timestamp() + 60 * minute


def wanted(
    folder: Path, sitting: Sitting, url: str, fresh: Snapshot, until: float | None, lost: list[str]
) -> tuple[Snapshot, str]:
    """Return the state to make, and the login of the account that was the candidate's.

    `fresh` is the state of the new copy, `until` a moment of the sitting (seconds since 1970; None: its end); `lost`
    receives, in French, what cannot be had. Raises DossierError.
    """
    capture, stuck = folder / "capture", list[str]()
    before, after = (Snapshot.read(capture / f"{when}.json.gz") for when in ("before", "after"))
    move = address.mover(sitting.url.removeprefix("http://"), url.removeprefix("http://"), stuck)
    if until is None:
        state = address.moved(after, move)
    else:
        header, written = events.read(capture / "events.jsonl.gz")
        if header.problem:
            raise DossierError(f"Le journal de la base manque : {header.problem}", "Rouvrez le site sans --minute.")
        state, missing = state_at(before, fresh, after, written, until)
        state = address.moved(state, move)
        lost += missing
    if stuck:
        lost.append(
            f"{len(stuck)} valeur(s) gardent l’ancienne adresse du site : leur forme ne permet pas de la changer."
        )
    login = sitting.login
    model = differ.load_model(sitting.cms)
    for name, row, rule in own_rows(model, before, differ.personal_of(sitting)):
        login = _given(state.tables.get(name), fresh.tables.get(name), row, rule) or login
    return state, login


def _given(table: Table | None, fresh: Table | None, row: Row, rule: NoiseRule) -> str:
    """Put the new copy's own cells (the password) in the candidate's row; return how its account is now called."""
    if table is None or fresh is None:
        return ""
    key = [row[column] for column in table.key]
    here, there = (_found(one, table.key, key) for one in (table, fresh))
    if here is None or there is None:
        return ""
    for column in rule.columns:
        here[table.columns.index(column)] = there[fresh.columns.index(column)]
    named = next(iter(rule.where), "")
    return str(here[table.columns.index(named)]) if named in table.columns else ""


def _found(table: Table, key: list[str], values: list[object]) -> list[object] | None:
    places = [table.columns.index(column) for column in key]
    return next((row for row in table.rows if [row[at] for at in places] == values), None)
