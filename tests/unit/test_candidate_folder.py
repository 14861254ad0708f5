"""A candidate's folder that was cut or altered is told in a sentence, never met as a bug."""

import gzip
import json
import shutil

import pytest

from provisioner import candidate_folder, paths
from provisioner.adapters.disk import DiskError
from provisioner.errors import DataError, SittingError
from provisioner.schema.changes import Diff
from provisioner.schema.verdicts import Verdicts
from provisioner.steps import capture, diff

SAMPLE = next(paths.SUBJECTS.glob("*/samples/*/sitting.json"))


@pytest.fixture
def folder(tmp_path):
    shutil.copy(SAMPLE, tmp_path)
    (tmp_path / "capture").mkdir()
    return tmp_path


def test_a_folder_of_nobody(tmp_path):
    with pytest.raises(SittingError, match="n’est pas le dossier d’un candidat"):
        candidate_folder.sitting(tmp_path)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"\0" * 400])
def test_what_a_power_cut_leaves_of_a_file(folder, content):
    (folder / "diff.json").write_bytes(content)
    with pytest.raises(DataError, match=r"diff\.json est abîmé") as caught:
        candidate_folder.part(folder, "diff.json", Diff)
    assert f"./e5b capture {folder.name}" in caught.value.hint
    (folder / "sitting.json").write_bytes(content)
    with pytest.raises(DataError, match=r"sitting\.json est abîmé"):
        candidate_folder.sitting(folder)


def test_a_part_that_is_not_there_or_not_to_be_read(folder):
    with pytest.raises(SittingError, match=r"verdicts\.json n’existe pas"):
        candidate_folder.part(folder, "verdicts.json", Verdicts)
    (folder / "verdicts.json").write_text(json.dumps({"unheard_of": 1}))
    with pytest.raises(DataError, match="clé"):
        candidate_folder.part(folder, "verdicts.json", Verdicts)


@pytest.mark.parametrize("content", [b"", b"\0" * 40, gzip.compress(b"{" * 5000)[:60], gzip.compress(b"{}")])
def test_a_state_that_is_cut(folder, content):
    for name in ("before.json.gz", "after.json.gz"):
        (folder / "capture" / name).write_bytes(content)
    with pytest.raises(SittingError, match=r"before\.json\.gz est abîmé"):
        diff.run(folder)


def test_a_full_disk_during_a_capture_is_told_and_leaves_the_former_one(folder):
    (folder / "diff.json").write_text("before")

    def staged():
        with capture.staging(folder) as stage:
            (stage / "diff.json").write_text("after")
            raise OSError(28, "No space left on device")

    with pytest.raises(DiskError, match="Le disque est plein"):
        staged()
    assert (folder / "diff.json").read_text() == "before"
    assert not list(folder.glob(".capture*"))
