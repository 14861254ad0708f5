"""A dossier holds all of one sitting, names nobody, and is chained to the centre's others, whatever happens."""

import atexit
import gzip
import io
import json
import shutil
import stat
import tempfile
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest
from report_sample import make

from provisioner import paths
from provisioner.errors import DossierError, E5BError
from provisioner.pipeline.evidence import dossier, review
from provisioner.schema.sitting import Access, Candidate, RosterLine, Wave
from provisioner.steps import seal
from provisioner.steps.persons import without_names
from provisioner.steps.seal import contents, keys, store
from provisioner.steps.sitting import store as sittings

SECRETS = ("bk7m-3vqp-x9tf", "motdepassedecapture", "cleduSITE")
PERSONS = ("Kowalczewski", "Zénobie")


def candidate(number, wave="matin"):
    """A wave's folder as it is after `report`: names and passwords above, evidence of one candidate below."""
    line = RosterLine(
        number=number, surname=PERSONS[0], first_name=PERSONS[1], commission="12", cms="wordpress", subject="A",
        extra_time=True, line=2,
    )  # fmt: skip
    access = Access(port=8001, login="c", password=SECRETS[0], capture_password=SECRETS[1], keys={"K": SECRETS[2]})
    known = sittings.read_wave(wave)
    others = known.candidates if known else ()
    candidates = (*others, Candidate(who=line, access=access))
    sittings.write_wave(Wave(wave=wave, exam="2022", host="127.0.0.1", candidates=candidates))
    folder = paths.waves() / wave / number
    shutil.copytree(recorded(), folder)
    sitting = json.loads((folder / "sitting.json").read_text(encoding="utf-8"))
    (folder / "sitting.json").write_text(json.dumps(sitting | {"wave": wave, "number": number}), encoding="utf-8")
    for name in ("before.json.gz", "after.json.gz"):
        (folder / "capture" / name).write_bytes(gzip.compress(b'{"tables":{}}', mtime=0))
    log = {"request": {"headers": {"Cookie": [SECRETS[2]]}, "remote_ip": "10.0.0.7"}}
    (folder / "access.log").write_text(json.dumps(log), encoding="utf-8")
    (folder / "previous" / "20220512").mkdir(parents=True)
    (folder / "previous" / "20220512" / "access.log").write_text(SECRETS[0], encoding="utf-8")
    return folder


