"""Workbooks of Excel: what it shows is what is read, and what is not one is refused in a sentence."""

from __future__ import annotations

import shutil
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.adapters.tables import workbook
from provisioner.adapters.tables.workbook import _HIDDEN
from provisioner.errors import DataError

TITLES = ["numéro", "nom"]
SHEET = "xl/worksheets/sheet1.xml"


def saved(path, rows, forms=()):
    """Save rows as Excel would: values as they are typed, `forms` the formats of some cells."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place, form in dict(forms).items():
        book.active[place].number_format = form
    book.save(path)
    return path


def test_values_as_excel_shows_them(tmp_path):
    rows = [TITLES, [2145879321, "LEFÈVRE"], [], [7, 13.5], [42.0, True], [date(2027, 5, 12), None], [None, "  "]]
    path = saved(tmp_path / "l.xlsx", rows, {"A4": "00000", "B4": "0.00"})
    assert workbook.read(path) == [
        (1, ["numéro", "nom"]),
        (2, ["2145879321", "LEFÈVRE"]),
        (4, ["00007", "13,5"]),
        (5, ["42", "VRAI"]),
        (6, ["12/05/2027"]),
    ]


def test_only_the_first_sheet_is_read(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["a"])
    book.create_sheet("Autre").append(["b"])
    book.save(tmp_path / "l.xlsx")
    assert workbook.read(tmp_path / "l.xlsx") == [(1, ["a"])]


@given(
    st.lists(
        st.lists(st.text(max_size=12), min_size=2, max_size=4),
        max_size=5,
    )
)
def test_what_is_written_is_read_back(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("livre") / "l.xlsx"
    path.write_bytes(workbook.written([TITLES, *rows], (20, 30), "liste : [1/2]"))
    kept = [[_HIDDEN.sub("", cell) for cell in row] for row in rows]
    for row in kept:
        while row and not row[-1].strip():
            row.pop()
    assert [cells for _, cells in workbook.read(path)] == [TITLES, *(row for row in kept if row)]


def test_a_formula_that_somebody_typed_stays_a_text(tmp_path):
    path = tmp_path / "l.xlsx"
    path.write_bytes(workbook.written([TITLES, ["007", "=1+1"]], (20, 30), "l"))
    assert workbook.read(path)[1] == (2, ["007", "=1+1"])
    cell = openpyxl.load_workbook(path).active["B2"]
    assert (cell.data_type, cell.value) == ("s", "=1+1")


def test_bounds(tmp_path):
    with pytest.raises(DataError, match="plus de 200 colonnes"):
        workbook.read(saved(tmp_path / "w.xlsx", [["x"] * 201]))
    with pytest.raises(DataError, match="plus de 20000 lignes"):
        workbook.read(saved(tmp_path / "l.xlsx", [["x"]] * 20_001))


def altered(path, name, content):
    """Give a part of a workbook another content."""
    made = path.with_name(f"autre-{path.name}")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w") as new:
        for info in old.infolist():
            new.writestr(info.filename, content if info.filename == name else old.read(info))
    return made


def sheet(path, rows):
    """Give the first sheet of a workbook other rows."""
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return altered(path, SHEET, f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>')


def test_a_sheet_that_lies_on_its_size(tmp_path):
    whole = saved(tmp_path / "l.xlsx", [TITLES])
    cell = '<c r="{}" t="inlineStr"><is><t>x</t></is></c>'
    far = f'<row r="3">{cell.format("B3")}</row><row r="99999999999">{cell.format("A1")}</row>'
    assert workbook.read(sheet(whole, far)) == [(3, ["", "x"])]
    wide = "".join(f'<row r="{row}"><c r="XFD{row}"/></row>' for row in range(1, 3_000))
    assert workbook.read(sheet(whole, wide)) == []


def test_what_is_no_workbook(tmp_path):
    whole = saved(tmp_path / "l.xlsx", [TITLES])
    raw = whole.read_bytes()
    for damaged, told in (
        (b"num\xe9ro;nom", "n’est pas un document lisible"),
        (raw[: len(raw) // 2], "n’est pas un document"),
    ):
        (tmp_path / "d.xlsx").write_bytes(damaged)
        with pytest.raises(DataError, match=told):
            workbook.read(tmp_path / "d.xlsx")
    shutil.make_archive(str(tmp_path / "vide"), "zip", tmp_path)
    (tmp_path / "vide.zip").rename(tmp_path / "vide.xlsx")
    with pytest.raises(DataError, match="n’est pas un classeur lisible"):
        workbook.read(tmp_path / "vide.xlsx")
    with pytest.raises(DataError, match=r"« xl/worksheets/sheet1\.xml » est abîmé"):
        workbook.read(altered(whole, SHEET, "<worksheet>"))
    with pytest.raises(DataError, match="n’est pas un classeur lisible"):
        workbook.read(sheet(whole, '<row r="1"><c r="A1" t="s"><v>99</v></c></row>'))
    with pytest.raises(DataError, match="DTD ou une entité"):
        workbook.read(altered(whole, "xl/workbook.xml", '<!DOCTYPE w [<!ENTITY a "b">]><workbook>&a;</workbook>'))
    with pytest.raises(DataError, match="n’existe pas"):
        workbook.read(tmp_path / "absent.xlsx")
