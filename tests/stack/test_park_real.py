"""The page of all hosts over real sites: this machine is the host, its `e5b` opens a site, and is given each order."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request

import pytest
import yaml

from provisioner.adapters import process
from provisioner.console import park
from provisioner.pipeline.bench.ready import HEADER, free_ports
from provisioner.pipeline.fleet import centre as centres
from provisioner.pipeline.fleet import ordering
from provisioner.pipeline.fleet.following import Following
from provisioner.pipeline.fleet.ordering import Asked
from provisioner.schema.fleet import Place, Placement

pytestmark = [pytest.mark.docker, pytest.mark.media]
WAVE = "parc"


@pytest.fixture
def following(engine, media_2022, tmp_path):  # noqa: ARG001 there are images
    roster = tmp_path / "liste.csv"
    roster.write_text(f"{HEADER}\n1,Essai,Parc,1,wordpress,hors banque,non\n", encoding="utf-8")
    order = ["up", "--exam", "2022", "--wave", WAVE, "--roster", str(roster), "--host", "127.0.0.1", "--no-pdf"]
    process.answer([*order, "--port-base", str(free_ports(2, 9500)), "--json"])
    path = tmp_path / "essai.yml"
    here = {"ansible_host": "127.0.0.1", "ansible_connection": "local", "e5b_capacity": 2}
    path.write_text(yaml.safe_dump({"all": {"children": {"e5b_hosts": {"hosts": {"ici": here}}}}}), encoding="utf-8")
    centre = centres.load(path)
    places = (Place(number="1", commission="1", home="ici", host="ici"),)
    centre.keep(Placement(centre="essai", wave=WAVE, exam="2022", places=places))
    try:
        with Following(centre) as made:
            yield made
    finally:
        process.answer(["down", "--wave", WAVE, "--force", "--json"])


def stands(following, state):
    """Wait until the page shows this state."""
    deadline = time.monotonic() + 60
    while True:
        (seat,) = park.look(following, WAVE).seats
        if seat.state == state:
            return seat
        assert time.monotonic() < deadline, seat
        time.sleep(0.05)


def page(url):
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def test_orders_from_the_page_open_pause_and_end_a_real_site(following):
    def give(kind, **more):
        (came,) = ordering.order({"ici": following.way("ici")}, {"ici": Asked(kind, WAVE, "nadia", ("1",), **more)})
        assert came.ok, came.trouble
        return came

    url = stands(following, "waiting").url
    began = give("start")
    assert stands(following, "running").left_s > 0
    assert page(url) == 200
    assert began.entries
    give("pause")
    stands(following, "paused")
    assert page(url) == 503
    give("resume")
    ended = give("end")
    stands(following, "ended")
    (undone,) = ordering.order(
        {"ici": following.way("ici")}, {"ici": Asked("undo", WAVE, "nadia", entries=ended.entries)}
    )
    assert undone.ok, undone.trouble
    stands(following, "running")
    told = json.loads(process.answer(["log", "--wave", WAVE, "--json"]))
    orders = [(one["kind"], one["who"]) for one in told if one["who"] == "nadia"]
    assert [kind for kind, _ in orders] == ["start", "pause", "resume", "end", "undo"]
