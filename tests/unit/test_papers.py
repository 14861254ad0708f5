"""Papers of a subject: what the candidate must not read, the fields of annexe VI-4, what commissions type in."""

import zipfile

import docx
import pytest
import yaml
from odf.opendocument import load as load_odt
from odf.teletype import extractText
from odf.text import P
from PIL import Image

from provisioner import exams, paths
from provisioner.errors import DataError, SittingError
from provisioner.pipeline.bank import draft
from provisioner.pipeline.bank import papers as printing
from provisioner.schema.sitting import Access, Candidate, RosterLine, Wave
from provisioner.schema.subject import Subject
from provisioner.steps import papers
from provisioner.steps.papers import Paper
from provisioner.steps.papers.prose import annex_title, blocks, html, typeset
from provisioner.steps.sitting import store

REAL = paths.SUBJECTS
TEXT = (
    (draft.TEMPLATES / "wordpress.yml").read_text(encoding="utf-8").replace("@EXAM@", "2022").replace("@LETTER@", "A")
)
DATA = yaml.safe_load(TEXT)
SUBJECT = Subject.model_validate(DATA)
FIELDS = (
    "NOM", "Prénom", "N° candidat", "N° commission", "Date", "SUJET", "CMS", "WordPress", "PrestaShop",
    "Appréciation globale de la commission", "Nom et signature des examinateurs", "Note sur 20",
)  # fmt: skip
EVIL = "<script>alert(1)</script>{{7*7}}"


def line(number="0421", subject="A", cms="wordpress", **more):
    return RosterLine(
        number=number, surname="DUPRÉ", first_name="Élodie", commission="7", cms=cms, subject=subject, line=2,
        **{"extra_time": False, **more},
    )  # fmt: skip


def paper(who=None, subject=SUBJECT, day=""):
    return Paper(exams.load_exam("2022"), subject, {}, who, day)


def test_the_candidate_reads_the_subject_and_nothing_of_what_is_expected():
    page = papers.subjects([paper()])
    assert "SUJET WordPress A" in page
    assert "40 minutes" in page
    for question in SUBJECT.questions:
        assert typeset(question.title) in page
        for expectation in question.expectations:
            assert expectation.says not in page
        for grid in question.grid:
            assert grid.competence not in page
            assert grid.levels.TS not in page
        for mistake in question.mistakes:
            assert mistake.what not in page


def test_the_grid_is_for_the_commission():
    page = papers.grids([paper(line())])
    assert "réservé à la commission" in page
    assert "DUPRÉ" not in page
    assert "0421" in page
    for question in SUBJECT.questions:
        for grid in question.grid:
            assert all(
                typeset(level) in page for level in (grid.levels.TI, grid.levels.I, grid.levels.S, grid.levels.TS)
            )
    assert page.count('class="box"') == 4 * sum(len(question.grid) for question in SUBJECT.questions)


def test_the_fiche_has_the_fields_of_annexe_vi_4():
    page = papers.fiches([paper(line(), day="12 mai 2022")])
    assert all(field in page for field in FIELDS)
    assert all(value in page for value in ("DUPRÉ", "Élodie", "0421", ">7<", "12 mai 2022", ">A<"))
    assert page.count("box ticked") == 1


def test_more_time_is_said():
    assert "53 min 20 s" in papers.subjects([paper(line(extra_time=True))])


def test_a_hostile_text_is_only_text():
    subject = Subject.model_validate({**DATA, "situation": EVIL, "title": EVIL})
    for page in (papers.subjects([paper(subject=subject)]), papers.fiches([paper(line(number=EVIL))])):
        assert "<script>" not in page
        assert "&lt;script&gt;" in page
        assert ">49" not in page


def test_prose():
    found = blocks("Un mot.\n\nVoici :\n- un **deux**\n- trois\n  et quatre\n\nFin")
    assert [block.kind for block in found] == ["p", "p", "li", "li", "p"]
    assert [(run.text, run.bold) for run in found[2].runs] == [("un ", False), ("deux", True)]
    assert found[3].runs[0].text == "trois et quatre"
    assert html("- a\n- b") == "<ul><li>a</li><li>b</li></ul>"
    assert html("**<b>**") == "<p><strong>&lt;b&gt;</strong></p>"
    assert typeset("Prix : 18 € ; « oui » (annexe 1) !") == (
        "Prix\u00a0: 18\u00a0€\u202f; «\u00a0oui\u00a0» (annexe\u00a01)\u202f!"
    )
    assert annex_title("Annexe 2 – Courriel") == annex_title("Courriel") == "Courriel"


def test_word(tmp_path):
    papers.docx_fiche(paper(line()), tmp_path / "fiche.docx")
    document = docx.Document(str(tmp_path / "fiche.docx"))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    said = "\n".join([*cells, *(one.text for one in document.paragraphs)])
    assert all(field in said for field in FIELDS)
    assert "☒ WordPress" in said
    papers.docx_grid(paper(), tmp_path / "grille.docx")
    grid = docx.Document(str(tmp_path / "grille.docx")).tables[0]
    assert len(grid.rows) == 1 + sum(len(question.grid) for question in SUBJECT.questions)
    assert [cell.text for cell in grid.rows[0].cells][1:3] == ["Critère de performance", "Compétence opérationnelle"]


