"""`up` and the life of sittings, with real containers and the real front door, on a tiny image."""

from __future__ import annotations

import json
import shutil
import socket
import tempfile
import threading
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import tiny

from provisioner import names, paths
from provisioner.adapters import disk, ports
from provisioner.adapters.docker import containers
from provisioner.errors import E5BError, EngineError, SittingError
from provisioner.pipeline.sitting import fiches, lifecycle, opening
from provisioner.steps import frontdoor
from provisioner.steps.sitting import store

pytestmark = [pytest.mark.docker, pytest.mark.usefixtures("home")]
HEADER = "numéro;nom;prénom;commission;CMS;sujet;tiers-temps\n"


@pytest.fixture(scope="module", autouse=True)
def _image(engine):
    tiny.build()
    yield
    engine.images.remove(tiny.TAG, force=True)


@pytest.fixture
def home(monkeypatch, tmp_path):
    place = Path(tempfile.mkdtemp(prefix="e5b-", dir="/tmp"))
    monkeypatch.setenv("E5B_HOME", str(place))
    subjects, stacks = tiny.data(tmp_path)
    monkeypatch.setattr(paths, "SUBJECTS", subjects)
    monkeypatch.setattr(paths, "STACKS", stacks)
    yield place
    lifecycle.down(lifecycle.select(everyone=True), force=True, door=True)
    for left in [*containers.find(kind="sitting"), *containers.find(kind="door")]:
        containers.remove(left.id)
    shutil.rmtree(place, ignore_errors=True)


def base() -> int:
    """Return the first of a hundred free ports."""
    taken = ports.listening()
    return next(port for port in range(21_000, 30_000, 100) if not any(port + i in taken for i in range(100)))


def roster(folder: Path, *numbers: str, extra: str = "") -> Path:
    path = folder / "candidats.csv"
    rows = "".join(f"{number};NOM;Prénom;1;WordPress;A;{extra}\n" for number in numbers)
    path.write_text(HEADER + rows, encoding="utf-8")
    return path


def up(tmp_path, *numbers, wave="w", extra="", **more):
    more.setdefault("port_base", base())
    return opening.up("essai", roster(tmp_path, *numbers, extra=extra), wave=wave, host="127.0.0.1", **more)


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_wave_from_order_to_removal(home, tmp_path):
    opened = up(tmp_path, "1", "2", "3")
    assert [one.number for one in opened.started] == ["1", "2", "3"]
    assert not opened.failed
    for one in opened.started:
        assert 0 < one.ready_s < 30
        status, page = get(one.url + "/page?x=1")
        assert status == 200
        assert f"{one.url} host=127.0.0.1:{one.port} /page?x=1" in page
        run = home / "run" / one.container
        assert not (run / "personalise.sql").exists()
        assert (home / "run").stat().st_mode & 0o777 == 0o700
    assert len({one.url for one in opened.started}) == 3
    assert [row.state for row in lifecycle.status()] == ["open"] * 3
    log = store.folder("w", "1") / "access.log"
    assert json.loads(log.read_text().splitlines()[0])["request"]["uri"] == "/page?x=1"

    again = up(tmp_path, "1", "2", "3")
    assert (again.started, len(again.already)) == ([], 3)
    more = up(tmp_path, "1", "2", "3", "4", extra="oui")
    assert [one.number for one in more.started] == ["4"]
    assert {one.duration_s for one in (*more.already, *more.started)} == {3200}

    with pytest.raises(SittingError, match="n’a pas été capturé"):
        lifecycle.down(lifecycle.select())
    lifecycle.down(lifecycle.select("w", ["2"]), force=True)
    assert [row.number for row in lifecycle.status()] == ["1", "3", "4"]
    lifecycle.down(lifecycle.select(), force=True, door=True)
    assert lifecycle.status() == []
    assert containers.find() == []
    assert list((home / "run").iterdir()) == []
    assert store.read_sitting("w", "1").removed_at


