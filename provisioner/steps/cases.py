"""A real difference in, a small case file out: the same verdict from fewer bytes, and nothing of the day it was played.

Dates are moved by the days between the sitting and `DAY`, so that « in 15 days » stays so.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from provisioner import paths
from provisioner.adapters import disk
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.schema.changes import Diff
from provisioner.schema.checks import Case
from provisioner.schema.exam import Cms
from provisioner.schema.verdicts import CheckResult

DAY = date(2022, 5, 16)
"""The day of every recorded case."""
HOUR = "10:00:00"
NEAR = timedelta(days=400)
"""Dates further from the sitting belong to the reference context and stay."""
LONG = 400
"""Characters kept of a long text that no verdict rests on."""
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?:([ T])(\d{2}:\d{2}(?::\d{2})?)(?:\.\d+)?(Z|[+-]\d{2}:\d{2})?)?")
_FRENCH = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d{4})(?:( à |, | )(\d{1,2}[:h]\d{2}))?")
_FOLDER = re.compile(r"(?<![\w-])(\d{4})/(\d{2})(?=/)")
_HASH = re.compile(r"\$(?:P\$[./0-9A-Za-z]{31}|2[aby]\$\d\d\$[./0-9A-Za-z]{53})")
_TOKEN = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{32,64}(?![0-9A-Za-z])")
_UUID = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![0-9A-Za-z])")
_REFERENCE = re.compile(r"[A-Z]{9}")
"""What PrestaShop draws for a new order."""

_OWN = frozenset({"format", "cms", "changes", "others", "files", "day"})
"""Parts of a difference that every case keeps."""

Verdict = Callable[[Diff], CheckResult]
"""Gives the verdict of the functionality a case is for."""


def reduced(diff: Diff, day: date, verdict: Verdict, *, keep: frozenset[str] = frozenset()) -> Diff:
    """Return a smaller difference with the same verdict, for the same reasons, that says nothing of its day.

    `keep` names parts of a difference to keep whole, among `noise` and `visits`. Raises DataError when the verdict does
    not survive what every case must lose.
    """
    plain = _without(diff, keep)
    settled = Diff.model_validate_json(_named(_settled(plain.model_dump(mode="json"), day)))
    wanted = _gist(verdict(diff))
    if _gist(verdict(settled)) != wanted:
        raise DataError(
            "Le verdict change quand la date du jour est retirée du relevé : le cas n’est pas enregistré.",
            "Voyez provisioner/steps/cases.py.",
        )
    short = Diff.model_validate(_shortened(settled.model_dump(mode="json")))
    return short if _gist(verdict(short)) == wanted else settled


def write(exam: str, cms: Cms, id_: str, name: str, case: Case) -> Path:
    """Write one case file; written twice from the same sitting it is the same, byte for byte."""
    path = paths.CASES / exam / cms / id_ / f"{name}.yml"
    with suppress(DataError):  # absent, or no case any more: written anew
        if _quiet(load_yaml(path, Case)) == _quiet(case):
            return path
    disk.folder(path.parent, 0o755)
    data = case.model_dump(mode="json", exclude_defaults=True)
    disk.write(path, yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=120), 0o644, durable=False)
    return path


def _quiet(case: Case) -> Case:
    """Return a case without what the CMS wrote by itself: how much depends on the second, and no verdict on it."""
    return case.model_copy(update={"diff": case.diff.model_copy(update={"noise": {}})})


def _gist(result: CheckResult) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    return result.verdict, tuple((proof.kind, proof.id, proof.field) for proof in result.evidence)


def _without(diff: Diff, keep: frozenset[str]) -> Diff:
    """Drop what no verdict rests on: database rows, hashes of files, what the CMS wrote by itself."""
    lighter: dict[str, Any] = {
        "changes": tuple(change.model_copy(update={"rows": ()}) for change in diff.changes),
        "files": tuple(file.model_copy(update={"sha256": "", "size": 0}) for file in diff.files),
    }
    empty = type(diff)(cms=diff.cms, changes=(), others=())
    lighter |= {name: getattr(empty, name) for name in type(diff).model_fields if name not in keep | _OWN}
    return diff.model_copy(update=lighter)


def _named(whole: dict[str, Any]) -> str:
    """Return a difference as JSON, whose new orders have a reference that does not change from day to day."""
    text = json.dumps(whole, ensure_ascii=False)
    new = [
        one["title"] for one in whole["changes"] if one["action"] == "created" and _REFERENCE.fullmatch(one["title"])
    ]
    for letter, reference in zip(string.ascii_uppercase, dict.fromkeys(new), strict=False):
        text = text.replace(reference, letter * 9)
    return text


def _settled(value: Any, day: date) -> Any:
    """Move the dates of a value, and put fixed marks for what is drawn at random."""
    if isinstance(value, dict):
        return {key: _settled(one, day) for key, one in value.items()}
    if isinstance(value, list):
        return [_settled(one, day) for one in value]
    if isinstance(value, str):
        return _settled_text(value, day)
    if isinstance(value, int) and not isinstance(value, bool) and value > 1_000_000_000:
        moved = _moved(datetime.fromtimestamp(value, UTC).date(), day) if value < 4_000_000_000 else None
        return int(datetime.combine(moved, datetime.min.time(), UTC).timestamp()) if moved else value
    return value


def _settled_text(text: str, day: date) -> str:
    text = _HASH.sub("$P$mot-de-passe", text)
    text = _UUID.sub("00000000-0000-0000-0000-000000000000", _TOKEN.sub("0" * 32, text))

    def hour(found: re.Match[str], same: bool) -> str:  # noqa: FBT001 told by the date beside it
        if not found[4]:
            return ""
        plain = HOUR if found[5].count(":") == 2 else HOUR[:5]
        return found[4] + (plain.replace(":", "h") if "h" in found[5] else plain) if same else found[4] + found[5]

    def iso(found: re.Match[str]) -> str:
        moved = _date(found[1], found[2], found[3], day)
        if not moved:
            return found[0]
        return f"{moved:%Y-%m-%d}" + hour(found, moved == DAY) + ("+00:00" if found[6] else "")

    def french(found: re.Match[str]) -> str:
        moved = _date(found[3], found[2], found[1], day)
        return f"{moved:%d/%m/%Y}" + hour(found, moved == DAY) if moved else found[0]

    def folder(found: re.Match[str]) -> str:
        return f"{DAY:%Y/%m}" if (found[1], found[2]) == (f"{day:%Y}", f"{day:%m}") else found[0]

    for pattern, put in ((_ISO, iso), (_FRENCH, french), (_FOLDER, folder)):
        text = pattern.sub(put, text)
    return text


def _date(year: str, month: str, of_month: str, day: date) -> date | None:
    try:
        return _moved(date(int(year), int(month), int(of_month)), day)
    except ValueError:
        return None


def _moved(known: date, day: date) -> date | None:
    """Return a date near the sitting's, as it would be had the sitting been on `DAY`."""
    return known + (DAY - day) if abs(known - day) <= NEAR else None


def _shortened(whole: dict[str, Any]) -> dict[str, Any]:
    """Cut the long texts of a difference, whole words, those that did not change first of all."""

    def cut(value: Any) -> Any:
        if isinstance(value, str) and len(value) > LONG:
            return value[:LONG].rsplit(" ", 1)[0] + "…"
        return value

    for change in whole["changes"]:
        shown = {field["name"] for field in change["fields"]}
        change["state"] = {name: one if name in shown else cut(one) for name, one in change["state"].items()}
        for field in change["fields"]:
            field["before_text"], field["after_text"] = cut(field["before_text"]), cut(field["after_text"])
    for visit in whole.get("visits") or ():
        # How often a page asks again by itself depends on the second it was left.
        visit.pop("count", None)
    return whole
