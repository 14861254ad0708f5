"""`./e5b coverage`: every official functionality, counted from the files."""

import json
import shutil

import pytest
import yaml
from click.testing import CliRunner

from provisioner import paths
from provisioner.cli import cli
from provisioner.errors import DataError
from provisioner.pipeline.accuracy import coverage
from provisioner.schema.checks import Official


def official(exam):
    data = yaml.safe_load((paths.CHECKS / exam / "official.yml").read_text(encoding="utf-8"))
    return Official.model_validate(data)


def test_json_has_every_functionality_of_both_exams():
    result = CliRunner().invoke(cli, ["coverage", "--json"])
    assert result.exit_code == 0, result.output
    counted = json.loads(result.stdout)
    assert set(counted) >= {"2021", "2022"}
    for exam, lists in counted.items():
        for cms in ("wordpress", "prestashop"):
            assert list(lists[cms]) == [line.id for line in official(exam).of(cms)]
            for one in lists[cms].values():
                assert set(one) == {"checks", "cases", "scripted"}
                assert set(one["cases"]) == {"done", "not_done", "near_miss", "noise"}
    assert sum(len(lists[cms]) for exam in ("2021", "2022") for lists in [counted[exam]] for cms in lists) == 130


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A copy of the checks and cases of two functionalities, to be counted."""
    monkeypatch.setattr(paths, "CHECKS", tmp_path / "checks")
    monkeypatch.setattr(paths, "CASES", tmp_path / "cases")
    for exam in ("2021", "2022"):
        (tmp_path / f"checks/{exam}/wordpress").mkdir(parents=True)
        shutil.copy(paths.PROJECT / f"checks/{exam}/official.yml", tmp_path / f"checks/{exam}")
    source = paths.PROJECT / "checks/2022/wordpress/menus-edit.yml"
    shutil.copy(source, tmp_path / "checks/2022/wordpress")
    like = {"format": 1, "id": "menus-edit", "like": "2022/wordpress/menus-edit"}
    (tmp_path / "checks/2021/wordpress/menus-edit.yml").write_text(yaml.safe_dump(like), encoding="utf-8")
    place = tmp_path / "cases/2022/wordpress/menus-edit"
    place.mkdir(parents=True)
    case = (paths.PROJECT / "tests/cases/2022/wordpress/menus-edit/done.yml").read_text(encoding="utf-8")
    for name in ("done", "done_twice", "near_miss"):
        (place / f"{name}.yml").write_text(case, encoding="utf-8")
    return tmp_path


def test_files_are_counted_and_what_lacks_is_told(project):
    counted = coverage.count()
    one = counted["2022"]["wordpress"]["menus-edit"]
    rules = yaml.safe_load((project / "checks/2022/wordpress/menus-edit.yml").read_text(encoding="utf-8"))["rules"]
    assert one.checks == len(rules) > 0
    assert one.cases == {"done": 2, "not_done": 0, "near_miss": 1, "noise": 0}
    assert not one.scripted
    assert one.lacks == ("cas « pas fait », « bruit seul »", "candidat automatique")
    assert counted["2022"]["wordpress"]["publish"].lacks == ("vérification", "cas", "candidat automatique")


@pytest.mark.usefixtures("project")
def test_a_shared_check_brings_its_rules_and_cases():
    counted = coverage.count()
    assert counted["2021"]["wordpress"]["menus-edit"].checks == counted["2022"]["wordpress"]["menus-edit"].checks
    assert counted["2021"]["wordpress"]["menus-edit"].cases == counted["2022"]["wordpress"]["menus-edit"].cases


def test_a_case_of_no_sort_is_an_error(project):
    path = project / "cases/2022/wordpress/menus-edit/perfect.yml"
    shutil.copy(path.with_name("done.yml"), path)
    with pytest.raises(DataError, match=r"perfect\.yml : le nom de ce cas"):
        coverage.count()


def test_a_broken_case_is_an_error(project):
    (project / "cases/2022/wordpress/menus-edit/noise.yml").write_text("format: 2", encoding="utf-8")
    with pytest.raises(DataError, match=r"noise\.yml, clé"):
        coverage.count()


@pytest.mark.usefixtures("project")
def test_the_list_for_people_says_what_lacks():
    result = CliRunner().invoke(cli, ["coverage"])
    assert result.exit_code == 0
    assert "0 sur 34 complètes ; 1 vérifiées" in result.stdout
