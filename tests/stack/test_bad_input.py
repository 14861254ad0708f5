"""What a candidate may try from their workstation, or by code that they put on their site: refused, and written."""

from __future__ import annotations

import http.client
import json
import re
import shutil
import socket
import time
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from http.cookiejar import CookieJar

import pytest

from provisioner import paths
from provisioner.adapters.docker import containers
from provisioner.errors import EngineError
from provisioner.pipeline.bench.ready import free_ports
from provisioner.pipeline.sitting import lifecycle, opening
from provisioner.steps.sitting import store

pytestmark = [pytest.mark.docker, pytest.mark.usefixtures("engine", "site")]
UPLOADS = {"wordpress": "wp-content/uploads", "prestashop": "img/cms"}
TRIES = """<?php
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$said = [];
foreach (['127.0.0.1:3306', '127.0.0.1:22', 'HOST:CONSOLE', 'HOST:OTHER', 'HOST:2375', '172.17.0.1:80'] as $to) {
    [$host, $port] = explode(':', $to);
    $said[$to] = @fsockopen($host, (int) $port, $no, $why, 2) ? 'ouvert' : 'fermé';
}
foreach (['/var/run/docker.sock', 'HOME', '/run/e5b/personalise.sql', '/root/.ssh', '/etc/shadow'] as $path) {
    $said[$path] = @file_exists($path) && @is_readable($path) ? 'lu' : 'fermé';
}
$said['capture'] = 'fermé';
try { new mysqli('localhost', 'capture', ''); $said['capture'] = 'ouvert'; } catch (Throwable $error) { }
$mine = new mysqli('localhost', 'www-data', '', 'CMS');
foreach (['SHOW TABLES', 'SELECT * FROM mysql.global_priv', 'SHUTDOWN', 'RESET MASTER', 'SET sql_log_bin=0',
    "SELECT 1 INTO OUTFILE '/var/www/html/x.txt'", "CREATE USER x@localhost",
    'PURGE BINARY LOGS BEFORE NOW()'] as $query) {
    try { $done = $mine->query($query); } catch (Throwable $error) { $done = false; }
    $said[$query] = $done ? 'fait' : 'fermé';
}
echo json_encode($said);
"""


@pytest.fixture(scope="module", params=["wordpress", "prestashop"])
def site(request, tmp_path_factory):
    """Two real sites; the first one's sitting."""
    from conftest import short_home

    cms = request.param
    try:
        containers.golden("2022", cms)
    except EngineError as error:
        pytest.skip(error.message)
    place = short_home()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("E5B_HOME", str(place))
        roster = tmp_path_factory.mktemp("liste") / "candidats.csv"
        lines = "".join(f"{number};NOM;Prénom;1;{cms};A;\n" for number in (1, 2))
        roster.write_text(f"numéro;nom;prénom;commission;CMS;sujet;tiers-temps\n{lines}", encoding="utf-8")
        opened = opening.up("2022", roster, wave="mal", host="127.0.0.1", port_base=free_ports(10, 31_000))
        assert not opened.failed, opened.failed
        yield opened.started[0]
        lifecycle.down(lifecycle.select(everyone=True), force=True, door=True)
    shutil.rmtree(place, ignore_errors=True)


def other():
    return next(one.sitting for one in store.entries("mal") if one.number == "2")


def inside(engine, container, command, user="www-data"):
    order = engine.api.exec_create(container, ["bash", "-c", command], user=user)
    return engine.api.exec_start(order["Id"]).decode().strip()


def logged(sitting, key, value, beyond=0):
    """Return the entries of the door's log whose request has this value, once they are more than `beyond`.

    The door writes an entry after it answered, and asking is quick.
    """
    path = store.folder(sitting.wave, sitting.number) / store.ACCESS_LOG
    deadline = time.monotonic() + 10
    while True:
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        found = [one for one in map(json.loads, lines) if one["request"][key] == value]
        if len(found) > beyond or time.monotonic() > deadline:
            return found
        time.sleep(0.05)


def get(url, timeout=60):
    try:
        with urllib.request.urlopen(url, timeout=timeout) as answer:
            return answer.status, answer.read().decode(errors="replace")
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode(errors="replace")


def send(port, size, *, chunked):
    """Send that many bytes until refused; return how many went out, and the answer."""
    told = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {size}"
    block, sent = b"x" * (1 << 20), 0
    with socket.create_connection(("127.0.0.1", port), timeout=120) as line:
        line.sendall(f"POST /gros HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n{told}\r\n\r\n".encode())
        try:
            while sent < size:
                line.sendall(b"100000\r\n" + block + b"\r\n" if chunked else block)
                sent += len(block)
        except OSError:
            pass  # refused meanwhile
        answer = http.client.HTTPResponse(line)
        try:
            answer.begin()
            return sent, answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException):
            return sent, 0, ""  # cut before the answer could be read


