"""The page of all hosts, over real hosts: bare Debians with this software, followed and ordered over the real SSH.

Their sittings have no site (no engine there); clocks, journals and orders are the real ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import time

import hosts
import pytest

from provisioner import paths
from provisioner.adapters import browser, machines, process
from provisioner.adapters.ansible import FleetError
from provisioner.adapters.ports import free_port
from provisioner.console import park
from provisioner.pipeline.fleet import centre as centres
from provisioner.pipeline.fleet import consoles, ordering
from provisioner.pipeline.fleet.following import Following
from provisioner.pipeline.fleet.ordering import Asked
from provisioner.robots import light
from provisioner.steps.console import accounts
from provisioner.steps.console.database import Database

pytestmark = [
    pytest.mark.docker,
    pytest.mark.skipif(os.geteuid() != 0 or bool(machines.lacking()), reason="needs root and what makes hosts"),
]
WAVE = "essai"
FOLLOWERS = "import glob; print(sum(b'--follow' in open(p,'rb').read() for p in glob.glob('/proc/[0-9]*/cmdline')))"


@pytest.fixture(scope="module")
def farm(tmp_path_factory):
    try:
        machines.bare(hosts.DEBIAN)
    except FleetError as error:
        pytest.skip(f"no bare Debian, and none can be made: {error.message}")
    place = tmp_path_factory.mktemp("parc")
    made = machines.Farm(place / "postes", hosts.layer(place))
    try:
        made.open(2)
        hosts.furnish(made, made.machines[0], "101", "102")
        hosts.furnish(made, made.machines[1], "201")
        yield made
    finally:
        made.close()
        made.remove()


@pytest.fixture
def centre(farm, tmp_path, e5b_home):  # noqa: ARG001 an empty state folder
    made = centres.load(hosts.inventory(farm, tmp_path / "essai.yml"))
    hosts.place(made, poste_1=("101", "102"), poste_2=("201",))
    return made


def until(ready, patience_s=30.0):
    deadline = time.monotonic() + patience_s
    while not (found := ready()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def states(following):
    return {one.number: one.state for one in park.look(following, WAVE).seats}


def all_answer(following):
    return all(one.answers for one in following.seen().values())


def journal(farm, one):
    told = hosts.ssh(farm, one, "e5b", "log", "--wave", WAVE, "--json")
    return [(fact["kind"], fact["who"], fact["number"] or fact["detail"].get("numbers")) for fact in json.loads(told)]


def give(following, **orders):
    asked = {name.replace("_", "-"): Asked(wave=WAVE, who="nadia", **one) for name, one in orders.items()}
    return ordering.order({name: following.way(name) for name in asked}, asked)


def test_hosts_are_followed_ordered_and_told_in_their_own_journals(farm, centre):
    for one in farm.machines:
        hosts.run(farm, one, "from provisioner.pipeline.sitting import conduct\nconduct.start(WAVE, [], 'avant')")
    with Following(centre) as following:
        until(lambda: all_answer(following))
        assert states(following) == {"101": "running", "102": "running", "201": "running"}
        came = give(following, poste_1={"kind": "pause", "numbers": ("102",)}, poste_2={"kind": "pause"})
        assert [(one.host, one.numbers, one.ok) for one in came] == [
            ("poste-1", ("102",), True),
            ("poste-2", ("201",), True),
        ]
        until(lambda: states(following) == {"101": "running", "102": "paused", "201": "paused"})
        (given,) = give(following, poste_1={"kind": "extend", "minutes": 5, "reason": "Coupure d’« eau » ; $(id)"})
        assert sorted(given.numbers) == ["101", "102"]
        (undone,) = give(following, poste_1={"kind": "undo", "entries": given.entries})
        assert undone.ok
        (refused,) = give(following, poste_2={"kind": "pause"})
        assert "personne" in refused.trouble
    assert journal(farm, farm.machines[0]) == [
        ("start", "avant", ["101", "102"]),
        ("pause", "nadia", "102"),
        ("extend", "nadia", ["101", "102"]),
        ("undo", "nadia", ["101", "102"]),
    ]
    # Nothing is left at work there once nobody listens.
    for one in farm.machines:
        until(lambda one=one: hosts.run(farm, one, FOLLOWERS).strip() == "0")


def test_one_account_opens_every_hosts_console_and_twice_changes_nothing(farm, centre):
    password = accounts.add(Database(), "marie", "examinateur", "1")
    # A host's own name for it: its consoles answer at once, and where is told.
    done = consoles.accounts(centre, port=9510)
    assert done.ok, done.failures
    assert done.changed == {"poste-1", "poste-2"}
    addresses = until(lambda: all((found := consoles.answering(centre, ["poste-1", "poste-2"])).values()) and found)
    assert addresses == {one.name: f"http://{one.address}:9510/" for one in farm.machines}
    assert consoles.accounts(centre, port=9510).changed == frozenset()
    accounts.add(Database(), "paul", "examinateur", "1")
    assert consoles.accounts(centre, port=9510).changed == {"poste-1", "poste-2"}
    for one in farm.machines:
        script = (
            "from provisioner.steps.console import accounts\nfrom provisioner.steps.console.database import Database\n"
            f"print(accounts.verified(Database(), 'marie', {password!r}).commission)"
        )
        assert hosts.run(farm, one, script).strip() == "1"
        logs = hosts.ssh(farm, one, "cat /var/log/*.log; ps -ef || true")
        assert "scrypt$" not in logs
    with Following(centre) as following:
        until(lambda: all_answer(following))
        found = park.look(following, WAVE)
        assert park.consoles(found) == [("1", list(addresses.values()))]


def test_a_host_without_power_is_seen_and_comes_back_by_itself(farm, centre):
    victim = farm.machines[1]
    with Following(centre) as following:
        until(lambda: all_answer(following))
        before = states(following)
        farm.kill(victim)
        until(lambda: not following.seen()["poste-2"].answers)
        post = park.look(following, WAVE).post("poste-2")
        assert states(following) == before
        assert post.age_s is not None
        (came,) = give(following, poste_2={"kind": "pause"})
        assert not came.ok
        assert following.seen()["poste-1"].answers
        farm.start(victim)
        until(lambda: all_answer(following))
        assert states(following) == before


def test_a_cable_that_is_pulled_is_seen_and_plugged_in_again(farm, centre):
    card = f"e5b{farm.machines[1].address.rpartition('.')[2]}"

    def cable(state):
        subprocess.run(["ip", "-n", "e5b-parc", "link", "set", card, state], check=True)

    with Following(centre) as following:
        until(lambda: all_answer(following))
        before = states(following)
        cable("down")
        try:
            until(lambda: not following.seen()["poste-2"].answers)
            assert states(following) == before
            until(lambda: following.seen()["poste-2"].trouble)
            assert following.seen()["poste-2"].trouble.unreachable
        finally:
            cable("up")
        until(lambda: all_answer(following), 60)


@pytest.fixture
def page(centre):
    """The real command, and its page in a real browser."""
    from playwright.sync_api import sync_playwright

    password = accounts.add(Database(), "nadia", "technicien")
    address = f"http://127.0.0.1:{(port := free_port())}/"
    order = ["fleet", "console", "-i", str(centre.path), "--port", str(port)]
    with process.at_work(order, paths.home() / "console.log"), sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.executable(), args=list(browser.ARGUMENTS))
        until(lambda: light.status(address) in {200, 303})
        shown = chromium.new_page(viewport={"width": 1500, "height": 940})
        shown.set_default_timeout(60_000)
        shown.goto(address)
        shown.fill("[name=nom]", "nadia")
        shown.fill("[name=mot]", password)
        shown.click("main button")
        yield shown
        chromium.close()


@pytest.mark.browser
def test_a_technician_pauses_and_evacuates_in_two_clicks(farm, page):
    one, victim = farm.machines
    hosts.furnish(farm, one, "101", "102", wave=WAVE)
    hosts.ssh(farm, one, f"rm -f .e5b/waves/{WAVE}/journal.sqlite*")
    hosts.run(farm, one, "from provisioner.pipeline.sitting import conduct\nconduct.start(WAVE, [], 'avant')")
    page.wait_for_selector("#c-101[data-state=running]")
    assert page.locator("section.post").count() == 2
    page.click("#a-101")
    page.click("#barre >> text=Mettre en pause")
    page.wait_for_selector("#c-101[data-state=paused]")
    page.wait_for_selector("#barre >> text=En pause.")
    left = float(page.get_attribute("#c-102 .left", "data-left"))
    assert 0 < left < 2400
    farm.kill(victim)
    try:
        page.wait_for_selector("#p-poste-2.silent [data-ago]")
        assert page.locator("#c-201.old").count() == 1
        page.click("#e-poste-2")
        page.click("#barre >> text=Oui, évacuer poste-2")
        # Its spare has no copy here: the real chain goes as far as that, and the page tells it.
        page.wait_for_selector("#barre .told.bad >> text=n’a pas repris les sites")
        assert page.locator("#c-201").count() == 1
    finally:
        farm.start(victim)
        farm.answers(victim)
    page.wait_for_selector("#p-poste-2:not(.silent)")


def test_a_host_with_another_software_says_so(farm, centre):
    program = "/usr/local/bin/e5b"
    one = farm.machines[0]
    hosts.ssh(farm, one, f"cp {program} /root/e5b && printf '#!/bin/sh\\necho \"{{}}\"\\n' >{program}")
    try:
        with Following(centre) as following:
            until(lambda: following.seen()["poste-1"].trouble)
            assert "pas le même logiciel" in following.seen()["poste-1"].trouble.message
    finally:
        hosts.ssh(farm, one, f"cp /root/e5b {program}")
