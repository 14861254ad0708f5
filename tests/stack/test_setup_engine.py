"""`./e5b setup` starts a real engine, in namespaces of its own so that the machine's engine is left alone."""

import os
import shutil
import subprocess

import pytest

from provisioner.paths import PROJECT

pytestmark = [
    pytest.mark.docker,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to make namespaces"),
    pytest.mark.skipif(shutil.which("unshare") is None, reason="needs unshare"),
]

SCRIPT = """
set -e
mount -t proc proc /proc
mount -t tmpfs run /run
mount --bind {lib} /var/lib/docker
test -e /var/run/docker.sock && exit 9
echo 1 >/run/docker.pid   # left by an engine that was killed; 1 is this shell
./e5b setup
docker info --format 'driver {{{{.Driver}}}} containers {{{{.Containers}}}}'
./e5b setup
kill $(cat /run/docker.pid)
"""


def test_engine_is_started_once(e5b_home, tmp_path):
    library = tmp_path / "lib"
    library.mkdir()
    done = subprocess.run(
        ["unshare", "--mount", "--pid", "--net", "--fork", "sh", "-c", SCRIPT.format(lib=library)],
        cwd=PROJECT,
        env={key: value for key, value in os.environ.items() if key != "DOCKER_HOST"},
        capture_output=True,
        text=True,
        timeout=120,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.count("Démarrage du moteur Docker…") == 1
    assert done.stdout.count("La machine est prête.") == 2
    assert "containers 0" in done.stdout
    assert (e5b_home / "dockerd.log").read_text(encoding="utf-8")
