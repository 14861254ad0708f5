"""The Docker Engine itself is killed: one of our own, beside the machine's, with copies of its golden images.

Copying an image takes a minute: only with `E5B_LOSS_ENGINE=1`.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
import writing

pytestmark = [
    pytest.mark.docker,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to start an engine"),
    pytest.mark.skipif(not os.environ.get("E5B_LOSS_ENGINE"), reason="long: asked for by E5B_LOSS_ENGINE=1"),
]


class Engine:
    """A Docker Engine with everything of its own."""

    def __init__(self, place):
        self.place, self.socket = place, f"unix://{place}/s"
        self.log = (place / "log").open("ab")

    def start(self):
        # Where nobody buries the dead, what was killed still has its number: the engine would wait for it.
        for left in ("pid", "x/containerd/containerd.pid"):
            (self.place / left).unlink(missing_ok=True)
        self.process = subprocess.Popen(
            [
                *("dockerd", "--data-root", self.place / "d", "--exec-root", self.place / "x"),
                *("-H", self.socket, "--pidfile", self.place / "pid"),
                *("--bridge=none", "--iptables=false", "--ip-forward=false", "--ip-masq=false"),
            ],
            stdout=self.log,
            stderr=self.log,
            start_new_session=True,
        )
        deadline = time.monotonic() + 60
        while subprocess.run(["docker", "-H", self.socket, "info"], capture_output=True, check=False).returncode:
            assert time.monotonic() < deadline, (self.place / "log").read_text()[-2000:]
            time.sleep(0.2)

    def kill(self):
        """Kill it and the containerd that it started; the containers' own keepers (shims) are left as they are."""
        helper = int((self.place / "x/containerd/containerd.pid").read_text())
        for pid in (self.process.pid, helper):
            os.kill(pid, signal.SIGKILL)
        self.process.wait(20)

    def copy(self, tag):
        with subprocess.Popen(["docker", "save", tag], stdout=subprocess.PIPE) as saved:
            subprocess.run(["docker", "-H", self.socket, "load", "-q"], stdin=saved.stdout, check=True)

    def stop(self):
        """End it, and whatever of it a failure left: shims and what they hold."""
        self.process.terminate()
        self.process.wait(60)
        self.log.close()
        for pid in self._shims():
            below = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False).stdout
            for one in (*map(int, below.split()), pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(one, signal.SIGKILL)

    def _shims(self):
        found = subprocess.run(["pgrep", "-f", f"shim.*{self.place}/"], capture_output=True, text=True, check=False)
        return [int(pid) for pid in found.stdout.split()]


@pytest.fixture
def own_engine(e5b_home, monkeypatch):  # noqa: ARG001 its sites have a home of their own
    from provisioner.adapters.docker.client import client

    place = Path(tempfile.mkdtemp(prefix="e5b-moteur-", dir="/tmp"))
    engine = Engine(place)
    engine.start()
    yield engine
    monkeypatch.undo()
    client.cache_clear()
    engine.stop()
    for mount in reversed(Path("/proc/mounts").read_text().splitlines()):
        if mount.split()[1].startswith(str(place)):
            subprocess.run(["umount", "-l", mount.split()[1]], check=False)
    shutil.rmtree(place, ignore_errors=True)


@pytest.mark.parametrize("cms", ["wordpress", "prestashop"])
def test_an_engine_that_is_killed_loses_nothing(own_engine, monkeypatch, tmp_path, cms):
    from provisioner.adapters.docker import containers
    from provisioner.adapters.docker.client import client
    from provisioner.pipeline.sitting import lifecycle

    own_engine.copy(containers.golden(writing.exam_of(cms), cms).tag)
    client.cache_clear()
    monkeypatch.setenv("DOCKER_HOST", own_engine.socket)
    (entry,) = writing.up(tmp_path, "moteur", cms)
    try:
        with writing.Writer(entry) as writer:
            writer.more(5)
            own_engine.kill()
            writer.more(5)  # the sites do not need it
            own_engine.start()
            writer.more(5)
        lost = set(writer.told) - writing.stored(client(), entry)
        print(f"{cms}, engine: {len(writer.told)} kept, {writer.failures} refused, {len(lost)} lost")  # noqa: T201
        assert not lost
    finally:
        lifecycle.down(lifecycle.select("moteur"), force=True, door=True)
