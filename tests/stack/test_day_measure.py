"""The turn-around between two waves, measured on real sites through the commands that people type."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from provisioner.adapters.docker.client import client
from provisioner.commands.day import command

pytestmark = [pytest.mark.docker, pytest.mark.media, pytest.mark.usefixtures("media_2022", "engine")]


def ours():
    """Return the containers of measures, by their sockets' folder."""
    found = client().api.containers(all=True, filters={"label": "e5b.kind"})
    mounts = [mount["Source"] for one in found for mount in one["Mounts"]]
    return {source for source in mounts if Path(source).parts[2].startswith("e5b-b")}


def test_both_ways_are_measured_and_nothing_is_left():
    before = ours()
    done = CliRunner().invoke(command, ["measure", "--candidates", "2", "--json"])
    assert done.exit_code == 0, done.output
    found = json.loads(done.stdout)
    assert found["candidates"] == 2
    assert all(found[name] > 0 for name in found)
    assert ours() <= before
