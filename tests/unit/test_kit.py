"""A kit is intact, or refused with a sentence that names what is wrong; a damaged volume alone is copied again."""

import io
import json
import shutil
import subprocess
import tarfile

import click.testing
import kits
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from provisioner import paths
from provisioner.adapters import ed25519
from provisioner.adapters.packages import debian
from provisioner.commands.kit import command
from provisioner.errors import DataError, KitError
from provisioner.pipeline.kit import build, install, trust, verify
from provisioner.schema.seal import canonical
from provisioner.steps.kit import manifest, place, texts, trees, volumes
from provisioner.steps.seal.keys import Key

pytestmark = pytest.mark.skipif(not shutil.which("dpkg"), reason="needs Debian's dpkg")


@pytest.fixture
def folder(tmp_path):
    kits.small(tmp_path / "kit", tmp_path / "work")
    return tmp_path / "kit"


def other_key():
    private = ed25519.new_private()
    return Key(private, ed25519.public_of(private))


def says(folder, key=""):
    return [(one.kind, one.says) for one in verify.verify(folder, key).problems]


def resign(folder, **changes):
    found = manifest.read(folder, trust.verified).manifest.model_copy(update=changes)
    manifest.write(folder, found, lambda raw: trust.own_key().sign(manifest.PURPOSE, raw))


def test_intact_kit(folder):
    found = verify.verify(folder)
    assert found.problems == ()
    assert found.fingerprint == trust.fingerprint(trust.own_key().name)
    assert verify.verify(folder, found.fingerprint.lower().replace(" ", "-")).problems == ()


def test_altered_volume_is_named_alone(folder):
    volume = folder / "volumes" / "wheels-002.vol"
    data = bytearray(volume.read_bytes())
    data[100] ^= 1
    volume.write_bytes(data)
    assert says(folder) == [("altered", "« volumes/wheels-002.vol » est abîmé ou modifié.")]
    assert "volumes/wheels-002.vol" in verify.remedy(verify.verify(folder))


def test_truncated_volume(folder):
    volume = folder / "volumes" / "wheels-001.vol"
    volume.write_bytes(volume.read_bytes()[:1000])
    assert says(folder) == [("truncated", "« volumes/wheels-001.vol » est incomplet (1000 octets sur 4096).")]


def test_missing_and_added(folder):
    (folder / "volumes" / "software-001.vol").rename(folder / "volumes" / "software-009.vol")
    assert [kind for kind, _ in says(folder)] == ["missing", "added"]
    (folder / "autorun.inf").write_text("x")
    assert ("added", "« autorun.inf » n’est pas du kit : retirez-le.") in says(folder)


def test_what_a_system_leaves_on_a_stick_is_not_the_kits(folder):
    (folder / ".Trash-0").mkdir()
    (folder / "System Volume Information").mkdir()
    (folder / ".DS_Store").write_text("x")
    assert says(folder) == []


def test_altered_installer(folder):
    with (folder / texts.INSTALLER).open("a") as script:
        script.write("curl evil\n")
    assert [kind for kind, _ in says(folder)] == ["altered"]


def test_link_in_place_of_a_volume(folder, tmp_path):
    volume = folder / "volumes" / "wheels-001.vol"
    volume.rename(tmp_path / "elsewhere")
    volume.symlink_to(tmp_path / "elsewhere")
    assert says(folder) == [("missing", "« volumes/wheels-001.vol » manque.")]


def test_unsigned(folder):
    (folder / manifest.SIGNATURE).unlink()
    assert says(folder) == [("signature", "ce kit n’est pas signé : manifest.sig manque.")]


@pytest.mark.parametrize("text", [b"", b"zz\n", b"00" * 64 + b"\n", b"\xff"])
def test_wrong_signature(folder, text):
    (folder / manifest.SIGNATURE).write_bytes(text)
    assert [kind for kind, _ in says(folder)] == ["signature"]


def test_altered_manifest(folder):
    path = folder / manifest.MANIFEST
    path.write_bytes(path.read_bytes().replace(b'"exams":["2022"]', b'"exams":["2021"]'))
    assert [kind for kind, _ in says(folder)] == ["signature"]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "illisible"),
        (b"{", "illisible"),
        (b"[" * 5000, "illisible"),
        (b"{}", "clé"),
        (b'{"format": 2}', "clé"),
    ],
)
def test_manifest_that_says_nothing(folder, raw, why):
    (folder / manifest.MANIFEST).write_bytes(raw)
    ((kind, text),) = says(folder)
    assert kind == "manifest"
    assert why in text


