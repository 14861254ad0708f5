"""What starts with the machine: units that systemd accepts, whose own command ends sittings at their time."""

import os
import shlex
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner
from conducted import WAVE, sitting, wave

from provisioner import paths
from provisioner.adapters import system, systemd
from provisioner.adapters.system import SetupError
from provisioner.cli import cli
from provisioner.pipeline.sitting import keeper, room
from provisioner.steps import service
from provisioner.steps.service import CONSOLE, KEEPER, ConsoleOrder

ORDER = ConsoleOrder("192.168.1.10", 7900, ("--allow", "192.168.1.0/24"))


def settings(unit):
    """What a unit says, key by key."""
    found = {}
    for line in unit.splitlines():
        if "=" in line and not line.startswith("#"):
            key, value = line.split("=", 1)
            found.setdefault(key, []).append(value)
    return found


def test_units_say_which_command_whose_state_and_which_user():
    units = service.render(ORDER)
    keep = settings(units[KEEPER])
    assert keep["ExecStart"] == [f"{paths.PROJECT}/e5b keep"]
    assert f'"E5B_HOME={paths.home()}"' in keep["Environment"]
    assert keep["Restart"] == ["always"]
    assert settings(units[CONSOLE])["ExecStart"][0].endswith(
        "e5b console --host 192.168.1.10 --port 7900 --allow 192.168.1.0/24"
    )
    assert settings(units[CONSOLE])["KillMode"] == ["process"]
    assert list(service.render()) == [KEEPER]


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not on this machine")
@pytest.mark.parametrize("home", ["/tmp/e5b", "/tmp/e 5b%n/$é\"'"])
def test_systemd_reads_the_units(tmp_path, monkeypatch, home):
    monkeypatch.setenv("E5B_HOME", home)
    for name, text in service.render(ORDER).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        told = subprocess.run(
            ["systemd-analyze", "verify", tmp_path / name], capture_output=True, text=True, check=False
        )
        ours = [line for line in told.stderr.splitlines() if name in line]
        assert ours == [], told.stderr


def test_the_unit_s_own_command_ends_a_sitting_whose_time_is_over(tmp_path):
    """The command and the environment of the file itself, run as systemd would: no shell, nothing inherited."""
    wave(sitting("1", duration_s=1))
    room.journal_of(WAVE).add("start", who="t", number="1")
    unit = settings(service.render()[KEEPER])
    environment = dict(shlex.split(one)[0].split("=", 1) for one in unit["Environment"])
    log = tmp_path / "log"
    with log.open("wb") as stream:
        started = subprocess.Popen(
            shlex.split(unit["ExecStart"][0]), env={"PATH": os.environ["PATH"], **environment}, cwd="/",
            stdout=stream, stderr=stream,
        )  # fmt: skip
    try:
        deadline = time.monotonic() + 60
        while not any(one.kind == "end" for one in room.journal_of(WAVE).entries("1")):
            assert started.poll() is None, log.read_text(encoding="utf-8")
            assert time.monotonic() < deadline, log.read_text(encoding="utf-8")
            time.sleep(0.2)
        assert keeper.at_work()
    finally:
        started.send_signal(signal.SIGTERM)
        started.wait(30)
    assert not keeper.at_work()


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine run by systemd, whose own tools only write down what they are asked."""
    asked = []
    monkeypatch.setattr(system, "has_systemd", lambda: True)
    monkeypatch.setattr(system, "is_root", lambda: True)
    monkeypatch.setattr(systemd, "UNITS", tmp_path)
    monkeypatch.setattr(systemd, "_ask", lambda *order: asked.append(order))
    monkeypatch.setattr(
        systemd, "state", lambda name: ("enabled", "active") if (tmp_path / name).exists() else ("", "")
    )
    return asked


def test_twice_changes_nothing_and_leaves_the_keeper_at_work(machine, tmp_path):
    assert service.install() == [KEEPER]
    assert machine == [("daemon-reload",), ("enable", KEEPER), ("restart", KEEPER)]
    assert (tmp_path / KEEPER).stat().st_mode & 0o777 == 0o644
    machine.clear()
    assert (service.install(), machine) == ([], [])
    assert service.install(restart=True) == [KEEPER]
    assert service.install(ORDER) == [CONSOLE]
    assert [check.state for check in service.checks()] == ["ok"]
    assert service.remove() == [KEEPER, CONSOLE]
    assert list(tmp_path.iterdir()) == []
    assert service.remove() == []


def test_doctor_tells_what_would_not_come_back(machine, monkeypatch):
    assert "rien ne relance le gardien" in next(service.checks()).detail
    service.install()
    monkeypatch.setenv("E5B_HOME", "/tmp/autre")
    assert "autre installation" in next(service.checks()).detail
    monkeypatch.undo()
    monkeypatch.setattr(system, "has_systemd", lambda: False)
    (check,) = service.checks()
    assert (check.state, "n’a pas systemd" in check.detail, bool(check.remedy)) == ("attention", True, True)
    assert machine


def test_without_systemd_it_is_said_and_nothing_is_written(monkeypatch, tmp_path):
    monkeypatch.setattr(system, "has_systemd", lambda: False)
    said = []
    service.install_or_say(said.append)
    assert "Cette machine n’a pas systemd" in said[0]
    with pytest.raises(SetupError, match="n’a pas systemd"):
        service.install(folder=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_show_writes_nothing():
    result = CliRunner().invoke(cli, ["service", "install", "--console", "--show"])
    assert result.exit_code == 0
    assert "ExecStart=" in result.output
    assert not (Path("/etc/systemd/system") / KEEPER).exists()
