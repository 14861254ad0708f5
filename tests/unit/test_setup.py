"""What is missing is named with the command to give; what is there costs no time."""

import pytest

from provisioner import paths
from provisioner.adapters import system
from provisioner.adapters.docker import daemon
from provisioner.adapters.system import SetupError
from provisioner.steps import setup


@pytest.fixture
def machine(monkeypatch):
    """A machine where everything is there; what would change it is recorded instead."""
    done = []
    present = {need.package for need in setup.NEEDS}
    commands = {command: need.package for need in setup.NEEDS for command in need.commands}
    monkeypatch.setattr(setup.shutil, "which", lambda name, path=None: commands.get(name) in present or None)  # noqa: ARG005
    monkeypatch.setattr(system, "installed_packages", lambda names: present & set(names))
    monkeypatch.setattr(system, "has_apt", lambda: True)
    monkeypatch.setattr(system, "is_root", lambda: True)
    monkeypatch.setattr(daemon, "ping", lambda: machine.engine)
    monkeypatch.setattr(system, "install_packages", lambda names, _: (done.append(names), present.update(names)))

    def start(_):
        done.append("engine")
        machine.engine = "ok"

    monkeypatch.setattr(daemon, "start", start)

    class Machine:
        engine = "ok"

    machine = Machine()
    machine.present, machine.done = present, done
    return machine


def test_nothing_to_do(machine):
    setup.ensure()
    assert not machine.done
    assert not paths.home().joinpath("setup.lock").exists()


def test_installs_then_starts(machine):
    machine.present -= {"caddy", "fonts-dejavu-core"}
    machine.engine = "stopped"
    told = []
    setup.ensure(told.append)
    assert machine.done == [["caddy", "fonts-dejavu-core"], "engine"]
    assert len(told) == 2
    setup.ensure(told.append)
    assert len(told) == 2


def test_plain_user_is_told_the_command(machine, monkeypatch):
    monkeypatch.setattr(system, "is_root", lambda: False)
    machine.present -= {"chromium", "debootstrap"}
    with pytest.raises(SetupError) as caught:
        setup.ensure()
    assert "Chromium" in caught.value.message
    assert "debootstrap" in caught.value.message
    assert "sudo apt-get install debootstrap chromium" in caught.value.hint
    assert not machine.done


@pytest.mark.parametrize(("state", "hint"), [("denied", "usermod"), ("stopped", "systemctl start docker")])
def test_plain_user_and_engine(machine, monkeypatch, state, hint):
    monkeypatch.setattr(system, "is_root", lambda: False)
    machine.engine = state
    with pytest.raises(SetupError) as caught:
        setup.ensure()
    assert hint in caught.value.hint


def test_no_apt(machine, monkeypatch):
    monkeypatch.setattr(system, "has_apt", lambda: False)
    machine.present -= {"caddy", "fonts-dejavu-core"}
    with pytest.raises(SetupError, match="Caddy") as caught:
        setup.ensure()
    assert "apt-get" in caught.value.hint


def test_installation_that_changes_nothing(machine, monkeypatch):
    machine.present -= {"caddy"}
    monkeypatch.setattr(system, "install_packages", lambda *_: None)
    with pytest.raises(SetupError, match="Toujours absent après installation : Caddy"):
        setup.ensure()


def test_failed_installation_tells_the_end_of_the_log(monkeypatch, tmp_path):
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\necho 'E: Unable to locate package nothing'\nexit 100\n", encoding="utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(system, "_POLICY", tmp_path / "policy-rc.d")
    monkeypatch.setattr(system, "_CADDY_UNIT", tmp_path / "absent" / "caddy.service")
    with pytest.raises(SetupError, match="Unable to locate package nothing"):
        system.install_packages(["nothing"], tmp_path / "log")
    assert not (tmp_path / "policy-rc.d").exists()


def test_no_service_starts_while_installing(monkeypatch, tmp_path):
    apt = tmp_path / "apt-get"
    apt.write_text(f"#!/bin/sh\n{tmp_path}/policy-rc.d && echo would start\ntrue\n", encoding="utf-8")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setattr(system, "_POLICY", tmp_path / "policy-rc.d")
    monkeypatch.setattr(system, "_CADDY_UNIT", tmp_path / "caddy.service")
    monkeypatch.setattr(system.shutil, "which", lambda _: None)
    system.install_packages(["caddy"], tmp_path / "log")
    assert "would start" not in (tmp_path / "log").read_text(encoding="utf-8")
    assert (tmp_path / "caddy.service").readlink().as_posix() == "/dev/null"
