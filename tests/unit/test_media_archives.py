"""Hostile or broken archives are refused with a sentence, and nothing is left behind."""

import stat
import struct
import tarfile
import zipfile

import pytest
import releases

from provisioner import paths
from provisioner.errors import MediaError
from provisioner.steps.media import add as adding
from provisioner.steps.media import archives, mo


def refused(path, words):
    with pytest.raises(MediaError, match=words):
        adding.add(path)
    assert not [left for left in paths.media_cache().rglob("*") if left.name != ".lock"]


@pytest.mark.parametrize(
    "name", ["../evil.php", "/etc/evil", "a/../../evil", "a\\..\\evil", "C:evil", "a\nb", "x" * 300]
)
def test_zip_paths_that_leave(tmp_path, name):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as bundle:
        bundle.writestr(name, "x")
    refused(tmp_path / "a.zip", "sort de l’archive ou n’est pas admis")


@pytest.mark.parametrize("name", ["../evil.php", "/etc/evil", "a/../../evil"])
def test_tar_paths_that_leave(tmp_path, name):
    refused(releases.tar_with(tmp_path / "a.tar.gz", (tarfile.TarInfo(name), b"x")), "sort de l’archive")


def test_links_and_devices(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as bundle:
        info = zipfile.ZipInfo("link")
        info.external_attr = (stat.S_IFLNK | 0o777) << 16
        bundle.writestr(info, "/etc/passwd")
    refused(tmp_path / "a.zip", "lien ou un fichier spécial")
    for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.FIFOTYPE):
        member = tarfile.TarInfo("link")
        member.type, member.linkname = kind, "/etc/passwd"
        refused(releases.tar_with(tmp_path / "a.tar.gz", (member, b"")), "lien ou un fichier spécial")


def test_bombs(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("zeros", b"\0" * 60_000_000)
    refused(tmp_path / "a.zip", "bombe de décompression")
    monkeypatch.setattr(archives, "MAX_BYTES", 1000)
    refused(releases.tar_with(tmp_path / "a.tar.gz", (tarfile.TarInfo("big"), b"x" * 2000)), "bombe de décompression")


def test_too_many_entries(tmp_path, monkeypatch):
    monkeypatch.setattr(archives, "MAX_ENTRIES", 3)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as bundle:
        for number in range(4):
            bundle.writestr(f"f{number}", "x")
    refused(tmp_path / "a.zip", "plus de 3 fichiers")


def test_truncated(tmp_path):
    root = releases.wordpress(tmp_path / "wp")
    releases.write(root, {"noise.bin": bytes(range(256)) * 400})
    for archive in (releases.zip_of(root, tmp_path / "a.zip"), releases.tar_of(root, tmp_path / "a.tar.gz", "wp")):
        whole = archive.read_bytes()
        for cut in (len(whole) // 2, len(whole) - 10, 300):
            archive.write_bytes(whole[:cut])
            refused(archive, "tronquée|abîmée|illisible")


def test_altered_byte(tmp_path):
    archive = releases.zip_of(releases.wordpress(tmp_path / "wp"), tmp_path / "a.zip")
    data = bytearray(archive.read_bytes())
    data[42] ^= 0xFF  # in the first file's own bytes
    archive.write_bytes(data)
    refused(archive, "tronquée|abîmée|illisible")


def test_same_name_twice(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as bundle:
        bundle.writestr("a", "1")
        with pytest.warns(UserWarning, match="Duplicate"):
            bundle.writestr("a", "2")
    refused(tmp_path / "a.zip", "deux fois")


def test_password(tmp_path):
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as bundle:
        bundle.writestr("a", "1")
    data = bytearray(archive.read_bytes())
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    archive.write_bytes(data)
    refused(archive, "mot de passe")


def test_empty(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w"):
        pass
    refused(tmp_path / "a.zip", "vide")
    (tmp_path / "b.zip").write_bytes(b"")
    refused(tmp_path / "b.zip", "n’est pas une archive")


def test_file_where_a_folder_must_be(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as bundle:
        bundle.writestr("a", "1")
        bundle.writestr("a/b", "2")
    refused(tmp_path / "a.zip", "décompressée|abîmée")


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"text",
        b"\xde\x12\x04\x95",
        struct.pack("<7I", 0x950412DE, 0, 1, 4_000_000_000, 36, 0, 0),
        struct.pack("<7I", 0x950412DE, 0, 1, 28, 36, 0, 0) + struct.pack("<4I", 0, 44, 4, 44) + b"\xff\xfe\xff\xff",
    ],
)
def test_broken_translations_have_no_header(tmp_path, data):
    path = tmp_path / "fr_FR.mo"
    path.write_bytes(data)
    assert mo.header(path) == {}


def test_header_of_a_translation(tmp_path):
    path = tmp_path / "fr_FR.mo"
    path.write_bytes(releases.mo("WordPress - 5.8.x - Development"))
    assert mo.header(path)["Project-Id-Version"] == "WordPress - 5.8.x - Development"
