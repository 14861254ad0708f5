"""What examiners are shown of a sitting: changes by question of its subject, told from its writes or its capture."""

from __future__ import annotations

import pytest
from conducted import BEGAN
from conducted import sitting as made

from provisioner import paths
from provisioner.errors import SittingError
from provisioner.pipeline.live import told as live_told
from provisioner.pipeline.live import watch
from provisioner.schema.changes import Diff
from provisioner.schema.events import Event
from provisioner.schema.snapshot import Snapshot, Table
from provisioner.steps.diff.replay import Replay

AT = int(BEGAN.timestamp())
POSTS = ("ID", "post_title", "post_content", "post_status", "post_type", "post_name", "post_author", "post_parent")


def sitting(**more):
    """One whose login is no letter of every text."""
    return made().model_copy(update={"login": "candidat-1", **more})


def site():
    """A site of one article."""
    rows = [[7, "chaises", "Des chaises.", "publish", "post", "chaises", 1, 0]]
    posts = Table.model_construct(columns=list(POSTS), key=["ID"], rows=rows)
    return Snapshot.model_construct(format=1, taken_at="", prefix="wp_", tables={"posts": posts})


def wrote(at, **cells):
    before = dict(zip(POSTS, site().tables["posts"].rows[0], strict=True))
    return Event(AT + at, "posts", "changed", {"ID": 7}, {name: before[name] for name in cells}, cells)


def told(replay, seen, at, one=None):
    return live_told.tell(one or sitting(), replay, 1, AT + at, seen)


def test_a_change_is_under_the_question_that_asked_for_it():
    replay, seen = Replay(site()), {}
    assert told(replay, seen, 0).questions[0].changes == ()
    replay.apply(wrote(60, post_title="Quarante chaises cherchent une classe"))
    shown = told(replay, seen, 60)
    (change,) = shown.questions[0].changes
    assert (change.kind, change.action) == ("article", "changed")
    assert "Quarante chaises" in change.sentence
    assert shown.outside == ()
    states = {one.id: one.state for one in shown.questions[0].criteria}
    assert states["chaises-titre"] == "satisfied"
    assert states["chaises-texte"] == "unsatisfied"


def test_a_change_keeps_the_time_at_which_it_became_so():
    replay, seen = Replay(site()), {}
    replay.apply(wrote(60, post_title="Nos chaises"))
    first = told(replay, seen, 60).questions[0].changes[0].at
    assert told(replay, seen, 300).questions[0].changes[0].at == first
    replay.apply(
        Event(AT + 400, "posts", "changed", {"ID": 7}, {"post_title": "Nos chaises"}, {"post_title": "Chaises !"})
    )
    assert told(replay, seen, 400).questions[0].changes[0].at > first


def test_what_was_undone_is_no_longer_shown():
    replay, seen = Replay(site()), {}
    replay.apply(wrote(60, post_title="Nos chaises"))
    replay.apply(
        Event(AT + 90, "posts", "changed", {"ID": 7}, {"post_title": "Nos chaises"}, {"post_title": "chaises"})
    )
    shown = told(replay, seen, 90)
    assert all(not one.changes for one in shown.questions)
    assert shown.outside == ()


def test_a_subject_that_is_not_in_the_bank_costs_only_the_questions():
    replay = Replay(site())
    replay.apply(wrote(60, post_title="Nos chaises"))
    shown = told(replay, {}, 60, sitting(subject="démonstration"))
    assert shown.questions == ()
    assert [one.kind for one in shown.outside] == ["article"]
    assert "n’est pas dans la banque" in shown.problem


@pytest.mark.parametrize("cms", ["wordpress", "prestashop"])
def test_a_captured_sitting_is_told_in_full(cms):
    folder = paths.SUBJECTS / "2022" / "samples" / cms
    shown = live_told.captured(folder)
    found = Diff.model_validate_json((folder / "diff.json").read_bytes())
    changes = [*shown.outside, *(change for one in shown.questions for change in one.changes)]
    texts = {(one.kind, one.id): [field.after_text for field in one.fields] for one in found.changes}
    assert {(one.kind, one.id): [field.after for field in one.fields] for one in changes} == texts


def test_a_sitting_that_was_not_captured_says_so(tmp_path):
    (tmp_path / "sitting.json").write_text(sitting().model_dump_json(), encoding="utf-8")
    with pytest.raises(SittingError, match="pas encore été relevé"):
        live_told.captured(tmp_path)


def test_a_damaged_file_is_nothing_known_yet():
    path = watch.place("matin", "1")
    path.parent.mkdir(parents=True)
    assert watch.read("matin", "1") is None
    path.write_text('{"format": 1', encoding="utf-8")
    assert watch.read("matin", "1") is None
