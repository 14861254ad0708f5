"""The diagnosis: real figures of this machine, every defect with its remedy, blocking ones with exit code 1."""

import json
import os
import re
import socket

import pytest
from click.testing import CliRunner

from provisioner import catalog, paths
from provisioner.adapters import system
from provisioner.adapters.docker import daemon
from provisioner.cli import cli
from provisioner.schema.doctor import Check, Diagnosis
from provisioner.steps.doctor import diagnose, machine, software
from provisioner.steps.media import health


def only(checks):
    (check,) = checks
    return check


def test_json_has_the_promised_shape():
    result = CliRunner().invoke(cli, ["doctor", "--json"])
    data = json.loads(result.stdout)
    assert result.exit_code == (0 if data["ok"] else 1)
    diagnosis = Diagnosis.model_validate(data)
    ids = [check.id for check in diagnosis.checks]
    assert len(ids) == len(set(ids))
    expected = {"cpu", "memory", "disk", "home", "ports", "clock", "engine", "browser", "door", "base"}
    assert expected | {f"media_{exam}" for exam in catalog.list_exams()} <= set(ids)
    assert all(check.remedy for check in diagnosis.checks if check.state != "ok")
    assert not [check for check in diagnosis.checks if check.state == "ok" and check.remedy]


def test_table_says_whether_the_machine_is_ready():
    result = CliRunner().invoke(cli, ["doctor"])
    assert ("La machine est prête" in result.output) == (result.exit_code == 0)


def test_one_blocking_check_blocks():
    broken = Check(id="x", label="X", state="bloquant", detail="d", remedy="r")
    assert not diagnose([broken]).ok


def test_home_too_long_for_sockets(monkeypatch):
    monkeypatch.setenv("E5B_HOME", "/tmp/" + "x" * 90)
    check = only(machine.home())
    assert check.state == "bloquant"
    assert "E5B_HOME" in check.remedy
    shorter = int(re.search(r"au moins (\d+)", check.remedy)[1])
    monkeypatch.setenv("E5B_HOME", "/tmp/" + "x" * (90 - shorter))
    assert only(machine.home()).state == "ok"


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes anywhere")
def test_home_not_writable(monkeypatch):
    monkeypatch.setenv("E5B_HOME", "/proc/e5b")
    assert only(machine.home()).state == "bloquant"


def test_taken_ports_are_named():
    with socket.socket() as other:
        other.bind(("", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(machine, "PORTS", range(port, port + 1))
            check = only(machine.ports())
    assert check.state == "attention"
    assert str(port) in check.detail


@pytest.mark.parametrize(("free", "state"), [(20, "ok"), (10, "attention"), (2, "bloquant")])
def test_disk_thresholds(monkeypatch, free, state):
    monkeypatch.setattr(system, "free_bytes", lambda _: free * machine.GIB)
    assert only(machine.disk()).state == state


@pytest.mark.parametrize(("free", "state"), [(16, "ok"), (1.5, "attention"), (0.5, "bloquant")])
def test_memory_thresholds(monkeypatch, free, state):
    monkeypatch.setattr(system, "memory_bytes", lambda: (16 * machine.GIB, int(free * machine.GIB)))
    assert only(machine.memory()).state == state


def test_clock(monkeypatch):
    monkeypatch.setattr(system, "timezone", lambda: "Europe/Paris")
    monkeypatch.setattr(system, "clock_synchronised", lambda: True)
    assert [check.state for check in machine.clock()] == ["ok", "ok"]
    monkeypatch.setattr(system, "timezone", lambda: "Etc/UTC")
    monkeypatch.setattr(system, "clock_synchronised", lambda: False)
    assert [check.state for check in machine.clock()] == ["attention", "attention"]


def test_clock_that_stopped_years_ago(monkeypatch, tmp_path):
    (tmp_path / "pyproject.toml").touch()
    os.utime(tmp_path / "pyproject.toml", (4e9, 4e9))
    monkeypatch.setattr(paths, "PROJECT", tmp_path)
    assert only(machine.clock()).state == "bloquant"


def test_stopped_engine(monkeypatch, tmp_path):
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")
    assert daemon.ping() == "stopped"
    check = only(software.engine())
    assert check.state == "bloquant"
    assert "setup" in check.remedy
    assert not [one for one in diagnose().checks if one.id.startswith("images")]


def test_absent_browser(monkeypatch):
    monkeypatch.setenv("E5B_CHROMIUM", "/nowhere/chromium")
    assert only(software.browser()).state == "bloquant"


def test_browser_that_does_not_start(monkeypatch):
    monkeypatch.setenv("E5B_CHROMIUM", "/bin/false")
    assert only(software.browser()).state == "bloquant"


def test_media_of_each_exam():
    states = {check.id: check for check in health.checks()}
    assert states["media_2022"].state == "attention"
    assert "./e5b media" in states["media_2022"].remedy
    assert states["media_decouverte"].state == "ok"


def test_broken_exam_file_is_a_line_of_the_diagnosis(monkeypatch, tmp_path):
    (tmp_path / "2030").mkdir()
    (tmp_path / "2030" / "exam.yml").write_text("format: 1\nid: [", encoding="utf-8")
    monkeypatch.setattr(paths, "SUBJECTS", tmp_path)
    check = only(health.checks())
    assert check.state == "bloquant"
    assert "exam.yml" in check.detail
