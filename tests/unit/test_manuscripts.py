"""Subjects from a word processor: the same data comes back, and what is wrong is told by its place in the document."""

import io
import re
import shutil
import tempfile
import zipfile
from functools import cache
from pathlib import Path

import docx
import pytest
import yaml
from click.testing import CliRunner
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from provisioner import paths, subjects
from provisioner.cli import cli
from provisioner.datafiles import load_yaml
from provisioner.errors import DataError
from provisioner.pipeline.bank import draft, manuscripts
from provisioner.pipeline.bank import judge as banks
from provisioner.schema.subject import Subject
from provisioner.steps import checks, manuscript
from provisioner.steps.manuscript.parts import Paragraph, Picture, Table
from provisioner.steps.manuscript.values import WrongValueError, read, written

REAL = paths.SUBJECTS
FORMATS = ("docx", "odt")
TEMPLATE = (draft.TEMPLATES / "wordpress.yml").read_text(encoding="utf-8")
SUBJECT = Subject.model_validate(yaml.safe_load(TEMPLATE.replace("@EXAM@", "2022").replace("@LETTER@", "A")))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of subjects that holds the exam 2022, its context, and no subject."""
    exam = tmp_path / "subjects" / "2022"
    exam.mkdir(parents=True)
    for name in ("exam.yml", "context"):
        (exam / name).symlink_to(REAL / "2022" / name)
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path / "subjects")
    return exam


def as_read(subject):
    """The data of a subject as documents keep it: lines that only wrap are joined, seeds hold texts."""
    data = subject.model_dump(by_alias=True, mode="json")
    for place, key in [
        (data, "situation"),
        (data, "work"),
        *((one, "text") for one in data["questions"] + data["annexes"]),
    ]:
        place[key] = manuscript.canonical(place[key])
    for seed in data["seed"]:
        seed["values"] = {name: str(value) for name, value in seed["values"].items()}
    return data


@pytest.mark.parametrize(("index", "id_"), list(enumerate(subjects.ids("2022"))))
def test_every_shipped_subject_comes_back_the_same(index, id_, tmp_path):
    path = tmp_path / f"sujet.{FORMATS[index % 2]}"
    manuscripts.export("2022", id_, path)
    filed = subjects.read_one("2022", id_)
    told = manuscript.outline(manuscript.read(path), {filed.data.cms: manuscripts.forms(filed.data.cms)})
    assert told.troubles == []
    pictures = {re.sub(r"\.\w+$", "", name) for name in told.pictures}
    assert pictures == {one.stem for one in filed.folder.iterdir() if one.name != "subject.yml"}
    assert as_read(Subject.model_validate(told.data)) == as_read(filed.data)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("cms", ["wordpress", "prestashop"])
def test_the_template_is_a_good_subject(folder, tmp_path, cms, format_):
    document = tmp_path / f"modèle.{format_}"
    result = CliRunner().invoke(cli, ["subject", "template", "--cms", cms, "--format", format_, str(document)])
    assert result.exit_code == 0, result.output
    result = CliRunner().invoke(cli, ["subject", "import", str(document)])
    assert result.exit_code == 0, result.output
    taken = load_yaml(folder / f"{cms}-a" / "subject.yml", Subject)
    shutil.rmtree(folder / f"{cms}-a")
    written_ = draft.new("2022", cms, "A")
    assert as_read(taken) == as_read(load_yaml(written_, Subject))
    assert [str(one) for one in banks.check("2022").problems if one.subject] == []


def test_a_subject_is_never_overwritten(folder, tmp_path):
    document = manuscripts.template("2022", "wordpress", tmp_path / "sujet.odt")
    with pytest.raises(DataError, match="existe déjà"):
        manuscripts.template("2022", "wordpress", document)
    assert manuscripts.take(document).parent.name == "wordpress-a"
    assert manuscripts.take(document).parent.name == "wordpress-b"
    before = (folder / "wordpress-a" / "subject.yml").read_bytes()
    parts = changed(lambda rows: rows.update(Lettre="a"))
    with pytest.raises(DataError, match="Le sujet wordpress A existe déjà"):
        manuscripts.take(saved(parts, tmp_path / "sujet.docx"))
    assert (folder / "wordpress-a" / "subject.yml").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["context", "exam.yml", "wordpress-a", "wordpress-b"]


@cache
def template_bytes(format_):
    """The template as a document, made once."""
    with tempfile.TemporaryDirectory() as folder:
        return saved(template_parts(), Path(folder) / f"sujet.{format_}").read_bytes()


def template_parts():
    return manuscript.layout(SUBJECT, {}, {})


def changed(change):
    """Return the template's parts with the first row of some labels changed; None takes the row away."""
    asked = {}
    change(asked)
    parts = []
    for part in template_parts():
        if isinstance(part, Table) and len(part.rows[0]) == 2:
            rows = []
            for row in part.rows:
                label = row[0][0]
                value = asked.pop(label) if label in asked else row[1]
                if value is not None:
                    rows.append((row[0], (value,) if isinstance(value, str) else value))
            parts.append(Table(tuple(rows)))
        else:
            parts.append(part)
    assert not asked
    return parts


