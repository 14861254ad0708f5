"""Marks and a spreadsheet: what is typed comes back, nothing is filled in, and what is wrong is told by its cell."""

import csv
import io
import json
import shutil
from decimal import Decimal

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

from provisioner import paths, subjects
from provisioner.adapters import spreadsheet, tables
from provisioner.cli import cli
from provisioner.errors import DataError, SittingError
from provisioner.pipeline import marks as sheets
from provisioner.schema.marks import CandidateMarks
from provisioner.schema.sitting import Access, Candidate, RosterLine, Wave
from provisioner.steps import marks
from provisioner.steps.sitting import store

FORMATS = ("csv", "ods")
SUBJECTS = {id_: subjects.read_one("2022", id_).data for id_ in ("wordpress-a", "prestashop-b")}
BLANK = [
    marks.blank("0421", "wordpress-a", SUBJECTS["wordpress-a"]),
    marks.blank("7", "prestashop-b", SUBJECTS["prestashop-b"]),
]


def saved(candidates, path):
    path.write_bytes(tables.written(marks.table(candidates, SUBJECTS), path, marks.WIDTHS))
    return path


@pytest.mark.parametrize("format_", FORMATS)
def test_a_blank_sheet_holds_no_mark(tmp_path, format_):
    path = saved(BLANK, tmp_path / f"notes.{format_}")
    rows = [row for _, row in tables.read(path, bool)]
    assert rows[0] == list(marks.COLUMNS.values())
    assert {row[5] for row in rows[1:]} == {row[6] for row in rows[1:]} == {""}
    assert rows[1][:4] == ["0421", "wordpress-a", "1", "1"]
    assert rows[1][4] == "Qualité et pertinence des contenus publiés"
    assert marks.read(path, BLANK) == tuple(BLANK)


TEXT = st.text(st.characters(codec="utf-8", exclude_categories=("C",)) | st.just("\n"), max_size=40).map(
    lambda text: "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()
)
MARK = st.none() | st.decimals(0, 20, places=1)


@st.composite
def filled(draw):
    made = []
    for one in BLANK:
        lines = [
            line.model_copy(update={"level": draw(st.sampled_from([None, *marks.LEVELS])), "comment": draw(TEXT)})
            for line in one.lines
        ]
        made.append(one.model_copy(update={"lines": tuple(lines), "mark": draw(MARK), "comment": draw(TEXT)}))
    return made


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=15)
@given(candidates=filled())
def test_what_is_typed_comes_back(tmp_path_factory, format_, candidates):
    path = saved(candidates, tmp_path_factory.mktemp("notes") / f"notes.{format_}")
    assert marks.read(path, BLANK) == tuple(candidates)


def sheet(*rows):
    """A CSV file of marks: the titles, then these rows."""
    stream = io.StringIO()
    csv.writer(stream, delimiter=";").writerows([marks.COLUMNS.values(), *rows])
    return stream.getvalue()


ROW = ["0421", "wordpress-a", "1", "1", "", "", "", ""]


