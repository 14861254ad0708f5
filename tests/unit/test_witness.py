"""Two witnesses of any sitting: they agree on what really happened, and nothing that only one of them saw is hidden."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from provisioner.schema import events
from provisioner.schema.entities import Field, Kind, Model, NoiseRule
from provisioner.schema.events import Event
from provisioner.schema.snapshot import Snapshot, Table
from provisioner.steps.diff.engine import diff
from provisioner.steps.diff.replay import Replay, bursts
from provisioner.steps.diff.saves import Recording
from provisioner.steps.diff.timeline import timeline
from provisioner.steps.diff.witness import compare, personal_cells

MODEL = Model(
    cms="essai",
    parameters={},
    derived={},
    kinds={
        "thing": Kind(
            label="objet",
            gender="m",
            table="thing",
            title="{name}",
            fields={"name": Field(label="Nom", column="name"), "size": Field(label="Taille", column="size")},
        )
    },
    noise=(
        NoiseRule(reason="Compteurs", tables=("thing",), columns=("visits",)),
        NoiseRule(reason="Journal", tables=("log",)),
        NoiseRule(reason="Accès", tables=("thing",), where={"name": "moi"}, columns=("secret",), personal=True),
    ),
)
COLUMNS = {"thing": ["id", "name", "size", "visits", "secret"], "log": ["a", "b"]}
KEYS = {"thing": ["id"], "log": ["a", "b"]}
OPENED = "2026-05-12T09:00:00+02:00"
START = int(datetime(2026, 5, 12, 7, 0, tzinfo=UTC).timestamp())

words = st.sampled_from(["", "a", "é", "moi", "😀", None])
cells = st.fixed_dictionaries({"name": words, "size": st.integers(0, 2), "visits": st.integers(0, 2), "secret": words})
things = st.lists(st.tuples(st.integers(1, 4), cells), max_size=4, unique_by=lambda row: row[0])
logs = st.lists(st.tuples(st.integers(0, 1), st.integers(0, 1)), max_size=4)
step = st.tuples(
    st.sampled_from(["put", "drop", "note", "forget", "empty"]), st.integers(1, 5), cells, st.integers(0, 9)
)
steps = st.lists(step, max_size=12)


def snapshot(things, logs):
    rows = [[id_, *(values[name] for name in COLUMNS["thing"][1:])] for id_, values in things]
    made = {"thing": rows, "log": [list(row) for row in logs]}
    tables = {name: Table(columns=COLUMNS[name], key=KEYS[name], rows=made[name]) for name in made}
    return Snapshot(taken_at="", prefix="", tables=tables)


class Site:
    """Does what a database does, and logs it as the server would."""

    def __init__(self, before):
        self.things = {row[0]: dict(zip(COLUMNS["thing"], row, strict=True)) for row in before.tables["thing"].rows}
        self.logs = [list(row) for row in before.tables["log"].rows]
        self.events, self.at = [], START

    def act(self, what, id_, values, wait):
        self.at += wait
        row = {"id": id_, **values}
        match what:
            case "put" if id_ in self.things:
                old = self.things[id_]
                changed = [column for column in row if old[column] != row[column]]
                if changed:
                    sides = ({c: old[c] for c in changed}, {c: row[c] for c in changed})
                    self.say("thing", "changed", {"id": id_}, *sides)
                self.things[id_] = row
            case "put":
                self.things[id_] = row
                self.say("thing", "created", {"id": id_}, after=row)
            case "drop" if id_ in self.things:
                self.say("thing", "removed", {"id": id_}, before=self.things.pop(id_))
            case "note":
                note = {"a": id_ % 2, "b": values["size"] % 2}
                self.logs.append(list(note.values()))
                self.say("log", "created", after=note)
            case "forget" if self.logs:
                note = self.logs.pop(id_ % len(self.logs))
                self.say("log", "removed", before=dict(zip("ab", note, strict=True)))
            case "empty" if id_ == 1:
                self.logs = []
                self.say("log", "emptied")

    def say(self, table, action, key=None, before=None, after=None):
        self.events.append(Event(self.at, table, action, key or {}, before or {}, after or {}))

    def state(self):
        rows = [(row["id"], {name: row[name] for name in COLUMNS["thing"][1:]}) for row in self.things.values()]
        return snapshot(rows, self.logs)


def play(things, logs, acts):
    before = snapshot(things, logs)
    site = Site(before)
    for act in acts:
        site.act(*act)
    return before, site


def nobody(*_):
    return False


@settings(max_examples=300)
@given(things, logs, steps)
def test_a_true_log_agrees_with_the_snapshots(things, logs, acts):
    before, site = play(things, logs, acts)
    found = compare(before, site.state(), site.events, nobody)
    assert found.agrees, found.disagreements
    assert found.events == sum(event.action != "emptied" for event in site.events)


@settings(max_examples=200)
@given(things, logs, steps, st.data())
def test_a_write_that_the_log_misses_is_told(things, logs, acts, data):
    before, site = play(things, logs, acts)
    real = [event for event in site.events if event.table == "thing"]
    if not real:
        return
    lost = data.draw(st.sampled_from(real))
    left = [event for event in site.events if event is not lost]
    found = compare(before, site.state(), left, nobody)
    # Losing a write, even one undone later, breaks the chain of befores and afters.
    assert not found.agrees
    assert "thing" in " ".join(found.disagreements)


@given(things, logs, steps, st.integers(1, 4), words)
def test_a_change_that_no_log_tells_is_shown(things, logs, acts, id_, name):
    before, site = play(things, logs, acts)
    if id_ not in site.things or site.things[id_]["name"] == name:
        return
    site.things[id_] = {**site.things[id_], "name": name}
    found = compare(before, site.state(), site.events, nobody)
    assert not found.agrees
    assert any(f"id = {id_}" in one and "name" in one for one in found.disagreements)


@given(things, logs, steps)
def test_the_record_gives_back_what_was_written(things, logs, acts):
    import tempfile

    _, site = play(things, logs, acts)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.jsonl.gz"
        events.write(path, events.Header(until="binlog.000001:4"), site.events)
        assert events.read(path) == (events.Header(until="binlog.000001:4"), site.events)


def test_huge_values_keep_their_fingerprint(tmp_path):
    text = "é" * (events.LONGEST + 1)
    one = Event(START, "thing", "changed", {"id": 1}, {"name": text}, {"name": text + "x"})
    events.write(tmp_path / "e", events.Header(), [one])
    assert (tmp_path / "e").stat().st_size < 2_000
    read = events.read(tmp_path / "e")[1][0]
    assert events.same(read.before["name"], text)
    assert not events.same(read.before["name"], text + "x")
    before, after = (
        snapshot([(1, {"name": name, "size": 0, "visits": 0, "secret": ""})], []) for name in (text, text + "x")
    )
    assert compare(before, after, [read], nobody).agrees
    assert not compare(before, before, [read], nobody).agrees


def test_what_makes_a_copy_a_candidates_own_is_no_disagreement():
    def clean(value):
        return value.replace("site-7", "site") if isinstance(value, str) else value

    rest = {"size": 0, "visits": 0}
    before = snapshot([(1, {"name": "moi", "secret": "x", **rest}), (2, {"name": "site", "secret": "x", **rest})], [])
    after = snapshot([(1, {"name": "moi", "secret": "y", **rest}), (2, {"name": "site-7", "secret": "x", **rest})], [])
    assert not compare(before, after, [], nobody).agrees
    assert compare(before, after, [], personal_cells(MODEL, clean)).agrees
    after.tables["thing"].rows[1][4] = "y"
    assert not compare(before, after, [], personal_cells(MODEL, clean)).agrees


def made(before, *writes):
    """The timeline of writes: seconds after the beginning, then what was put (None: dropped)."""
    site = Site(before)
    for second, id_, values in writes:
        site.at = START + second
        site.act("put" if values else "drop", id_, values or {}, 0)
    recording = Recording(before, site.state(), site.events, MODEL, {})
    return timeline(recording, diff(before, site.state(), MODEL, {}), OPENED)


def thing(name, size=0, visits=0):
    return {"name": name, "size": size, "visits": visits, "secret": ""}


def test_each_change_has_its_moments_and_noise_has_none():
    before = snapshot([(1, thing("table")), (2, thing("banc"))], [])
    found = made(
        before,
        (60, 1, thing("table", 1)),
        (90, 2, thing("banc", 0, 2)),
        (600, 1, thing("table", 2)),
        (900, 3, thing("lit")),
    )
    assert [(span.title, span.action, span.times) for span in found.spans] == [
        ("table", "changed", ("2026-05-12T09:01:00+02:00", "2026-05-12T09:10:00+02:00")),
        ("lit", "created", ("2026-05-12T09:15:00+02:00",)),
    ]


def test_what_was_tried_and_undone_is_told():
    before = snapshot([(1, thing("table"))], [])
    found = made(
        before,
        (60, 1, thing("bureau")),
        (120, 4, thing("essai")),
        (180, 1, thing("table")),
        (240, 4, None),
        (300, 1, thing("table", 0, 1)),
    )
    told = {span.title: span for span in found.spans}
    assert set(told) == {"bureau", "essai"}
    assert {span.action for span in found.spans} == {"undone"}
    assert "bureau" in told["bureau"].tried[0]
    assert "créé" in told["essai"].tried[0]
    assert told["essai"].times == ("2026-05-12T09:02:00+02:00", "2026-05-12T09:04:00+02:00")


def test_saving_again_the_very_same_is_nothing():
    """Rows that the CMS drops and makes again in one save."""
    before = snapshot([(1, thing("table"))], [])
    assert made(before, (60, 1, None), (60, 1, thing("table")), (200, 1, None), (201, 1, thing("table"))).spans == ()


OWN = {"name": "moi", "size": 0, "visits": 0, "secret": "moi"}


@settings(max_examples=100)
@given(things, logs, steps)
@example([], [], [("put", 1, OWN, 0), ("put", 1, {**OWN, "name": ""}, 3)])
def test_every_change_of_the_diff_has_its_times(things, logs, acts):
    before, site = play(things, logs, acts)
    final = diff(before, site.state(), MODEL, {})
    found = timeline(Recording(before, site.state(), site.events, MODEL, {}), final, OPENED)
    spans = {(span.kind, span.id): span for span in found.spans if span.action != "undone"}
    assert {(change.kind, change.id) for change in final.changes} <= set(spans)
    assert all(span.times for span in spans.values())
    told = {(change.kind, change.id) for change in final.changes}
    assert not told & {(span.kind, span.id) for span in found.spans if span.action == "undone"}


@given(things, logs, steps)
def test_bursts_keep_every_write_in_order(things, logs, acts):
    before, site = play(things, logs, acts)
    groups = bursts(site.events)
    assert [event for group in groups for event in group] == site.events
    replay = Replay(before)
    for event in site.events:
        replay.apply(event)
    assert compare(replay.snapshot(), site.state(), [], nobody).agrees


@pytest.mark.parametrize("problem", ["", "Le journal n’a pas pu être lu."])
def test_the_header_says_what_happened(tmp_path, problem):
    events.write(tmp_path / "e", events.Header(problem=problem), [])
    assert events.read(tmp_path / "e")[0].problem == problem
