import os

import pytest

from provisioner.adapters.packages import debian_root
from provisioner.errors import EngineError


def attempt(folder):
    with debian_root.archive("bullseye", "http://127.0.0.1:9/debian", lambda _: None, folder):
        pass


def test_someone_who_is_not_root_is_told_so(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    with pytest.raises(EngineError) as caught:
        attempt(tmp_path)
    assert "root" in caught.value.message
    assert caught.value.hint


def test_a_machine_without_debootstrap_is_told_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineError) as caught:
        attempt(tmp_path)
    assert "debootstrap" in caught.value.message
    assert "./e5b setup" in caught.value.hint


def test_a_mirror_that_refuses_is_named_and_nothing_is_left(monkeypatch, tmp_path):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    program = tmp_path / "debootstrap"
    program.write_text("#!/bin/sh\necho 'I: Retrieving Release'\necho 'E: Failed getting release file'\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    work = tmp_path / "work"
    work.mkdir()
    with pytest.raises(EngineError) as caught:
        attempt(work)
    assert "http://127.0.0.1:9/debian" in caught.value.message
    assert "Failed getting release file" in caught.value.message
    assert list(work.iterdir()) == []
