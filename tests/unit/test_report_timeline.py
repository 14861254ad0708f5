"""The timeline of a report: a graph without script, the same as a table, and what is not known said."""

import re

import pytest
from report_sample import DIFF, IDLE, TIMELINE, make, span

from provisioner import catalog
from provisioner.schema.changes import Timeline
from provisioner.schema.sitting import Sitting
from provisioner.steps import report
from provisioner.steps.report.timeline import LEFT, MOST, RIGHT, clock, graph


@pytest.fixture(scope="module")
def exam():
    return catalog.load_exam("2022")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("vagues") / "matin" / "0742", pictures=False)


def page_of(folder, exam):
    return report.write_report(folder, exam).read_text(encoding="utf-8")


def section(page):
    return page.partition('id="deroule"')[2].partition("</section>")[0]


def laid_out(folder, timeline):
    return graph(
        Timeline.model_validate(timeline), Sitting.model_validate_json((folder / "sitting.json").read_text()), {}
    )


def test_graph_and_table_say_the_same(folder, exam):
    shown = section(page_of(folder, exam))
    svg, _, table = shown.partition("</svg>")
    assert svg.count('<g class="row">') == len(TIMELINE["spans"]) == table.count('<td class="moment">') - 1
    assert 'role="img"' in svg
    assert "<title" in svg
    assert "9\u202fh\u202f05 – 9\u202fh\u202f33" in table
    assert "À un moment" in table
    assert '<td class="moment">inconnu</td>' in table


def test_saves_stand_in_order_between_opening_and_end(folder):
    found = laid_out(folder, TIMELINE)
    for line in found.lines:
        assert list(line.marks) == sorted(line.marks)
        assert all(LEFT <= mark <= RIGHT for mark in line.marks)
    assert [tick.x for tick in found.ticks] == sorted(tick.x for tick in found.ticks)
    assert found.ticks[0].x == LEFT
    assert found.end == RIGHT


def test_work_after_the_end_widens_the_axis(folder):
    late = {**span("page", "1", "Tard", "changed"), "times": ["2022-05-12T12:02:11+02:00"]}
    found = laid_out(folder, {**TIMELINE, "spans": [late]})
    assert found.lines[0].marks == (RIGHT,)
    assert LEFT < found.end < RIGHT
    assert len(found.ticks) <= 10


def test_many_changes_are_all_in_the_table(folder):
    spans = [span("page", str(number), f"Page {number}", "changed", 1) for number in range(MOST + 5)]
    found = laid_out(folder, {**TIMELINE, "spans": spans})
    assert (len(found.drawn), len(found.lines)) == (MOST, MOST + 5)


def test_a_disagreement_of_the_witnesses_is_never_hidden(folder, exam):
    shown = section(page_of(folder, exam))
    assert "Deux témoins se contredisent" in shown
    assert "window.HACKED" in shown
    assert re.search(r"… et 3\u202fautres", shown)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Le moment de chaque changement n’est pas connu."),
        ({"unread_log": "Le serveur ne tient pas de journal binaire."}, "ne tient pas de journal"),
        ({"timeline": {**TIMELINE, "spans": []}}, "pas même pour un essai défait"),
        ({"witness": {"agrees": True, "rows": 2, "events": 40}}, "Deux témoins concordent"),
        ({"visits": []}, "n’a ouvert aucune page"),
        ({}, "n’ont pas été enregistrées"),
    ],
)
def test_what_is_known_and_what_is_not(tmp_path, exam, more, said):
    assert said in section(page_of(make(tmp_path / "matin" / "0001", {**IDLE, **more}, pictures=False), exam))


def test_each_change_says_when_it_was_saved(folder, exam):
    page = page_of(folder, exam)
    assert "enregistré 3 fois, de 9\u202fh\u202f05 à 9\u202fh\u202f33" in page
    assert "enregistré à 9\u202fh\u202f22" in page
    assert DIFF["changes"][0]["title"] in page


def test_times_are_read_as_they_were_written():
    assert clock("2022-05-12T09:05:00+02:00") == "9\u202fh\u202f05"
    assert clock("hier") == "hier"


def test_how_the_time_went_is_told(tmp_path, exam):
    from datetime import datetime

    from provisioner.schema.journal import ClockFact, ClockRecord

    folder = make(tmp_path / "matin" / "0742", pictures=False)
    assert "Temps de l’épreuve" not in page_of(folder, exam)
    began = datetime.fromisoformat("2022-05-12T09:02:00+02:00")
    facts = (
        ClockFact(at=began, kind="start"),
        ClockFact(at=began, kind="extend", minutes=5, reason="<b>navigateur bloqué"),
        ClockFact(at=datetime.fromisoformat("2022-05-12T09:31:00+02:00"), kind="taken"),
    )
    record = ClockRecord(
        number="0742",
        duration_s=2400,
        grace_s=10,
        started_at=began,
        ended_at=datetime.fromisoformat("2022-05-12T09:48:00+02:00"),
        on_time=True,
        given_s=300,
        paused_s=60,
        facts=facts,
    )
    (folder / "clock.json").write_text(record.model_dump_json(), encoding="utf-8")
    page = page_of(folder, exam)
    shown = section(page)
    assert "9\u202fh\u202f02" in shown
    assert "9\u202fh\u202f48" in shown
    assert "Temps rendu : 5\u202fmin (&lt;b&gt;navigateur bloqué)" in shown
    assert "1\u202fmin" in shown.partition("Pauses")[2]
    assert "9\u202fh\u202f31" in shown.partition("Site repris sur une autre machine, à l’identique, le ")[2]
    assert "10 s au plus" in page.partition('id="lire"')[2]