def saved(parts, path):
    manuscript.write(parts, "Sujet", path)
    return path


def without(heading, count=1):
    """The template without the sections of this heading."""
    kept, dropping, left = [], False, count
    for part in template_parts():
        if isinstance(part, Paragraph) and part.level == 1:
            dropping = part.text.startswith(heading) and left > 0
            left -= dropping
        if not dropping:
            kept.append(part)
    return kept


def swapped(old, new):
    """The template with one paragraph's text replaced."""
    parts = [
        Paragraph(new, part.level, part.item) if isinstance(part, Paragraph) and old in part.text else part
        for part in template_parts()
    ]
    assert parts != template_parts()
    return parts


def geste(cell, new):
    """The template with one cell of the tables of gestures replaced."""
    return [
        Table(tuple(tuple((new,) if one == (cell,) else one for one in row) for row in part.rows), head=True)
        if isinstance(part, Table) and len(part.rows[0]) == 3
        else part
        for part in template_parts()
    ]


def row(label, value):
    return lambda: changed(lambda rows: rows.update({label: value}))


def after(heading, *parts):
    """The template with parts added after the first heading of this name."""
    made, done = [], False
    for part in template_parts():
        made.append(part)
        if not done and isinstance(part, Paragraph) and part.level and part.text.startswith(heading):
            made += parts
            done = True
    assert done
    return made


BAD = {
    "three questions": (lambda: without("Question 4"), ["3 question(s) au lieu de 4", "circulaire nationale"]),
    "no situation": (lambda: without("Situation"), ["le titre « Situation » n’est pas dans le document"]),
    "two situations": (lambda: [*template_parts(), Paragraph("Situation", 1), Paragraph("Bis")], ["s’y trouve 2 fois"]),
    "unknown functionality": (
        row("Fonctionnalités", "publish, teleport"),
        ["titre « Question 1 – Annoncer", "ligne 2 du tableau", "« teleport » n’est pas une fonctionnalité", "VI-3"],
    ),
    "unknown parameter": (
        lambda: swapped_row("holds > status > equals", "holds > status > sings", "publish"),
        ["« Attendu » n° 1", "« sings » n’est pas un paramètre", "equals"],
    ),
    "unknown field": (
        lambda: swapped_row("holds > status > equals", "holds > colour > equals", "publish"),
        ["« Attendu » n° 1", "« colour » n’est un champ d’aucun"],
    ),
    "no range": (
        row("holds > content > words", "une centaine"),
        ["ligne 8 du tableau", "« une centaine » ne dit pas « 80 à 150 »"],
    ),
    "unknown kind": (row("kinds", "spaceship"), ["Question 1", "« spaceship » n’est pas un type d’entité"]),
    "unknown gesture": (
        lambda: geste("publish", "fly"),
        ["« Solution » n° 1, ligne 5 du", "« fly » n’est pas une action"],
    ),
    "unknown argument": (lambda: geste("tagline", "colour"), ["« Solution »", "argument inconnu"]),
    "no level": (row("TS", None), ["« Ligne de la grille » n° 1", "« TS » : clé obligatoire absente"]),
    "short level": (row("TS", "Bien"), ["ligne 6 du tableau", "au moins 10 caractères"]),
    "over-long text": (
        lambda: swapped("Ajoutez la page", " ".join(["mot"] * 400)),
        ["« Énoncé » n° 1", "400 mots, pour 190 au plus", "arrêté du 19 février 2018"],
    ),
    "date in the past": (
        lambda: swapped("Ajoutez la page", "Annoncez la fête du 12 mars 2022."),
        ["« Énoncé »", "la date « 12 mars 2022 » est passée"],
    ),
    "annex missing": (lambda: without("Annexe 1"), ["« Énoncé »", "l’annexe 1 n’existe pas"]),
    "picture missing": (
        lambda: [*template_parts(), Paragraph("Image du contexte : nulle-part")],
        ["titre « Annexe 1", "« nulle-part » n’est ni une image du contexte"],
    ),
    "unknown CMS": (row("CMS", "Drupal"), ["titre « Sujet », ligne 2", "« drupal » n’est pas un CMS"]),
    "unknown exam": (row("Épreuve", "1815"), ["1815"]),
    "bad letter": (row("Lettre", "AB"), ["« AB » n’est pas une lettre"]),
    "unknown heading": (
        lambda: swapped("Situation", "Contexte"),
        ["titre « Contexte »", "n’est pas l’un de ceux du modèle"],
    ),
    "unknown label": (row("Dimensions", None), ["« dimensions » : clé obligatoire absente"]),
    "stray text": (lambda: after("Attendu", Paragraph("Voir plus bas")), ["« Voir plus bas » est hors du tableau"]),
    "stray table": (
        lambda: after("Situation", Table(((("a",), ("b",)),))),
        ["titre « Situation »", "un tableau n’a pas sa"],
    ),
}


