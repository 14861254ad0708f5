"""What a workstation allows, seen by the real Chromium of this machine under the very files that a centre installs.

They are put where Chromium reads them in a mount namespace of its own: nothing of the machine is changed.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Error, sync_playwright

from provisioner.adapters.browser import ARGUMENTS, executable
from provisioner.pipeline.prepare import workstations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(os.geteuid() != 0, reason="a private mount needs root"),
]
SITE, ELSEWHERE = "127.0.0.1", "127.0.0.2"
TELLTALE = {"DeveloperToolsAvailability", "RemoteDebuggingAllowed"}
"""They keep Playwright out, as they keep candidates out."""
FORMER = {"AutofillAddressEnabled", "AutofillCreditCardEnabled"}
_ROWS = """() => {
  const rows = [], walk = node => {
    if (node.localName === 'policy-row') rows.push(node.shadowRoot.querySelector('.policy').innerText.split('\\n'));
    for (const child of [...(node.shadowRoot ? node.shadowRoot.children : []), ...node.children]) walk(child);
  };
  walk(document.body);
  return rows.map(row => row.map(one => one.trim()).filter(one => one));
}"""


class Site(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        if self.path == "/fichier":
            self.send_header("Content-Disposition", "attachment; filename=travail.txt")
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(f"<title>site</title>bonjour de {self.headers['Host']}".encode())

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def port():
    server = ThreadingHTTPServer(("0.0.0.0", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_address[1]
    server.shutdown()


@pytest.fixture
def station(tmp_path, request):
    """Open a Chromium under the policies of a rule."""
    rule, more = request.param
    data = tmp_path / "policy.yml"
    data.write_text(workstations.DATA.read_text() + "\n", encoding="utf-8")
    for old, new in more.items():
        data.write_text(data.read_text().replace(old, new), encoding="utf-8")
    made = workstations.policies(tmp_path / "pol", [SITE], rule=rule, data=data)
    etc, share = tmp_path / "etc", tmp_path / "share"
    shutil.copytree("/etc/chromium", etc)
    (etc / "policies" / "managed").mkdir(parents=True, exist_ok=True)
    (share / "e5b-poste").mkdir(parents=True)
    shutil.copy(made.folder / "linux/accueil.html", share / "e5b-poste")
    policy = json.loads((made.folder / "linux/chromium/e5b.json").read_text())
    policy = {name: value for name, value in policy.items() if name not in TELLTALE}
    policy["URLAllowlist"].append("chrome://policy")
    (etc / "policies" / "managed" / "e5b.json").write_text(json.dumps(policy))
    wrapper = tmp_path / "chromium"
    mounts = f"mount --bind {etc} /etc/chromium && mount --bind {share} /usr/local/share"
    wrapper.write_text(f'#!/bin/sh\nexec unshare -m sh -c \'{mounts} && exec {executable()} "$@"\' -- "$@"\n')
    wrapper.chmod(0o755)
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile",
            executable_path=wrapper,
            headless=False,
            env={**os.environ, "HOME": str(tmp_path)},
            args=["--headless=new", "--proxy-server=http://127.0.0.1:9", "--proxy-bypass-list=127.0.0.0/8", *ARGUMENTS],
        )
        yield context.new_page()
        context.close()


def go(page, url):
    """Open an address; a new tab may still be on the way to its first page."""
    deadline = time.monotonic() + 30
    while True:
        try:
            page.goto(url)
        except Error as error:
            if "interrupted by another navigation" not in str(error) or time.monotonic() > deadline:
                raise
            page.wait_for_timeout(100)
        else:
            return


def refused(page, url):
    """Say whether the policy itself refuses an address: a network that is not there says otherwise."""
    with pytest.raises(Error) as caught:
        go(page, url)
    # The page that says no comes after the refusal.
    page.wait_for_url("chrome-error://chromewebdata/")
    return "ERR_BLOCKED_BY_ADMINISTRATOR" in str(caught.value)


@pytest.mark.parametrize("station", [("closed", {})], indirect=True)
def test_closed_opens_the_sites_of_the_exam_and_nothing_else(station, port):
    for other in (
        f"http://{ELSEWHERE}:{port}/",
        "https://drive.google.com/",
        "https://fr.wikipedia.org/",
        "data:text/html,bonjour",
        "file:///etc/hostname",
    ):
        assert refused(station, other), other
    go(station, f"http://{SITE}:{port}/wp-admin/")
    assert f"bonjour de {SITE}:{port}" in station.inner_text("body")


@pytest.mark.parametrize("station", [("closed", {})], indirect=True)
def test_the_first_page_leads_to_the_candidate_s_site(station, port):
    go(station, workstations.START)
    station.get_by_label("Nombre qui suit les deux-points").fill(str(port))
    station.get_by_role("button", name="Ouvrir").click()
    station.wait_for_url(f"http://{SITE}:{port}/")
    assert "bonjour" in station.inner_text("body")


@pytest.mark.parametrize("station", [("open", {})], indirect=True)
def test_open_refuses_collaborative_platforms_and_their_subdomains_alone(station, port):
    for listed in (
        "https://docs.google.com/document/d/1",
        "https://www.dropbox.com/",
        "https://cdn.discord.com/",
        "https://chatgpt.com/",
        "data:text/html,bonjour",
        "file:///etc/hostname",
    ):
        assert refused(station, listed), listed
    # The web has no way out here: what matters is who says no.
    assert not refused(station, "https://fr.wikipedia.org/")
    for host in (SITE, ELSEWHERE):
        go(station, f"http://{host}:{port}/")
        assert "bonjour" in station.inner_text("body")


@pytest.mark.parametrize(
    ("station", "state"),
    [(("closed", {}), "canceled"), (("closed", {"downloads: false": "downloads: true"}), "completed")],
    indirect=["station"],
)
def test_downloads_are_as_set(station, port, state):
    go(station, f"http://{SITE}:{port}/")
    # Playwright keeps downloads for itself; here Chromium does with them what it always does.
    session = station.context.new_cdp_session(station)
    session.send("Browser.setDownloadBehavior", {"behavior": "default", "eventsEnabled": True})
    seen = []
    session.on("Browser.downloadProgress", lambda event: seen.append(event["state"]))
    station.set_content(f'<a href="http://{SITE}:{port}/fichier" download>prendre</a>')
    station.click("a")
    deadline = time.monotonic() + 20
    while not {"canceled", "completed"} & set(seen):
        assert time.monotonic() < deadline, seen
        station.wait_for_timeout(50)
    assert seen[-1] == state


@pytest.mark.parametrize(
    "station", [("closed", {}), ("open", {"clipboard: local": "clipboard: shared"})], indirect=True
)
def test_chromium_knows_every_policy_and_finds_no_mistake_in_it(station):
    go(station, "chrome://policy")
    station.wait_for_function(f"() => ({_ROWS})().some(row => row.includes('URLBlocklist'))")
    rows = {row[0]: row[-1] for row in station.evaluate(_ROWS)}
    said = {name: word for name, word in rows.items() if word != "Not set."}
    # Older versions of Chrome still need those.
    assert {name for name, word in said.items() if word == "Deprecated"} <= FORMER
    assert {name: word for name, word in said.items() if name not in FORMER and word != "OK"} == {}
    assert {"URLAllowlist", "DownloadRestrictions", "ForceEphemeralProfiles"} <= set(said)
