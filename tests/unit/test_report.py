"""The report: escaped, self-contained, the same bytes each time, and clear about what it does not know."""

import json
import re
import shutil

import pytest
from PIL import Image
from report_sample import AFTER, BEFORE, DIFF, EVIL, IDLE, make

from provisioner import catalog
from provisioner.errors import DataError, E5BError, SittingError
from provisioner.schema.verdicts import VERDICT_LABELS
from provisioner.steps import report
from provisioner.steps.report import render


@pytest.fixture(scope="module")
def exam():
    return catalog.load_exam("2022")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return make(tmp_path_factory.mktemp("vagues") / "matin" / "0742")


@pytest.fixture(scope="module")
def page(folder, exam):
    return report.write_report(folder, exam).read_text(encoding="utf-8")


def test_nothing_a_candidate_wrote_is_markup(page):
    assert "window.HACKED" in page
    assert "<script>window.HACKED" not in page
    assert "<img src=x" not in page
    assert page.count("<script>") == page.count("</script>") == 1
    assert page.count("</style>") == 1
    assert "url(x)" not in re.sub(r">[^<]*<", "><", page)


def test_scripts_are_refused_but_ours(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    assert "default-src &#39;none&#39;" in policy or "default-src 'none'" in policy
    assert re.search(r"script-src (&#39;|')sha256-[\w+/=&;#]+(&#39;|')", policy)


def test_it_needs_nothing_outside_its_folder(page, folder):
    for address in re.findall(r'(?:src|href)="([^"]*)"', page):
        if address.startswith("#"):
            assert f'id="{address[1:]}"' in page, address
        else:
            assert not re.match(r"^([a-z]+:|//|/|\.\.)", address)
            assert (folder / "report" / address).is_file()


def test_the_same_folder_gives_the_same_bytes(folder, exam):
    first = {p.name: p.read_bytes() for p in (folder / "report").rglob("*") if p.is_file()}
    report.write_report(folder, exam)
    assert {p.name: p.read_bytes() for p in (folder / "report").rglob("*") if p.is_file()} == first
    assert not list(folder.glob(".report*"))


def test_the_candidate_is_a_number_and_people_mark(page):
    assert "0742" in page
    assert "candidat-0742" not in page
    assert "Il ne note pas" in page
    for label in VERDICT_LABELS.values():
        assert label in page


def test_words_added_and_taken_away(page):
    assert "depuis <del>2016</del><ins>2018, à la main</ins>." in page
    assert "<ins>2018</ins>" not in page
    words = len(AFTER.split())
    assert f"{words}\u202fmots" in page
    assert f"{len(BEFORE.split())}\u202fmots" in page


def test_proofs_lead_to_changes(page):
    found = re.findall(r'<li><a href="#(modif-\d+)">', page)
    assert found
    assert all(f'id="{anchor}"' in page for anchor in found)


def test_pictures(page, folder):
    pages = folder / "report" / "pages"
    assert sorted(p.name for p in pages.iterdir()) == [
        "1-desktop-apres.png",
        "1-desktop-avant.png",
        "1-phone-apres.png",
        "1-phone-avant.png",
        "2-desktop-apres.png",
        "2-phone-apres.png",
        "4-desktop-avant.png",
        "4-phone-avant.png",
    ]
    assert "Page nouvelle" in page
    assert "1\u202fpage vue sans différence" in page
    assert [p.name for p in (folder / "report" / "fichiers").iterdir()] == ["1.jpg"]
    assert '<img class="thumb" src="fichiers/1.jpg"' in page


def test_others_noise_uncovered_and_versions(page, folder):
    assert "Révisions et enregistrements automatiques" in page
    verdicts = json.loads((folder / "verdicts.json").read_text(encoding="utf-8"))
    assert f"{len(verdicts['uncovered'])}\u202ffonctionnalités officielles non couvertes" in page
    for label in verdicts["uncovered_labels"].values():
        assert render.french(label).replace("'", "&#39;") in page
    assert "5.8.2" in page


def test_reservations_are_told(tmp_path, exam):
    folder = make(tmp_path / "v" / "1", pictures=False, reservations=["Thème 2.4 au lieu de 2.8."])
    assert "Thème 2.4 au lieu de 2.8." in report.write_report(folder, exam).read_text(encoding="utf-8")


def test_an_idle_candidate(tmp_path, exam):
    folder = make(tmp_path / "v" / "0743", IDLE, pictures=False)
    page = report.write_report(folder, exam).read_text(encoding="utf-8")
    assert "Aucune modification constatée" in page
    assert 'class="change ' not in page
    assert "Connexions et préférences" in page


def test_discovery_says_on_the_report_that_its_versions_are_not_the_exams(tmp_path):
    discovery = catalog.load_exam("decouverte")
    folder = make(tmp_path / "v" / "1", IDLE, pictures=False, exam="decouverte", cms_version="5.7.11")
    assert 'class="notice"' in report.write_report(folder, discovery).read_text(encoding="utf-8")
    index = report.write_index(folder.parent, {"decouverte": discovery}).read_text(encoding="utf-8")
    assert 'class="notice"' in index


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("diff.json", None, SittingError),
        ("verdicts.json", None, SittingError),
        ("sitting.json", None, SittingError),
        ("diff.json", "{", DataError),
        ("diff.json", '{"cms": 1}', DataError),
        ("capture/pages/pages.json", "[", DataError),
    ],
)
def test_what_is_missing_or_broken_is_told_and_the_last_report_stays(folder, exam, tmp_path, name, content, error):
    copy = tmp_path / "0742"
    shutil.copytree(folder, copy)
    before = (copy / "report/index.html").read_bytes()
    if content is None:
        (copy / name).unlink()
    else:
        (copy / name).write_text(content, encoding="utf-8")
    with pytest.raises(error) as caught:
        report.write_report(copy, exam)
    assert name.rsplit("/", 1)[-1] in caught.value.message
    assert caught.value.hint
    assert (copy / "report/index.html").read_bytes() == before
    assert not list(copy.glob(".report*"))


