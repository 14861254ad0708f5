"""The cases of the entity models, written in a log: each change has its time, and each one undone is told as tried."""

import pytest
from test_diff_cases import CASES, PERSONAL, change, snapshot

from provisioner.schema.events import Event
from provisioner.steps.diff import diff, load_model
from provisioner.steps.diff.engine import cleaner
from provisioner.steps.diff.replay import grid_of
from provisioner.steps.diff.saves import Recording
from provisioner.steps.diff.timeline import timeline
from provisioner.steps.diff.witness import compare, personal_cells

OPENED = "2022-05-02T09:00:00+02:00"
START = 1651474800


def writes(before, after, at):
    """The log of one save that leads from one state to the other."""
    for name in sorted({*before.tables, *after.tables}):
        old, new = (grid_of(one.tables[name]).rows if name in one.tables else {} for one in (before, after))
        # The fixture's columns are those of its rows.
        table = max(
            (one.tables[name] for one in (before, after) if name in one.tables), key=lambda one: len(one.columns)
        )
        keyed = len(table.key) < len(table.columns)
        for place in sorted({*old, *new}):
            one, two = old.get(place), new.get(place)
            key = {column: (one or two)[column] for column in table.key} if keyed else {}
            if one is None:
                yield Event(at, name, "created", key, {}, two)
            elif two is None:
                yield Event(at, name, "removed", key, one, {})
            elif one != two:
                changed = [column for column in two if one.get(column) != two[column]]
                sides = ({c: one[c] for c in changed if c in one}, {c: two[c] for c in changed})
                yield Event(at, name, "changed", key, *sides)


def played(whole, case):
    keys = whole["keys"]
    before, after = snapshot(whole["base"], keys), snapshot(change(whole["base"], case, keys), keys)
    for name, table in after.tables.items():
        if not table.rows:
            table.columns = before.tables[name].columns
    return before, after, load_model(whole["cms"])


@pytest.mark.parametrize(("whole", "case"), CASES)
def test_each_change_has_the_time_of_its_save(whole, case):
    before, after, model = played(whole, case)
    events = list(writes(before, after, START + 300))
    final = diff(before, after, model, PERSONAL)
    found = timeline(Recording(before, after, events, model, PERSONAL), final, OPENED)
    told = {(change.kind, change.id) for change in final.changes} | {
        (other.table, ", ".join(f"{column} = {value}" for column, value in other.key.items())) for other in final.others
    }
    assert {(span.kind, span.id) for span in found.spans} == told
    assert {span.times for span in found.spans} <= {("2022-05-02T09:05:00+02:00",)}
    assert compare(before, after, events, personal_cells(model, cleaner(PERSONAL))).agrees


@pytest.mark.parametrize(("whole", "case"), CASES)
def test_what_is_undone_later_is_told_as_tried(whole, case):
    before, after, model = played(whole, case)
    events = [*writes(before, after, START + 300), *writes(after, before, START + 600)]
    final = diff(before, before, model, PERSONAL)
    found = timeline(Recording(before, before, events, model, PERSONAL), final, OPENED)
    tried = {(change.kind, change.id): change.sentence for change in diff(before, after, model, PERSONAL).changes}
    assert {(span.kind, span.id): span.tried for span in found.spans} == {who: (said,) for who, said in tried.items()}
    assert {span.action for span in found.spans} <= {"undone"}
