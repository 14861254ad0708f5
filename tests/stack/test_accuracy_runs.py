"""Scripted candidates on real sites: one that does it and one that almost does, per CMS, judged and recorded."""

import json
import os
import subprocess

import pytest
import yaml

from provisioner import paths
from provisioner.adapters.docker import containers
from provisioner.errors import EngineError

pytestmark = [pytest.mark.docker, pytest.mark.browser]
PLAYED = {"wordpress": "role-assign", "prestashop": "image-caption"}


@pytest.mark.parametrize("cms", PLAYED)
@pytest.mark.usefixtures("engine", "chromium")
def test_done_is_found_and_almost_done_is_not(cms):
    try:
        containers.golden("2022", cms)
    except EngineError as error:
        pytest.skip(error.message)
    id_ = PLAYED[cms]
    order = [
        str(paths.PROJECT / "e5b"),
        "accuracy",
        "--cms",
        cms,
        "--only",
        id_,
        "--no-clumsy",
        "--patience",
        "60",
        "--json",
    ]
    done = subprocess.run(order, capture_output=True, text=True, timeout=900, check=False, env=os.environ)
    measured = json.loads(done.stdout)
    script = yaml.safe_load((paths.CHECKS / f"2022/scripted/{cms}/{id_}.yml").read_text(encoding="utf-8"))
    wanted = {run["name"]: run["kind"] for run in script["runs"] if run["kind"] != "clumsy"}
    assert {run["name"]: run["kind"] for run in measured["runs"]} == wanted
    assert set(wanted.values()) == {"done", "near_miss"}
    for run in measured["runs"]:
        assert run["trouble"] == ""
        assert (id_ in run["found"]) == (run["kind"] == "done"), run
    assert measured["ok"], measured
    assert done.returncode == 0