def swapped_row(old, new, value):
    """The template with the first row of a label under another label."""
    done, parts = False, []
    for part in template_parts():
        if isinstance(part, Table) and not done and any(row[0] == (old,) for row in part.rows):
            done = True
            parts.append(Table(tuple(((new,), (value,)) if row[0] == (old,) else row for row in part.rows)))
        else:
            parts.append(part)
    assert done
    return parts


@pytest.mark.parametrize("name", BAD)
def test_what_is_wrong_is_told_by_its_place(folder, tmp_path, name):
    make, told = BAD[name]
    path = saved(make(), tmp_path / "sujet.docx")
    with pytest.raises(DataError) as caught:
        manuscripts.take(path)
    for words in told:
        assert words in caught.value.message, caught.value.message
    assert caught.value.hint
    assert sorted(one.name for one in folder.iterdir()) == ["context", "exam.yml"]


@pytest.mark.usefixtures("folder")
def test_an_object_that_does_not_exist(tmp_path):
    parts = [
        Table(tuple(((row[0]), ("Zoé Introuvable",)) if row[1] == ("Amandine Roy",) else row for row in part.rows))
        if isinstance(part, Table) and len(part.rows[0]) == 2
        else part
        for part in template_parts()
    ]
    with pytest.raises(DataError) as caught:
        manuscripts.take(saved(parts, tmp_path / "sujet.odt"))
    assert (
        "titre « Question 2 – Répondre à une visiteuse », « Attendu » n° 1, ligne 6 du tableau" in caught.value.message
    )
    assert "rien du contexte ne s’appelle « Zoé Introuvable »" in caught.value.message
    assert "annexe VI-2" in caught.value.message


@pytest.mark.usefixtures("folder")
def test_all_problems_are_told_at_once(tmp_path):
    parts = changed(lambda rows: rows.update({"holds > content > words": "beaucoup", "kinds": None}))
    parts += [Paragraph("Divers", 1), Paragraph("Rien")]
    with pytest.raises(DataError, match="2 problèmes, aucun sujet n’est écrit"):
        manuscripts.take(saved(parts, tmp_path / "sujet.docx"))


@pytest.mark.usefixtures("folder")
def test_capitals_of_a_word_processor_are_forgiven(tmp_path):
    parts = changed(
        lambda rows: rows.update(
            {"kinds": "Article", "actions": "Created", "holds > status > equals": ("publish", "draft")}
        )
    )
    taken = load_yaml(manuscripts.take(saved(parts, tmp_path / "sujet.docx")), Subject)
    assert taken.questions[0].expectations[0].arguments["kinds"] == ["article"]


def test_a_functionality_by_its_official_label(folder, tmp_path):
    official = {line.id: line.label for line in checks.load_official("2022").of("wordpress")}
    wanted = ("publish", "write", "links-insert", "create-article-page-category", "links-internal-external")
    labels = tuple(official[id_].upper() for id_ in wanted)
    parts = changed(lambda rows: rows.update({"Fonctionnalités": labels, "Fonctionnalité": labels[0]}))
    taken = load_yaml(manuscripts.take(saved(parts, tmp_path / "sujet.odt")), Subject)
    assert taken.questions[0].functionalities == wanted
    assert taken.questions[0].expectations[0].functionality == "publish"
    assert [one.name for one in folder.iterdir() if one.name.startswith("wordpress")] == ["wordpress-a"]


