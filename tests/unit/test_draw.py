"""The draw: fair, repeatable from its seed, never the same subject twice for one candidate."""

import csv
import json
from collections import Counter

import pytest

from provisioner import paths
from provisioner.adapters import tables
from provisioner.errors import DataError
from provisioner.pipeline.bank import draft
from provisioner.pipeline.prepare import drawing
from provisioner.steps import roster
from provisioner.steps.draw import Past, Wanting, draw

REAL = paths.SUBJECTS
BANK = {cms: tuple(f"{cms}-{letter}" for letter in "abcd") for cms in ("wordpress", "prestashop")}


def wanting(count, commissions=3, cms=None):
    return [Wanting(str(number), str(number % commissions), cms) for number in range(count)]


def test_the_same_seed_gives_the_same():
    assert draw(wanting(30), BANK, "graine", Past()) == draw(wanting(30), BANK, "graine", Past())
    others = {tuple(draw(wanting(30), BANK, f"graine {n}", Past()).values()) for n in range(20)}
    assert len(others) == 20


@pytest.mark.parametrize("count", [1, 7, 30, 31])
@pytest.mark.parametrize("together", [1, 2, 3])
def test_both_cms_are_balanced_in_each_commission(count, together):
    candidates = wanting(count)
    found = draw(candidates, BANK, "g", Past(), together)
    assert list(found) == [one.number for one in candidates]
    for commission in {one.commission for one in candidates}:
        sides = Counter(found[one.number].cms for one in candidates if one.commission == commission)
        assert abs(sides["wordpress"] - sides["prestashop"]) <= 1
    sides = Counter(one.cms for one in found.values())
    assert abs(sides["wordpress"] - sides["prestashop"]) <= 1


def test_subjects_are_given_evenly():
    counts = Counter(one.subject for one in draw(wanting(32), BANK, "g", Past()).values())
    assert set(counts.values()) == {4}


def test_three_together_share_a_subject():
    found = draw(wanting(6, commissions=1, cms="wordpress"), BANK, "g", Past(), together=3)
    subjects = [found[str(number)].subject for number in range(6)]
    assert len(set(subjects[:3])) == len(set(subjects[3:])) == 1
    assert subjects[0] != subjects[3]
    with pytest.raises(DataError, match="4 candidats sur un même sujet"):
        draw(wanting(4), BANK, "g", Past(), together=4)


def test_never_the_same_twice():
    past = Past()
    had = {"0": set()}
    for wave in range(4):
        subject = draw(wanting(1, cms="wordpress"), BANK, f"vague {wave}", past)["0"].subject
        assert subject not in had["0"]
        had["0"].add(subject)
    with pytest.raises(DataError, match="Il ne reste aucun sujet wordpress pour 0"):
        draw(wanting(1, cms="wordpress"), BANK, "g", past)


def test_a_given_cms_is_kept():
    found = draw(wanting(9, cms="prestashop"), BANK, "g", Past())
    assert {one.cms for one in found.values()} == {"prestashop"}


@pytest.fixture
def listed(tmp_path, monkeypatch):
    place = tmp_path / "subjects" / "2022"
    place.mkdir(parents=True)
    (place / "exam.yml").symlink_to(REAL / "2022" / "exam.yml")
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path / "subjects")
    for cms in BANK:
        for letter in "ab":
            draft.new("2022", cms, letter)
    path = tmp_path / "liste.csv"
    path.write_text(
        "numéro;nom;prénom;commission;CMS;sujet;tiers-temps\n1;É;F;1;;;non\n2;G;H;1;;;oui\n3;I;J;1;WordPress;;\n",
        encoding="utf-8",
    )
    return path


def test_a_roster_ready_for_up(listed, tmp_path):
    result = drawing.run("2022", listed, tmp_path / "tirée.csv", "graine", (), 1)
    with result.path.open(encoding="utf-8-sig") as stream:
        rows = list(csv.DictReader(stream, delimiter=";"))
    assert [row["numéro"] for row in rows] == ["1", "2", "3"]
    assert rows[2]["CMS"] == "WordPress"
    assert {row["sujet"] for row in rows} <= {"A", "B"}
    record = json.loads(result.record.read_text(encoding="utf-8"))
    assert record["seed"] == "graine"
    assert "É" not in json.dumps(record, ensure_ascii=False)
    with pytest.raises(DataError, match="existe déjà"):
        drawing.run("2022", listed, result.path, "graine", (), 1)
    later = drawing.run("2022", listed, tmp_path / "vague-2.csv", "autre", (result.path,), 1)
    before = {one.number: one.subject for one in result.drawn}
    assert all(before[one.number] != one.subject for one in later.drawn)


def test_bad_lists(listed, tmp_path):
    with pytest.raises(DataError, match="La graine est vide"):
        drawing.run("2022", listed, tmp_path / "t.csv", " ", (), 1)
    listed.write_text(listed.read_text(encoding="utf-8") + "3;K;L;1;Drupal;;\n", encoding="utf-8")
    with pytest.raises(DataError, match="CMS « Drupal » inconnu"):
        drawing.run("2022", listed, tmp_path / "t.csv", "g", (), 1)
    assert not (tmp_path / "t.csv").exists()


@pytest.mark.parametrize("form", ["ods", "xlsx"])
@pytest.mark.parametrize("target", ["tirée.{}", "tirée"])
def test_a_sheet_in_a_sheet_out(listed, tmp_path, target, form):
    source = tmp_path / f"liste.{form}"
    rows = [line.split(";") for line in listed.read_text(encoding="utf-8").splitlines()]
    source.write_bytes(tables.written(rows, source, roster.WIDTHS))
    result = drawing.run("2022", source, tmp_path / target.format(form), "graine", (), 1)
    assert result.path.name == f"tirée.{form}"
    lines = roster.read(result.path)
    same = drawing.run("2022", listed, tmp_path / "même.csv", "graine", (), 1)
    assert [(one.number, one.cms, one.subject) for one in lines] == [
        (one.number, one.cms, one.subject) for one in roster.read(same.path)
    ]
    assert lines[0].surname == "É"
