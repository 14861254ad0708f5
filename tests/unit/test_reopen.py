"""What a site is made again from: values moved to another address, rows to write, the state at one moment."""

import gzip
import io
import zipfile

import phpserialize
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.errors import DossierError
from provisioner.schema.events import Event, kept
from provisioner.schema.snapshot import Snapshot, Table
from provisioner.steps.diff.moment import state_at
from provisioner.steps.reopen import address
from provisioner.steps.reopen.changes import changes

OLD, NEW = "127.0.0.1:8001", "poste.lycee.example:9700"


def move(value):
    stuck = []
    return address.mover(OLD, NEW, stuck)(value), stuck


@pytest.mark.parametrize(
    ("value", "moved"),
    [
        (f"http://{OLD}/page", f"http://{NEW}/page"),
        (f'{{"u":"http:\\/\\/{OLD}\\/x"}}', f'{{"u":"http:\\/\\/{NEW}\\/x"}}'),
        (OLD, NEW),
        (f"{OLD}5", f"{OLD}5"),
        (f"1{OLD}", f"1{OLD}"),
        (f'a:1:{{s:1:"u";s:21:"http://{OLD}";}}', f'a:1:{{s:1:"u";s:31:"http://{NEW}";}}'),
        (f'O:8:"stdClass":1:{{s:1:"é";N;}}{OLD}', None),
        (3, 3),
        (None, None),
        ("", ""),
    ],
)  # fmt: skip
def test_a_value_moves_with_its_lengths(value, moved):
    if isinstance(value, str) and moved is None:
        assert move(value) == (value, [value[:60]]), "what cannot be read again is left, and told"
    else:
        assert move(value) == (moved, [])


def php():
    leaves = (
        st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.text(max_size=20) | st.just(f"http://{OLD}/é")
    )
    return st.recursive(
        leaves, lambda inner: st.dictionaries(st.text(max_size=5) | st.integers(0, 99), inner, max_size=4)
    )


@given(php())
def test_any_php_value_stays_one(value):
    text = phpserialize.dumps({"x": value, "u": OLD}).decode("utf-8", "surrogatepass")
    moved, stuck = move(text)
    assert stuck == []
    assert OLD not in moved
    there = address.mover(NEW, OLD, stuck)(moved)
    assert there == text, "and comes back"


def state(**tables):
    made = {}
    for name, (key, columns, *rows) in tables.items():
        made[name] = Table.model_construct(columns=columns, key=key, rows=[list(row) for row in rows])
    return Snapshot.model_construct(format=1, taken_at="", position="", prefix="wp_", tables=made)


def written(now, wanted, structure=None):
    """Apply the changes as the server would."""
    lost = []
    tables = {name: [list(row) for row in table.rows] for name, table in now.tables.items()}
    for change in changes(now, wanted, structure or {}, lost):
        if change.drop:
            tables.pop(change.name, None)
        if change.create:
            tables[change.name] = []
        if change.clear:
            tables[change.name] = []
        rows = tables.get(change.name)
        if rows is None:
            continue
        columns = wanted.tables[change.name].columns
        at = [columns.index(column) for column in change.key]
        new = {tuple(row[place] for place in at) for row in change.rows} if at else set()
        rows[:] = [row for row in rows if tuple(row[place] for place in at) not in {*change.gone, *new}] if at else rows
        rows += [list(row) for row in change.rows]
    return tables, lost


cells = st.none() | st.integers(0, 3) | st.sampled_from(["", "a", "é"])
keyed = st.dictionaries(st.integers(0, 5), cells, max_size=5).map(lambda d: (["id"], ["id", "v"], *d.items()))
loose = st.lists(st.tuples(cells, cells), max_size=4).map(lambda rows: (["a", "b"], ["a", "b"], *rows))


