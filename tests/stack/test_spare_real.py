"""A real site, killed while it is written to, lives again on another machine: what it had acknowledged is counted.

Two homes of one engine stand for two machines. `E5B_SPARE_SITES=6` moves that many at once.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import threading
import time
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
import writing

pytestmark = [
    pytest.mark.docker,
    pytest.mark.media,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to read what the engine keeps of a container"),
]
SITES = int(os.environ.get("E5B_SPARE_SITES", "2"))
TABLES = {
    "wordpress": "SELECT post_title FROM wordpress.wp_posts WHERE post_title LIKE 'Brouillon %'",
    "prestashop": "SELECT LOWER(lastname) FROM prestashop.ps_customer WHERE email LIKE '%@essai.example'",
}


class Busy:
    """Light candidates that write until told to stop; each acknowledgement with its time."""

    def __init__(self, entries):
        from provisioner.robots.light import LightCandidate

        self.told = {one.number: [] for one in entries}
        self._stop = threading.Event()
        self._threads = []
        for one in entries:
            access, site = one.candidate.access, one.sitting
            robot = LightCandidate(site.cms, site.url, access.login, access.password)
            self._threads.append(threading.Thread(target=self._write, args=(one.number, robot)))

    def _write(self, number, robot):
        while not self._stop.is_set():
            mark = robot.write()
            if mark:
                self.told[number].append((time.time(), mark))
            self._stop.wait(0.3)

    def more(self, count, within=120.0):
        """Wait until each has kept that many more."""
        wanted = {number: len(told) + count for number, told in self.told.items()}
        deadline = time.monotonic() + within
        while any(len(self.told[number]) < least for number, least in wanted.items()):
            assert time.monotonic() < deadline, {number: len(told) for number, told in self.told.items()}
            self._stop.wait(0.1)

    def __enter__(self):
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for one in self._threads:
            one.join(90)


@pytest.fixture
def homes(monkeypatch):
    from provisioner.adapters.docker import containers

    real = Path(os.environ["E5B_HOME"])
    made = [Path(tempfile.mkdtemp(prefix="e5b-", dir="/tmp")) for _ in "ab"]
    for home in made:
        for shared in ("images", "pictures"):
            (home / shared).symlink_to((real / shared).resolve())

    def on(rank):
        monkeypatch.setenv("E5B_HOME", str(made[rank]))
        return made[rank]

    yield on
    for rank, home in enumerate(made):
        on(rank)
        for one in containers.find():
            containers.remove(one.id)
        shutil.rmtree(home, ignore_errors=True)


def stored(engine, entry):
    order = ["mariadb", "-N", "-e", TABLES[entry.sitting.cms]]
    code, said = engine.containers.get(entry.container).exec_run(order)
    assert code == 0, said
    return {word.removeprefix("Brouillon ") for word in said.decode().splitlines()}


def killed():
    """Cut the power: the sites, then their door, at once, with nothing said to anybody."""
    from provisioner.adapters.docker import containers

    at = time.time()
    for one in containers.find():
        containers.remove(one.id)
    return at


class Carried:
    """What `./e5b spare export` writes on one machine, carried to the other every two seconds, as `fleet` does."""

    def __init__(self, out, copy):
        self.out, self.copy = out, copy
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._carry)

    def _carry(self):
        while not self._stop.wait(2):
            subprocess.run(["rsync", "-a", f"{self.out}/", f"{self.copy}/"], check=False)

    def __enter__(self):
        self._export = subprocess.Popen([sys.executable, "-m", "provisioner", "spare", "export", "--to", self.out])
        self._thread.start()
        return self

    def first(self, within=60.0):
        """Wait for a first copy."""
        deadline = time.monotonic() + within
        while not (self.copy / "look.json").exists():
            assert time.monotonic() < deadline, "nothing was carried"
            time.sleep(0.1)

    def cut(self):
        """The machine is gone: nothing more is exported nor carried."""
        self._export.kill()
        self._stop.set()

    def __exit__(self, *_):
        self.cut()
        self._thread.join(60)
        self._export.wait()


@pytest.mark.skipif(not shutil.which("rsync"), reason="needs rsync")
@pytest.mark.parametrize("cms", ["wordpress", "prestashop"])
def test_a_machine_dies_while_all_write(engine, homes, tmp_path, cms):
    from provisioner import paths
    from provisioner.pipeline.evidence import capture
    from provisioner.pipeline.sitting import conduct
    from provisioner.pipeline.spare import take
    from provisioner.schema import events
    from provisioner.schema.journal import Moment
    from provisioner.steps import clock, journal
    from provisioner.steps.sitting import store

    copy = homes(1) / "copie"
    out = homes(0) / "sortie"
    entries = writing.up(tmp_path, "secours", *[cms] * SITES)
    conduct.start("secours", [], "tech")
    picture = b"\x89PNG" + os.urandom(200_000)
    place = {"wordpress": "wp-content/uploads", "prestashop": "upload"}[cms]
    with Busy(entries) as busy:
        with Carried(out, copy) as carried:
            busy.more(3)
            carried.first()
            put(engine, entries[0], f"{place}/essai-é.png", picture)
            busy.more(20)
            carried.cut()
            died = time.time()
            killed()
        homes(1)
        done = {one.number: one for one in take.take(copy, (), "", lambda *_: None)}
        assert {one.error for one in done.values()} == {None}
        # They go on, on the other machine.
        busy.more(2)
    facts = journal.of(paths.waves() / "secours").entries()
    for entry in store.entries("secours"):
        number, vouched = entry.number, datetime.fromisoformat(done[entry.number].lost_after).timestamp()
        found = stored(engine, entry)
        # Sites are killed one after another: what the last of them still kept meanwhile is not counted.
        before = [(at, mark) for at, mark in busy.told[number] if at <= died]
        lost = [at for at, mark in before if mark not in found]
        oldest = died - min(lost, default=died)
        print(  # noqa: T201 figures, with -s
            f"{cms} {number}: {len(before)} acknowledged, {len(lost)} lost, the oldest {oldest:.2f} s before the fault"
            f" ({died - vouched:.2f} s vouched for); page in {done[number].seconds} s"
        )
        assert all(vouched <= at for at in lost)
        (taken,) = (one for one in facts if one.kind == "taken" and one.concerns(number))
        alive = Moment(
            at=taken.detail["last_at"], boot=taken.detail["last_boot"], since_boot_s=taken.detail["last_since_s"]
        )
        there = [one for one in facts if one.id < taken.id]
        seen, back = (clock.standing(known, entry.sitting, at) for known, at in ((there, alive), (facts, taken.moment)))
        # Not a second counts between the last sign of life and the page's return.
        assert (back.state, back.left_s) == ("running", pytest.approx(seen.left_s))
    assert file_of(entries[0], f"{place}/essai-é.png") == picture
    # The evidence is whole: one log, both witnesses, the times of then.
    folder = paths.waves() / "secours" / entries[0].number
    diff = capture.capture(folder, capture.capture_password(folder), pages=False)
    assert diff.unread_log == ""
    assert diff.witness.agrees, diff.witness.disagreements
    _, written = events.read(folder / "capture" / "events.jsonl.gz")
    assert written[0].at < died < written[-1].at
    assert (folder / "moves" / "01" / "move.json").is_file()


def put(engine, entry, path, content):
    """Put a file in a site as the site itself would."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo(path)
        info.size, info.uid, info.gid, info.mode = len(content), 33, 33, 0o644
        archive.addfile(info, io.BytesIO(content))
    assert engine.api.put_archive(entry.container, "/var/www/html", stream.getvalue())