def test_a_picture_that_is_none_is_left_out(folder, exam, tmp_path):
    copy = tmp_path / "0742"
    shutil.copytree(folder, copy)
    (copy / "capture/pages/after-desktop.png").write_bytes(b"\x89PNG\r\n\x1a\n broken")
    (copy / "capture/files/wp-content/uploads/2022/05/salon.jpg").write_bytes(b"<svg onload=alert(1)>")
    page = report.write_report(copy, exam).read_text(encoding="utf-8")
    assert "fichiers/1.jpg" not in page
    assert "avant seulement" in page


def test_a_pages_list_cannot_reach_out_of_its_folder(folder, exam, tmp_path):
    copy = tmp_path / "0742"
    shutil.copytree(folder, copy)
    Image.new("RGB", (10, 10)).save(copy / "secret.png")
    listed = json.loads((copy / "capture/pages/pages.json").read_text(encoding="utf-8"))
    listed["pages"][1]["after"]["views"][0]["image"] = "../../secret.png"
    (copy / "capture/pages/pages.json").write_text(json.dumps(listed), encoding="utf-8")
    report.write_report(copy, exam)
    assert not (copy / "report/pages/2-desktop-apres.png").exists()


def test_the_index_of_a_wave(folder, exam, tmp_path):
    wave = tmp_path / "matin"
    shutil.copytree(folder, wave / "0742")
    make(wave / "0743", IDLE, pictures=False)
    report.write_report(wave / "0743", exam)
    make(wave / "0744", DIFF, pictures=False)
    page = report.write_index(wave, {"2022": exam}).read_text(encoding="utf-8")
    assert '<a href="0742/report/index.html">' in page
    assert '<a href="0743/report/index.html">' in page
    assert "aucune" in page
    assert "0744/report" not in page
    assert "Pas encore de relevé" in page
    assert EVIL not in page
    assert report.write_index(wave, {"2022": exam}).read_text(encoding="utf-8") == page


def test_an_empty_wave(tmp_path):
    with pytest.raises(E5BError, match="Aucun candidat"):
        report.write_index(tmp_path, {})
