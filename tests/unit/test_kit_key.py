"""The academy's key, apart from the machine's; what an install leaves; what the doctor says of a kit's centre."""

from __future__ import annotations

import shutil
import stat

import kits
import pytest
from click.testing import CliRunner

from provisioner import paths
from provisioner.adapters import ed25519
from provisioner.commands.kit import command
from provisioner.errors import DossierError, KitError
from provisioner.pipeline.kit import key, trust, verify
from provisioner.pipeline.prepare import diagnosis
from provisioner.schema.doctor import Check, Diagnosis
from provisioner.schema.kit import Installed
from provisioner.steps.kit import place
from provisioner.steps.seal import keys

SECRET = "une phrase assez longue pour une clé"


@pytest.fixture(autouse=True)
def _home(tmp_path, monkeypatch):
    monkeypatch.setenv("E5B_HOME", str(tmp_path / "home"))


def test_kits_are_signed_by_the_academy_s_key_once_there_is_one_and_former_kits_stay_good(tmp_path):
    if not shutil.which("dpkg"):
        pytest.skip("needs Debian's dpkg")
    kits.small(tmp_path / "former", tmp_path / "work1")
    mine, own = key.shown()
    assert not own
    mark, new = key.create()
    assert new
    assert mark != mine
    assert key.create() == (mark, False)
    assert key.shown() == (mark, True)
    kits.small(tmp_path / "kit", tmp_path / "work2")
    assert verify.verify(tmp_path / "kit", mark).problems == ()
    for folder in ("former", "kit"):
        assert verify.verify(tmp_path / folder).problems == ()
    # Dossiers are still sealed with the machine's own.
    assert keys.fingerprint(keys.centre_key().name) == mine
    assert stat.S_IMODE((paths.keys() / "academie.pem").stat().st_mode) == 0o600


def test_a_key_goes_to_another_machine_under_its_passphrase_alone(tmp_path, monkeypatch):
    mark, _ = key.create()
    assert key.export(tmp_path / "cle", SECRET) == mark
    assert b"PRIVATE" not in (tmp_path / "cle").read_bytes()
    with pytest.raises(KitError, match="existe déjà"):
        key.export(tmp_path / "cle", SECRET)
    monkeypatch.setenv("E5B_HOME", str(tmp_path / "ailleurs"))
    with pytest.raises(KitError, match="La phrase n’est pas la bonne"):
        key.take(tmp_path / "cle", "une autre phrase assez longue")
    assert keys.academy_key() is None
    assert key.take(tmp_path / "cle", SECRET) == mark
    assert key.take(tmp_path / "cle", SECRET) == mark
    assert mark in trust.known()


def test_another_key_is_never_written_over(tmp_path, monkeypatch):
    key.create()
    key.export(tmp_path / "cle", SECRET)
    monkeypatch.setenv("E5B_HOME", str(tmp_path / "ailleurs"))
    mark, _ = key.create()
    with pytest.raises(KitError, match="a déjà une autre clé d’académie") as caught:
        key.take(tmp_path / "cle", SECRET)
    assert "academie.pem" in caught.value.hint
    assert key.shown() == (mark, True)


@pytest.mark.parametrize("content", [b"", b"rien", b"e5b-scelle-1\n{}\n", b"e5b-scelle-1\n[]\nx", b"x" * 20_000])
def test_a_file_that_is_no_key_is_refused(tmp_path, content):
    (tmp_path / "cle").write_bytes(content)
    with pytest.raises(KitError, match="n’est pas une clé exportée"):
        key.take(tmp_path / "cle", SECRET)
    with pytest.raises(KitError, match="ne peut pas être lu"):
        key.take(tmp_path / "absent", SECRET)


def test_a_damaged_key_signs_nothing(tmp_path):
    with pytest.raises(KitError, match="n’a pas de clé d’académie"):
        key.export(tmp_path / "cle", SECRET)
    key.create()
    (paths.keys() / "academie.pem").write_text("abîmé")
    with pytest.raises(DossierError, match=r"academie\.pem, est abîmée"):
        trust.own_key()
    with pytest.raises(DossierError, match="n’est pas une clé"):
        keys.keep_academy_key(b"rien")
    assert ed25519.new_private() != ed25519.new_private()


def test_commands_tell_the_fingerprint_and_a_passphrase_of_their_own(tmp_path):
    run = CliRunner()
    made = run.invoke(command, ["key", "create"])
    mark = key.shown()[0]
    assert f"Clé de l’académie faite : {mark}" in made.stdout
    assert f"Déjà faite : {mark}" in run.invoke(command, ["key", "create"]).stdout
    exported = run.invoke(command, ["key", "export", str(tmp_path / "cle")]).stdout
    secret = next(line for line in exported.splitlines() if line.startswith("Phrase de la clé : "))[19:]
    taken = run.invoke(command, ["key", "import", str(tmp_path / "cle")], input=f"{secret.lower()}\n")
    assert mark in taken.stdout


def test_what_is_older_than_the_software_before_goes_and_nothing_else(tmp_path):
    names = [f"{n * 12}-{n.upper().lower() * 12}" for n in "abc"]
    for name in [*names, *(f"bibliotheques-{n * 12}" for n in "abc"), "autre", "sauvegarde-2027"]:
        (tmp_path / name).mkdir()
        (tmp_path / name / "x").touch()
    place.switch(tmp_path, tmp_path / names[2], tmp_path / "bin" / "e5b")
    gone = place.tidy(tmp_path, [tmp_path / names[2], tmp_path / names[1]])
    assert gone == [names[0], "bibliotheques-aaaaaaaaaaaa"]
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {
        *names[1:],
        "bibliotheques-" + "b" * 12,
        "bibliotheques-" + "c" * 12,
        "autre",
        "sauvegarde-2027",
        "bin",
        "courant",
    }
    assert place.tidy(tmp_path, [tmp_path / names[2], tmp_path / names[1]]) == []


def lines(*found):
    checks = [Check(id=name, label=name, state=state, detail=name, remedy="?") for name, state in found]
    return Diagnosis(ok=True, checks=tuple(checks))


def test_a_centre_installed_from_a_kit_is_not_asked_for_media(monkeypatch):
    told = lines(
        ("disk", "attention"), ("images_2022", "ok"), ("images_2021", "attention"), ("media_2022", "attention")
    )
    monkeypatch.setattr(diagnosis, "diagnose", lambda _others: told)
    assert diagnosis.run() == told
    place.remember(
        Installed(manifest="0" * 64, built_at="", software="/opt/e5b/x", sealed=False, opens_at="", parts={})
    )
    states = {one.id: one.state for one in diagnosis.run().checks}
    ready = dict.fromkeys(("images_2022", "images_2021", "media_2022", "subjects"), "ok")
    assert states == {"disk": "attention", **ready}
    # Images that have gone are still missed, and the way back is the kit.
    lost = lines(("images_2022", "attention"), ("media_2022", "attention"))
    monkeypatch.setattr(diagnosis, "diagnose", lambda _others: lost)
    images, media, _ = diagnosis.run().checks
    assert (images.state, media.state) == ("attention", "ok")
    assert "e5b kit install" in images.remedy
    (paths.kit() / "installed.json").write_text("{")
    assert [(one.id, one.state) for one in diagnosis.run().checks][-1] == ("kit", "attention")
