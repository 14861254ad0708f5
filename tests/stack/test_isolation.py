"""What the real golden images promise once a candidate has one: alone, durable, and no secret left lying about."""

from __future__ import annotations

import json
import shutil
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar

import pytest

from provisioner import paths
from provisioner.adapters.docker import containers
from provisioner.errors import EngineError
from provisioner.pipeline.bench.ready import free_ports
from provisioner.pipeline.sitting import lifecycle, opening
from provisioner.steps.sitting import store

pytestmark = [pytest.mark.docker, pytest.mark.usefixtures("engine", "site")]
KNOWN = [("2022", "wordpress"), ("2022", "prestashop"), ("decouverte", "wordpress")]


@pytest.fixture(scope="module", params=KNOWN, ids="-".join)
def site(request, tmp_path_factory):
    """Two real sites; the first one's sitting."""
    from conftest import short_home

    exam, cms = request.param
    try:
        containers.golden(exam, cms)
    except EngineError as error:
        pytest.skip(error.message)
    place = short_home()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("E5B_HOME", str(place))
        roster = tmp_path_factory.mktemp("liste") / "candidats.csv"
        lines = "".join(f"{number};NOM;Prénom;1;{cms};A;\n" for number in (1, 2))
        roster.write_text(f"numéro;nom;prénom;commission;CMS;sujet;tiers-temps\n{lines}", encoding="utf-8")
        opened = opening.up(exam, roster, wave="seul", host="127.0.0.1", port_base=free_ports(10, 31_000))
        assert not opened.failed, opened.failed
        yield opened.started[0]
        lifecycle.down(lifecycle.select(everyone=True), force=True, door=True)
    shutil.rmtree(place, ignore_errors=True)


def inside(engine, container: str, command: str, user: str = "www-data") -> str:
    order = engine.api.exec_create(container, ["bash", "-c", command], user=user)
    return engine.api.exec_start(order["Id"]).decode().strip()


def sql(engine, container: str, query: str) -> str:
    return inside(engine, container, f'mariadb -NBe "{query}"', "root")


def test_no_network_but_the_loopback(site, engine):
    assert inside(engine, site.container, "ls /sys/class/net") == "lo"
    assert inside(engine, site.container, "tail -n +2 /proc/net/route") == ""
    looked = '$t = microtime(true); echo gethostbyname("www.prestashop.com"), " ", microtime(true) - $t;'
    name, waited = inside(engine, site.container, f"php -r '{looked}'").split()
    assert name == "www.prestashop.com"
    # A resolver that waits, waits 5 s at least.
    assert float(waited) < 5


def test_nothing_of_the_host_nor_of_others(site, engine):
    other = next(one for one in store.entries() if one.number == "2")
    for path in ("/var/run/docker.sock", f"/run/{other.container}", str(paths.run()), str(paths.waves())):
        assert inside(engine, site.container, f"test -e {path} && echo là", "root") == ""
    mounts = engine.api.inspect_container(site.container)["Mounts"]
    assert [one["Destination"] for one in mounts] == ["/run/e5b"]


def test_the_site_user_cannot_touch_the_sockets(site, engine):
    refused = inside(engine, site.container, "touch /run/e5b/x || rm -f /run/e5b/web.sock; ls /run/e5b")
    assert "web.sock" in refused
    assert "\nx" not in refused
    assert "personalise.sql" not in refused


def test_credentials_open_the_site_and_are_nowhere_else(site, engine):
    access = store.read_wave("seul").candidates[0].access
    told = json.dumps(engine.api.inspect_container(site.container)) + engine.api.logs(site.container).decode()
    told += json.dumps(engine.api.inspect_image(site.image))
    told += inside(engine, site.container, "cat /proc/*/environ /proc/*/cmdline 2>/dev/null | tr '\\0' '\\n'", "root")
    # The first binary log and what the server says of its own start.
    told += inside(
        engine, site.container, "strings -n 8 /var/lib/mysql/binlog.* /var/lib/mysql/*.err 2>/dev/null", "root"
    )
    for secret in (access.password, access.capture_password, *access.keys.values()):
        assert secret not in told
    assert access.password not in sql(engine, site.container, "SELECT * FROM mysql.global_priv")


def test_every_copy_has_its_own_address(site):
    with urllib.request.urlopen(site.url + "/", timeout=20) as answer:
        page = answer.read().decode()
    assert "e5b.invalid" not in page
    assert urllib.parse.urlsplit(site.url).netloc in page


def test_the_candidate_signs_in(site):
    if site.cms != "wordpress":
        pytest.skip("the scripted candidates sign in to PrestaShop in Chromium: tests/browser")
    access = store.read_wave("seul").candidates[0].access
    form = {"log": access.login, "pwd": access.password, "testcookie": "1", "redirect_to": site.url + "/wp-admin/"}
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    opener.open(site.url + "/wp-login.php", timeout=20).read()
    answer = opener.open(site.url + "/wp-login.php", urllib.parse.urlencode(form).encode(), timeout=30)
    assert answer.url.startswith(site.url + "/wp-admin/")


def test_what_the_database_accepted_survives_its_death(site, engine):
    sql(engine, site.container, "CREATE DATABASE garde; CREATE TABLE garde.t (n INT); INSERT INTO garde.t VALUES (42);")
    inside(engine, site.container, "kill -9 $(cat /run/mysqld/mysqld.pid)", "root")
    deadline = time.monotonic() + 60
    seen = ""
    while seen != "42" and time.monotonic() < deadline:
        try:
            seen = sql(engine, site.container, "SELECT n FROM garde.t")
        except Exception:  # noqa: BLE001 the engine is starting the site again
            seen = ""
    assert seen == "42", containers.last_words(site.container)
    # The way in opens an instant after the database answers.
    status = 0
    while status != 200 and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(site.url + "/", timeout=30) as answer:
                status = answer.status
        except urllib.error.HTTPError as error:
            status = error.code
    assert status == 200


def test_the_writable_layer_of_an_idle_site_is_small(engine):
    (one,) = containers.find(kind="sitting", number="2")
    size = engine.api.containers(filters={"id": one.id}, size=True)[0].get("SizeRw", 0)
    assert size < 25e6