def test_manifest_written_otherwise(folder):
    path = folder / manifest.MANIFEST
    path.write_text(json.dumps(json.loads(path.read_text()), indent=1))
    assert says(folder) == [("manifest", "le manifeste est abîmé ou modifié (écrit autrement).")]


@pytest.mark.parametrize("path", ["../passwd", "/etc/passwd", "volumes/../../x", "a/b/c", "volumes/", "con fig", "x\n"])
def test_manifest_that_names_a_file_elsewhere(folder, path):
    raw = json.loads((folder / manifest.MANIFEST).read_text())
    raw["texts"][0]["path"] = path
    (folder / manifest.MANIFEST).write_text(json.dumps(raw, separators=(",", ":"), sort_keys=True) + "\n")
    ((kind, text),) = says(folder)
    assert kind == "manifest"
    assert "texts.0.path" in text


def test_file_listed_twice(folder):
    found = manifest.read(folder, trust.verified).manifest
    resign(folder, texts=(*found.texts, found.texts[0]))
    assert says(folder) == [("manifest", "le manifeste est abîmé ou modifié (un fichier y est deux fois).")]


def test_another_key(folder, tmp_path):
    mine = trust.fingerprint(trust.own_key().name)
    strange = other_key()
    kits.small(tmp_path / "other", tmp_path / "work2", key=strange)
    ((kind, text),) = says(tmp_path / "other")
    assert kind == "key"
    assert "n’est pas connue de cette machine" in text
    ((kind, text),) = says(tmp_path / "other", mine)
    assert kind == "key"
    assert "signé par une autre clé" in text
    trust.trust(trust.fingerprint(strange.name))
    assert says(tmp_path / "other") == []
    assert [kind for kind, _ in says(folder, trust.fingerprint(strange.name))] == ["key"]


def test_trust_is_written_once():
    mark = trust.fingerprint(other_key().name)
    trust.trust(mark)
    before = (paths.keys() / "academies.txt").read_text()
    trust.trust(mark)
    assert (paths.keys() / "academies.txt").read_text() == before
    (paths.keys() / "academies.txt").write_text(before + "n'importe quoi\n")
    with pytest.raises(DataError, match="ligne 3"):
        trust.known()


def test_key_that_is_none(folder):
    with pytest.raises(KitError, match="n’est pas l’empreinte"):
        verify.verify(folder, "ABCD")


def test_another_architecture_and_system(tmp_path):
    kits.small(tmp_path / "kit", tmp_path / "work", architecture="riscv64", system="99")
    found = dict(says(tmp_path / "kit"))
    assert "machine riscv64" in found["architecture"]
    assert "Debian 99" in found["system"]


def test_no_kit_at_all(tmp_path):
    for nowhere in (tmp_path, tmp_path / "absent"):
        with pytest.raises(KitError, match=r"manifest\.json n’y est pas"):
            verify.verify(nowhere)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_byte_changed_anywhere_shows(folder, data):
    names = sorted(path for path in folder.rglob("*") if path.is_file())
    path = data.draw(st.sampled_from(names))
    before = path.read_bytes()
    at = data.draw(st.integers(0, len(before) - 1))
    changed = bytearray(before)
    changed[at] ^= data.draw(st.integers(1, 255))
    path.write_bytes(changed)
    try:
        assert verify.verify(folder).problems
    finally:
        path.write_bytes(before)


def test_command_says_it_and_fails(folder):
    runner = click.testing.CliRunner()
    done = runner.invoke(command, ["verify", str(folder), "--json"])
    assert done.exit_code == 0
    assert json.loads(done.stdout)["ok"] is True
    (folder / "volumes" / "wheels-001.vol").unlink()
    done = runner.invoke(command, ["verify", str(folder), "--json"])
    assert isinstance(done.exception, KitError)
    assert json.loads(done.stdout)["copy_again"] == ["volumes/wheels-001.vol"]
    assert "Recopiez seulement : volumes/wheels-001.vol" in done.exception.hint


