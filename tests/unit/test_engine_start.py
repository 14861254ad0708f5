"""Starting an engine that does not start: the end of its log is told, and waiting has an end."""

import os

import pytest

from provisioner.adapters.docker import daemon
from provisioner.adapters.system import SetupError


@pytest.fixture
def dockerd(monkeypatch, tmp_path):
    """Put a program of ours in the place of `dockerd`, on a machine without systemd where no engine answers."""
    monkeypatch.setenv("DOCKER_HOST", f"unix://{tmp_path}/nobody.sock")
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(daemon, "has_systemd", lambda: False)
    monkeypatch.setattr(daemon, "_PID", tmp_path / "docker.pid")

    def write(script):
        (tmp_path / "dockerd").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tmp_path / "dockerd").chmod(0o755)

    return write


def test_engine_that_ends_at_once(dockerd, tmp_path):
    dockerd("echo starting; echo 'failed to start daemon: no space' >&2; exit 1")
    with pytest.raises(SetupError, match=r"s’est arrêté aussitôt.*no space") as caught:
        daemon.start(tmp_path / "dockerd.log")
    assert str(tmp_path / "dockerd.log") in caught.value.hint


def test_engine_that_never_answers(dockerd, tmp_path, monkeypatch):
    monkeypatch.setattr(daemon, "DEADLINE_S", 0.3)
    dockerd("echo still loading; exec sleep 2")
    with pytest.raises(SetupError, match=r"ne répond pas.*still loading"):
        daemon.start(tmp_path / "dockerd.log")


@pytest.mark.parametrize(("pid", "kept"), [(os.getpid(), False), (2**22 + 1, True)])
def test_pid_file_of_an_engine_that_was_killed(dockerd, tmp_path, pid, kept):
    """A number that now belongs to another program stops dockerd; one that belongs to nobody does not."""
    dockerd("exit 1")
    (tmp_path / "docker.pid").write_text(str(pid), encoding="ascii")
    with pytest.raises(SetupError):
        daemon.start(tmp_path / "dockerd.log")
    assert (tmp_path / "docker.pid").exists() == kept