def test_libreoffice(tmp_path):
    papers.odt_fiche(paper(line()), tmp_path / "fiche.odt")
    said = "\n".join(extractText(one) for one in load_odt(str(tmp_path / "fiche.odt")).getElementsByType(P))
    assert all(field in said for field in FIELDS)
    papers.odt_grid(paper(), tmp_path / "grille.odt")
    said = "\n".join(extractText(one) for one in load_odt(str(tmp_path / "grille.odt")).getElementsByType(P))
    assert SUBJECT.questions[1].grid[0].levels.TS in said
    assert zipfile.ZipFile(tmp_path / "grille.odt").read("mimetype") == b"application/vnd.oasis.opendocument.text"


@pytest.fixture
def bank(tmp_path, monkeypatch):
    place = tmp_path / "subjects" / "2022"
    place.mkdir(parents=True)
    for name in ("exam.yml", "context"):
        (place / name).symlink_to(REAL / "2022" / name)
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path / "subjects")
    monkeypatch.setenv("E5B_HOME", str(tmp_path / "home"))
    draft.new("2022", "wordpress", "A")
    return place


@pytest.mark.usefixtures("bank")
def test_papers_of_a_wave():
    access = Access(port=1, login="l", password="secret-word", capture_password="p", keys={})
    who = (line("1"), line("2", subject="Z"), line("3", subject="WordPress A"))
    wave = Wave(wave="v", exam="2022", host="h", candidates=tuple(Candidate(who=one, access=access) for one in who))
    store.write_wave(wave)
    printed = printing.of_wave("v", "2022-05-12", pdf=False)
    assert printed.missing == {"2": "Z"}
    page = (printed.folder / "fiche-evaluation.html").read_text(encoding="utf-8")
    assert page.count("<article") == 2
    assert "12 mai 2022" in page
    assert "secret-word" not in page
    assert printed.folder.stat().st_mode & 0o077 == 0
    before = [path.read_bytes() for path in sorted(printed.folder.glob("*.html"))]
    printing.of_wave("v", "2022-05-12", pdf=False)
    assert [path.read_bytes() for path in sorted(printed.folder.glob("*.html"))] == before


@pytest.mark.usefixtures("bank")
def test_papers_of_nobody():
    with pytest.raises(SittingError, match="n’existe pas"):
        printing.of_wave("absente")
    with pytest.raises(DataError, match="n’est pas dans la banque"):
        printing.of_subjects("2022", ["wordpress-q"])


def test_days_as_they_are_written():
    assert [printing.french_day(one) for one in ("2022-05-12", "2022-05-01", "")] == ["12 mai 2022", "1er mai 2022", ""]


@pytest.mark.parametrize("day", ["12/05/2022", "2022-05-45", "2022-00-12", "2022-13-01", "mai"])
def test_what_is_no_day_is_refused(day):
    with pytest.raises(DataError, match="n’est pas une date"):
        printing.french_day(day)


def test_pictures_of_annexes(bank):
    path = bank / "wordpress-a" / "subject.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["annexes"][0]["picture"] = "atelier-plans"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    printed = printing.of_subjects("2022", ["wordpress-a"], pdf=False)
    page = (printed.folder / "wordpress-a" / "sujet.html").read_text(encoding="utf-8")
    (picture,) = (printed.folder / "wordpress-a" / "images").iterdir()
    assert f'src="images/{picture.name}"' in page
    assert "Fichier remis" not in page
    assert not (printed.folder / "wordpress-a" / printing.HANDED_OUT).exists()


def test_a_picture_to_send_is_handed_out_as_a_file(bank):
    path = bank / "wordpress-a" / "subject.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["annexes"][0] |= {"picture": "atelier-plans", "file": True}
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    printed = printing.of_subjects("2022", ["wordpress-a"], pdf=False)
    (file,) = (printed.folder / "wordpress-a" / printing.HANDED_OUT / "wordpress-a").iterdir()
    assert Image.open(file).format == "JPEG"
    page = (printed.folder / "wordpress-a" / "sujet.html").read_text(encoding="utf-8")
    assert f"Fichier remis sur votre poste : <strong>{file.name}</strong>" in page


@pytest.mark.browser
@pytest.mark.usefixtures("bank")
def test_printed(tmp_path):
    printed = printing.of_subjects("2022", [], tmp_path / "papiers")
    assert printed.trouble is None
    made = {path.name for path in printed.files if path.read_bytes().startswith(b"%PDF")}
    assert made == {"sujet.pdf", "grille.pdf", "fiche-evaluation.pdf"}


def test_what_a_commission_wrote_is_filled_in_and_nothing_else():
    from provisioner import exams, subjects
    from provisioner.steps.papers import Filled, Paper, fiches, grids

    exam, filed = exams.load_exam("2022"), subjects.read_one("2022", "wordpress-a")
    blank = Paper(exam, filed.data, {})
    assert "ticked" not in grids([blank]).partition("</style>")[2].partition("<article")[2]
    filled = Filled({(1, 0): "TS"}, ["Question 2 (léa) : « <b>précis</b> »"], "Bien & clair.", "13,5", ["léa", "paul"])
    grid = grids([Paper(exam, filed.data, {}, filled=filled)]).partition("<article")[2]
    assert grid.count("ticked") == 1
    assert grid.index("ticked") < grid.index(filed.data.questions[1].grid[0].levels.TS[:20].replace("’", "’"))
    assert "&lt;b&gt;précis" in grid
    fiche = fiches([Paper(exam, filed.data, {}, filled=filled)])
    assert "Bien &amp; clair." in fiche
    assert "Note sur 20 : 13,5" in fiche
    assert "<td>léa</td><td>paul</td>" in fiche
    no_mark = fiches([Paper(exam, filed.data, {}, filled=Filled({}, [], "", "", []))])
    assert "Note sur 20 : &emsp;" in no_mark
