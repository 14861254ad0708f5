"""Cases of `tests/fixtures/diff/<cms>.yml`: rows before, what a candidate did, what the diff says."""

import copy
from pathlib import Path

import pytest
import yaml

from provisioner.schema.snapshot import Snapshot, Table
from provisioner.steps.diff import diff, load_model

FOLDER = Path(__file__).parent.parent / "fixtures" / "diff"
FILES = sorted(FOLDER.glob("*.yml"))
PERSONAL = {
    "http://10.0.0.1:8101": "https://site.invalid",
    "http://e5b.invalid": "https://site.invalid",
    "candidat-1042": "candidat",
}


def snapshot(tables, keys):
    made = {}
    for name, rows in tables.items():
        columns = list(dict.fromkeys([*keys[name], *(column for row in rows for column in row)]))
        made[name] = Table(columns=columns, key=keys[name], rows=[[row.get(c) for c in columns] for row in rows])
    return Snapshot(taken_at="", prefix="", tables=made)


def key_of(row, keys):
    return [row[column] for column in keys]


def change(base, case, keys):
    tables = copy.deepcopy(base)
    for step in case.get("set", ()):
        wanted = step["key"] if isinstance(step["key"], list) else [step["key"]]
        row = next(row for row in tables[step["table"]] if key_of(row, keys[step["table"]]) == wanted)
        row |= step["values"]
    for step in case.get("remove", ()):
        wanted = step["key"] if isinstance(step["key"], list) else [step["key"]]
        table = step["table"]
        kept = [row for row in tables[table] if key_of(row, keys[table]) != wanted]
        assert len(kept) < len(tables[table])
        tables[table] = kept
    for table, rows in case.get("add", {}).items():
        tables.setdefault(table, []).extend(rows)
    return tables


CASES = [
    pytest.param(whole, case, id=f"{path.stem}: {case['name']}")
    for path in FILES
    for whole in [yaml.safe_load(path.read_text(encoding="utf-8"))]
    for case in whole["cases"]
]


@pytest.mark.parametrize(("whole", "case"), CASES)
def test_case(whole, case):
    keys = whole["keys"]
    before, after = snapshot(whole["base"], keys), snapshot(change(whole["base"], case, keys), keys)
    result = diff(before, after, load_model(whole["cms"]), PERSONAL)
    seen = [(c.kind, c.id, c.action) for c in result.changes]
    assert sorted(seen) == sorted((e["kind"], e["id"], e["action"]) for e in case["expect"])
    for expected in case["expect"]:
        found = next(c for c in result.changes if (c.kind, c.id) == (expected["kind"], expected["id"]))
        if "sentence" in expected:
            assert found.sentence == expected["sentence"]
        after_values = {field.name: field.after for field in found.fields}
        for name, value in expected.get("fields", {}).items():
            assert after_values[name] == value
        if "pages" in expected:
            assert list(found.pages) == expected["pages"]
        assert found.parent == expected.get("parent", found.parent)
    others = [{"table": o.table, "after": o.after} for o in result.others]
    assert len(others) == len(case.get("others", ()))
    for other, expected in zip(others, case.get("others", ()), strict=True):
        assert other["table"] == expected["table"]
        assert expected["after"].items() <= other["after"].items()


@pytest.mark.parametrize(("whole", "case"), CASES)
def test_backwards(whole, case):
    keys = whole["keys"]
    before, after = snapshot(whole["base"], keys), snapshot(change(whole["base"], case, keys), keys)
    mirror = {"created": "removed", "removed": "created", "changed": "changed"}
    back = diff(after, before, load_model(whole["cms"]), PERSONAL)
    seen = [(c.kind, c.id, mirror[c.action]) for c in back.changes]
    assert sorted(seen) == sorted((e["kind"], e["id"], e["action"]) for e in case["expect"])
