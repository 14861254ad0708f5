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
from provisioner.adapters import tables
from provisioner.adapters.tables import opendocument
from provisioner.cli import cli
from provisioner.errors import DataError, SittingError
from provisioner.pipeline.records import marks as sheets
from provisioner.schema.sitting import Access, Candidate, RosterLine, Wave
from provisioner.steps import marks
from provisioner.steps.console import accounts, passwords, writings
from provisioner.steps.console import marks as console_marks
from provisioner.steps.console.database import Database
from provisioner.steps.sitting import store

FORMATS = ("csv", "ods", "xlsx")
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
        lines = [line.model_copy(update={"level": draw(st.sampled_from([None, *marks.LEVELS]))}) for line in one.lines]
        notes = [note.model_copy(update={"text": draw(TEXT)}) for note in one.notes]
        update = {"lines": tuple(lines), "notes": tuple(notes), "mark": draw(MARK), "comment": draw(TEXT)}
        made.append(one.model_copy(update=update))
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


ROW = ["0421", "wordpress-a", "1", "1", "", "", "", "", ""]


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
        (sheet(row(line="note", comment="x" * 10_001)), "le texte dépasse 10000 caractères"),
        (sheet(row(comment="Vivant")), "le commentaire se met sur la ligne « note » de la question 1"),
        (sheet(row(line="note", level="S")), "un niveau se met sur une ligne de la grille"),
        (sheet(row(line="note", mark="12")), "la note se met sur la ligne « ensemble »"),
        (sheet(row(question="5", line="note")), "la grille de wordpress-a n’a pas cette ligne"),
        (sheet(row(level="S", version="v1.0.0")), "a été noté depuis que ce tableau a été exporté"),
        (sheet(["0421"]), "ligne 2 : 1 cellule(s) au lieu de 9"),
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
def wave(monkeypatch):
    """Commission 1 has 0421, and 0422 whose subject is in no bank; commission 2 has 0500. Its three examiners."""
    monkeypatch.setattr(passwords, "COST", 2)
    who = [
        RosterLine(number=number, surname="DUPRÉ", first_name="Zoé", commission=commission, cms="wordpress",
                   subject=letter, extra_time=False, line=2)
        for number, commission, letter in (("0421", "1", "A"), ("0422", "1", "hors banque"), ("0500", "2", "A"))
    ]  # fmt: skip
    access = Access(port=1, login="l", password="p", capture_password="c", keys={})
    store.write_wave(
        Wave(wave="v", exam="2022", host="h", candidates=tuple(Candidate(who=one, access=access) for one in who))
    )
    database = Database()
    for name, commission, marking in (("marie", "1", 1), ("paul", "1", 1), ("jean", "1", 2), ("zoe", "2", 1)):
        accounts.add(database, name, "examinateur", commission, marking)
    return database


def run(*words):
    return CliRunner().invoke(cli, ["marks", *map(str, words), "--wave", "v"])


def exported(path, account=""):
    result = run("export", path, *(["--as", account] if account else []))
    assert result.exit_code == 0, result.output
    return [cells + [""] * (9 - len(cells)) for _, cells in tables.read(path, bool)]


def fill(path, rows, **cells):
    """Write a sheet again with levels, notes and the mark of 0421."""
    at = {(row[2], row[3]): row for row in rows if row[0] == "0421"}
    at["1", "1"][5] = cells.get("level", at["1", "1"][5])
    at["2", "note"][7] = cells.get("note", at["2", "note"][7])
    at["ensemble", ""][6] = cells.get("mark", at["ensemble", ""][6])
    at["ensemble", ""][7] = cells.get("comment", at["ensemble", ""][7])
    path.write_bytes(tables.written(rows, path, marks.WIDTHS))