def test_stop_start_reset(tmp_path):
    first, second = up(tmp_path, "1", "2").started
    assert [one.number for one in lifecycle.stop(lifecycle.select("w", ["1"]))] == ["1"]
    assert lifecycle.stop(lifecycle.select("w", ["1"])) == []
    status, page = get(first.url)
    assert status == 503
    assert "Épreuve terminée" in page
    assert get(second.url)[0] == 200
    assert store.read_sitting("w", "1").closed_at
    lifecycle.start(lifecycle.select("w", ["1"]), lambda *_: None)
    assert get(first.url)[0] == 200
    assert not store.read_sitting("w", "1").closed_at

    with pytest.raises(SittingError, match="n’a pas été capturé : 1"):
        lifecycle.reset(lifecycle.select("w", ["1"]), lambda *_: None)
    capture = store.folder("w", "1") / "capture"
    capture.mkdir()
    (capture / "after.json.gz").write_bytes(b"preuve")
    before = containers.find(kind="sitting", number="1")[0].id
    access = store.read_wave("w").candidates[0].access
    (fresh,) = lifecycle.reset(lifecycle.select("w", ["1"]), lambda *_: None)
    assert fresh.url == first.url
    assert get(fresh.url)[0] == 200
    assert containers.find(kind="sitting", number="1")[0].id != before
    assert store.read_wave("w").candidates[0].access == access
    (kept,) = (store.folder("w", "1") / "previous").glob("*/capture/after.json.gz")
    assert kept.read_bytes() == b"preuve"


def test_a_stopped_container_is_woken_by_the_same_order(tmp_path, engine):
    (one,) = up(tmp_path, "1").started
    engine.api.stop(one.container, timeout=1)
    assert [row.state for row in lifecycle.status()] == ["stopped"]
    up(tmp_path, "1")
    assert get(one.url)[0] == 200


def test_sites_whose_door_could_not_be_opened_get_it_from_the_same_order(tmp_path, monkeypatch):
    first = base()
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(tmp_path))
        with pytest.raises(E5BError, match="Caddy"):
            up(tmp_path, "1", "2", port_base=first)
    assert [row.state for row in lifecycle.status()] == ["closed"] * 2
    again = up(tmp_path, "1", "2", port_base=first)
    assert (again.started, len(again.already)) == ([], 2)
    assert [get(one.url)[0] for one in again.already] == [200, 200]
    assert [row.state for row in lifecycle.status()] == ["open"] * 2


def test_one_that_fails_leaves_nothing_and_the_others_stay(home, tmp_path):
    template = paths.STACKS / "wordpress" / "personalise.sql"
    good = template.read_text()
    template.write_text(good + "SELECT 'PANNE', {{absent}};\n")
    opened = up(tmp_path, "1")
    assert "absent" in opened.failed["1"].message
    assert containers.find(kind="sitting") == []
    template.write_text(good)
    number = up(tmp_path, "1").started[0].number
    assert number == "1"
    template.write_text(good + "SELECT 'PANNE';\n")
    opened = up(tmp_path, "1", "2")
    assert "panne voulue" in opened.failed["2"].message
    assert [one.number for one in opened.already] == ["1"]
    assert not (home / "run" / names.container("w", "2")).exists()
    assert set(frontdoor.current_routes()) == {names.container("w", "1")}
    template.write_text(good)
    assert [one.number for one in up(tmp_path, "1", "2").started] == ["2"]


def test_a_taken_name_is_told(tmp_path, engine):
    name = names.container("w", "1")
    engine.api.create_container(tiny.TAG, name=name, labels={"e5b.helper": "test"})
    try:
        opened = up(tmp_path, "1")
        assert f"« {name} » est déjà pris" in opened.failed["1"].message
        assert engine.api.inspect_container(name)["Config"]["Labels"]["e5b.helper"] == "test"
    finally:
        engine.api.remove_container(name, force=True)
    assert up(tmp_path, "1").started


def test_a_taken_port_is_told_and_nothing_starts(tmp_path):
    with socket.socket() as held:
        port = base()
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("0.0.0.0", port))
        held.listen()
        with pytest.raises(SittingError, match=f"Le port {port} est déjà pris par"):
            up(tmp_path, "1", port_base=port)
    assert containers.find() == []


def test_two_orders_at_once(tmp_path):
    inside, done = threading.Event(), threading.Event()

    def hold():
        with disk.only_one("./e5b up"):
            inside.set()
            done.wait(20)

    thread = threading.Thread(target=hold)
    thread.start()
    inside.wait(20)
    try:
        with pytest.raises(E5BError, match=r"« \./e5b up »"):
            up(tmp_path, "1")
    finally:
        done.set()
        thread.join()
    assert up(tmp_path, "1").started


def test_without_a_golden_image(tmp_path, engine):
    engine.images.remove(tiny.TAG, force=True)
    try:
        with pytest.raises(EngineError, match="n’est pas construite") as caught:
            up(tmp_path, "1")
        assert "image build" in caught.value.hint
        assert store.waves() == []
    finally:
        tiny.build()


