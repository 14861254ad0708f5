from __future__ import annotations

import pytest

from provisioner import catalog
from provisioner.adapters import browser
from provisioner.pipeline.sitting.opening import stack
from provisioner.schema.sitting import Candidate, RosterLine, Sitting
from provisioner.steps import fiches
from provisioner.steps.sitting import access


def fiche(number, exam="2022", cms="wordpress", *, extra=False):
    who = RosterLine(
        number=number,
        surname="<b>Roux",
        first_name="Léo",
        commission="7",
        cms=cms,
        subject="A",
        extra_time=extra,
        line=2,
    )
    given = access.make(stack(cms), number, 8001)
    sitting = Sitting(
        wave="m",
        number=number,
        commission="7",
        subject="A",
        exam=exam,
        cms=cms,
        cms_version="x",
        image="i",
        container="c",
        url="http://10.0.0.1:8001",
        port=8001,
        login=given.login,
        duration_s=3200 if extra else 2400,
        created_at="2026-05-12T09:00:00+02:00",
        ready_s=1,
    )
    return fiches.Fiche(catalog.load_exam(exam), stack(cms), Candidate(who=who, access=given), sitting)


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("E5B_HOME", str(tmp_path))


def test_one_page_each_and_all_of_them_together():
    given = [fiche("1"), fiche("2", cms="prestashop", extra=True)]
    written = {path.name: path.read_text(encoding="utf-8") for path in fiches.write("m", given)}
    assert set(written) == {"1.html", "2.html", "fiches.html"}
    assert written["fiches.html"].count('<section class="fiche">') == 2
    for one in given:
        page = written[f"{one.sitting.number}.html"]
        for told in ("http://10.0.0.1:8001", one.back_office, one.sitting.login, one.candidate.access.password):
            assert told in page
        assert "&lt;b&gt;Roux" in page
        assert "<b>Roux" not in page
    assert "53 min 20 s" in written["2.html"]
    assert "Adresse e-mail" in written["2.html"]


def test_decouverte_says_what_it_is():
    exam = catalog.load_exam("decouverte")
    one = fiche("1", exam="decouverte")
    page = next(path for path in fiches.write("m", [one]) if path.name == "1.html").read_text(encoding="utf-8")
    assert exam.notice
    assert exam.notice[:40] in page


def test_only_what_changed_is_written_again():
    given = [fiche("1")]
    for path in fiches.write("m", given):
        path.with_suffix(".pdf").touch()
    assert fiches.write("m", given) == []


@pytest.mark.browser
def test_each_fiche_is_one_page():

    browser.executable()
    for pdf in browser.print_pdfs(fiches.write("m", [fiche("02145879321", "decouverte", extra=True), fiche("2")])):
        pages = pdf.read_bytes().count(b"/Type /Page\n")
        assert pages == (2 if pdf.stem == fiches.ALL else 1)
        assert pdf.stat().st_mode & 0o777 == 0o600
