"""Shared by all tests: what each marker needs, a state of their own, and the containers' logs when one fails.

A plain `pytest` runs in seconds with no Docker, no browser, no media. `./e5b test` runs the rest too, after these.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import time
from functools import lru_cache
from pathlib import Path

import pytest
from hypothesis import settings

REAL_HOME = Path(os.environ.get("E5B_HOME") or Path.home() / ".e5b")
REAL_MEDIA = Path(os.environ.get("E5B_MEDIA") or REAL_HOME / "media")
ORDER = ("media", "docker", "browser")
STARTED = time.time()

# An example that takes longer on a busy machine is no failure.
settings.register_profile("e5b", deadline=None)
settings.load_profile("e5b")


def short_home() -> Path:
    """Make an empty state folder; below /tmp since the paths of Unix sockets are limited to 107 characters."""
    return Path(tempfile.mkdtemp(prefix="e5b-", dir="/tmp"))


def pytest_configure(config):
    """Give the whole run a state of its own, that shares the golden images' pictures and the media of the machine."""
    home = short_home()
    for shared in ("images", "pictures"):
        (REAL_HOME / shared).mkdir(parents=True, exist_ok=True)
        (home / shared).symlink_to(REAL_HOME / shared)
    os.environ["E5B_HOME"] = str(home)
    os.environ["E5B_MEDIA"] = str(REAL_MEDIA)
    config.add_cleanup(lambda: leave(home))


def leave(home: Path) -> None:
    """Remove what the run made: the containers that carry its home's label, its front door too, and its files."""
    from provisioner.adapters.docker import containers
    from provisioner.errors import EngineError

    with contextlib.suppress(EngineError):
        for one in containers.find():
            containers.remove(one.id)
    shutil.rmtree(home, ignore_errors=True)


def pytest_collection_modifyitems(items):
    """Put plain tests first: a mistake shows in seconds."""
    items.sort(
        key=lambda item: max(
            (ORDER.index(mark.name) + 1 for mark in item.iter_markers() if mark.name in ORDER), default=0
        )
    )


def pytest_runtest_setup(item):
    """Skip, saying why, what this machine cannot run."""
    for name, reason in (("docker", engine_problem), ("browser", browser_problem), ("media", media_problem)):
        if item.get_closest_marker(name) and (problem := reason()):
            pytest.skip(problem)


@lru_cache(maxsize=1)
def engine_problem() -> str:
    from provisioner.adapters.docker import daemon

    answer = daemon.ping()
    return "" if answer == "ok" else f"no Docker Engine answers ({answer}): ./e5b setup"


@lru_cache(maxsize=1)
def browser_problem() -> str:
    from provisioner.adapters.browser import BrowserError, executable

    try:
        return "" if executable() else "no Chromium"
    except BrowserError as error:
        return f"no Chromium: {error.message}"


@lru_cache(maxsize=1)
def media_problem() -> str:
    from provisioner import catalog
    from provisioner.errors import MediaError
    from provisioner.steps import media

    try:
        exam = catalog.load_exam("2022")
        for cms in exam.cms:
            media.locate(exam, cms)
    except MediaError as error:
        return f"release media of exam 2022 are not in {REAL_MEDIA}: {error.message}"
    return ""


@pytest.fixture(autouse=True)
def _own_state(request):
    """Keep plain tests away from the state of the machine and of the run."""
    if any(request.node.get_closest_marker(name) for name in ORDER):
        yield
        return
    home = short_home()
    with pytest.MonkeyPatch.context() as patch:  # not the test's own: it may undo that one
        patch.setenv("E5B_HOME", str(home))
        patch.delenv("E5B_MEDIA")
        yield
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def e5b_home(monkeypatch):
    """An empty state folder for one test, media cache included."""
    home = short_home()
    monkeypatch.setenv("E5B_HOME", str(home))
    monkeypatch.setenv("E5B_MEDIA", str(home / "media"))
    yield home
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture(scope="session")
def engine():
    """The connection to the Docker Engine."""
    if problem := engine_problem():
        pytest.skip(problem)
    from provisioner.adapters.docker.client import client

    return client()


@pytest.fixture(scope="session")
def chromium():
    """Path of the browser."""
    if problem := browser_problem():
        pytest.skip(problem)
    from provisioner.adapters.browser import executable

    return executable()


@pytest.fixture(scope="session")
def media_2022():
    """What the cache holds of exam 2022, by CMS then by `kind/name`."""
    if problem := media_problem():
        pytest.skip(problem)
    from provisioner import catalog
    from provisioner.steps import media

    exam = catalog.load_exam("2022")
    return {cms: media.locate(exam, cms) for cms in exam.cms}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """Add the logs of our containers to the report of a failing Docker test, while they are still there."""
    report = yield
    if report.failed and item.get_closest_marker("docker"):
        for name, logs in container_logs():
            report.sections.append((f"container {name}", logs))
    return report


def container_logs():
    """Yield the name and the last lines of each of our containers made since the run began."""
    import docker

    try:
        client = docker.from_env(timeout=10)
        for container in client.containers.list(all=True, ignore_removed=True):
            created = container.attrs["Created"][:19]
            ours = any(label.startswith("e5b") for label in container.labels)
            if ours and created >= time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(STARTED)):
                said = container.logs(tail=12).decode(errors="replace").splitlines()
                # Short: what failed must not be lost among what servers say.
                yield f"{container.name} ({container.status})", "\n".join(line[:300] for line in said)
    except docker.errors.DockerException as error:
        yield "logs", f"not available: {error}"
