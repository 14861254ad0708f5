"""What helps an examiner read: lengths, structure, key phrase, unknown words. Hints, which no verdict knows."""

import shutil

import pytest
from report_sample import change, field, make

from provisioner import exams, subjects
from provisioner.adapters import spelling as dictionary
from provisioner.pipeline.evidence import review
from provisioner.schema.changes import Diff
from provisioner.schema.verdicts import Verdicts
from provisioner.steps import checks, report
from provisioner.steps.report import reading
from provisioner.steps.report.spelling import candidates, plain, proper_nouns, sentences

hunspell = pytest.mark.skipif(not shutil.which("hunspell"), reason="no hunspell: ./e5b setup")

FAULTY = (
    "<h2>Nos chaisses</h2><p>Elles sont arrivées à l’atelier. Maud les a toutes poncées, à Vaubrison : voyez "
    '<a href="https://boutique.example/chaises">la boutique</a>. Elles coutent 85 € pièce.</p>'
)
SHOWN = (
    "Nos chaisses\nElles sont arrivées à l’atelier. Maud les a toutes poncées, à Vaubrison : voyez la boutique. "
    "Elles coutent 85 € pièce."
)
DIFF = {
    "cms": "wordpress",
    "changes": [
        change(
            "article",
            "21",
            "Nos chaises",
            "created",
            field("title", after="Nos chaises"),
            field("content", "html", after=FAULTY, after_text=SHOWN),
            field("yoast_keyphrase", after="l'atelier"),
        )
    ],
    "others": [],
}


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Un bon texte.", ["bon", "texte"]),
        ("Voir le site www.site.fr/chaises, plan.jpg et a@b.fr", ["Voir", "site"]),
        ("La table Chevron de PrestaShop et la TVA", ["table"]),
        ("Des tables à 85€ et 12cm, n°4", ["Des", "tables"]),
        ("aujourd’hui, l’école", ["aujourd'hui", "l'école"]),
        ("À l’Atelier, d’Huisne", []),
        ("[gallery ids=12] fin", ["fin"]),
        ("Une belle phrase courte.\nMaud", ["Une", "belle", "phrase", "courte"]),
        ("Déjà vu, déjà lu, nouveau", ["nouveau"]),
        ("mot mot mot", ["mot"]),
        ("", []),
        ("🪑 \x00 <b>", []),
    ],
)
def test_words_to_ask_about(text, asked):
    assert list(candidates(text, "Déjà vu et lu, avant.", ())) == asked


def test_names_of_the_context_are_known():
    names = proper_nouns(["title: Lambourde\ntown: Vaubrison-sur-Loir"])
    assert {"lambourde", "vaubrison"} <= names
    assert candidates("Vaubrison fabrique. Lambourde plaît", "", names) == ("fabrique", "plaît")
    assert plain("L’Atelier") == "l'atelier"


@pytest.mark.parametrize(("text", "count"), [("Un. Deux ! Trois", 2), ("Un titre\nUne phrase…", 2), ("", 0), ("…", 0)])
def test_sentences(text, count):
    assert sentences(text) == count


@hunspell
def test_the_dictionary_knows_french():
    asked = ["chaisses", "chaises", "aujourd'hui", "l'école", "recuperé", "œuvre"]
    assert dictionary.unknown(asked) == {"chaisses", "recuperé"}
    assert dictionary.unknown([]) == frozenset()


@hunspell
@pytest.mark.parametrize("id_", subjects.ids("2022"))
def test_good_texts_have_no_hint(id_):
    filed = subjects.read_one("2022", id_)
    names = review.proper_nouns("2022", id_)
    texts = [filed.data.situation, filed.data.work, *(question.text for question in filed.data.questions)]
    told = {word for text in texts for word in candidates(text, "", names)}
    assert len(told) > 80
    assert dictionary.unknown(told) <= {"atelie", "cheap-stools-online"}  # the faults that candidates are to mend


def told(diff=DIFF):
    """What a difference gives to read, by functionality."""
    model = Diff.model_validate(diff)
    verdicts = checks.evaluate(model, checks.load_checks("2022", "wordpress"))
    return verdicts, reading.read(verdicts, model, {"maud"})


@hunspell
def test_what_is_told_of_a_text():
    _, read = told()
    text, phrase = read.of["write"]
    assert text.where.endswith("« Nos chaises », content")
    assert [fact.replace("\u202f", " ") for fact in text.facts] == [
        "21 mots",
        "4 phrases",
        "2 paragraphes",
        "1 intertitre",
        "1 lien",
    ]
    assert text.unknown == ("chaisses", "coutent")
    assert phrase.facts == ("requête cible « l'atelier »", "titre : absente", "texte : 1 fois")
    assert [one.facts for one in read.of["keywords"]] == [phrase.facts]
    assert not read.trouble


def test_without_a_dictionary_the_rest_is_told(tmp_path, monkeypatch):
    with_it = told()[0]
    monkeypatch.setenv("PATH", str(tmp_path))
    verdicts, read = told()
    assert "n’est pas installé" in read.trouble
    assert "./e5b setup" in read.trouble
    assert read.of["write"][0].unknown == ()
    assert read.of["write"][0].facts
    assert verdicts == with_it


def test_nothing_written_nothing_told(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    _, read = told({**DIFF, "changes": []})
    assert read.of == {}
    assert read.trouble == ""


def test_a_dictionary_that_fails(tmp_path, monkeypatch):
    (tmp_path / "hunspell").write_text("#!/bin/sh\nexit 3\n", encoding="utf-8")
    (tmp_path / "hunspell").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(dictionary.SpellingError, match="n’a pas répondu"):
        dictionary.unknown(["mot"])


@hunspell
def test_the_report_shows_them_for_the_examiner(tmp_path):
    folder = make(tmp_path / "v" / "0742", DIFF, pictures=False)
    page = report.write_report(folder, exams.load_exam("2022"), frozenset({"maud"})).read_text(encoding="utf-8")
    inside = page.split('id="f-write"')[1].split('</li>\n    <li class="line')[0]
    assert "Pour l’examinateur" in inside
    assert "<mark>chaisses</mark>, <mark>coutent</mark>" in inside
    assert "n’entrent dans aucun verdict" in inside
    verdicts = Verdicts.model_validate_json((folder / "verdicts.json").read_bytes())
    assert "chaisses" not in "".join(one.sentence for one in verdicts.results)


def test_the_context_is_read_once_per_exam():
    names = review.proper_nouns("2022", "wordpress-a")
    assert {"maud", "ferrand", "vaubrison", "jules"} <= names
    assert names is review.proper_nouns("2022", "wordpress-a")
