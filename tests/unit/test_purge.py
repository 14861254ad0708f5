"""What names candidates is destroyed, proven, and only when it may be; the evidence stays unless told otherwise."""

import hashlib
import json
import shutil
from datetime import datetime, timedelta

import pytest
from click.testing import CliRunner
from test_seal import PERSONS, SECRETS, candidate

from provisioner import paths
from provisioner.commands.purge import command
from provisioner.commands.verify import command as verify
from provisioner.errors import DossierError
from provisioner.pipeline.evidence import dossier
from provisioner.pipeline.records import purges
from provisioner.schema.seal import Purge
from provisioner.steps import purge as step
from provisioner.steps.console import audit, marks, purging, writings
from provisioner.steps.console.accounts import Account
from provisioner.steps.console.database import Database
from provisioner.steps.seal import statement
from provisioner.steps.sitting import store


@pytest.fixture
def wave():
    """A wave of two candidates, sat on 12 May 2022, sealed, its sites taken off the machine."""
    folders = [candidate(number) for number in ("1", "2")]
    for folder in folders:
        gone = store.read_sitting("matin", folder.name).model_copy(update={"removed_at": "2022-05-12T12:00:00+02:00"})
        store.write_sitting(gone)
        dossier.seal(folder)
    fiches = paths.waves() / "matin" / "fiches"
    fiches.mkdir()
    (fiches / "1.html").write_text(" ".join((*PERSONS, *SECRETS)), encoding="utf-8")
    run = paths.run() / "e5b-matin-1"
    run.mkdir(parents=True)
    (run / "secrets.json").write_text(SECRETS[2], encoding="utf-8")
    return paths.waves() / "matin"


def everything():
    return {path: path.read_bytes() for path in paths.home().rglob("*") if path.is_file()}


def told():
    return [one for _, one in purges.statements()]


def test_names_and_secrets_are_gone_and_the_evidence_is_there(wave):
    purges.carry_out(purges.plan("matin"))
    for path, data in everything().items():
        for word in (*PERSONS, *SECRETS, "10.0.0.7"):
            assert word.encode() not in data, (word, path)
    assert (wave / "1" / "capture" / "after.json.gz").is_file()
    assert dossier.verify([]).problems == ()
    assert not (paths.run() / "e5b-matin-1").exists()
    assert not (wave / "fiches").exists()


def test_what_was_sealed_before_stands(wave):
    sealed = sorted(paths.dossiers().glob("*.zip"))
    purges.carry_out(purges.plan("matin"))
    assert [dossier.seal(wave / number) for number in ("1", "2")] == sealed
    assert sorted(paths.dossiers().glob("*.zip")) == sealed


def test_the_statement_tells_what_was_destroyed(wave, tmp_path):
    roster = (wave / "roster.json").read_bytes()
    purges.carry_out(purges.plan("matin"))
    (path, one), *others = purges.statements()
    assert others == []
    assert (one.candidates, one.retention, one.evidence) == (2, "2023-05-12", False)
    counts = {what: sum(file.what == what for file in one.files) for what in {file.what for file in one.files}}
    assert counts == {"roster": 1, "fiche": 1, "access log": 4, "leftover": 1}
    assert any((file.what, file.size) == ("roster", len(roster)) for file in one.files)
    # Signed: any change shows.
    data = path.read_bytes()
    assert statement.opened(data) == one
    changed = tmp_path / "pv.json"
    for at in range(0, len(data), 7):
        wrong = bytearray(data)
        wrong[at] ^= 1
        assert statement.opened(bytes(wrong)) is None, at
    changed.write_bytes(data.replace(b'"candidates":2', b'"candidates":1'))
    assert CliRunner().invoke(verify, [str(path)]).exit_code == 0
    assert [problem.kind for problem in dossier.verify([changed]).problems] == ["signature"]


def test_nothing_without_a_confirmation(wave):
    before = everything()
    result = CliRunner().invoke(command, ["--wave", "matin"])
    assert isinstance(result.exception, DossierError)
    assert "il faut confirmer" in result.exception.message
    assert "fiches remises" in result.output
    assert everything() == before
    assert CliRunner().invoke(command, ["--wave", "matin", "--yes"]).exit_code == 0
    assert not (wave / "roster.json").exists()


@pytest.mark.usefixtures("wave")
def test_the_retention_is_kept_unless_told_otherwise():
    today = datetime.now().astimezone()
    for number in ("1", "2"):
        recent = store.read_sitting("matin", number).model_copy(update={"created_at": today.isoformat()})
        store.write_sitting(recent)
    with pytest.raises(DossierError, match=r"est à conserver jusqu’au .*retention_days"):
        purges.plan("matin")
    with pytest.raises(DossierError, match="pas d’avant le"):
        purges.plan("matin", today.date())
    assert purges.due() == []
    tomorrow = today.date() + timedelta(days=1)
    assert purges.due(tomorrow) == ["matin"]
    assert purges.plan("matin", tomorrow) is not None


