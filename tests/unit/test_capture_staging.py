"""A capture replaces the previous one whole, or leaves it whole."""

import pytest

from provisioner.adapters.browser import file_stem
from provisioner.datafiles import load_yaml
from provisioner.errors import SittingError
from provisioner.paths import STACKS
from provisioner.schema.entities import NoiseFile
from provisioner.schema.pages import Sight, View
from provisioner.steps.capture.evidence import is_noise
from provisioner.steps.capture.sights import moved
from provisioner.steps.capture.staging import staging


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "sitting.json").write_text("{}", encoding="utf-8")
    (tmp_path / "capture").mkdir()
    (tmp_path / "capture" / "old.txt").write_text("ancien", encoding="utf-8")
    (tmp_path / "diff.json").write_text("ancien", encoding="utf-8")
    return tmp_path


def names(folder):
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def fill(stage):
    (stage / "capture" / "new.txt").write_text("nouveau", encoding="utf-8")
    (stage / "diff.json").write_text("nouveau", encoding="utf-8")


def test_what_is_staged_takes_the_place(folder):
    with staging(folder) as stage:
        fill(stage)
        assert (folder / "capture" / "old.txt").exists()
    assert names(folder) == ["capture/new.txt", "diff.json", "sitting.json"]
    assert (folder / "diff.json").read_text(encoding="utf-8") == "nouveau"


def test_a_failure_leaves_the_previous_one(folder):
    def fail():
        with staging(folder) as stage:
            fill(stage)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert names(folder) == ["capture/old.txt", "diff.json", "sitting.json"]


def test_an_interruption_in_the_middle_of_the_exchange_is_mended(folder):
    (folder / ".capture-precedente").mkdir()
    (folder / "capture").rename(folder / ".capture-precedente" / "capture")
    with pytest.raises(RuntimeError), staging(folder):
        raise RuntimeError
    assert names(folder) == ["capture/old.txt", "diff.json", "sitting.json"]


def test_leftovers_of_a_stopped_capture_do_not_mix_in(folder):
    (folder / ".capture" / "capture").mkdir(parents=True)
    (folder / ".capture" / "capture" / "half.txt").write_text("moitié", encoding="utf-8")
    with staging(folder) as stage:
        fill(stage)
    assert names(folder) == ["capture/new.txt", "diff.json", "sitting.json"]


def test_a_folder_of_nobody_is_refused(tmp_path):
    with pytest.raises(SittingError, match=r"sitting\.json absent"), staging(tmp_path):
        pass


@pytest.mark.parametrize(
    ("cms", "path", "noisy"),
    [
        ("wordpress", "wp-content/uploads/2022/05/banc-300x200.jpg", True),
        ("wordpress", "wp-content/uploads/2022/05/banc.jpg", False),
        ("prestashop", "img/p/6/9/69-home_default.jpg", True),
        ("prestashop", "img/p/6/9/69.jpg", False),
        ("prestashop", "img/p/6/9/fileType", True),
        ("prestashop", "modules/ps_imageslider/images/abc_banc.jpg", False),
    ],
)
def test_files_that_the_cms_makes_are_noise(cms, path, noisy):
    assert is_noise(path, load_yaml(STACKS / cms / "noise.yml", NoiseFile).files) is noisy


def test_pictures_of_distinct_pages_never_share_a_file():
    stems = {file_stem(path) for path in ("/", "/?p=1", "/?p=11", "/p/1", "/p-1", "/P-1")}
    assert len(stems) == 6


def test_a_sight_brought_along_names_its_folder():
    sight = Sight(status=200, text="a.txt", views=(View(device="phone", width=390, height=10, image="a.jpg"),))
    there = moved(sight, "before/")
    assert (there.text, there.aria, there.views[0].image) == ("before/a.txt", "", "before/a.jpg")