def lines(database):
    with database.read() as connection:
        return [
            tuple(row) for table in ("ticks", "notes", "marks") for row in connection.execute(f"SELECT * FROM {table}")
        ]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_sheet_and_the_console_are_one(wave, tmp_path, format_):
    out = tmp_path / f"notes.{format_}"
    rows = exported(out, "marie")
    assert {row[0] for row in rows[1:]} == {"0421"}
    assert "DUPRÉ" not in str(rows)
    fill(out, rows, level="S", note="Bon titre.\nCourt.", mark="14", comment="Solide")
    result = run("import", out, "--as", "marie")
    assert result.exit_code == 0, result.output
    assert "3 saisie(s) nouvelle(s). 1 note(s) sur 1 candidat(s), 1 niveau(x)" in result.output
    assert not list(paths.waves().rglob("marks.json"))
    written = writings.sheet(wave, "v", "0421", 1)
    assert written.level(0, 0, "marie") == "S"
    assert written.note(1, "marie").text == "Bon titre.\nCourt."
    assert (written.mark.mark, written.mark.comment, written.mark.account) == ("14", "Solide", "marie")
    assert not written.mark.validated
    # What is said in the console comes out, for who may see it: the colleague, not the second marking.
    writings.tick(wave, "v", "0421", 0, 1, accounts.find(wave, "paul"), "TS")
    paul = exported(tmp_path / f"paul.{format_}", "paul")
    assert ([row[5] for row in paul[1:3]], paul[-1][6:8]) == (["", "TS"], ["14", "Solide"])
    everybody = exported(tmp_path / f"tous.{format_}")
    assert [row[5] for row in everybody[1:3]] == ["S", "TS"]
    assert "marie : Bon titre.\nCourt." in str([row[7] for row in everybody]).replace("\\n", "\n")
    second = exported(tmp_path / f"jean.{format_}", "jean")
    assert {cell for row in second[1:] for cell in row[5:]} == {""}
    assert "14" not in str(exported(tmp_path / f"zoe.{format_}", "zoe"))
    # The same sheet again: the same words.
    kept = lines(wave)
    again = tmp_path / f"encore.{format_}"
    exported(again, "marie")
    assert "0 saisie(s)" in run("import", again, "--as", "marie").output
    assert lines(wave) == kept


def test_nothing_written_since_is_replaced(wave, tmp_path):
    out = tmp_path / "notes.csv"
    rows = exported(out, "marie")
    marie = accounts.find(wave, "marie")
    writings.tick(wave, "v", "0421", 0, 0, marie, "TI")
    kept = lines(wave)
    fill(out, rows, level="TS")
    result = run("import", out, "--as", "marie")
    assert result.exit_code == 1
    assert "noté depuis que ce tableau a été exporté" in result.exception.message
    assert lines(wave) == kept
    # A colleague's ticks are theirs: they hinder nobody.
    rows = exported(tmp_path / "b.csv", "marie")
    writings.tick(wave, "v", "0421", 0, 0, accounts.find(wave, "paul"), "S")
    fill(tmp_path / "b.csv", rows, level="")
    assert run("import", tmp_path / "b.csv", "--as", "marie").exit_code == 0
    assert writings.sheet(wave, "v", "0421", 1).levels(0, 0) == {"paul": "S"}


def test_a_mark_validated_or_lifted_stays(wave, tmp_path):
    marie = accounts.find(wave, "marie")
    console_marks.validate(wave, "v", "0421", marie, "12", "", base=0)
    out = tmp_path / "notes.csv"
    fill(out, exported(out, "marie"), level="S", mark="15")
    kept = lines(wave)
    result = run("import", out, "--as", "marie")
    assert "est validée : rien n’est enregistré" in result.exception.message
    console_marks.lift(wave, "v", marie, ["0421"])
    assert "L’anonymat est levé" in run("import", out, "--as", "marie").exception.message
    assert lines(wave) == kept


def test_only_an_examiner_imports_and_for_their_commission(wave, tmp_path):
    accounts.add(wave, "nadia", "technicien")
    out = tmp_path / "notes.csv"
    rows = exported(out)
    assert {row[0] for row in rows[1:]} == {"0421", "0500"}
    for account in ("nadia", "personne"):
        assert "n’est pas le compte d’un examinateur" in run("import", out, "--as", account).exception.message
    assert run("import", out).exit_code == 2
    assert run("import", out, "--as", "zoe").exit_code == 0
    fill(out, rows, level="S")
    result = run("import", out, "--as", "zoe")
    assert "« 0421 » n’est pas à noter par ce compte" in result.exception.message
    assert lines(wave) == []