def test_refused_kit_changes_nothing(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(install.system, "is_root", lambda: True)
    (folder / "volumes" / "wheels-001.vol").write_bytes(b"")
    before = sorted(path for path in paths.home().rglob("*"))
    with pytest.raises(KitError, match=r"wheels-001\.vol » est incomplet"):
        install.install(folder, "", lambda _: None, tmp_path / "opt", tmp_path / "e5b")
    assert sorted(path for path in paths.home().rglob("*")) == before
    assert not (tmp_path / "opt").exists()


def test_only_root_installs(folder, monkeypatch):
    monkeypatch.setattr(install.system, "is_root", lambda: False)
    with pytest.raises(KitError, match="administrateur"):
        install.install(folder, "", lambda _: None)


# Copying.


def test_copy_goes_on_where_it_was(folder, tmp_path):
    target, told = tmp_path / "stick", []
    copied = verify.copy(folder, target, told.append)
    assert copied == told
    assert verify.verify(target).problems == ()
    assert verify.copy(folder, target, told.append) == []
    (target / "volumes" / "wheels-002.vol").write_bytes(b"half")
    assert verify.copy(folder, target, told.append) == ["volumes/wheels-002.vol"]
    assert verify.verify(target).problems == ()


def test_copy_of_a_damaged_kit_says_so(folder, tmp_path):
    (folder / "volumes" / "wheels-002.vol").write_bytes(b"x")
    with pytest.raises(KitError, match=r"wheels-002\.vol"):
        verify.copy(folder, tmp_path / "stick", lambda _: None)


# Volumes and trees.


@pytest.mark.parametrize("length", [0, 1, 7, 8, 9, 16, 100])
def test_volumes_join_to_what_was_cut(tmp_path, length):
    data = bytes(range(length))
    with volumes.Cutter(tmp_path, "x", 8) as cutter:
        for at in range(0, length, 3):
            cutter.write(data[at : at + 3])
    assert [one.size for one in cutter.volumes] == [8] * (length // 8) + ([length % 8] if length % 8 else [])
    assert io.BufferedReader(volumes.Joined(tmp_path, cutter.volumes)).read() == data


def test_tree_is_the_same_bytes_each_time(tmp_path):
    found = kits.files(tmp_path, {"a": b"1", "b/c": b"2"})
    found["a"].chmod(0o755)
    streams = [io.BytesIO(), io.BytesIO()]
    for stream in streams:
        trees.pack(stream, found)
    assert streams[0].getvalue() == streams[1].getvalue()
    streams[0].seek(0)
    assert trees.unpack(streams[0], tmp_path / "out", 2, "essai") == ["a", "b/c"]
    assert (tmp_path / "out/a").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "out/b/c").stat().st_mode & 0o777 == 0o644


def hostile(name="x", content=b"x", **fields):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo(name)
        info.size = len(content)
        for key, value in fields.items():
            setattr(info, key, value)
        archive.addfile(info, io.BytesIO(content))
    stream.seek(0)
    return stream


@pytest.mark.parametrize(
    ("stream", "why"),
    [
        (hostile("../x"), "sort du dossier"),
        (hostile("/etc/x"), "sort du dossier"),
        (hostile("a//b"), "sort du dossier"),
        (hostile("a/./b"), "sort du dossier"),
        (hostile("a\x1bb"), "nom illisible"),
        (hostile("a\\b"), "nom illisible"),
        (hostile("é" * 300), "trop long"),
        (hostile(type=tarfile.SYMTYPE, linkname="/etc/passwd", size=0), "lien"),
        (hostile(type=tarfile.LNKTYPE, linkname="x", size=0), "lien"),
        (hostile(type=tarfile.FIFOTYPE, size=0), "lien"),
        (hostile(type=tarfile.CHRTYPE, size=0), "lien"),
        (hostile(type=tarfile.DIRTYPE, size=0), "dossier"),
        (hostile(content=b"x" * 101), "plus d’octets"),
        (io.BytesIO(b"not a tar" * 100), "refusé"),
    ],
)
def test_hostile_archives_write_nothing_outside(tmp_path, stream, why):
    with pytest.raises(KitError, match=why):
        trees.unpack(stream, tmp_path / "in" / "here", 100, "essai")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_files_that_repeat_or_grow_without_end(tmp_path):
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for _ in range(3):
            info = tarfile.TarInfo(f"{_}")
            info.size = 40
            archive.addfile(info, io.BytesIO(b"x" * 40))
    stream.seek(0)
    with pytest.raises(KitError, match="plus d’octets"):
        trees.unpack(stream, tmp_path / "in", 100, "essai")


# The installer, before any Python is there.


def run_installer(folder, *arguments):
    return subprocess.run(
        ["sh", folder / texts.INSTALLER, *arguments], capture_output=True, text=True, timeout=60, check=False
    )


def test_installer_is_good_shell(folder):
    done = subprocess.run(["sh", "-n", folder / texts.INSTALLER], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.skipif(debian.release() != "12", reason="needs Debian 12")
@pytest.mark.skipif(debian.architecture() != "amd64", reason="needs amd64")
def test_installer_names_the_volume_to_copy_again(folder):
    (folder / "volumes" / "wheels-002.vol").unlink()
    data = bytearray((folder / "volumes" / "software-001.vol").read_bytes())
    data[5] ^= 1
    (folder / "volumes" / "software-001.vol").write_bytes(data)
    done = run_installer(folder)
    assert done.returncode == 1
    if "administrateur" not in done.stderr:
        assert "volumes/wheels-002.vol volumes/software-001.vol" in done.stderr
        assert "Recopiez ces seuls fichiers" in done.stderr


def test_installer_of_another_architecture_refuses(folder):
    script = folder / texts.INSTALLER
    script.write_text(script.read_text().replace('"$arch" = "amd64"', '"$arch" = "riscv64"'))
    done = run_installer(folder)
    assert done.returncode == 1
    assert "Que faire :" in done.stderr


def test_supplement_has_no_installer(folder):
    found = manifest.read(folder, trust.verified).manifest
    parts = [one.model_copy(update={"volumes": ()}) for one in found.parts]
    assert texts.installer("amd64", "12", parts) == ""
    with pytest.raises(KitError, match="riscv64"):
        texts.installer("riscv64", "12", found.parts)


def test_canonical_manifest_is_what_is_written(folder):
    found = manifest.read(folder, trust.verified)
    assert canonical(found.manifest) == (folder / manifest.MANIFEST).read_bytes()


def test_build_refuses_before_any_work(tmp_path, monkeypatch):
    order = build.Order(("2022",), tmp_path)
    monkeypatch.setattr(debian, "release", lambda: "13")
    with pytest.raises(KitError, match="Debian 12"):
        build.build(order, lambda _: None)
    monkeypatch.setattr(debian, "release", lambda: "12")
    with pytest.raises(KitError, match="existe déjà"):
        build.build(order, lambda _: None)


def test_short_passphrase_is_refused():
    with pytest.raises(KitError, match="12 lettres"):
        build.checked_secret("court - - - ")


# On the machine.


def test_supplement_without_its_kit_is_refused(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(install.system, "is_root", lambda: True)
    found = manifest.read(folder, trust.verified).manifest
    resign(folder, parts=(found.parts[0].model_copy(update={"volumes": ()}), *found.parts[1:]))
    for path in (folder / "volumes").glob("bootstrap-*"):
        path.unlink()
    assert says(folder) == []
    with pytest.raises(KitError, match="complète un autre kit"):
        install.install(folder, "", lambda _: None, tmp_path / "opt", tmp_path / "e5b")
    assert not (tmp_path / "opt").exists()


def test_part_is_unpacked_whole_or_not_at_all(folder, tmp_path):
    found = manifest.read(folder, trust.verified).manifest
    wheels = place.part(found, "wheels")
    place.unpacked(folder, wheels, tmp_path / "there", "essai")
    assert (tmp_path / "there" / "a.whl").read_bytes() == b"a" * 9000
    place.unpacked(folder, wheels, tmp_path / "there", "essai")
    with pytest.raises(KitError, match="plus d’octets"):
        place.unpacked(folder, wheels.model_copy(update={"unpacked": 9000}), tmp_path / "more", "essai")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kit", "there", "work"]


def test_links_lead_to_the_software_that_serves(tmp_path):
    for name in ("one", "two", "two"):
        (tmp_path / "opt" / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / "opt" / name / "e5b").write_text(name)
        place.switch(tmp_path / "opt", tmp_path / "opt" / name, tmp_path / "bin" / "e5b")
        assert (tmp_path / "bin" / "e5b").read_text() == name
    assert sorted(path.name for path in (tmp_path / "opt").iterdir()) == ["courant", "one", "two"]


def test_damaged_record_is_named(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(install.system, "is_root", lambda: True)
    paths.kit().mkdir(parents=True)
    (paths.kit() / "installed.json").write_text("{")
    with pytest.raises(DataError, match=r"installed\.json est abîmé"):
        install.install(folder, "", lambda _: None, tmp_path / "opt", tmp_path / "e5b")
