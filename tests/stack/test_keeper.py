"""The keeper, a real process on real sites: ends them at their time, closes them, and is killed again and again."""

from __future__ import annotations

import gzip
import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
import writing

from provisioner.paths import PROJECT

pytestmark = [
    pytest.mark.docker,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to read what the engine keeps of a container"),
]
COMMAND = [sys.executable, "-m", "provisioner", "keep", "--until-closed", "--no-pages"]


@pytest.fixture
def wave(request, tmp_path):
    from provisioner.pipeline.sitting import lifecycle
    from provisioner.steps.sitting import store

    name = f"gardien-{request.node.name[5:11]}"
    for one in writing.up(tmp_path, name, "wordpress", "prestashop"):
        store.write_sitting(one.sitting.model_copy(update={"duration_s": 6}))
    yield name
    lifecycle.down(lifecycle.select(name), force=True)


def facts(wave):
    from provisioner import paths
    from provisioner.steps import journal

    return journal.of(paths.waves() / wave).entries()


def until(test, within=120.0):
    deadline = time.monotonic() + within
    while not test():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def keeper():
    return subprocess.Popen(COMMAND, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def test_killed_at_every_step_and_started_again(wave):
    from provisioner import paths
    from provisioner.pipeline.evidence import dossier
    from provisioner.pipeline.sitting import conduct
    from provisioner.steps.sitting import store

    conduct.start(wave, [], "lea")
    began = time.monotonic()
    for kind in ("end", "grace", "closing", "captured", "reported"):
        process = keeper()
        until(lambda kind=kind: any(one.kind == kind for one in facts(wave)))
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=10)
    process = keeper()
    said, _ = process.communicate(timeout=200)
    assert process.returncode == 0, said
    print(f"two closings, five kills: {time.monotonic() - began:.1f} s")  # noqa: T201 a figure, with -s

    for entry in store.entries(wave):
        kinds = [one.kind for one in facts(wave) if one.concerns(entry.number)]
        for once in ("start", "end", "grace", "closing", "closed", "sealed"):
            assert kinds.count(once) == 1, kinds
        assert "failed" not in kinds
        folder = paths.waves() / wave / entry.number
        with gzip.open(folder / "capture" / "after.json.gz") as stream:
            assert json.load(stream)
        assert (folder / "report" / "index.html").is_file()
        assert store.read_sitting(wave, entry.number).closed_at
    assert [one.state for one in conduct.standings(wave)] == ["closed", "closed"]
    assert not dossier.verify(sorted(paths.dossiers().glob(f"*{entry.number}*.zip"))).problems
    ended = next(one for one in facts(wave) if one.kind == "end")
    assert ended.detail["why"] == "time"
    assert (paths.waves() / wave / "index.html").is_file()


def test_one_keeper_at_a_time_and_a_wrong_day_put_right(wave):
    """The time of day is put an hour ahead: the door believes that all is over, until the keeper looks."""
    from provisioner.pipeline.sitting import conduct
    from provisioner.steps import frontdoor
    from provisioner.steps.sitting import store

    entry = store.entries(wave)[0]
    store.write_sitting(entry.sitting.model_copy(update={"duration_s": 600}))
    conduct.start(wave, [entry.number], "lea")
    route = frontdoor.current_routes()[entry.container]
    for hours in (-1, 1):
        frontdoor.change_routes({entry.container: {"until": route.until + 3600 * hours}})
        process = keeper()
        try:
            until(lambda: abs(frontdoor.current_routes()[entry.container].until - route.until) <= 3)
            other = subprocess.run(COMMAND, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
            assert other.returncode == 1
            assert "Un gardien est déjà à l’œuvre" in other.stderr.replace("\n", " ")
        finally:
            process.kill()
            process.communicate(timeout=10)
    standing = conduct.standings(wave)[0]
    assert standing.ends_at - standing.started_at == pytest.approx(timedelta(seconds=600), abs=timedelta(seconds=1))