@pytest.mark.parametrize("chunked", [False, True], ids=["announced", "in pieces"])
def test_two_gigabytes_are_refused_and_written_down(site, engine, chunked):
    before = inside(engine, site.container, "du -sk /tmp /var/www/html | awk '{s+=$1} END {print s}'", "root")
    known = len(logged(site, "uri", "/gros", -1))
    sent, status, page = send(site.port, 2 << 30, chunked=chunked)
    assert sent < 256 << 20
    if not chunked and status:
        assert (status, "Fichier trop gros" in page) == (413, True)
    # In pieces, the CMS may have answered that there is no such page before the door cuts.
    seen = logged(site, "uri", "/gros", known)[known:]
    assert [one["status"] in ({404, 413} if chunked else {413}) for one in seen] == [True]
    after = inside(engine, site.container, "du -sk /tmp /var/www/html | awk '{s+=$1} END {print s}'", "root")
    assert abs(int(after) - int(before)) < 2048
    assert get(f"{site.url}/")[0] == 200


def test_code_put_on_the_site_reaches_nothing_but_the_site(site, engine):
    """As if an upload of PHP had gone through: it runs as the CMS does, inside, and the capture shows the file."""
    home = str(paths.home())
    code = TRIES.replace("HOST", "172.17.0.1").replace("CONSOLE", "7900").replace("OTHER", str(other().port))
    code = code.replace("HOME", home).replace("CMS", site.cms)
    folder = UPLOADS[site.cms]
    place = f"/var/www/html/{folder}/essai.php"
    import base64

    encoded = base64.b64encode(code.encode()).decode()
    inside(engine, site.container, f"mkdir -p $(dirname {place}); echo {encoded} | base64 -d > {place}")
    status, page = get(f"{site.url}/{folder}/essai.php")
    if status == 200:
        said = json.loads(page)
        # Its own tables it may read: that is the CMS's account.
        assert {what for what, how in said.items() if how != "fermé"} == {"SHOW TABLES"}
        assert len(said) == 20
    else:
        # Its folder runs no code: whatever of it the CMS answers, it is not what the code says.
        assert status in {403, 404}
    from provisioner.adapters.docker import files

    assert place.removeprefix("/var/www/html/") in {
        one.path for one in files.touched(site.container, "/var/www/html", [folder])
    }


def test_wordpress_refuses_php_with_a_sentence(site):
    if site.cms != "wordpress":
        pytest.skip("PrestaShop takes files in forms of the back office: tests/browser/test_prestashop_forms.py")
    access = store.read_wave("mal").candidates[0].access
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    form = {"log": access.login, "pwd": access.password, "testcookie": "1"}
    opener.open(f"{site.url}/wp-login.php", timeout=30).read()
    opener.open(f"{site.url}/wp-login.php", urllib.parse.urlencode(form).encode(), timeout=60).read()
    page = opener.open(f"{site.url}/wp-admin/media-new.php", timeout=60).read().decode()
    nonce = re.search(r'name="_wpnonce" value="(\w+)"', page)[1]
    boundary = "e5b"
    parts = [("_wpnonce", nonce, ""), ("html-upload", "Téléverser", ""), ("async-upload", "<?php phpinfo();", "x.php")]
    body = "".join(
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"'
        + (f'; filename="{file}"\r\nContent-Type: image/jpeg' if file else "")
        + f"\r\n\r\n{value}\r\n"
        for name, value, file in parts
    )
    asked = urllib.request.Request(
        f"{site.url}/wp-admin/media-new.php",
        f"{body}--{boundary}--\r\n".encode(),
        {"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    try:
        answer = opener.open(asked, timeout=60).read().decode()
    except urllib.error.HTTPError as error:
        answer = error.read().decode()
    assert "type de fichier" in answer
    assert get(f"{site.url}/wp-content/uploads/x.php")[0] == 404


def test_one_candidate_s_password_opens_no_other_site(site):
    if site.cms != "wordpress":
        pytest.skip("signing in to PrestaShop is played in Chromium")
    access = store.read_wave("mal").candidates[0].access
    form = {"log": access.login, "pwd": access.password, "testcookie": "1"}
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
    opener.open(f"{other().url}/wp-login.php", timeout=30).read()
    answer = opener.open(f"{other().url}/wp-login.php", urllib.parse.urlencode(form).encode(), timeout=60)
    assert "wp-login.php" in answer.url
    assert logged(other(), "method", "POST")


def test_the_database_is_on_no_port(site, engine):
    listening = inside(engine, site.container, "awk 'NR > 1 && $4 == \"0A\" {print $2}' /proc/net/tcp /proc/net/tcp6")
    assert listening.split() == ["0100007F:0050"]
    about = engine.api.inspect_container(site.container)
    assert about["NetworkSettings"]["Ports"] in ({}, None)


def test_a_flood_of_requests_leaves_the_neighbour_served(site):
    began = containers.running(site.container)
    assert began

    def ask(_):
        try:
            return get(f"{site.url}/?s=essai", timeout=300)[0]
        except OSError:
            return 0

    with ThreadPoolExecutor(120) as pool:
        flood = [pool.submit(ask, number) for number in range(240)]
        neighbour = [get(f"{other().url}/", timeout=120)[0] for _ in range(5)]
        statuses = {one.result() for one in flood}
    assert neighbour == [200] * 5
    assert statuses <= {200, 302, 503}
    assert 200 in statuses
    assert get(f"{site.url}/")[0] == 200
