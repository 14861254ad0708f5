"""Whatever two snapshots hold: nothing is lost, order means nothing, backwards is the mirror of forwards."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from provisioner.schema.entities import Cell, Field, Kind, Model, NoiseRule, Source
from provisioner.schema.snapshot import Snapshot, Table
from provisioner.steps.diff.claims import Claims
from provisioner.steps.diff.engine import cleaner, diff
from provisioner.steps.diff.noise import DEFAULTS, SAME, take_off
from provisioner.steps.diff.rows import changed_rows
from provisioner.steps.diff.view import View

MODEL = Model(
    cms="essai",
    parameters={},
    derived={},
    kinds={
        "thing": Kind(
            label="objet",
            gender="m",
            table="thing",
            unless={"hidden": 1},
            title="{name}",
            sources={
                "more": Source(table="more", link={"thing": "id"}, name="name", value="value"),
                "links": Source(table="link", link={"a": "id"}),
            },
            fields={
                "name": Field(label="Nom", column="name"),
                "size": Field(label="Taille", type="number", column="size"),
                "color": Field(label="Couleur", source="more", name="color"),
                "links": Field(
                    label="Liens",
                    type="list",
                    source="links",
                    items={"other": Cell(type="reference", column="b", to="thing")},
                ),
            },
        )
    },
    noise=(
        NoiseRule(reason="Compteurs", tables=("thing",), columns=("visits",)),
        NoiseRule(reason="Journal", tables=("log",)),
    ),
)

small = st.integers(0, 3)
words = st.sampled_from(["", "a", "b", "http://site.test/x", 'a:1:{s:1:"k";s:1:"v";}', '{"k": [1, 2]}'])


def table(columns, key):
    kinds = {"id": small, "size": small, "hidden": st.integers(0, 1), "visits": small, "a": small, "b": small}
    kinds |= {"thing": small, "name": words, "value": words, "text": words}
    row = st.tuples(*(st.sampled_from(["color", "weight"]) if c == "prop" else kinds[c] for c in columns)).map(list)
    unique = st.lists(row, max_size=5, unique_by=lambda r: tuple(r[columns.index(k)] for k in key))
    return unique.map(lambda rows: Table(columns=list(columns), key=list(key), rows=rows))


snapshots = st.fixed_dictionaries(
    {
        "thing": table(("id", "name", "size", "hidden", "visits", "text"), ("id",)),
        "more": table(("id", "thing", "name", "value"), ("id",)),
        "link": table(("a", "b"), ("a", "b")),
        "log": table(("id", "text"), ("id",)),
        "unknown": table(("id", "text", "size"), ("id",)),
    }
).map(lambda tables: Snapshot(taken_at="", prefix="", tables=tables))


def shape(result):
    return {
        (c.kind, c.id, c.action, tuple((f.name, str(f.before), str(f.after)) for f in c.fields)) for c in result.changes
    }


@given(snapshots)
def test_nothing_differs_from_itself(one):
    result = diff(one, one, MODEL, {})
    assert (result.changes, result.others, result.noise) == ((), (), {})


@settings(max_examples=200)
@given(snapshots, snapshots)
def test_no_changed_cell_is_lost(one, two):
    result = diff(one, two, MODEL, {})
    clean = cleaner({})
    old, new = View(one, MODEL, clean), View(two, MODEL, clean)
    rows = changed_rows(old, new)
    take_off(rows, old, new)
    claims = Claims(MODEL, fallback=False)
    told = {(ref.table, *map(str, ref.key.values())) for c in result.changes for ref in c.rows}
    others = {(o.table, *map(str, o.key.values())): o for o in result.others}
    for row in rows:
        where = (row.ref.table, *map(str, row.ref.key.values()))
        claimed = set().union(*(columns for _, columns in claims.of(row, old, new)), set())
        for cell, pair in row.cells.items():
            if cell.split("/")[0] in claimed:
                assert where in told or result.noise.get(SAME)
            elif where in others:
                assert cell in others[where].before or cell in others[where].after
            else:
                assert row.action != "changed"
                assert all(str(v) in {"", "None", "0"} for v in pair)
                assert result.noise.get(DEFAULTS)


@given(snapshots, snapshots, st.randoms(use_true_random=False))
def test_order_of_rows_means_nothing(one, two, chance):
    shuffled = two.model_copy(deep=True)
    for each in shuffled.tables.values():
        chance.shuffle(each.rows)
    assert diff(one, two, MODEL, {}) == diff(one, shuffled, MODEL, {})


@given(snapshots, snapshots)
def test_backwards_is_the_mirror(one, two):
    mirror = {"created": "removed", "removed": "created", "changed": "changed"}
    there, back = diff(one, two, MODEL, {}), diff(two, one, MODEL, {})
    turned = {
        (kind, id_, mirror[action], tuple((name, after, before) for name, before, after in fields))
        for kind, id_, action, fields in shape(back)
    }
    assert shape(there) == turned
    assert there.noise == back.noise
    assert {(o.table, str(o.key), str(o.before), str(o.after)) for o in there.others} == {
        (o.table, str(o.key), str(o.after), str(o.before)) for o in back.others
    }


@given(snapshots, st.integers(0, 1000))
def test_the_site_address_is_never_a_change(one, port):
    text = one.model_dump_json().replace("http://site.test", f"http://127.0.0.1:{port}")
    two = Snapshot.model_validate_json(text)
    personal = {"http://site.test": "{site}", f"http://127.0.0.1:{port}": "{site}"}
    result = diff(one, two, MODEL, personal)
    assert not result.changes
    assert not result.others


def test_one_row_in_a_big_snapshot():
    chance = random.Random(1)
    tables = {
        f"t{n}": Table(columns=["id", "a", "b"], key=["id"], rows=[[i, chance.random(), "x" * 50] for i in range(300)])
        for n in range(258)
    }
    one = Snapshot(taken_at="", prefix="", tables=tables)
    two = one.model_copy(deep=True)
    two.tables["t3"].rows[7][1] = 5
    result = diff(one, two, MODEL, {"http://site.test": "{site}"})
    assert len(result.others) == 1