@cache
def recorded():
    """A candidate's folder with its report, made once: that takes a second."""
    place = Path(tempfile.mkdtemp(prefix="e5b-", dir="/tmp"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    folder = make(place / "matin" / "0742")
    review.write(folder)
    return folder


@pytest.fixture
def folder():
    return candidate("0742")


def members(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_dossier_is_sealed_and_verified(folder):
    path = dossier.seal(folder)
    found = dossier.verify([path])
    assert found.problems == ()
    manifest = found.dossiers[0].manifest
    assert (manifest.sequence, manifest.previous, manifest.sitting.number) == (1, "", "0742")
    held = members(path)
    kept = {"sitting.json", "diff.json", "verdicts.json", "criteria.json", "capture/after.json.gz", "report/index.html"}
    assert kept <= set(held)
    assert json.loads(held["inscription.json"]) == {
        "number": "0742", "commission": "12", "cms": "wordpress", "subject": "A", "extra_time": True,
    }  # fmt: skip
    assert {"exam", "context", "checks", "stack", "subject"} == set(manifest.origin.data)


def test_no_name_and_no_secret_is_in_it(folder):
    for name, data in members(dossier.seal(folder)).items():
        assert "access.log" not in name
        assert "previous" not in name
        plain = gzip.decompress(data) if name.endswith(".gz") else data
        for word in (*SECRETS, *PERSONS, "10.0.0.7"):
            assert word.encode() not in plain, (word, name)


def test_any_tool_unpacks_it(folder):
    with zipfile.ZipFile(dossier.seal(folder)) as archive:
        assert archive.testzip() is None
        assert all(stat.S_ISREG(one.external_attr >> 16) for one in archive.infolist())


def test_the_same_is_not_sealed_twice_and_what_changed_is(folder):
    first = dossier.seal(folder)
    written = first.read_bytes()
    assert dossier.seal(folder) == first
    assert first.read_bytes() == written
    # Taking the site off the machine is no other evidence.
    sitting = sittings.read_sitting("matin", "0742").model_copy(update={"removed_at": "2022-05-12T12:00:00+02:00"})
    sittings.write_sitting(sitting)
    assert dossier.seal(folder) == first
    (folder / "seed.sql").write_text("SELECT 1;", encoding="utf-8")
    again = dossier.seal(folder)
    assert again != first
    found = dossier.verify([first, again])
    assert found.problems == ()
    assert found.dossiers[1].manifest.replaces == 1


def test_evidence_that_is_missing_is_said(folder):
    (folder / "capture" / "after.json.gz").unlink()
    with pytest.raises(DossierError, match=r"0742 : capture/after\.json\.gz manque"):
        dossier.seal(folder)
    assert not list(paths.dossiers().glob("*.zip"))


def test_a_file_of_any_name_goes_in(folder):
    work = folder / "capture" / "files"
    (work / "a").mkdir(exist_ok=True)
    for name in ("con.jpg", "fin.", "deux:points", "A.jpg", "a.jpg", "e\u0301.png", "bar\\re", "a/b"):
        (work / name).write_text(name, encoding="utf-8")
    path = dossier.seal(folder)
    assert dossier.verify([path]).problems == ()
    strange = [data.decode() for name, data in members(path).items() if name.startswith(contents.STRANGE)]
    assert {"con.jpg", "fin.", "deux:points", "e\u0301.png", "bar\\re"} <= set(strange)
    assert len({"A.jpg", "a.jpg", "a/b"} & set(strange)) >= 1


def test_the_key_is_the_owners_and_the_fingerprint_is_for_people(folder):
    path = dossier.seal(folder)
    assert stat.S_IMODE((paths.keys() / "centre.pem").stat().st_mode) == 0o600
    shown = dossier.key_fingerprint()
    assert [len(group) for group in shown.split()] == [4] * 8
    assert dossier.verify([path], shown.lower().replace(" ", "-")).problems == ()
    other = "0000 " + shown[5:]
    assert [one.kind for one in dossier.verify([path], other).problems] == ["key"]
    with pytest.raises(DossierError, match="n’est pas l’empreinte"):
        dossier.verify([path], shown[:-5])


def test_a_key_that_is_damaged_or_another_is_said(folder):
    dossier.seal(folder)
    key = paths.keys() / "centre.pem"
    kept = key.read_text(encoding="utf-8")
    key.write_text(kept[:60], encoding="utf-8")
    with pytest.raises(DossierError, match="est abîmée"):
        dossier.seal(folder)
    key.unlink()
    (folder / "seed.sql").write_text("SELECT 1;", encoding="utf-8")
    with pytest.raises(DossierError, match="celui d’une autre clé"):
        dossier.seal(folder)


@pytest.fixture
def three():
    return [dossier.seal(candidate(number)) for number in ("1", "2", "3")]


def says(*files, key=""):
    return [one.says for one in dossier.verify(list(files), key).problems]


def test_dossiers_follow_one_another(three):
    assert says(*three) == []
    assert says() == []
    # The order in which they are given does not matter: their own places do.
    assert says(*reversed(three)) == []
    found = dossier.verify(three).dossiers
    assert [one.manifest.previous for one in found] == ["", found[0].digest, found[1].digest]


def test_one_taken_out_shows(three):
    assert says(three[0], three[2]) == ["il manque le dossier n° 2, entre le n° 1 et le n° 3."]
    three[2].unlink()
    assert says() == [f"le dossier n° 3 ({three[2].name}) est au registre et manque ici."]


def test_one_given_twice_shows(three, tmp_path):
    copy = tmp_path / "copie.zip"
    shutil.copy(three[1], copy)
    assert any("donné deux fois" in one for one in says(*three, copy))


def test_two_that_changed_places_show(three):
    aside = three[0].with_name("x")
    three[0].rename(aside)
    three[1].rename(three[0])
    aside.rename(three[1])
    assert len([one for one in says(*three) if "le nom du fichier dit" in one]) == 2


def test_one_of_another_chain_in_its_place_shows(three, tmp_path, monkeypatch):
    key = paths.keys()
    monkeypatch.setenv("E5B_HOME", str(tmp_path))
    shutil.copytree(key, tmp_path / "keys")
    # The same centre's key, another register: what a dishonest centre could do to one dossier.
    other = [dossier.seal(candidate(number, "autre")) for number in ("1", "2")][1]
    assert any("ne suit pas" in one for one in says(three[0], other))
    assert any("deux dossiers différents" in one for one in says(*three, other))


def test_a_power_cut_between_the_dossier_and_the_register(folder, monkeypatch):
    first = dossier.seal(folder)
    (folder / "seed.sql").write_text("SELECT 1;", encoding="utf-8")
    with monkeypatch.context() as cut:
        cut.setattr(store, "write_register", lambda _register: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            dossier.seal(folder)
    left = sorted(paths.dossiers().glob("*.zip"))
    assert len(left) == 2
    assert len(store.read_register().links) == 1
    assert dossier.seal(folder) == left[1]
    assert [link.file for link in store.read_register().links] == [first.name, left[1].name]
    assert says() == []


def test_a_power_cut_before_the_dossier_is_in_place(monkeypatch):
    def cut(_self, _target):
        raise KeyboardInterrupt

    key = _key()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", cut)
        with pytest.raises(KeyboardInterrupt):
            seal.seal({"a": b"a"}, identity(), origin(), key, now())
    assert list(paths.dossiers().glob("*.zip")) == []
    assert seal.seal({"a": b"a"}, identity(), origin(), _key(), now()).name == "000001-m-7.zip"


def test_a_lost_register_is_made_again_from_the_dossiers(three):
    kept = store.read_register()
    (paths.dossiers() / "chain.json").unlink()
    path = dossier.seal(candidate("4"))
    assert store.read_register().links[:3] == kept.links
    assert dossier.verify([*three, path]).problems == ()
    (paths.dossiers() / "chain.json").unlink()
    three[0].unlink()
    with pytest.raises(DossierError, match="rang plus haut que le registre"):
        dossier.seal(candidate("5"))


def test_a_file_that_changes_meanwhile_is_said(monkeypatch, tmp_path):
    source = tmp_path / "a"
    source.write_text("avant", encoding="utf-8")
    real = store._write  # noqa: SLF001 the moment between measuring and writing

    def later(*given):
        source.write_text("après", encoding="utf-8")
        real(*given)

    monkeypatch.setattr(store, "_write", later)
    with pytest.raises(DossierError, match="a changé pendant le scellement"):
        seal.seal({"a": source}, identity(), origin(), _key(), now())
    assert list(paths.dossiers().glob("*.zip")) == []


def test_names_of_persons_are_taken_out_of_reasons():
    told = {"reason": "Zoe LEFÈVRE a renversé un verre ; lefevre prévenue", "minutes": 5, "par": ["Lefèvre-Roux"]}
    cleaned = without_names(told, ["Lefèvre", "Zoé"])
    assert cleaned == {
        "reason": "[nom retiré] [nom retiré] a renversé un verre ; [nom retiré] prévenue",
        "minutes": 5,
        "par": ["[nom retiré]-Roux"],
    }
    assert without_names("le lefèvrier", ["Lefèvre"]) == "le lefèvrier"


def test_what_is_no_dossier_is_refused(tmp_path):
    for name, data in (("vide.zip", b""), ("texte.zip", b"bonjour"), ("autre.zip", b"PK\x05\x06" + bytes(18))):
        (tmp_path / name).write_bytes(data)
        found = dossier.verify([tmp_path / name])
        assert [one.kind for one in found.problems][:1] in (["archive"], ["manifest"])
    with pytest.raises(E5BError, match="ne peut pas être lu"):
        dossier.verify([tmp_path / "absent.zip"])
    with pytest.raises(DossierError, match="Aucun dossier"):
        dossier.verify([])


def test_rewritten_by_another_tool_it_says_which_files_changed(folder, tmp_path):
    held = members(dossier.seal(folder))
    held["diff.json"] += b" "
    held["ajout.txt"] = b"de trop"
    held.pop("verdicts.json")
    path = tmp_path / "repris.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in held.items():
            archive.writestr(name, data)
    found = dossier.verify([path])
    assert {(one.kind, one.what) for one in found.problems} == {
        ("archive", "repris.zip"), ("altered", "diff.json"), ("added", "ajout.txt"), ("missing", "verdicts.json"),
    }  # fmt: skip


def test_cut_short_it_says_what_is_left_out(folder):
    data = dossier.seal(folder).read_bytes()
    found = seal.examine(io.BytesIO(data[: len(data) // 2]), "x.zip")
    assert {"archive", "missing"} <= {one.kind for one in found.problems}
    assert found.manifest.sitting.number == "0742"


def _key():
    return keys.centre_key()


def identity():
    from provisioner.schema.seal import Identity

    told = {"wave": "m", "number": "7", "commission": "1", "exam": "2022", "cms": "wordpress", "subject": "A"}
    return Identity(**told, created_at="2022-05-12T09:02:11+02:00")


def origin():
    from provisioner.schema.seal import Origin

    return Origin(software="0", data={}, image="e5b/x:1")


def now():
    from datetime import UTC, datetime

    return datetime(2022, 5, 12, tzinfo=UTC)


def test_the_clock_of_the_sitting_is_in_it_and_nobody_elses(folder):
    from provisioner.steps import journal

    book = journal.of(folder.parent)
    with book.turn() as turn:
        turn.add("start", who="salle", numbers=["0742", "0800"])
        turn.add(
            "extend", who="salle", numbers=["0742"], detail={"minutes": 5, "reason": f"panne du poste de {PERSONS[1]}"}
        )
        turn.add("extend", who="salle", numbers=["0800"], detail={"minutes": 9, "reason": "autre"})
        turn.add("pause", who="salle")
        turn.add("closed", who="gardien", numbers=["0742"])
        turn.add("sealed", who="gardien", numbers=["0742"])
    path = dossier.seal(folder)
    lines = [json.loads(line) for line in members(path)["journal.jsonl"].splitlines()]
    assert [line["kind"] for line in lines] == ["start", "extend", "pause", "closed"]
    assert lines[0]["detail"] == {"numbers": ["0742"]}
    assert lines[1]["detail"] == {"minutes": 5, "reason": "panne du poste de [nom retiré]"}
    # What the room does afterwards is no other evidence.
    with book.turn() as turn:
        turn.add("note", who="salle", detail={"text": "la salle est rangée"})
    assert dossier.seal(folder) == path


def test_what_people_read(three, tmp_path):
    from click.testing import CliRunner

    from provisioner.commands.seal import command as seal_command
    from provisioner.commands.verify import command as verify_command

    def verified(*args):
        return CliRunner().invoke(verify_command, list(map(str, args)))

    key = dossier.key_fingerprint()
    result = verified(paths.dossiers())
    assert result.exit_code == 0
    text = " ".join(result.output.split())
    assert f"Dossier n° 1, le premier de sa chaîne, scellé le {datetime.now().astimezone():%d/%m/%Y}" in text
    assert f"par le centre de clé {key}" in text
    assert "Candidat 2, commission 12, WordPress, sujet" in text
    assert "Les 3 dossiers se suivent" in text
    rank, head = dossier.head()
    assert rank == 3
    assert text.count("Empreinte du dossier") == 3
    assert f"Empreinte du dossier : {head}" in text
    assert f"dossier n° 3, empreinte {head}" in CliRunner().invoke(seal_command, ["--wave", "matin"]).output
    told = json.loads(verified("--json", *three).output)
    assert told["ok"] is True
    assert [one["sequence"] for one in told["dossiers"]] == [1, 2, 3]
    data = bytearray(three[1].read_bytes())
    data[data.index("Dossier scellé".encode())] ^= 1
    altered = tmp_path / three[1].name
    altered.write_bytes(data)
    result = verified(altered)
    assert isinstance(result.exception, DossierError)
    assert "ALTÉRÉ" in result.output
    assert "« LISEZ-MOI.txt » a été modifié" in result.output
    result = CliRunner().invoke(seal_command, ["--wave", "matin", "--json"])
    assert [Path(one["dossier"]) for one in json.loads(result.output)["dossiers"]] == three