@pytest.mark.usefixtures("wave")
def test_a_dossier_that_is_not_sealed_is_said():
    candidate("3")
    with pytest.raises(DossierError, match=r"n’est pas scellé : 3\."):
        purges.plan("matin")
    assert purges.plan("matin", force=True) is not None


@pytest.mark.usefixtures("wave")
def test_twice_is_once():
    purges.carry_out(purges.plan("matin"))
    kept = everything()
    assert purges.plan("matin") is None
    result = CliRunner().invoke(command, ["--wave", "matin", "--yes"])
    assert (result.exit_code, everything()) == (0, kept)
    assert "Rien à détruire" in result.output
    with pytest.raises(DossierError, match="n’existe pas"):
        purges.plan("jamais")


@pytest.mark.usefixtures("wave")
@pytest.mark.parametrize("files", range(8))
def test_an_interruption_at_any_file_is_taken_up(monkeypatch, files):
    """Cut after so many files: what was told is still told, and the end is the same."""
    whole = purges.plan("matin")
    real, done = step.destroy, []

    def cut(targets, name):
        done.append(name)
        real(targets[:files], name)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(step, "destroy", cut)
        with pytest.raises(KeyboardInterrupt):
            purges.carry_out(whole)
    assert [one.ended_at for one in told()] == [""]
    assert purges.destroyed() == frozenset()
    assert "matin" in purges.due()
    ended = purges.carry_out(purges.plan("matin"))
    assert ended.files == whole.purge.files
    assert [one.ended_at for one in told()] == [ended.ended_at]
    assert purges.plan("matin") is None


def test_with_the_evidence_the_chain_knows_why_dossiers_are_gone(wave):
    later = dossier.seal(candidate("3", "soir"))
    purges.carry_out(purges.plan("matin", evidence=True))
    assert not wave.exists()
    assert [path.name for path in sorted(paths.dossiers().glob("*.zip"))] == [later.name]
    assert (paths.waves() / "soir" / "roster.json").is_file()
    assert dossier.verify([]).problems == ()
    assert len(told()[0].dossiers) == 2
    # Without the statement, they are missing.
    shutil.rmtree(paths.purges())
    assert len(dossier.verify([]).problems) == 2


@pytest.mark.usefixtures("wave")
def test_a_statement_that_was_altered_stops_everything():
    purges.carry_out(purges.plan("matin"))
    path, one = next(purges.statements())
    path.write_bytes(path.read_bytes().replace(one.ended_at.encode(), b"2000-01-01"))
    with pytest.raises(DossierError, match="a été modifié"):
        purges.destroyed()


@pytest.mark.usefixtures("wave")
def test_a_date_is_read_as_people_write_it():
    for text in ("01/06/2022", "2022-06-01"):
        result = CliRunner().invoke(command, ["--wave", "matin", "--before", text])
        assert isinstance(result.exception, DossierError)
    assert CliRunner().invoke(command, ["--wave", "matin", "--before", "demain"]).exit_code == 2


@pytest.mark.usefixtures("wave")
def test_every_purge_is_a_model_that_holds_no_name():
    made = purges.plan("matin").purge
    assert isinstance(made, Purge)
    assert not any(word in json.dumps(made.model_dump(mode="json")) for word in (*PERSONS, *SECRETS))


def console():
    """What examiners of the wave, of another one, and a candidate at the wrong door left in the console."""
    database = Database()
    marie = Account("marie", "examinateur", "12", 1, "")
    for name in ("matin", "matin.2"):
        writings.tick(database, name, "1", 0, 0, marie, "TS")
        writings.note(database, name, "1", 0, marie, f"{PERSONS[0]} a peu de temps ({name}).", 0)
        marks.validate(database, name, "1", marie, "17,25", f"Très bien {PERSONS[1]}", base=0)
        audit.add(database, "marie", "10.0.0.9", "Note validée", f"POST /relecture/{name}/1/note")
        audit.add(database, "marie", "10.0.0.9", "Anonymat levé", f"vague {name}, commission 12")
    audit.add(database, "", "10.0.0.7", "Refusé : nom ou mot de passe", PERSONS[0])
    audit.add(database, "", "10.0.0.8", "Connexion", "marie")
    picture = paths.console() / "live" / "matin" / "1.jpg"
    picture.parent.mkdir(parents=True)
    picture.write_bytes(b"image")
    return database