def test_the_door_comes_back_by_itself(tmp_path, engine):
    (one,) = up(tmp_path, "1").started
    (door,) = containers.find(kind="door")
    engine.api.kill(door.id, signal="SIGKILL")
    engine.api.start(door.id)
    deadline = threading.Event()
    for _ in range(200):
        try:
            assert get(one.url)[0] == 200
            break
        except OSError:
            deadline.wait(0.05)
    else:
        pytest.fail(containers.last_words(door.id))
    lifecycle.stop(lifecycle.select())
    assert get(one.url)[0] == 503


def test_the_side_door_keeps_the_address_asked_for(tmp_path):
    (one,) = up(tmp_path, "1").started
    with frontdoor.temporary_door(one.container) as proxy:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy}))
        page = opener.open("http://10.1.2.3:8001/a?b=1", timeout=10).read().decode()
    assert "host=10.1.2.3:8001 /a?b=1" in page
    with pytest.raises(urllib.error.URLError, match="refused"):
        opener.open("http://10.1.2.3:8001/", timeout=2)


def test_a_request_in_progress_outlives_a_change_of_the_door(tmp_path):
    one, other = up(tmp_path, "1", "2").started
    seen = []
    thread = threading.Thread(target=lambda: seen.append(get(one.url + "/lent")))
    thread.start()
    log = store.folder("w", "1")
    waiting = threading.Event()
    waiting.wait(0.4)
    lifecycle.stop(lifecycle.select("w", ["1", "2"]))
    assert get(other.url)[0] == 503
    thread.join()
    assert seen[0][0] == 200
    assert "/lent" in (log / "access.log").read_text()


def test_thirty_at_once(tmp_path):
    opened = up(tmp_path, *(str(number) for number in range(1, 31)))
    assert len(opened.started) == 30
    assert not opened.failed
    folder, _ = fiches.write(opened, pdf=False)
    assert len(list(folder.glob("*.html"))) == 31


def test_credentials_are_nowhere_they_should_not_be(tmp_path, engine):
    (one,) = up(tmp_path, "1").started
    access = store.read_wave("w").candidates[0].access
    told = json.dumps(engine.api.inspect_container(one.container)) + engine.api.logs(one.container).decode()
    told += json.dumps(engine.api.inspect_image(tiny.TAG))
    told += "".join(path.read_text() for path in store.folder("w", "1").glob("*.json"))
    for secret in (access.password, access.capture_password, *access.keys.values()):
        assert secret not in told


def test_a_candidate_is_alone(home, tmp_path, engine):
    one, other = up(tmp_path, "1", "2").started
    probe = (
        'opendir(D,"/sys/class/net"); print "net=", join(",", grep {!/^\\./} readdir D), "\\n";'
        'open(F,"/proc/net/route"); my @r=<F>; print "routes=", scalar(@r)-1, "\\n";'
        'print "docker=", (-e "/var/run/docker.sock" || -e "/run/docker.sock") ? 1 : 0, "\\n";'
        'opendir(D,"/run/e5b"); print "run=", join(",", sort grep {!/^\\./} readdir D), "\\n";'
        f'print "other=", (-e "{home}/run/{other.container}/web.sock") ? 1 : 0, "\\n";'
        'open(F,"/proc/self/status"); while(<F>) { print if /^(CapBnd|NoNewPrivs)/ }'
    )
    order = engine.api.exec_create(one.container, [shutil.which("perl"), "-e", probe])
    seen = engine.api.exec_start(order["Id"]).decode()
    assert "net=lo\n" in seen
    assert "routes=0\n" in seen
    assert "docker=0\n" in seen
    assert "other=0\n" in seen
    assert "run=secrets.json,site.env,web.sock\n" in seen
    assert "NoNewPrivs:\t1" in seen
    limits = engine.api.inspect_container(one.container)["HostConfig"]
    assert limits["NetworkMode"] == "none"
    assert limits["CapDrop"] == ["ALL"]
    assert not {"CAP_SYS_ADMIN", "CAP_NET_ADMIN", "CAP_NET_RAW", "CAP_SYS_PTRACE", "CAP_MKNOD"} & set(limits["CapAdd"])
    assert limits["PidsLimit"] > 0
    assert limits["Memory"] > 0
    assert not limits["Privileged"]