def former(mark="13.5", subject="wordpress-a"):
    line = {"question": 1, "line": 1, "level": "TS", "comment": "Vivant"}
    one = {"number": "0421", "subject": subject, "lines": [line], "mark": mark, "comment": "Bien"}
    path = paths.waves() / "v" / "marks.json"
    path.write_text(json.dumps({"format": 1, "exam": "2022", "wave": "v", "candidates": [one]}), encoding="utf-8")
    return path


def test_what_was_imported_before_is_taken_over(wave):
    path = former()
    raw = path.read_bytes()
    assert sheets.take_over("v") == 3
    assert not path.exists()
    kept = lines(wave)
    # An interruption before the file is removed: once more is the same.
    path.write_bytes(raw)
    assert sheets.take_over("v") == 0
    assert lines(wave) == kept
    written = writings.sheet(wave, "v", "0421", 1)
    assert written.agreed(0, 0) == "TS"
    assert written.notes[0].text == "ligne 1 : Vivant"
    assert (written.mark.mark, written.mark.comment, written.mark.validated) == ("13,5", "Bien", False)
    # Nobody is « (tableur) »: an examiner's word takes its place.
    writings.tick(wave, "v", "0421", 0, 0, accounts.find(wave, "marie"), "S")
    assert writings.sheet(wave, "v", "0421", 1).agreed(0, 0) == "S"
    with pytest.raises(DataError):
        accounts.add(wave, writings.SPREADSHEET, "examinateur", "1")


def test_what_was_imported_before_never_replaces_the_console(wave):
    console_marks.write(wave, "v", "0421", accounts.find(wave, "marie"), "9", "À revoir", base=0)
    former(subject="wordpress-b")
    sheets.take_over("v")
    written = writings.sheet(wave, "v", "0421", 1)
    assert (written.mark.mark, written.ticks) == ("9", ())
    told = "wordpress-b, question 1, ligne 1 : TS Vivant\nNote du tableur : 13,5. Bien"
    assert [note.text for note in written.notes] == [told]


@pytest.mark.usefixtures("wave")
def test_a_damaged_file_of_before_is_told():
    path = former()
    path.write_text("{", encoding="utf-8")
    with pytest.raises(DataError, match="est abîmé"):
        sheets.take_over("v")
    assert path.exists()


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

    assert opendocument.read(ods(tmp_path / "l.ods", fill)) == [(1, ["a", "b", "c"]), (5, ["13,50", "7", "7"])]


def test_a_sheet_that_lies_on_its_size(tmp_path):
    def fill(made):
        line = TableRow(numberrowsrepeated=1048576)
        cell = TableCell(valuetype="string")
        cell.addElement(P(text="x"))
        line.addElement(cell)
        made.addElement(line)

    with pytest.raises(DataError, match="plus de 20000 lignes"):
        opendocument.read(ods(tmp_path / "l.ods", fill))

    def wide(made):
        line = TableRow()
        cell = TableCell(valuetype="string", numbercolumnsrepeated=16384)
        cell.addElement(P(text="x"))
        line.addElement(cell)
        made.addElement(line)

    with pytest.raises(DataError, match="plus de 200 colonnes"):
        opendocument.read(ods(tmp_path / "w.ods", wide))


def test_not_a_sheet(tmp_path):
    (tmp_path / "l.ods").write_text("numéro;nom", encoding="utf-8")
    with pytest.raises(DataError, match="n’est pas un document lisible"):
        opendocument.read(tmp_path / "l.ods")
    shutil.make_archive(str(tmp_path / "vide"), "zip", tmp_path)
    (tmp_path / "vide.zip").rename(tmp_path / "vide.ods")
    with pytest.raises(DataError, match="n’est pas une feuille de calcul"):
        opendocument.read(tmp_path / "vide.ods")
