from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provisioner.adapters import tables
from provisioner.errors import DataError
from provisioner.schema.sitting import RosterLine
from provisioner.steps import roster

HEADER = "numéro;nom;prénom;commission;CMS;sujet;tiers-temps"
LINE = "1042;Lefèvre;Zoé;12;WordPress;A;non"


def write(folder: Path, text: str | bytes, name: str = "candidats.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refused(folder: Path, text: str | bytes) -> DataError:
    path = write(folder, text)
    with pytest.raises(DataError) as caught:
        roster.read(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_spreadsheets_write(tmp_path, separator, encoding, end):
    text = end.join([HEADER, LINE, ""]).replace(";", separator)
    (line,) = roster.read(write(tmp_path, text.encode(encoding)))
    assert line == RosterLine(
        number="1042",
        surname="Lefèvre",
        first_name="Zoé",
        commission="12",
        cms="wordpress",
        subject="A",
        extra_time=False,
        line=2,
    )


@pytest.mark.parametrize(
    "header",
    [
        " NUMERO ; Nom;PRÉNOM;Commission;cms;Sujet;Tiers temps",
        "N° candidat;nom;prenom;commission;CMS;sujet;tiers_temps",
        "number;surname;first name;commission;CMS;subject;extra-time",
        "sep=;\nNuméro;Nom;Prénom;Commission;CMS;Sujet;Tiers-temps",
        "Numéro;Nom;Prénom;Commission;CMS;Sujet;Tiers-temps;;",
    ],
)
def test_titles_are_taken_as_people_write_them(tmp_path, header):
    (line,) = roster.read(write(tmp_path, f"{header}\n{LINE}\n"))
    assert line.number == "1042"
    assert line.line == header.count("\n") + 2


def test_columns_in_any_order_and_blank_lines(tmp_path):
    text = 'sujet,CMS,nom,prénom,numéro,tiers-temps,commission\n\n,,,,,,\nB,ps,"Roux, dit ""Léo""",Léo,7,OUI,3\n'
    (line,) = roster.read(write(tmp_path, text))
    assert (line.surname, line.cms, line.extra_time, line.line) == ('Roux, dit "Léo"', "prestashop", True, 4)


@pytest.mark.parametrize(("said", "meant"), [("oui", True), ("X", True), ("1", True), ("Non", False), ("", False)])
def test_yes_and_no(tmp_path, said, meant):
    (line,) = roster.read(write(tmp_path, f"{HEADER}\n{LINE.replace('non', said)}\n"))
    assert line.extra_time is meant


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["vide"]),
        (" \n\n", ["vide"]),
        (HEADER + "\n", ["ligne 2", "aucun candidat"]),
        (HEADER.replace("CMS;", "") + "\n", ["ligne 1", "« CMS »", "absente"]),
        (HEADER + ";âge\n", ["ligne 1", "« âge »", "inconnue"]),
        (HEADER + ";nom\n", ["ligne 1", "« nom »", "en double"]),
        (f"{HEADER}\n{LINE}\n{LINE}\n", ["ligne 3", "« numéro »", "« 1042 » est déjà à la ligne 2"]),
        (f"{HEADER}\n{LINE.replace('WordPress', 'Joomla')}\n", ["ligne 2", "« CMS »", "« Joomla » inconnu"]),
        (f"{HEADER}\n{LINE.replace('non', 'peut-être')}\n", ["ligne 2", "« tiers-temps »", "« peut-être »"]),
        (f"{HEADER}\n{LINE.replace('1042', '../x')}\n", ["ligne 2", "« numéro »", "« ../x »"]),
        (f"{HEADER}\n{LINE.replace('Zoé', '')}\n", ["ligne 2", "« prénom »", "vide"]),
        (f"{HEADER}\n1042;Lefèvre;Zoé\n", ["ligne 2", "3 cellule(s) au lieu de 7"]),
        (f'{HEADER}\n1042;"Lefèvre;Zoé\n', ["ligne 2", "guillemets"]),
        (b"PK\x03\x04\x14\x00\x06\x00", ["classeur"]),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ["classeur Excel"]),
        (b"%PDF-1.7", ["PDF"]),
        (b"\x00\x01\x02\xff\xfe", ["ligne 1", "pas un fichier de texte"]),
        (f"{HEADER}\n{LINE}\n".encode() + b"1043;L\xe9a;", ["ligne 3, caractère 7", "mélangés"]),
        (HEADER.encode("cp1252") + b"\n1;\x81;", ["ligne 2, caractère 3", "encodage"]),
    ],
)
def test_what_is_refused_is_said_with_its_place(tmp_path, text, expected):
    message = refused(tmp_path, text).message
    for part in expected:
        assert part in message


