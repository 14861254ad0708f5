"""The bank of subjects: what the loader and the rules refuse, each with file, key, rule and its source."""

import json
import struct
import zlib

import pytest
import yaml
from click.testing import CliRunner
from PIL import Image

from provisioner import exams, names, paths
from provisioner.cli import cli
from provisioner.errors import DataError
from provisioner.pipeline.bank import draft, judge
from provisioner.schema.subject import Seed
from provisioner.steps.bank.texts import dates, shared, shingles
from provisioner.steps.sitting import seed

REAL = paths.SUBJECTS


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder of subjects that holds the exam 2022, its context, and no subject."""
    exam = tmp_path / "subjects" / "2022"
    exam.mkdir(parents=True)
    for name in ("exam.yml", "context"):
        (exam / name).symlink_to(REAL / "2022" / name)
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path / "subjects")
    return exam


@pytest.fixture
def subject(folder):
    """Write a good subject, changed by a function, and return what is wrong with it."""

    def write(change=lambda _data: None, cms="wordpress", letter="A", name=""):
        path = draft.new("2022", cms, letter)
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        change(data)
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        if name:
            path.parent.rename(folder / name)
        return [str(problem) for problem in judge.check("2022").problems if problem.subject]

    return write


@pytest.mark.parametrize("cms", ["wordpress", "prestashop"])
def test_the_template_is_a_good_subject(subject, cms):
    assert subject(cms=cms) == []


@pytest.mark.usefixtures("folder")
def test_the_letter_is_the_first_that_is_free():
    made = [draft.new("2022", "wordpress", "").parent.name for _ in range(2)]
    assert made == ["wordpress-a", "wordpress-b"]
    with pytest.raises(DataError, match="existe déjà"):
        draft.new("2022", "wordpress", "b")
    with pytest.raises(DataError, match="n’est pas une lettre"):
        draft.new("2022", "wordpress", "AB")


def question(number, **values):
    return lambda data: data["questions"][number].update(values)


def expectation(number, **values):
    return lambda data: data["questions"][number]["expectations"][0].update(values)


def text(words):
    return " ".join(["mot"] * words)


COMMENT = ("post", "author", "email", "text")
BAD = {
    "three questions": (lambda d: d["questions"].pop(), "clé « questions » : 3 question(s) au lieu de 4"),
    "unknown functionality": (
        question(0, functionalities=["publish", "teleport"]),
        "clé « questions.0.functionalities » : « teleport » n’est pas une fonctionnalité",
    ),
    "expectation outside the question": (
        expectation(2, functionality="menus-edit"),
        "« menus-edit » n’est pas dans les fonctionnalités de la question",
    ),
    "unknown kind": (expectation(2, **{"with": {"kinds": ["spaceship"]}}), "« spaceship » n’est pas un type d’entité"),
    "unknown field": (
        expectation(2, **{"with": {"kinds": ["identity"], "holds": {"colour": {"says": ["x"]}}}}),
        "« colour » n’est un champ d’aucun de ces types",
    ),
    "unknown condition": (
        expectation(2, **{"with": {"kinds": ["identity"], "holds": {"tagline": {"sings": ["x"]}}}}),
        "clé inconnue",
    ),
    "unknown predicate": (expectation(2, predicate="os.system"), "« os.system » n’est pas un prédicat"),
    "object that does not exist": (
        expectation(1, **{"with": {"kinds": ["comment"], "actions": ["changed"], "title": ["Zoé Introuvable"]}}),
        "rien du contexte ne s’appelle « Zoé Introuvable »",
    ),
    "unknown gesture": (question(2, solution=["fly"]), "clé « questions.2.solution.0 » : « fly » n’est pas une action"),
    "unknown argument": (
        question(2, solution=[{"change_tagline": {"tagline": "x", "loud": True}}]),
        "clé « questions.2.solution.0.change_tagline.loud » : argument inconnu",
    ),
    "same id twice": (expectation(1, id="slogan"), "2 attendus portent l’identifiant « slogan »"),
    "unmet of nothing": (
        lambda d: d["questions"][0]["mistakes"][0].update(unmet=["slogan"]),
        "« slogan » n’est pas un attendu de cette question",
    ),
    "no writing": (
        lambda d: [one.update(dimensions=["technique"]) for one in d["questions"]],
        "aucune question n’a de dimension rédactionnelle",
    ),
    "long question": (question(0, text=text(400)), "clé « questions.0.text » : 400 mots, pour 190 au plus"),
    "long situation": (lambda d: d.update(situation=text(261)), "clé « situation » : 261 mots, pour 260 au plus"),
    "long paper": (
        lambda d: d["annexes"].append({"title": "Annexe 2", "text": text(1100)}),
        "mots à lire en tout, pour 1100 au plus",
    ),
    "date in the past": (
        question(0, text="Annoncez la fête du 12 mars 2022 (annexe 1)."),
        "la date « 12 mars 2022 » est passée le jour de l’épreuve",
    ),
    "leans on another": (
        question(3, text="Ajoutez au menu la page de la question 1."),
        "clé « questions.3.text » : « question 1 » renvoie à une autre question",
    ),
    "solution leans on another": (
        question(3, solution=[{"open_article": {"title": "Les tables de jardin sont de retour"}}]),
        "« Les tables de jardin sont de retour » est créé par la question 1",
    ),
    "annex that is not there": (question(0, text="Voyez l’annexe 4."), "l’annexe 4 n’existe pas"),
    "annex nobody names": (
        lambda d: (d["annexes"].append({"title": "Plan", "text": "Un plan."}), d.update(work="Répondez."),
                   d.update(situation="Une situation.")),
        "aucun texte du sujet ne renvoie à l’annexe 2",
    ),
    "picture that is not there": (
        lambda d: d["annexes"][0].update(picture="photo.jpg"),
        "clé « annexes.0.picture » : « photo.jpg » n’est ni une image du contexte",
    ),
    "picture elsewhere": (
        lambda d: d["annexes"][0].update(picture="../context/media/atelier-plans.svg"),
        "n’est ni une image du contexte, ni un fichier du dossier",
    ),
    "file without a picture": (
        lambda d: d["annexes"][0].update(file=True),
        "clé « annexes.0.file » : cette annexe n’a pas d’image à remettre en fichier",
    ),
    "picture to send, not handed out": (
        question(2, solution=[{"upload_file": {"picture": "atelier-plans"}}]),
        "téléverse « atelier-plans », qu’aucune annexe ne remet en fichier",
    ),
    "table": (lambda d: d["annexes"][0].update(table=[["a", "b"], ["c"]]), "n’ont pas le même nombre de cases"),
    "reference": (question(1, text="Parlez de SV-XXX-999."), "la référence « SV-XXX-999 » n’existe pas"),
    "unknown seed": (lambda d: d.update(seed=[{"kind": "virus", "values": {}}]), "« virus » n’est pas un ajout"),
    "seed without a value": (
        lambda d: d.update(seed=[{"kind": "comment", "values": dict.fromkeys(COMMENT, "")}]),
        "clé « seed.0.values.date » : valeur absente",
    ),
    "seed on nothing": (
        lambda d: d.update(seed=[{"kind": "comment", "values": {**dict.fromkeys(COMMENT, ""), "post": "nulle-part"}}]),
        "clé « seed.0.values.post » : rien du contexte ne s’appelle « nulle-part »",
    ),
    "seed with an emoji": (
        lambda d: d.update(seed=[{"kind": "comment", "values": dict.fromkeys(COMMENT, "🪜")}]),
        "une émoticône",
    ),
    "reference to nothing": (
        expectation(1, **{"with": {"kinds": ["comment"], "holds": {"post": {"says": ["Nulle part"]}}}}),
        "clé « questions.1.expectations.0.with.holds.post.says » : rien du contexte ni de la solution ne s’appelle",
    ),
    "bounds that nothing meets": (
        expectation(0, **{"with": {"kinds": ["article"], "holds": {"content": {"words": [150, 80]}}}}),
        "« words » va de 150 à 80",
    ),
    "least over most": (
        expectation(0, **{"with": {"kinds": ["user"], "holds": {"posts": {"least": 2, "most": 1}}}}),
        "« least » dépasse « most »",
    ),
    "invisible sign": (
        question(0, title="Annon\x07cer"),
        "clé « questions.0.title » : un caractère invisible (U+0007)",
    ),
    "no level": (
        lambda d: d["questions"][0]["grid"][0]["levels"].pop("TS"),
        "clé « questions.0.grid.0.levels.TS » : clé obligatoire absente",
    ),
    "two letters": (lambda d: d.update(letter="AB"), "clé « letter » : la forme n’est pas celle attendue"),
    "unknown dimension": (
        question(0, dimensions=["orale"]),
        "l’une de ces valeurs est attendue : redaction ou technique",
    ),
    "date in the past, in figures": (
        question(0, text="Annoncez la fête du 30/04/2022 (annexe 1)."),
        "la date « 30/04/2022 » est passée",
    ),
    "five megabytes": (lambda d: d.update(situation=text(1_200_000)), "1200000 mots, pour 260 au plus"),
    "unknown key": (lambda d: d.update(mark=20), "clé « mark » : clé inconnue"),
    "other exam": (lambda d: d.update(exam="2021"), "clé « exam » : « 2021 » au lieu de « 2022 »"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_bad_subject(subject, name):
    change, told = BAD[name]
    found = subject(change)
    assert any(told in one for one in found), found
    assert all("subject.yml" in one and "Règle : " in one for one in found)


def test_text_block_is_not_used(subject):
    found = subject(question(3, text="Écrivez dans le bloc de texte de l’accueil."), cms="prestashop")
    assert any("« bloc de texte »" in one and "annexe VI-3" in one for one in found)
    assert any(
        "« bloc de texte »" in one for one in bank_of(subject, expectation(3, **{"with": {"kinds": ["custom_text"]}}))
    )


def bank_of(subject, change):
    return subject(change, cms="prestashop", letter="B")


def test_two_subjects_with_one_letter(subject):
    subject()
    found = subject(letter="B", change=lambda d: d.update(letter="A"))
    assert any("la lettre A est déjà celle de « wordpress-a »" in one for one in found)
    assert any("le dossier s’appelle « wordpress-b »" in one for one in found)


def test_two_subjects_nearly_the_same(subject):
    subject()
    found = subject(letter="B")
    assert any("100 % du texte se retrouve dans « wordpress-a »" in one for one in found)


def test_one_broken_file_does_not_hide_the_others(subject, folder):
    subject()
    (folder / "wordpress-b").mkdir()
    (folder / "wordpress-b" / "subject.yml").write_text("format: 1\n  letter: [", encoding="utf-8")
    (folder / "wordpress-c").mkdir()
    found = judge.check("2022")
    assert [one.id for one in found.subjects] == ["wordpress-a"]
    told = [str(one) for one in found.problems]
    assert any("wordpress-b/subject.yml" in one and "YAML est mal formé" in one for one in told)
    assert any("wordpress-c" in one and "subject.yml n’existe pas" in one for one in told)


def test_rules_of_the_whole_bank(subject):
    subject()
    told = [str(one) for one in judge.check("2022").problems]
    assert any("pas équilibrée : 1 WordPress, 0 PrestaShop" in one for one in told)
    assert any("aucun sujet WordPress n’emploie la fonctionnalité « gallery »" in one for one in told)
    assert not any("« publish »" in one and "WordPress" in one for one in told)


def png(path, size):
    """Write a PNG that says it is `size` and holds nothing of it."""
    head = struct.pack(">IIBBBBB", *size, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head + struct.pack(">I", zlib.crc32(b"IHDR" + head))
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk)


def test_pictures(subject, folder):
    subject()
    place = folder / "wordpress-a"
    Image.new("RGB", (400, 300)).save(place / "vraie.png")
    Image.new("RGB", (400, 300)).save(place / "menteuse.jpg", format="PNG")
    Image.new("RGB", (20, 20)).save(place / "petite.png")
    png(place / "bombe.png", (60_000, 60_000))
    (place / "texte.png").write_text("<?php echo 1;", encoding="utf-8")
    (place / "notes.docx").write_text("x", encoding="utf-8")
    (place / "lien.png").symlink_to(place / "vraie.png")
    told = [str(one) for one in judge.check("2022").problems if one.subject]
    for name, wrong in {
        "vraie.png": "ne se sert de cette image",
        "menteuse.jpg": "le contenu est PNG, pas JPEG",
        "petite.png": "20 × 20 pixels",
        "bombe.png": "",
        "texte.png": "pas une image JPEG ou PNG lisible",
        "notes.docx": "seuls subject.yml et des images",
        "lien.png": "seuls subject.yml et des images",
    }.items():
        assert any(name in one and wrong in one and "annexes" in one for one in told), (name, told)


def test_a_real_picture_beside_the_subject(subject, folder):
    subject()
    Image.new("RGB", (400, 300)).save(folder / "wordpress-a" / "plan.png")
    path = folder / "wordpress-a" / "subject.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    data["annexes"][0]["picture"] = "plan.png"
    path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    assert not [one for one in judge.check("2022").problems if one.subject]


def test_the_command_prints_one_object(subject):
    subject()
    result = CliRunner().invoke(cli, ["bank", "check", "--json"])
    printed = json.loads(result.stdout)
    assert printed["ok"] is False
    assert printed["subjects"][0]["id"] == "wordpress-a"
    assert printed["subjects"][0]["questions"] == 4
    assert "publish" in printed["subjects"][0]["functionalities"]
    assert printed["problems"][0]["rule"]


@pytest.mark.parametrize(
    ("cms", "told", "id_"),
    [
        ("wordpress", "A", "wordpress-a"),
        ("wordpress", "WordPress A", "wordpress-a"),
        ("prestashop", "PS-b", "prestashop-b"),
        ("prestashop", "Sujet C", "prestashop-c"),
        ("prestashop", "WordPress A", ""),
        ("wordpress", "AB", ""),
        ("wordpress", "hors banque", ""),
        ("wordpress", "", ""),
    ],
)
def test_subject_of_a_roster(cms, told, id_):
    assert names.subject_id(cms, told) == id_


def test_seeds_are_quoted():
    one = Seed(
        kind="comment",
        values={
            "post": "p",
            "author": "O'Neil\\",
            "email": "a@b.example",
            "text": "';\nDROP",
            "date": "2022-05-02 18:30:00",
        },
    )
    sql = seed.render("wordpress", (one,), paths.SUBJECTS / "x.yml")
    assert "'O\\'Neil\\\\'" in sql
    assert "'\\';\\nDROP'" in sql
    assert "'2022-05-02 16:30:00'" in sql
    assert all(line.endswith(";") for line in sql.splitlines())
    assert len(names.seed(sql)) == 12
    assert not names.seed("")


def test_seed_with_a_date_that_is_none():
    values = {"post": "p", "author": "a", "email": "e", "text": "t", "date": "demain"}
    with pytest.raises(DataError, match="« demain » n’est pas une date"):
        seed.render("wordpress", (Seed(kind="comment", values=values),), paths.SUBJECTS / "x.yml")


def test_dates_of_a_text():
    found = [
        day.isoformat() for _, day in dates("Le 1er mai 2022, le 02/05/2022, 2022-05-03, le 31 février 2022, en mai.")
    ]
    assert found == ["2022-05-01", "2022-05-02", "2022-05-03"]


def test_shared_words():
    one = shingles("Un banc taillé dans le chêne d’une barrique ancienne")
    assert shared(one, one) == 1
    assert shared(one, shingles("Rien de commun entre ces deux phrases que voici")) == 0


def test_every_exam_says_how_many_questions():
    for id_ in exams.list_exams():
        exam = exams.load_exam(id_)
        assert (exam.questions_least or exam.questions) <= exam.questions


def test_the_shipped_bank_keeps_every_rule():
    found = judge.check("2022")
    assert [str(problem) for problem in found.problems] == []
    assert len(found.subjects) == 16


BOMB = "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n" + "".join(
    f"{one}: &{one} [{', '.join([f'*{before}'] * 10)}]\n" for before, one in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize("text_", [BOMB, "a: &a [*a]\n"])
def test_yaml_that_stands_for_billions(folder, text_):
    (folder / "wordpress-a").mkdir()
    (folder / "wordpress-a" / "subject.yml").write_text(text_, encoding="utf-8")
    (problem,) = [one for one in judge.check("2022").problems if one.subject]
    assert "démesuré" in str(problem)
    assert "subject.yml" in problem.file


@pytest.mark.usefixtures("folder")
def test_one_subject_is_checked_alone():
    """An author of one subject is not answered with what is wrong with the whole bank."""
    draft.new("2022", "wordpress", "A")
    run = CliRunner()
    good = run.invoke(cli, ["bank", "check", "--only", "wordpress-a"])
    assert good.exit_code == 0
    assert "Le sujet « wordpress-a » respecte toutes les règles." in good.output
    path = draft.new("2022", "prestashop", "B")
    path.write_text(path.read_text(encoding="utf-8").replace("title: ", "titre: ", 1), encoding="utf-8")
    wrong = run.invoke(cli, ["bank", "check", "--only", "prestashop-b"])
    assert isinstance(wrong.exception, DataError)
    assert "Le sujet « prestashop-b »" in wrong.exception.message
    assert run.invoke(cli, ["bank", "check", "--only", "wordpress-a"]).exit_code == 0
    unknown = run.invoke(cli, ["bank", "check", "--only", "wordpress-z"])
    assert "n’est pas dans la banque" in unknown.exception.message