@given(keyed, keyed, loose, loose)
def test_any_state_becomes_any_other(one, other, first, second):
    now, wanted = state(k=one, l=first, old=one), state(k=other, l=second, new=other)
    tables, lost = written(now, wanted, {"new": "CREATE TABLE"})
    assert lost == []
    order = lambda rows: sorted(map(repr, map(list, rows)))  # noqa: E731
    assert {name: order(rows) for name, rows in tables.items()} == {
        name: order(table.rows) for name, table in wanted.tables.items()
    }


def test_a_table_that_cannot_be_made_is_told():
    _, lost = written(state(), state(yoast=(["id"], ["id"], (1,))))
    assert lost == ["La table « yoast », créée pendant l’épreuve, n’a pas pu être refaite : sa forme manque."]


LONG, LOST = "é" * 20_001, "x" * 20_001


def test_the_state_at_a_moment():
    columns = ["id", "v", "url"]
    before = state(t=(["id"], columns, (1, "a", "http://e5b.invalid"), (2, "b", "")), u=(["id"], ["id"], (1,)))
    fresh = state(t=(["id"], columns, (1, "a", "http://ici"), (2, "b", "")), u=(["id"], ["id"], (1,)))
    after = state(t=(["id"], columns, (1, "z", "http://la"), (3, LONG, "")))
    events = [
        Event(10, "t", "changed", {"id": 1}, {"v": "a"}, {"v": "c"}),
        Event(20, "t", "created", {"id": 3}, {}, {"id": 3, "v": kept(LONG), "url": ""}),
        Event(20, "t", "removed", {"id": 2}, {"id": 2, "v": "b", "url": ""}),
        Event(30, "t", "changed", {"id": 1}, {"v": "c"}, {"v": kept(LOST)}),
        Event(40, "t", "changed", {"id": 1}, {"v": kept(LOST)}, {"v": "z"}),
    ]

    def rows(until):
        found, lost = state_at(before, fresh, after, events, until)
        assert found.tables["u"].rows == [[1]]
        return found.tables["t"].rows, lost

    assert rows(5) == ([[1, "a", "http://ici"], [2, "b", ""]], [])
    assert rows(10) == ([[1, "c", "http://ici"], [2, "b", ""]], [])
    assert rows(20) == ([[1, "c", "http://ici"], [3, LONG, ""]], [])
    assert rows(99) == ([[1, "z", "http://ici"], [3, LONG, ""]], [])
    told, lost = rows(30)
    assert told[0][1].startswith("xxx")
    assert lost == ["t.v : le texte écrit alors (20001 caractères) n’a été gardé qu’à son début."]


def test_a_dossier_is_unpacked_only_when_intact_and_bounded(tmp_path, monkeypatch):
    from test_seal_tamper import CONTENTS, dossier

    from provisioner.steps.seal import reading

    def unpacked(data, name):
        path, target = tmp_path / f"{name}.zip", tmp_path / name
        path.write_bytes(data)
        target.mkdir()
        return reading.unpack(path, target), target

    whole = {**CONTENTS, "capture/after.json.gz": gzip.compress(b"[]"), "capture/before.json.gz": gzip.compress(b"[]")}
    _, data = dossier(whole)
    _, target = unpacked(data, "bon")
    assert (target / "capture" / "after.json.gz").read_bytes() == whole["capture/after.json.gz"]
    with pytest.raises(DossierError, match="n’est pas intact"):
        unpacked(data[:-1], "coupe")
    assert list((tmp_path / "coupe").iterdir()) == []
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("../dehors.txt", b"x")
    with pytest.raises(DossierError, match="chemin qui remonte"):
        unpacked(stream.getvalue(), "hostile")
    assert not (tmp_path / "dehors.txt").exists()
    monkeypatch.setattr(reading, "_LARGEST", 1 << 20)
    _, bomb = dossier({**whole, "capture/after.json.gz": gzip.compress(bytes(4 << 20))})
    with pytest.raises(DossierError, match="gonflerait"):
        unpacked(bomb, "bombe")