def file_of(entry, path):
    from provisioner.adapters.docker import files

    found = files.content(entry.container, f"/var/www/html/{path}", 1 << 20)
    return found.data if found else None


@pytest.mark.parametrize("cms", ["wordpress", "prestashop"])
def test_a_planned_move_loses_nothing_at_all(engine, homes, tmp_path, cms):
    from provisioner.pipeline.sitting import conduct
    from provisioner.pipeline.spare import export, release, take
    from provisioner.steps.sitting import store

    copy = homes(1) / "copie"
    homes(0)
    (entry,) = writing.up(tmp_path, "depart", cms)
    conduct.start("depart", [], "tech")
    with Busy([entry]) as busy:
        busy.more(4)
        since = time.monotonic()
        release.release([entry.number], "", "tech", to="b")
        closed = time.monotonic() - since
        export.export(copy, "", lambda _: None, once=True)
        killed()
        homes(1)
        (done,) = take.take(copy, (), "", lambda *_: None)
        assert done.error is None
        busy.more(2)
    (again,) = store.entries("depart")
    told = {mark for _, mark in busy.told[entry.number]}
    print(f"{cms}: {len(told)} acknowledged, closed in {closed:.1f} s, page in {done.seconds} s")  # noqa: T201
    assert told <= stored(engine, again)


