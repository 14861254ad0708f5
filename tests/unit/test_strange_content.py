"""Whatever stands in a candidate's database: told, or undetermined; never a crash, never lost."""

import copy
import json
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_sample import make
from test_diff_cases import CASES, FILES, PERSONAL, change, snapshot, yaml

from provisioner import catalog
from provisioner.steps import checks, report
from provisioner.steps.diff import diff, load_model, values

LONG = "Un fauteuil revit. 🪑 <b>Chêne</b> </i>" * 150_000
"""Over five megabytes, on one line, with tags that nobody opened."""
STRANGE = {
    "HTML cassé": '<p><b>Un <i>banc</p></b><a href="<img src=x onerror=alert(1)>">&nbsp;&#0;&bogus; <!-- jamais fermé',
    "bloc coupé": '<!-- wp:gallery {"ids":[1,2,{"x": -->',
    "blocs mal fermés": "<!-- /wp:paragraph --><!-- wp:group --><!-- wp:columns --><p>x</p>",
    "PHP sérialisé coupé": 'a:3:{i:0;s:500:"court',
    "PHP sérialisé qui ment": 'a:2:{i:0;s:2:"plus long que deux";i:1;O:8:"stdClass":1:{s:1:"a";R:1;}}',
    "PHP sérialisé profond": "a:1:{i:0;" * 3000 + "N;" + "}" * 3000,
    "JSON profond": "[" * 5000 + "]" * 5000,
    "JSON coupé": '{"a": [1, 2',
    "emoji et quatre octets": "👩🏽‍🔧🪑 𝒜 𠜎 \U0010fffd",
    "octets nuls": "avant\x00après\x01\x1b[31m",
    "écriture de droite à gauche": "\u202e\u2066مقعد\u200b\ufeff",
    "nombre qui n’en est pas un": "12,5abc",
    "nombre démesuré": "9" * 400,
    "date impossible": "2022-02-31 25:61:61",
    "vide": "",
    "cinq mégaoctets": LONG,
}
WHOLES = {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in FILES}


@cache
def official(cms):
    return checks.load_checks("2022", cms)


def judged(cms, before, after, keys):
    """Return the difference; every check must have come to a verdict."""
    found = diff(snapshot(before, keys), snapshot(after, keys), load_model(cms), PERSONAL)
    found = found.model_copy(update={"visits": ()})
    for result in checks.evaluate(found, official(cms)).results:
        assert "n’a pas abouti" not in result.sentence, result
    return found


def texts(tables):
    """Return where the texts of some rows are: table, index of the row, column."""
    return [
        (table, index, column)
        for table, rows in tables.items()
        for index, row in enumerate(rows)
        for column, value in row.items()
        if isinstance(value, str)
    ]


@pytest.mark.parametrize("name", STRANGE)
@pytest.mark.parametrize("cms", WHOLES)
def test_every_text_at_once(cms, name, tmp_path):
    whole = WHOLES[cms]
    after = copy.deepcopy(whole["base"])
    places = [place for place in texts(after) if place[2] not in whole["keys"][place[0]]]
    if name == "cinq mégaoctets":
        places = [next(place for place in places if place[2] in {"post_content", "description"})]
    for table, index, column in places:
        after[table][index][column] = STRANGE[name]
    found = judged(cms, whole["base"], after, whole["keys"])
    assert found.changes or found.others
    if cms == "wordpress":
        folder = make(tmp_path / "matin" / "0742", json.loads(found.model_dump_json()), pictures=False)
        page = report.write_report(folder, catalog.load_exam("2022")).read_text(encoding="utf-8")
        assert "onerror=alert(1)>" not in page
        assert "\x00" not in page


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_any_text_of_any_sitting(data):
    whole, case = data.draw(st.sampled_from([(one.values[0], one.values[1]) for one in CASES]))
    keys = whole["keys"]
    after = change(whole["base"], case, keys)
    places = [place for place in texts(after) if place[2] not in keys[place[0]]]
    for table, index, column in data.draw(st.lists(st.sampled_from(places), min_size=1, max_size=4)):
        known = [one for name, one in STRANGE.items() if not name.startswith("cinq")]
        after[table][index][column] = data.draw(st.sampled_from(known) | st.text(max_size=40))
    judged(whole["cms"], whole["base"], after, keys)


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_rows_gone_that_others_refer_to(data):
    whole, case = data.draw(st.sampled_from([(one.values[0], one.values[1]) for one in CASES]))
    keys = whole["keys"]
    after = change(whole["base"], case, keys)
    for table in data.draw(st.lists(st.sampled_from([name for name, rows in after.items() if rows]), min_size=1)):
        gone = data.draw(st.integers(0, max(len(after[table]) - 1, 0)))
        after[table] = after[table][:gone] + after[table][gone + 1 :]
    judged(whole["cms"], whole["base"], after, keys)
    judged(whole["cms"], after, whole["base"], keys)


@pytest.mark.parametrize(
    ("raw", "rate"), [("20.000", 20.0), (5, 5.0), (None, 0.0), ("", 0.0), ("<p>", 0.0), ("inf", 0.0), ("nan", 0.0)]
)
def test_a_rate_that_is_no_number_adds_nothing(raw, rate):
    assert values.rate(raw) == rate
