"""The confusion matrix: what counts as right, missed, wrongly found, undetermined."""

import pytest

from provisioner.schema.changes import Diff, FileChange, OtherChange
from provisioner.schema.verdicts import CheckResult, Evidence, Verdicts
from provisioner.steps import accuracy
from provisioner.steps.accuracy import Expected

PROOF = Evidence(kind="article", id="1", sentence="Article « T » : créé.")
STILL = {"publish": "not_found", "write": "undetermined", "tags": "not_found"}


def verdicts(uncovered=(), crashed=(), **got):
    results = []
    for id_, still in STILL.items():
        verdict = got.get(id_, still)
        # Whatever differs from silence is proven, but for a check that fell over.
        proofs = (PROOF,) if id_ in got and verdict != "not_found" and id_ not in crashed else ()
        sentence = "n’a pas abouti" if id_ in crashed else f"{id_} {verdict} {len(proofs)}"
        results.append(CheckResult(id=id_, label=id_, group="g", verdict=verdict, sentence=sentence, evidence=proofs))
    return Verdicts(exam="2022", cms="wordpress", results=tuple(results), uncovered=uncovered)


def outcomes(expected, **got):
    return {one.id: one.outcome for one in accuracy.judge(verdicts(**got), verdicts(**_uncovered(got)), expected)}


def _uncovered(got):
    return {"uncovered": got["uncovered"]} if "uncovered" in got else {}


@pytest.mark.parametrize(
    ("found", "unsure", "got", "outcome"),
    [
        ({"publish"}, (), {"publish": "found"}, "found"),
        ({"publish"}, (), {}, "missed"),
        ({"publish"}, (), {"publish": "undetermined"}, "undetermined"),
        ((), (), {}, "absent"),
        ((), (), {"publish": "found"}, "wrong"),
        ((), (), {"publish": "undetermined"}, "undetermined"),
        ((), {"publish"}, {"publish": "undetermined"}, "absent"),
        ((), {"publish"}, {"publish": "found"}, "wrong"),
        ((), {"publish"}, {}, "missed"),
        ((), {"publish"}, {"publish": "undetermined", "crashed": {"publish"}}, "undetermined"),
    ],
)
def test_outcome_of_one(found, unsure, got, outcome):
    assert outcomes(Expected(frozenset(found), frozenset(unsure)), **got)["publish"] == outcome


def test_what_leaves_no_trace_is_right_when_it_is_as_in_silence():
    assert outcomes(Expected())["write"] == "absent"
    assert outcomes(Expected(), write="undetermined")["write"] == "undetermined"
    assert outcomes(Expected(unsure=frozenset({"write"})), write="undetermined")["write"] == "absent"
    assert outcomes(Expected(unsure=frozenset({"write"})))["write"] == "absent"


def test_a_functionality_without_a_check_is_missed_when_it_was_done():
    got = outcomes(Expected(frozenset({"yoast"})), uncovered=("yoast", "map"))
    assert (got["yoast"], got["map"]) == ("missed", "absent")


def test_the_reason_is_the_evidence():
    judged = {one.id: one for one in accuracy.judge(verdicts(tags="found"), verdicts(), Expected())}
    assert judged["tags"].reason == PROOF.sentence
    assert not judged["tags"].right
    assert judged["publish"].reason == "publish not_found 0"


@pytest.mark.parametrize(
    ("kind", "found"), [("done", {"publish", "tags"}), ("clumsy", {"publish", "tags"}), ("near_miss", {"tags"})]
)
def test_what_is_expected_of_a_run(kind, found):
    assert accuracy.expected_of(kind, "publish", ["tags"], ["write"]) == Expected(found, frozenset({"write"}))


def test_what_is_expected_of_a_run_that_another_list_shares():
    same = {"publish": {"online"}, "tags": {"labels", "marks"}, "write": {"marks"}}
    shared = accuracy.expected_of("done", "publish", ["tags", "yoast"], ["write"], same)
    assert shared == Expected(frozenset({"online", "labels", "marks"}), frozenset())


def test_matrix_counts_each_functionality_over_all_runs():
    expected = Expected(frozenset({"publish"}))
    runs = [
        accuracy.judge(verdicts(**got), verdicts(), expected)
        for got in ({"publish": "found"}, {"publish": "found", "tags": "found"}, {})
    ]
    counted = accuracy.matrix(runs)
    assert counted["publish"] == {"found": 2, "missed": 1}
    assert counted["tags"] == {"absent": 2, "wrong": 1}
    assert counted["write"] == {"absent": 3}


def test_silence():
    nothing = Diff(cms="wordpress", changes=(), others=(), noise={"Connexions": 4})
    assert accuracy.silent(nothing)
    row = OtherChange(table="wp_x", key={"id": 1}, action="created")
    for more in ({"others": (row,)}, {"files": (FileChange(path="a.txt", action="created"),)}):
        assert not accuracy.silent(nothing.model_copy(update=more))