def picture(size=(400, 300), kind="PNG", tail=b"", **options):
    stream = io.BytesIO()
    Image.new("RGB", size, "teal").save(stream, kind, **options)
    return stream.getvalue() + tail


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("format_", FORMATS)
def test_a_picture_is_drawn_anew(tmp_path, format_):
    exif = Image.Exif()
    exif[0x010E] = "<?php system('id');"
    data = picture(kind="JPEG", exif=exif, tail=b"<?php system('id');")
    parts = [*template_parts(), Picture(data), Paragraph("Fichier : plan.jpg")]
    path = manuscripts.take(saved(parts, tmp_path / f"sujet.{format_}"))
    assert load_yaml(path, Subject).annexes[0].picture == "plan.jpg"
    with Image.open(path.parent / "plan.jpg") as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (400, 300), {})
    assert b"php" not in (path.parent / "plan.jpg").read_bytes()
    back = manuscripts.export("2022", "wordpress-a", tmp_path / "retour.odt")
    assert list(manuscript.outline(manuscript.read(back), {}).pictures) == ["plan.jpg"]


@pytest.mark.usefixtures("folder")
def test_a_picture_without_a_name_gets_one(tmp_path):
    path = manuscripts.take(saved([*template_parts(), Picture(picture())], tmp_path / "sujet.docx"))
    assert load_yaml(path, Subject).annexes[0].picture == "annexe-1.png"
    assert (path.parent / "annexe-1.png").is_file()


