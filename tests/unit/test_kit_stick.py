"""A stick that is pulled out, lies at the second reading, is formatted as FAT32, or brings a kit that does not fit."""

import os
import re
import shutil
import subprocess

import kits
import pytest

from provisioner import paths
from provisioner.errors import KitError
from provisioner.pipeline.kit import install, trust, verify
from provisioner.schema.seal import canonical
from provisioner.steps.kit import manifest, place, texts, volumes


@pytest.fixture
def folder(tmp_path):
    kits.small(tmp_path / "kit", tmp_path / "work")
    return tmp_path / "kit"


def wheels(folder):
    return place.part(manifest.read(folder, trust.verified).manifest, "wheels")


def test_pulled_out_midway_says_so_and_goes_on_when_it_is_back(folder, tmp_path):
    one = wheels(folder)
    volume = folder / one.volumes[2].path
    volume.rename(tmp_path / "aside")
    with pytest.raises(KitError) as caught:
        place.unpacked(folder, one, tmp_path / "out", "essai")
    assert caught.value.message == f"« {one.volumes[2].path} » ne peut plus être lu (il n’existe pas)."
    assert "Laissez la clé branchée" in caught.value.hint
    assert not list(tmp_path.glob("*out*"))
    (tmp_path / "aside").rename(volume)
    place.unpacked(folder, one, tmp_path / "out", "essai")
    assert (tmp_path / "out" / "a.whl").read_bytes() == b"a" * 9000


@pytest.mark.parametrize("rank", [0, -1])
def test_other_bytes_than_those_that_were_verified_are_never_put_in_place(folder, tmp_path, rank):
    one = wheels(folder)
    assert not [found for found in verify.verify(folder).problems if found.kind == "altered"]
    volume = folder / one.volumes[rank].path
    data = bytearray(volume.read_bytes())
    data[-1] ^= 1  # of the last volume: after the end of the archive itself
    volume.write_bytes(data)
    with pytest.raises(KitError, match="n’est plus tel qu’il a été contrôlé"):
        place.unpacked(folder, one, tmp_path / "out", "essai")
    assert not list(tmp_path.glob("*out*"))


def test_copy_from_a_stick_that_is_gone_blames_the_stick(folder, tmp_path):
    (folder / wheels(folder).volumes[0].path).unlink()
    with pytest.raises(KitError, match=r"wheels-001\.vol ne peut pas être lu \(il n’existe pas\)"):
        verify.copy(folder, tmp_path / "stick", lambda _: None)


def refused(folder, tmp_path, monkeypatch):
    """Return what the installation says; nothing of the machine may have changed."""
    monkeypatch.setattr(install.system, "is_root", lambda: True)
    before = sorted(paths.home().rglob("*"))
    with pytest.raises(KitError) as caught:
        install.install(folder, "", lambda _: None, tmp_path / "opt", tmp_path / "e5b")
    assert sorted(paths.home().rglob("*")) == before
    assert not (tmp_path / "opt").exists()
    assert not (tmp_path / "e5b").exists()
    return caught.value


def test_kit_of_another_machine_is_refused_before_anything_changes(tmp_path, monkeypatch):
    kits.small(tmp_path / "kit", tmp_path / "work", architecture="riscv64")
    error = refused(tmp_path / "kit", tmp_path, monkeypatch)
    assert "ce kit est fait pour une machine riscv64" in error.message
    assert "le kit de cette machine" in error.hint


def test_disk_too_small_is_told_before_anything_changes(folder, tmp_path, monkeypatch):
    found = manifest.read(folder, trust.verified).manifest
    images = kits.part(folder, "images", kits.files(tmp_path / "work" / "images", {"x": b"x"}))
    larger = found.model_copy(update={"parts": (*found.parts, images.model_copy(update={"unpacked": 10**16}))})
    key = trust.own_key()
    manifest.write(folder, larger, lambda raw: key.sign(manifest.PURPOSE, raw))
    assert verify.verify(folder).problems == ()
    error = refused(folder, tmp_path, monkeypatch)
    assert re.match(r"Il faut 10000000,0 Go libres pour installer ce kit ; \S+ en a [0-9,]+ Go\.", error.message)
    assert "Libérez de la place" in error.hint
    assert canonical(larger) == (folder / manifest.MANIFEST).read_bytes()


def test_names_and_sizes_are_those_that_fat32_can_hold(folder):
    names = [one.path for one in manifest.files(manifest.read(folder, trust.verified).manifest)]
    names += [*texts.documentation(), manifest.MANIFEST, manifest.SIGNATURE]
    assert not [name for name in names if not re.fullmatch(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)?", name)]
    assert len({name.lower() for name in names}) == len(set(names))
    assert volumes.SIZE < 4 << 30


@pytest.mark.skipif(
    not all(map(shutil.which, ("mkfs.vfat", "mcopy"))), reason="needs dosfstools and mtools to make a real FAT32 stick"
)
def test_a_real_fat32_stick_gives_the_kit_back(folder, tmp_path):
    stick = tmp_path / "stick.img"
    with stick.open("wb") as image:
        image.truncate(64 << 20)
    subprocess.run(["mkfs.vfat", "-F", "32", stick], check=True, capture_output=True)
    subprocess.run(["mcopy", "-s", "-i", stick, folder, "::kit"], check=True, capture_output=True)
    (tmp_path / "back").mkdir()
    subprocess.run(["mcopy", "-s", "-i", stick, "::kit", tmp_path / "back"], check=True, capture_output=True)
    assert verify.verify(tmp_path / "back" / "kit").problems == ()


def test_what_a_killed_installation_left_goes_at_the_next_one(folder, tmp_path):
    """The installer gets no further here: its parts are no packages. It has cleared its place before."""
    gone = subprocess.Popen(["true"])
    gone.wait()
    for name in (f"e5b-kit-{gone.pid}-aB3dEf", f"e5b-paquets-{gone.pid}-x_1", "e5b-kit-1-aB3dEf", "autre"):
        (tmp_path / "var" / name).mkdir(parents=True)
    installer = folder / texts.INSTALLER
    text = installer.read_text(encoding="utf-8").replace('[ "$(id -u)" = 0 ]', "true")
    installer.write_text(text, encoding="utf-8")
    done = subprocess.run(
        ["sh", installer],
        env={**os.environ, "TMPDIR": str(tmp_path / "var")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "Erreur : le kit n’a pas pu être ouvert." in done.stderr
    assert "Traceback" not in done.stderr
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == ["autre", "e5b-kit-1-aB3dEf"]
