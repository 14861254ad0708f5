"""The conditions of a subject's expectation, each on a field that holds it and on one that just misses it."""

import pytest

from provisioner.predicates import expected
from provisioner.predicates._trace import NotRecorded
from provisioner.schema.changes import Change, Diff, FieldChange

PROSE = "<p>Un banc taillé dans l’<b>œuvre</b> d’un charpentier. <a href='https://boutique.test/12-banc'>Voir</a></p>"


def product(**fields):
    changes = tuple(
        FieldChange(name=name, label=name, type="text", after=value, after_text=str(value))
        for name, value in fields.items()
    )
    return Change(
        kind="product", kind_label="produit", id="7", title="Banc « L’Huisne »", action="changed", sentence="",
        fields=changes, rows=(), state={
            "stock": "6", "text": PROSE, "tags": ["a", "b"], "order": "Plateau\nTable\nLampe", "online": True,
        } | fields,
    )  # fmt: skip


def found(condition, field="price", change=None, day="2022-05-12", **more):
    arguments = expected.Arguments.model_validate({"kinds": ["product"], "holds": {field: condition}, **more})
    diff = Diff(cms="prestashop", changes=(change or product(price="149.00"),), others=(), day=day)
    return bool(list(expected.find(diff, arguments)))


@pytest.mark.parametrize(
    ("field", "right", "wrong"),
    [
        ("price", {"least": 149, "most": 149.01}, {"least": 149.005}),
        ("price", {"changed": True}, {"most": 148}),
        ("stock", {"equals": ["6", "7"]}, {"equals": ["66"]}),
        ("stock", {"least": 6}, {"changed": True}),
        ("text", {"says": ["oeuvre d'un CHARPENTIER"]}, {"says": ["menuisier"]}),
        ("text", {"never": ["menuisier"]}, {"never": ["banc"]}),
        ("text", {"links": ["/12-banc"]}, {"links": ["/2-banc-autre"]}),
        ("text", {"words": [8, 9]}, {"words": [10, 20]}),
        ("text", {"characters": [40, 60]}, {"characters": [1, 10]}),
        ("tags", {"items": [2, 2]}, {"items": [3, 6]}),
        ("order", {"first": ["plateau", "table"]}, {"first": ["table"]}),
        ("order", {"first": ["Plateau"]}, {"first": ["plateau", "table", "lampe", "horloge"]}),
        ("online", {"equals": ["1"]}, {"equals": ["0"]}),
    ],
)
def test_one_condition(field, right, wrong):
    assert found(right, field)
    assert not found(wrong, field)
    assert not found(right | wrong, field)


@pytest.mark.parametrize(
    ("written", "good"), [("2022-05-27 00:00:00", True), ("2022-05-26", True), ("2022-06-12", False)]
)
def test_days_from_the_exam(written, good):
    assert found({"days": 15}, "until", product(until=written)) is good


def test_days_need_the_day_of_the_exam():
    with pytest.raises(NotRecorded):
        found({"days": 15}, "until", product(until="2022-05-27"), day="")


def test_title_and_count():
    assert found({}, title=["banc « l'huisne »"])
    assert not found({}, title=["table"])
    assert not found({}, count=2)
    assert not found({"least": 1}, change=product(price="gratuit"))


def test_what_is_lacking_is_told():
    arguments = expected.Arguments.model_validate(
        {
            "kinds": ["product"],
            "holds": {
                "price": {"least": 150},
                "stock": {"least": 6},
                "text": {"words": [20, 30]},
                "tags": {"items": [3, 3]},
                "summary": {"characters": [10, 20]},
                "link": {"says": ["a"]},
            },
        }
    )
    diff = Diff(cms="prestashop", changes=(), others=(), day="2022-05-12")
    found = expected.lacking(product(price="149.00"), arguments, diff)
    assert found == {
        "price": "« 149.00 »",
        "text": "8 mot(s)",
        "tags": "2 élément(s)",
        "summary": "0 caractère(s)",
        "link": "vide",
    }