def rezipped(source, target, change):
    """Copy an archive, its parts changed: name -> bytes, None to drop, or what to add."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            data = change.get(info.filename, old.read(info))
            if data is not None:
                new.writestr(info.filename, data)
        for name in set(change) - set(old.namelist()):
            new.writestr(name, change[name])
    return target


ENTITY = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>'
LAUGHS = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'
HOSTILE = {
    "external entity": ({"docx": "word/document.xml", "odt": "content.xml"}, ENTITY, "une DTD ou une entité externe"),
    "entities of entities": ({"docx": "word/styles.xml", "odt": "styles.xml"}, LAUGHS, "une DTD ou une entité externe"),
    "bomb": ({"docx": "word/media/a.bin", "odt": "Pictures/a.bin"}, bytes(70_000_000), "pèse plus de 60 Mo"),
    "huge text": ({"docx": "word/document.xml", "odt": "content.xml"}, bytes(11_000_000), "est démesuré"),
    "macro": ({"docx": "word/vbaProject.bin", "odt": "Basic/script-lc.xml"}, b"x", "est une macro"),
    "embedded object": ({"docx": "word/embeddings/a.xlsx", "odt": "Object 1/content.xml"}, b"x", "objet incorporé"),
    "outside": ({"docx": "../../etc/cron.d/x", "odt": "/etc/cron.d/x"}, b"x", "sort de l’archive"),
    "broken": ({"docx": "word/document.xml", "odt": "content.xml"}, b"<x>", "est abîmé"),
    "other format": ({"docx": "word/document.xml", "odt": "content.xml"}, None, "n’est pas un document"),
}


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_document(folder, tmp_path, name, format_):
    places, data, told = HOSTILE[name]
    good = tmp_path / f"bon.{format_}"
    good.write_bytes(template_bytes(format_))
    bad = rezipped(good, tmp_path / f"mauvais.{format_}", {places[format_]: data})
    with pytest.raises(DataError) as caught:
        manuscripts.take(bad)
    assert told in caught.value.message
    assert f"mauvais.{format_}" in caught.value.message
    assert sorted(one.name for one in folder.iterdir()) == ["context", "exam.yml"]


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"GIF89a" + bytes(90), "pas une image JPEG ou PNG lisible"),
        (b"\x89PNG\r\n\x1a\n<?php echo 1;", "pas une image JPEG ou PNG lisible"),
        (picture((20, 20)), "20 × 20 pixels"),
        (picture((6001, 200)), "6001 × 200 pixels"),
    ],
)
def test_malicious_picture(tmp_path, data, told):
    good = saved([*template_parts(), Picture(picture())], tmp_path / "bon.docx")
    with zipfile.ZipFile(good) as archive:
        name = next(name for name in archive.namelist() if name.startswith("word/media/"))
    bad = rezipped(good, tmp_path / "mauvais.docx", {name: data})
    with pytest.raises(DataError) as caught:
        manuscripts.take(bad)
    assert "titre « Annexe 1 – Notes de Maud » : image « annexe-1 »" in caught.value.message
    assert told in caught.value.message
    assert "Règle : les annexes complètent" in caught.value.message


@pytest.mark.usefixtures("folder")
def test_a_linked_picture_is_refused(tmp_path):
    good = saved([*template_parts(), Picture(picture())], tmp_path / "bon.docx")
    name = "word/_rels/document.xml.rels"
    with zipfile.ZipFile(good) as archive:
        text = archive.read(name).decode()
    linked = re.sub(r'Target="media/[^"]*"', 'Target="http://example.com/x.png" TargetMode="External"', text)
    with pytest.raises(DataError, match="une image est liée"):
        manuscripts.take(rezipped(good, tmp_path / "lié.docx", {name: linked.encode()}))


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("absent.docx", None, "n’existe pas"),
        ("texte.docx", b"Bonjour", "n’est pas un document lisible"),
        ("vide.odt", b"", "n’est pas un document lisible"),
        ("ancien.doc", b"\xd0\xcf\x11\xe0", "le format « .doc » n’est pas connu"),
        ("macros.docm", b"PK", "un document à macros est refusé"),
    ],
)
def test_not_a_document(tmp_path, name, data, told):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(DataError, match=re.escape(told)):
        manuscripts.take(tmp_path / name)


def test_tracked_changes_and_content_controls(tmp_path):
    document = docx.Document()
    line = document.add_paragraph("Un ")
    deleted = parse_xml(f"<w:del {nsdecls('w')}><w:r><w:delText>vieux </w:delText></w:r></w:del>")
    inserted = parse_xml(f"<w:ins {nsdecls('w')}><w:r><w:t>bon </w:t></w:r></w:ins>")
    line._p.extend([deleted, inserted])  # noqa: SLF001 python-docx has no name for it
    line.add_run("texte").bold = True
    control = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtContent><w:p><w:r><w:t>Gardé</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    document.element.body.insert(1, control)
    document.save(str(tmp_path / "suivi.docx"))
    parts = manuscript.read(tmp_path / "suivi.docx")
    assert [part.text for part in parts if part.text] == ["Un bon **texte**", "Gardé"]


def test_merged_cells_are_refused(tmp_path):
    document = docx.Document()
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1))
    document.save(str(tmp_path / "fusion.docx"))
    with pytest.raises(DataError, match="cellules fusionnées"):
        manuscript.read(tmp_path / "fusion.docx")


@pytest.mark.parametrize(
    ("value", "form"),
    [
        (["a", "", "b à c"], tuple[str, ...]),
        ([80, 150], tuple[int, int] | None),
        (240.87, float | None),
        (15, int),
        (True, bool),
        ("", str),
        ("une ligne\n\nune autre", str),
    ],
)
def test_values_come_back(value, form):
    assert read(written(value), form) == value


@pytest.mark.parametrize(
    ("text", "form", "told"),
    [
        ("peut-être", bool, "au lieu de « oui » ou « non »"),
        ("quinze", int, "n’est pas un nombre"),
        ("1,5", int, "n’est pas un nombre entier"),
        ("", str, "la case est vide"),
    ],
)
def test_wrong_values(text, form, told):
    with pytest.raises(WrongValueError, match=told):
        read((text,), form)


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)
LINE = st.lists(WORDS, min_size=1, max_size=6).map(" ".join)


@pytest.mark.parametrize("format_", FORMATS)
@settings(max_examples=25)
@given(lines=st.lists(st.tuples(LINE, st.sampled_from(["p", "li", "bold"])), min_size=1, max_size=6))
def test_any_text_comes_back(tmp_path_factory, format_, lines):
    shape = {"p": "{}", "li": "- {}", "bold": "Avant **{}** après"}
    # One space between words: an ODT, as a page, makes one of several.
    plain = [(" ".join(line.replace("*", "").split()), kind) for line, kind in lines]
    text = manuscript.canonical("\n\n".join(shape[kind].format(line) for line, kind in plain))
    parts = manuscript.layout(SUBJECT.model_copy(update={"situation": text}), {}, {})
    path = saved(
        parts[: parts.index(Paragraph("Travail à faire", 1))], tmp_path_factory.mktemp("texte") / f"sujet.{format_}"
    )
    assert manuscript.outline(manuscript.read(path), {}).data["situation"] == text
