"""A real site, killed while it is written to, lives again on another machine: what it had acknowledged is counted.

Two homes of one engine stand for two machines. `E5B_SPARE_SITES=6` moves that many at once.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
import time
from pathlib import Path

import pytest
import writing

pytestmark = [
    pytest.mark.docker,
    pytest.mark.media,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to read what the engine keeps of a container"),
]
SITES = int(os.environ.get("E5B_SPARE_SITES", "2"))
BOUND_S = 5.0
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


@pytest.mark.parametrize("cms", ["wordpress", "prestashop"])
def test_a_machine_dies_while_all_write(engine, homes, tmp_path, cms):
    from provisioner import paths
    from provisioner.adapters.process import at_work
    from provisioner.pipeline import capture, conduct, room, spare_take
    from provisioner.schema import events
    from provisioner.steps.sitting import store

    homes(0)
    copy = homes(1) / "copie"
    homes(0)
    entries = writing.up(tmp_path, "secours", *[cms] * SITES)
    conduct.start("secours", [], "tech")
    picture = b"\x89PNG" + os.urandom(200_000)
    folder = {"wordpress": "wp-content/uploads", "prestashop": "upload"}[cms]
    with at_work(["spare", "export", "--to", str(copy)], tmp_path / "export.log"):
        with Busy(entries) as busy:
            busy.more(3)
            put(engine, entries[0], f"{folder}/essai-é.png", picture)
            busy.more(5)
            died = killed()
        before = {one.number: one.left_s for one in room.standings("secours")}
    homes(1)
    done = {one.number: one for one in spare_take.take(copy, (), "", lambda *_: None)}
    stand = {one.number: one for one in room.standings("secours")}
    assert {one.error for one in done.values()} == {None}
    assert {one.state for one in stand.values()} == {"running"}
    # Nobody is charged for the time between the fault and the return.
    assert max(before[n] - stand[n].left_s for n in before) < BOUND_S
    late = []
    for entry in store.entries("secours"):
        told = [one for one in busy.told[entry.number] if one[0] <= died]
        lost = [at for at, mark in told if mark not in stored(engine, entry)]
        late += [died - at for at in lost]
        moved = done[entry.number]
        print(  # noqa: T201 figures, with -s
            f"{cms} {entry.number}: {len(told)} acknowledged, {len(lost)} lost, page in {moved.seconds} s"
        )
        assert set(lost) == {at for at in lost if at >= died - BOUND_S}
    print(f"{cms}: oldest loss {max(late, default=0):.2f} s before the fault")  # noqa: T201
    assert file_of(entries[0], f"{folder}/essai-é.png") == picture
    # They go on, on the other machine; then the evidence is whole: one log, both witnesses, the times of then.
    with Busy(store.entries("secours")) as after:
        after.more(2)
    folder_of = paths.waves() / "secours" / entries[0].number
    diff = capture.capture(folder_of, capture.capture_password(folder_of), pages=False)
    assert diff.unread_log == ""
    assert diff.witness.agrees, diff.witness.disagreements
    _, written = events.read(folder_of / "capture" / "events.jsonl.gz")
    assert written[0].at < died
    assert written[-1].at > died
    assert (folder_of / "moves" / "01" / "move.json").is_file()


def put(engine, entry, path, content):
    """Put a file in a site as the site itself would."""
    import io
    import tarfile

    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        info = tarfile.TarInfo(path)
        info.size, info.uid, info.gid, info.mode = len(content), 33, 33, 0o644
        archive.addfile(info, io.BytesIO(content))
    assert engine.api.put_archive(entry.container, "/var/www/html", stream.getvalue())


def file_of(entry, path):
    from provisioner.adapters.docker import files

    return files.content(entry.container, f"/var/www/html/{path}")


@pytest.mark.parametrize("cms", ["wordpress", "prestashop"])
def test_a_planned_move_loses_nothing_at_all(engine, homes, tmp_path, cms):
    from provisioner.pipeline import conduct, spare_export, spare_release, spare_take
    from provisioner.steps.sitting import store

    copy = homes(1) / "copie"
    homes(0)
    (entry,) = writing.up(tmp_path, "depart", cms)
    conduct.start("depart", [], "tech")
    with Busy([entry]) as busy:
        busy.more(4)
        since = time.monotonic()
        spare_release.release([entry.number], "", "tech", to="b")
        closed = time.monotonic() - since
        spare_export.export(copy, "", lambda _: None, once=True)
        killed()
        homes(1)
        (done,) = spare_take.take(copy, (), "", lambda *_: None)
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
    from provisioner.pipeline import capture, spare_export, spare_take
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
        spare_export.export(copy, "", lambda _: None, once=True)
        killed()
        homes(1)
        (done,) = spare_take.take(copy, (), "", lambda *_: None)
        assert done.error is None
        send()
    folder = paths.waves() / "session" / entry.number
    diff = capture.capture(folder, capture.capture_password(folder), pages=False)
    assert diff.witness.agrees, diff.witness.disagreements
    told = " ".join(change.sentence for change in diff.changes)
    assert "Banc repris" in told
    assert diff.visits, "the pages opened on the other machine are known too"
    assert store.read_sitting("session", entry.number).created_at == entry.sitting.created_at


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