def test_all_problems_at_once(tmp_path):
    bad = f"{HEADER}\n1042;A;B;1;Joomla;A;non\n1042;A;B;1;WordPress;A;bof\n7;x\n"
    message = refused(tmp_path, bad).message
    assert "4 problèmes" in message
    assert [part in message for part in ("Joomla", "déjà à la ligne 2", "bof", "ligne 4")] == [True] * 4


def test_a_cms_that_the_exam_does_not_have(tmp_path):
    path = write(tmp_path, f"{HEADER}\n{LINE.replace('WordPress', 'PrestaShop')}\n")
    with pytest.raises(DataError, match="l’épreuve ne comporte pas « PrestaShop »"):
        roster.read(path, ["wordpress"])


def test_an_absent_file_or_a_folder(tmp_path):
    for path in (tmp_path / "nulle-part.csv", tmp_path):
        with pytest.raises(DataError) as caught:
            roster.read(path)
        assert str(path) in caught.value.message


WORDS = st.text(st.characters(categories=["L", "N", "P", "Zs"], codec="utf-8"), min_size=1, max_size=30).filter(
    lambda word: word.strip() and word == " ".join(word.split())
)
NUMBERS = st.from_regex(r"[0-9A-Z][0-9A-Z._-]{0,10}", fullmatch=True)


@given(
    people=st.lists(st.tuples(NUMBERS, WORDS, WORDS), min_size=1, max_size=8, unique_by=lambda one: one[0].casefold()),
    separator=st.sampled_from(";,\t"),
)
def test_whatever_the_names_they_come_back(tmp_path_factory, people, separator):
    import csv
    import unicodedata

    path = tmp_path_factory.mktemp("liste") / "liste.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=separator)
        writer.writerow(HEADER.split(";"))
        writer.writerows([number, name, first, "1", "WordPress", "A", "non"] for number, name, first in people)
    expected = [
        (
            number,
            " ".join(unicodedata.normalize("NFC", name).split()),
            " ".join(unicodedata.normalize("NFC", first).split()),
        )
        for number, name, first in people
    ]
    assert [(line.number, line.surname, line.first_name) for line in roster.read(path)] == expected


@given(data=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_a_sentence(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("octets") / "octets.csv"
    path.write_bytes(data)
    with pytest.raises(DataError, match=r"octets\.csv"):
        roster.read(path)


@given(rows=st.lists(st.lists(st.text(max_size=8), max_size=9), max_size=5))
def test_any_rows_are_read_or_refused_in_a_sentence(tmp_path_factory, rows):
    path = tmp_path_factory.mktemp("lignes") / "lignes.csv"
    path.write_bytes("\n".join([HEADER, *(";".join(row) for row in rows)]).encode("utf-8", "surrogatepass"))
    message = ""
    try:
        roster.read(path)
    except DataError as error:
        message = error.message
    assert not message or "lignes.csv" in message


@pytest.mark.parametrize("form", ["ods", "xlsx"])
def test_a_sheet_is_read_like_a_csv(tmp_path, form):
    rows = [line.split(";") for line in (HEADER, LINE, "", "0007;O’Neil;Léa;3;ps;B;oui", "8;Roux;Ana;3;wp;C;")]
    path = tmp_path / f"candidats.{form}"
    path.write_bytes(tables.written(rows, path, roster.WIDTHS))
    found = roster.read(path)
    assert [(one.number, one.surname, one.cms, one.extra_time, one.line) for one in found] == [
        ("1042", "Lefèvre", "wordpress", False, 2),
        ("0007", "O’Neil", "prestashop", True, 4),
        ("8", "Roux", "wordpress", False, 5),
    ]
    rows[1][4] = "Drupal"
    path.write_bytes(tables.written(rows, path, roster.WIDTHS))
    with pytest.raises(DataError, match="ligne 2, colonne « CMS » : CMS « Drupal » inconnu"):
        roster.read(path)


@pytest.mark.parametrize("cell", ["2,14588E+09", "2.14588e+09", "2E+10"])
def test_a_number_that_the_spreadsheet_rounded_says_how_to_keep_it(tmp_path, cell):
    error = refused(tmp_path, f"{HEADER}\n{LINE.replace('1042', cell)}\n")
    assert "le tableur a arrondi ce numéro" in error.message
    assert "« Texte »" in error.message
