"""`./e5b check` and `./e5b report`, on folders made by hand."""

import json

import pytest
from click.testing import CliRunner
from report_sample import IDLE, make

from provisioner import paths
from provisioner.commands import check, report
from provisioner.errors import SittingError
from provisioner.pipeline.evidence import review


@pytest.fixture
def waves(tmp_path, monkeypatch):
    monkeypatch.setenv("E5B_HOME", str(tmp_path))
    make(paths.waves() / "matin" / "0742", pictures=False)
    make(paths.waves() / "matin" / "0743", IDLE, pictures=False)
    return paths.waves()


def run(command, *arguments):
    result = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert result.exit_code == 0
    return result.stdout


def test_report_writes_every_candidate_and_the_index(waves):
    told = json.loads(run(report.command, "--json"))
    assert [line["number"] for line in told["reports"]] == ["0742", "0743"]
    assert (waves / "matin/0743/report/index.html").is_file()
    assert told["indexes"] == [str(waves / "matin/index.html")]


def test_a_candidate_not_captured_does_not_stop_the_others(waves):
    (waves / "matin/0742/diff.json").unlink()
    told = json.loads(run(report.command, "--json"))
    assert [line["number"] for line in told["reports"]] == ["0743"]
    with pytest.raises(SittingError, match="0742"):
        run(report.command, "0742")


def test_check_gives_verdicts_by_id(waves):
    told = json.loads(run(check.command, "0743", "--json"))
    assert told[0]["verdicts"]["media-library"] == "undetermined"
    assert set(told[0]["verdicts"].values()) == {"undetermined", "not_found"}
    assert (waves / "matin/0743/verdicts.json").is_file()
    assert "Non constaté" in run(check.command, "0743")


def test_samples_are_copied_to_the_state_and_may_be_none(waves, tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path / "subjects")
    assert review.samples() == []
    assert run(report.command, "--sample") == ""
    make(tmp_path / "subjects/2022/samples/wordpress", pictures=False, number="exemple")
    copies = review.samples()
    assert [copy.name for copy in copies] == ["exemple"]
    assert review.samples() == copies
    assert not copies[0].is_relative_to(waves)
