"""Files of a candidate's site as the capture reads them: their names and sizes are up to the candidate."""

import hashlib
import io
import json
import os
import tarfile

import pytest

from provisioner.adapters.docker import files, layer
from provisioner.adapters.docker.files import Touched
from provisioner.adapters.docker.layer import Layer
from provisioner.schema.changes import FileChange
from provisioner.steps.capture import evidence

ROOT = "var/www/html"


@pytest.fixture
def where(tmp_path):
    (tmp_path / "upper" / ROOT / "uploads").mkdir(parents=True)
    return Layer(tmp_path / "upper", (tmp_path / "lower",))


def content(where, path, keep):
    with layer.opened(where, path) as file:
        return files.read(file, os.fstat(file.fileno()).st_size, keep)


def test_a_name_that_is_no_text_can_be_read_told_and_kept(where, tmp_path):
    (where.upper / ROOT / os.fsdecode(b"uploads/caf\xe9.png")).write_bytes(b"picture")
    ((name, action),) = layer.touched(where, f"/{ROOT}", ["uploads"])
    told = evidence.kept(Touched(name, action), content(where, f"{ROOT}/{name}", 100), tmp_path / "files")
    assert told == FileChange(
        path="uploads/caf\\xe9.png", action="created", size=7, sha256=hashlib.sha256(b"picture").hexdigest()
    )
    assert (tmp_path / "files" / told.path).read_bytes() == b"picture"
    assert json.loads(told.model_dump_json())["path"] == told.path


def test_a_larger_file_is_hashed_and_not_held(where):
    (where.upper / ROOT / "a").write_bytes(b"x" * 101)
    found = content(where, f"{ROOT}/a", 100)
    assert (found.size, found.sha256, found.data) == (101, hashlib.sha256(b"x" * 101).hexdigest(), None)
    assert content(where, f"{ROOT}/a", 101).data == b"x" * 101


def test_a_file_of_holes_is_only_measured(where):
    (where.upper / ROOT / "a").touch()
    os.truncate(where.upper / ROOT / "a", 1 << 40)
    assert content(where, f"{ROOT}/a", 100) == files.Content(1 << 40, "", None)


def test_what_shrinks_while_it_is_read_is_told_as_it_was_read():
    assert files.read(io.BytesIO(b"abc"), 10, 100).size == 3


def test_a_link_is_never_followed(where):
    (where.upper / ROOT / "out").symlink_to("/etc/passwd")
    (where.upper / ROOT / "folder").symlink_to("/etc")
    for path in ("out", "folder/passwd", "uploads", "absent"):
        with pytest.raises(layer.Unreadable), layer.opened(where, f"{ROOT}/{path}"):
            pass


@pytest.mark.parametrize("size", [0, 1, 511, 512, 5000])
def test_the_engines_archive_is_read_as_it_comes(size):
    raw = io.BytesIO()
    with tarfile.open(fileobj=raw, mode="w") as archive:
        info = tarfile.TarInfo("a")
        info.size = size
        archive.addfile(info, io.BytesIO(b"x" * size))
    blocks = (raw.getvalue()[at : at + 700] for at in range(0, len(raw.getvalue()), 700))
    assert files.unpacked(blocks, 1000) == files.Content(
        size, hashlib.sha256(b"x" * size).hexdigest(), b"x" * size if size <= 1000 else None
    )