def kept(database):
    with database.read() as connection:
        tables = ("ticks", "notes", "marks", "audit")
        return {table: [dict(row) for row in connection.execute(f"SELECT * FROM {table}")] for table in tables}


def in_the_file(text):
    return any(text.encode() in path.read_bytes() for path in paths.console().glob("console.sqlite*"))


@pytest.mark.usefixtures("wave")
def test_names_typed_in_the_console_are_taken_out_of_its_file():
    database = console()
    assert in_the_file(f"{PERSONS[0]} a peu de temps (matin).")
    plan = purges.plan("matin")
    ended = purges.carry_out(plan)
    assert [one.what for one in ended.files].count("console") == 1
    rows = kept(database)
    assert [row["text"] for row in rows["notes"] if row["wave"] == "matin"] == ["[nom retiré] a peu de temps (matin)."]
    assert (rows["marks"][0]["mark"], rows["marks"][0]["comment"]) == ("17,25", "Très bien [nom retiré]")
    assert "[nom retiré]" in [row["about"] for row in rows["audit"]]
    # Another wave is left as it is, whatever its name begins with.
    assert rows["notes"][1]["text"] == f"{PERSONS[0]} a peu de temps (matin.2)."
    assert not in_the_file(f"{PERSONS[0]} a peu de temps (matin).")
    assert not (paths.console() / "live" / "matin").exists()
    assert purges.plan("matin") is None


@pytest.mark.usefixtures("wave")
def test_marks_go_with_the_evidence_and_nothing_else():
    database = console()
    before = kept(database)
    purges.carry_out(purges.plan("matin", evidence=True))
    rows = kept(database)
    for table in ("ticks", "notes", "marks"):
        assert rows[table] == [row for row in before[table] if row["wave"] == "matin.2"], table
    told = [row["about"] for row in rows["audit"]]
    assert told == ["POST /relecture/matin.2/1/note", "vague matin.2, commission 12", "[nom retiré]", "marie"]
    assert not in_the_file("a peu de temps (matin).")
    assert not in_the_file("/relecture/matin/1")


@pytest.mark.usefixtures("wave")
def test_the_digest_of_a_short_note_cannot_be_guessed():
    """Whoever knows the form of a row could try every mark: the digest in the statement is salted with a secret."""
    console()
    (told,) = [one for one in purges.plan("matin", evidence=True).purge.files if one.what == "console"]
    held = purging.held("matin", lambda text: text, everything=True)
    assert told.size > 0
    assert told.sha256 != hashlib.sha256(held).hexdigest()
    assert purges.plan("matin", evidence=True).purge.files.count(told) == 1


@pytest.mark.usefixtures("wave")
@pytest.mark.parametrize("evidence", [False, True])
def test_a_cut_before_the_console_is_cleaned_leaves_its_names_known(monkeypatch, evidence):
    """The list goes last: the next run still knows which names to take out."""
    database = console()

    def cut(*_args, **_more):
        raise KeyboardInterrupt

    for module, name in ((purging, "destroy"), (step, "destroy")):
        with monkeypatch.context() as patch:
            patch.setattr(module, name, cut)
            with pytest.raises(KeyboardInterrupt):
                purges.carry_out(purges.plan("matin", evidence=evidence))
    ended = purges.carry_out(purges.plan("matin", evidence=evidence))
    assert [one.what for one in ended.files].count("console") == 1
    assert not in_the_file(f"{PERSONS[0]} a peu de temps (matin).")
    assert len(kept(database)["notes"]) == (1 if evidence else 2)


@pytest.mark.usefixtures("wave")
def test_what_only_the_console_still_holds_is_purged_too():
    purges.carry_out(purges.plan("matin", evidence=True))
    database = console()
    purges.carry_out(purges.plan("matin", evidence=True))
    assert [row["wave"] for row in kept(database)["marks"]] == ["matin.2"]
    assert purges.plan("matin", evidence=True) is None


@pytest.mark.usefixtures("wave")
def test_marks_of_a_former_spreadsheet_go_with_the_others():
    one = {"number": "1", "subject": "wordpress-a", "lines": [], "mark": "11.5", "comment": PERSONS[0]}
    path = paths.waves() / "matin" / "marks.json"
    path.write_text(json.dumps({"format": 1, "exam": "2022", "wave": "matin", "candidates": [one]}), encoding="utf-8")
    purges.carry_out(purges.plan("matin"))
    assert not path.exists()
    assert [row["comment"] for row in kept(Database())["marks"]] == ["[nom retiré]"]