def row(**values):
    return [values.get(name, cell) for name, cell in zip(marks.COLUMNS, ROW, strict=True)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "vide"),
        (sheet(), "aucune ligne de notes"),
        (sheet(row(number="9")), "ligne 2, colonne « numéro » : « 9 » n’est pas un candidat"),
        (sheet(row(subject="wordpress-b")), "« wordpress-b » au lieu de « wordpress-a »"),
        (sheet(row(question="5")), "la grille de wordpress-a n’a pas cette ligne"),
        (sheet(row(level="A+")), "ligne 2, colonne « niveau (TI, I, S, TS) » : « A+ » n’est pas l’un de TI, I, S, TS"),
        (sheet(row(mark="12")), "la note se met sur la ligne « ensemble »"),
        (sheet(row(question="ensemble", line="", level="S")), "un niveau se met sur une ligne de la grille"),
        (sheet(row(question="ensemble", line="", mark="20,5")), "« 20,5 » n’est pas une note sur 20"),
        (sheet(row(question="ensemble", line="", mark="-1")), "« -1 » n’est pas une note sur 20"),
        (sheet(row(question="ensemble", line="", mark="douze")), "« douze » n’est pas une note sur 20"),
        (sheet(row(), row()), "ligne 3 : cette ligne de la grille est déjà à la ligne 2"),
        (sheet(row(comment="x" * 10_001)), "le texte dépasse 10000 caractères"),
        (sheet(["0421"]), "ligne 2 : 1 cellule(s) au lieu de 8"),
        (sheet(row()).replace("commentaire", "avis"), "colonne « avis » : colonne inconnue"),
        (sheet(row()).replace("critère", "numéro"), "colonne « numéro » : colonne en double"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell(tmp_path, text, told):
    path = tmp_path / "notes.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        marks.read(path, BLANK)
    assert told in caught.value.message
    assert str(path) in caught.value.message
    assert caught.value.hint


def test_rows_in_any_order_and_left_out(tmp_path):
    path = tmp_path / "notes.csv"
    path.write_text(
        sheet(row(question="Ensemble", line="", mark="13,5", comment="Solide"), row(level="ts")), encoding="utf-8"
    )
    first, second = marks.read(path, BLANK)
    assert (first.mark, first.comment, first.lines[0].level) == (Decimal("13.5"), "Solide", "TS")
    assert {line.level for line in first.lines[1:]} == {None}
    assert second == BLANK[1]


@pytest.fixture
def wave(e5b_home):
    """A wave of two candidates, one of whom has a subject of no bank."""
    who = [
        RosterLine(number=number, surname="DUPRÉ", first_name="Zoé", commission="1", cms="wordpress", subject=letter,
                   extra_time=False, line=2)
        for number, letter in (("0421", "A"), ("0422", "hors banque"))
    ]  # fmt: skip
    access = Access(port=1, login="l", password="p", capture_password="c", keys={})
    store.write_wave(
        Wave(wave="v", exam="2022", host="h", candidates=tuple(Candidate(who=one, access=access) for one in who))
    )
    return e5b_home


@pytest.mark.usefixtures("wave")
def test_a_wave_to_a_sheet_and_back(tmp_path):
    run = CliRunner().invoke
    out = tmp_path / "notes.ods"
    result = run(cli, ["marks", "export", "--wave", "v", str(out)])
    assert result.exit_code == 0, result.output
    assert "0422" in result.output
    rows = [cells for _, cells in spreadsheet.read(out)]
    assert "DUPRÉ" not in str(rows)
    rows[1][5:] = ["S", "", "Vivant"]
    rows[-1] += [""] * (8 - len(rows[-1]))
    rows[-1][6] = "14"
    out.write_bytes(tables.written(rows, out, marks.WIDTHS))
    result = run(cli, ["marks", "import", "--wave", "v", str(out)])
    assert result.exit_code == 0, result.output
    assert "1 note(s) sur 1 candidat(s), 1 niveau(x)" in result.output
    kept = paths.waves() / "v" / "marks.json"
    assert kept.stat().st_mode & 0o777 == 0o600
    assert "DUPRÉ" not in kept.read_text(encoding="utf-8")
    one = CandidateMarks.model_validate(json.loads(kept.read_text(encoding="utf-8"))["candidates"][0])
    assert (one.mark, one.lines[0].level, one.lines[0].comment) == (Decimal(14), "S", "Vivant")
    again = tmp_path / "encore.csv"
    assert run(cli, ["marks", "export", "--wave", "v", str(again)]).exit_code == 0
    assert marks.read(again, [one])[0] == one
    assert run(cli, ["marks", "export", "--wave", "v", str(again)]).exit_code == 1
    before = kept.read_bytes()
    again.write_text(again.read_text(encoding="utf-8-sig").replace(";S;", ";SS;"), encoding="utf-8")
    assert run(cli, ["marks", "import", "--wave", "v", str(again)]).exit_code == 1
    assert kept.read_bytes() == before


def test_no_such_wave(tmp_path):
    with pytest.raises(SittingError, match="La vague « nulle » n’existe pas"):
        sheets.export("nulle", tmp_path / "n.csv")
    assert not (tmp_path / "n.csv").exists()


def ods(path, fill):
    """Write a sheet as LibreOffice does: numbers, repeated cells, a million empty rows."""
    document = OpenDocumentSpreadsheet()
    made = Table(name="Feuille1")
    fill(made)
    document.spreadsheet.addElement(made)
    document.save(str(path))
    return path


def test_a_sheet_as_libreoffice_writes_it(tmp_path):
    def fill(made):
        head = TableRow()
        for title in ("a", "b", "c"):
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=title))
            head.addElement(cell)
        head.addElement(TableCell(numbercolumnsrepeated=16381))
        made.addElement(head)
        made.addElement(TableRow(numberrowsrepeated=3))
        line = TableRow()
        number = TableCell(valuetype="float", value="13.5")
        number.addElement(P(text="13,50"))
        line.addElement(number)
        line.addElement(TableCell(valuetype="float", value="7", numbercolumnsrepeated=2))
        made.addElement(line)
        empty = TableRow(numberrowsrepeated=1048571)
        empty.addElement(TableCell(numbercolumnsrepeated=16384))
        made.addElement(empty)

    assert spreadsheet.read(ods(tmp_path / "l.ods", fill)) == [(1, ["a", "b", "c"]), (5, ["13,50", "7", "7"])]


def test_a_sheet_that_lies_on_its_size(tmp_path):
    def fill(made):
        line = TableRow(numberrowsrepeated=1048576)
        cell = TableCell(valuetype="string")
        cell.addElement(P(text="x"))
        line.addElement(cell)
        made.addElement(line)

    with pytest.raises(DataError, match="plus de 20000 lignes"):
        spreadsheet.read(ods(tmp_path / "l.ods", fill))

    def wide(made):
        line = TableRow()
        cell = TableCell(valuetype="string", numbercolumnsrepeated=16384)
        cell.addElement(P(text="x"))
        line.addElement(cell)
        made.addElement(line)

    with pytest.raises(DataError, match="plus de 200 colonnes"):
        spreadsheet.read(ods(tmp_path / "w.ods", wide))


def test_not_a_sheet(tmp_path):
    (tmp_path / "l.ods").write_text("numéro;nom", encoding="utf-8")
    with pytest.raises(DataError, match="n’est pas un document lisible"):
        spreadsheet.read(tmp_path / "l.ods")
    shutil.make_archive(str(tmp_path / "vide"), "zip", tmp_path)
    (tmp_path / "vide.zip").rename(tmp_path / "vide.ods")
    with pytest.raises(DataError, match="n’est pas une feuille de calcul"):
        spreadsheet.read(tmp_path / "vide.ods")
