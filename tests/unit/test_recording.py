"""Case files from real sittings: the same verdict, nothing of the day, the same bytes each time."""

from datetime import UTC, date, datetime

import pytest

from provisioner import paths
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.schema.changes import Diff
from provisioner.schema.checks import Case
from provisioner.schema.verdicts import CheckResult, Evidence
from provisioner.steps import cases

DAYS = (date(2026, 11, 21), date(2027, 3, 1))
PASSWORD = "$2y$10$" + "a" * 53


def diff(day, text="", hour="08:12:44", **more):
    """Return what a sitting of that day leaves."""
    soon = date.fromordinal(day.toordinal() + 15)
    fields = [
        {
            "name": "date",
            "label": "Date",
            "type": "date",
            "after": f"{day} {hour}",
            "after_text": f"{day:%d/%m/%Y} à {hour[:5]}",
        },
        {"name": "until", "label": "Fin", "type": "date", "after": f"{soon} 23:59:59"},
        {"name": "since", "label": "Depuis", "type": "date", "after": "2021-01-04 09:00:00"},
        {"name": "content", "label": "Contenu", "type": "html", "after": text},
    ]
    state = {
        "file": f"/wp-content/uploads/{day:%Y/%m}/banc.jpg",
        "stamp": int(datetime(day.year, day.month, day.day, 9, tzinfo=UTC).timestamp()),
        "password": PASSWORD.replace("a", "b", day.month),
        "path": f"{day:%Y/%m}/banc.jpg",
        "key": f"{day.toordinal():032x}",
        "image": f"/modules/ps_imageslider/images/{day.toordinal():040x}_banc.jpg",
        "changeset": f"{day.toordinal():08x}-0000-4000-8000-{day.toordinal():012x}",
        "order": "ABCDEFGHI" if day.month > 6 else "IHGFEDCBA",
        "old": "mot " * 300,
        "content": text,
    }
    change = {
        "kind": "article",
        "kind_label": "article",
        "id": "300",
        "title": "T",
        "action": "created",
        "sentence": f"Article « T » : créé le {day:%d/%m/%Y}.",
        "fields": fields,
        "rows": [{"table": "wp_posts", "key": {"ID": 300}}],
        "state": state,
    }
    order = change | {"kind": "order", "id": "31", "title": state["order"], "fields": [], "state": {}}
    return Diff.model_validate(
        {"cms": "wordpress", "changes": [change, order], "others": [], "noise": {"Bruit": 3}} | more
    )


def told(got):
    """Say found when a content is there."""
    proofs = [
        Evidence(kind="article", id=one.id, field=field.name, sentence=field.after)
        for one in got.changes
        for field in one.fields
        if field.name == "content" and field.after
    ]
    verdict = "found" if proofs else "not_found"
    return CheckResult(id="x", label="x", group="g", verdict=verdict, sentence="S", evidence=tuple(proofs))


def write(day, hour="08:12:44"):
    small = cases.reduced(diff(day, "Bonjour", hour), day, told)
    case = Case(format=1, what="Écrit.", diff=small, verdict=told(small).verdict)
    return cases.write("2022", "wordpress", "x", "done", case)


def test_two_sittings_on_two_days_give_the_same_bytes(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "CASES", tmp_path)
    path = write(DAYS[0])
    first = path.read_bytes()
    assert write(DAYS[1], "19:30:02") == path
    assert path.read_bytes() == first
    case = load_yaml(path, Case)
    assert case.verdict == "found"
    change = case.diff.changes[0]
    after = {field.name: field.after for field in change.fields}
    assert after["date"] == "2022-05-16 10:00:00"
    assert after["until"] == "2022-05-31 23:59:59"
    assert after["since"] == "2021-01-04 09:00:00"
    assert change.fields[0].after_text == "16/05/2022 à 10:00"
    assert change.sentence == "Article « T » : créé le 16/05/2022."
    assert change.state["file"] == "/wp-content/uploads/2022/05/banc.jpg"
    assert len(change.state["old"]) <= cases.LONG + 1
    assert change.state["path"] == "2022/05/banc.jpg"
    assert change.state["order"] == "AAAAAAAAA"
    assert change.state["image"] == f"/modules/ps_imageslider/images/{'0' * 32}_banc.jpg"
    assert change.rows == ()
    assert case.diff.noise == {}
    assert "2026" not in first.decode()
    assert "bbb" not in first.decode()


def test_noise_stays_where_it_is_asked_for():
    small = cases.reduced(diff(DAYS[0]), DAYS[0], told, keep=frozenset({"noise"}))
    assert small.noise == {"Bruit": 3}


def test_a_case_is_not_written_again_for_its_noise_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "CASES", tmp_path)

    def noisy(count, text="Bonjour"):
        small = cases.reduced(diff(DAYS[0], text, noise={"Bruit": count}), DAYS[0], told, keep=frozenset({"noise"}))
        case = Case(format=1, what="Écrit.", diff=small, verdict=told(small).verdict)
        return cases.write("2022", "wordpress", "x", "noise", case).read_bytes()

    first = noisy(3)
    assert noisy(4) == first
    assert noisy(4, "Bonsoir") != first


def test_what_a_verdict_rests_on_is_not_shortened():
    text = "mot " * 2000

    def long_enough(got):
        enough = [one for one in got.changes if len(one.state.get("old", "")) > 1000]
        return told(got).model_copy(update={"verdict": "found" if enough else "not_found"})

    small = cases.reduced(diff(DAYS[0], text), DAYS[0], long_enough)
    assert small.changes[0].state["old"] == "mot " * 300
    assert small.changes[0].state["content"] == text


def test_a_verdict_that_rests_on_the_day_is_not_recorded():
    def of_the_day(got):
        same = any("2026" in str(field.after) for one in got.changes for field in one.fields)
        return told(got).model_copy(update={"verdict": "found" if same else "not_found"})

    with pytest.raises(DataError, match="date du jour"):
        cases.reduced(diff(DAYS[0]), DAYS[0], of_the_day)
