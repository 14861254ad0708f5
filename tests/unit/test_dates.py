"""Dates relative to the day of the exam."""

import pytest

from provisioner import predicates
from provisioner.predicates._trace import NotRecorded
from provisioner.schema.changes import Change, Diff, FieldChange

dates = predicates.load("dates")


def made(value, day="2022-05-20"):
    field = FieldChange(name="end", label="Fin", type="date", before=None, after=value)
    change = Change(
        kind="cart_rule", kind_label="bon", id="1", title="B", action="created", sentence="", fields=(field,), rows=()
    )
    return Diff(cms="prestashop", changes=(change,), others=(), day=day)


def found(value, days, tolerance=1, **more):
    arguments = {"kinds": ("cart_rule",), "fields": ("end",), "days": days, "tolerance": tolerance}
    return [trace.detail for trace in dates.find(made(value, **more), dates.arguments.model_validate(arguments))]


@pytest.mark.parametrize(
    ("value", "days", "said"),
    [
        ("2022-06-04 00:00:00", 15, ["15 jours après l’épreuve"]),
        ("2022-06-03 23:59:59", 15, ["14 jours après l’épreuve"]),
        ("2022-06-05", 15, ["16 jours après l’épreuve"]),
        ("2022-06-06", 15, []),
        ("2022-05-20 10:00:00", 0, ["le jour de l’épreuve"]),
        ("2022-05-19", -1, ["1 jour avant l’épreuve"]),
        ("0000-00-00 00:00:00", 15, []),
        ("demain", 15, []),
        (None, 15, []),
    ],
)
def test_days_are_counted_from_the_exam(value, days, said):
    assert found(value, days) == said


def test_no_tolerance_is_possible():
    assert found("2022-06-03", 15, tolerance=0) == []
    assert found("2022-06-04", 15, tolerance=0)


def test_without_the_day_nothing_can_be_said():
    with pytest.raises(NotRecorded):
        found("2022-06-04", 15, day="")