@pytest.mark.browser
@pytest.mark.parametrize("cms", ["wordpress", "prestashop"])
def test_who_was_signed_in_saves_the_form_that_was_open(homes, tmp_path, cms):
    """A form filled in on the machine that died is sent to the other one; a picture put there before is shown."""
    from PIL import Image

    from provisioner import paths
    from provisioner.adapters.workstation import workstation
    from provisioner.pipeline.evidence import capture, dossier, review
    from provisioner.pipeline.spare import export, take
    from provisioner.robots.candidate import Desk
    from provisioner.steps.sitting import store

    copy = homes(1) / "copie"
    homes(0)
    (entry,) = writing.up(tmp_path, "session", cms)
    picture = tmp_path / "banc.jpg"
    Image.radial_gradient("L").resize((900, 600)).convert("RGB").save(picture)
    admin = {"wordpress": "/wp-admin/", "prestashop": "/gestion/"}[cms]
    access = entry.candidate.access
    with workstation(entry.sitting.url) as station:
        desk = Desk(station.page, entry.sitting.url, access.login, access.password, admin)
        send = {"wordpress": _wordpress_form, "prestashop": _prestashop_form}[cms](desk, picture)
        export.export(copy, "", lambda _: None, once=True)
        killed()
        homes(1)
        (done,) = take.take(copy, (), "", lambda *_: None)
        assert done.error is None
        send()
    folder = paths.waves() / "session" / entry.number
    diff = capture.capture(folder, capture.capture_password(folder), pages=False)
    assert diff.witness.agrees, diff.witness.disagreements
    told = " ".join(change.sentence for change in diff.changes)
    assert "Banc repris" in told
    assert diff.visits, "the pages opened on the other machine are known too"
    assert store.read_sitting("session", entry.number).created_at == entry.sitting.created_at
    # Sealed here, it is a dossier as any other, and holds the way that it came.
    review.write(folder)
    sealed = dossier.seal(folder)
    assert dossier.verify([sealed]).problems == ()
    with zipfile.ZipFile(sealed) as archive:
        names = archive.namelist()
        move = json.loads(archive.read("moves/01/move.json"))
        log = archive.read("moves/01/binlog.000001")
    assert "capture/events.jsonl.gz" in names
    assert hashlib.sha256(log).hexdigest() == move["log"]["binlog.000001"]


def _wordpress_form(desk, picture):
    from provisioner.robots import wordpress

    page = desk.page
    wordpress.log_in(desk)
    wordpress.upload_media(desk, picture=picture, alternative_text="Un banc", caption="")
    desk.open("/wp-admin/edit-tags.php?taxonomy=category")
    page.fill("#tag-name", "Banc repris")

    def send():
        page.click("#submit")
        page.locator("#the-list .row-title", has_text="Banc repris").first.wait_for()
        desk.open("/wp-admin/upload.php?mode=list")
        shown = page.locator("#the-list img").first
        assert shown.evaluate("image => image.naturalWidth") > 0

    return send


def _prestashop_form(desk, picture):  # noqa: ARG001 same gestures for both
    from provisioner.robots import prestashop
    from provisioner.robots.prestashop import products
    from provisioner.robots.prestashop._office import retype

    page = desk.page
    prestashop.log_in(desk)
    products._new(desk, "Banc repris")  # noqa: SLF001 half a gesture: the form is open, and not sent
    retype(page, "#form_step1_price_shortcut", "149.00")
    return lambda: products.save(desk)
