"""The copy of a sitting, cut anywhere: what is whole is taken, what is not is told."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import tarfile
import time

import pytest
from binlogs import ROWS, Log
from hypothesis import given
from hypothesis import strategies as st

from provisioner.adapters.database import binlog_file
from provisioner.adapters.docker import layer
from provisioner.adapters.docker.layer import Layer
from provisioner.errors import SittingError
from provisioner.pipeline.spare import look as spare
from provisioner.schema.journal import Entry, Moment
from provisioner.schema.spare import FileLine, Followed, Look
from provisioner.steps.spare import again, folder
from provisioner.steps.spare.follow import Follower


def log_of(rows):
    log = Log()
    for at, row in enumerate(rows, start=2000):
        log.transaction(row, at=at)
    log.statement("ALTER TABLE wp_posts ADD x INT", at=3000)
    log.transaction(b"r", b"s" * 40, at=3001, end="COMMIT")
    return log


ROWS_OF = st.lists(st.binary(max_size=60), max_size=6)


@given(ROWS_OF, st.data())
def test_a_log_cut_anywhere_is_good_to_its_last_whole_transaction(rows, data):
    log = log_of(rows)
    size = data.draw(st.integers(0, len(log.data)))
    found = binlog_file.extent(log.data[:size])
    assert found.end == log.whole(size)
    assert found.cut == (size > log.whole(size))
    assert found.transactions == max(0, log.ends.index(found.end) - 2)
    assert found.gtid == (f"0-1-{found.transactions}" if found.transactions else "")


@given(ROWS_OF, st.data())
def test_one_wrong_bit_ends_what_is_trusted(rows, data):
    log = log_of(rows)
    place = data.draw(st.integers(4, len(log.data) - 1))
    bad = bytearray(log.data)
    bad[place] ^= 1 << data.draw(st.integers(0, 7))
    found = binlog_file.extent(bytes(bad))
    first = max(end for end in log.ends if end <= place)
    # The flag that a log is being written to is the one bit outside its checksum.
    assert found.end <= first or found.end == len(log.data)


def test_a_log_tells_when_it_was_written_last():
    found = binlog_file.extent(log_of([b"a"]).data)
    assert (found.last_at, found.gtid, found.transactions, found.cut) == (3001, "0-1-3", 3, False)


def test_a_transaction_that_a_fault_left_open_is_not_whole():
    log = log_of([b"a"])
    log.begin(at=3002)
    log.event(ROWS, b"open", at=3002)
    assert binlog_file.extent(log.data).gtid == "0-1-3"
    assert binlog_file.extent(log.data).cut


@pytest.mark.parametrize("data", [b"", b"\xfe", b"\xfebin", b"not a log at all", b"\xfebin" + b"\xff" * 40])
def test_what_is_no_log_holds_nothing(data):
    assert binlog_file.extent(data).transactions == 0
    assert binlog_file.extent(data).end == 0


def nothing(**told):
    """What a look tells of a sitting of which nothing was copied, or so much."""
    return Followed(**{"life": "abc", "log": {}, **told})


class Site:
    """Folders as the engine keeps them, a follower of them, and its copy."""

    def __init__(self, path):
        self.upper, self.lower, self.copy = path / "upper", path / "lower", path / "copie" / "1" / "abc"
        self.root = self.upper / "var/www/html"
        (self.upper / "var/lib/mysql").mkdir(parents=True)
        self.root.mkdir(parents=True)
        self.log = Log()
        self.access = path / "access.log"
        self.follower = self.new_follower()

    def new_follower(self):
        where = Layer(self.upper, (self.lower,))
        return Follower(self.copy, where, ("var/www/html", "var/lib/php/sessions"), {"var/www/html/cache"}, self.access)

    def wrote(self, *rows):
        for row in rows or [b"r"]:
            self.log.transaction(row)
        (self.upper / "var/lib/mysql/binlog.000001").write_bytes(self.log.data)

    def file(self, name, content):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def look(self):
        self.wrote()
        self.follower.look()
        return self.read()

    def read(self):
        return again.read(self.copy, nothing())


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


def paths_of(work):
    return {one.path.removeprefix("var/www/html/"): one.action for one in work.files}


def test_files_are_copied_with_what_they_hold(site):
    site.file("uploads/é.jpg", b"picture").chmod(0o640)
    site.file("cache/x", b"made again")
    work = site.look()
    (one,) = work.files
    assert (one.path, one.size, one.mode) == ("var/www/html/uploads/é.jpg", 7, 0o640)
    assert (site.copy / "files" / one.sha256).read_bytes() == b"picture"
    assert work.lost == ()


def test_a_file_written_again_or_removed_is_told_again(site):
    path = site.file("uploads/a.txt", b"one")
    site.look()
    path.write_bytes(b"two, longer")
    assert site.look().files[0].sha256 == hashlib.sha256(b"two, longer").hexdigest()
    path.unlink()
    assert paths_of(site.look()) == {"uploads/a.txt": "removed"}
    path.write_bytes(b"back")
    assert paths_of(site.look()) == {"uploads/a.txt": "kept"}


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to make what the engine makes of a removed file")
def test_a_file_of_the_image_that_was_removed_is_removed(site):
    site.file("uploads/b", b"")
    os.mknod(site.root / "uploads/gone.jpg", 0o20600, 0)
    os.setxattr(site.root / "uploads", "trusted.overlay.opaque", b"y")
    assert paths_of(site.look()) == {"uploads": "emptied", "uploads/b": "kept", "uploads/gone.jpg": "removed"}


def test_a_link_is_neither_followed_nor_told(site, tmp_path):
    (tmp_path / "secret").write_text("of the machine")
    (site.root / "lien").symlink_to(tmp_path / "secret")
    (site.root / "dossier").symlink_to(tmp_path)
    assert site.look().files == ()


def test_a_process_that_begins_again_copies_nothing_twice(site):
    site.file("uploads/a", b"one")
    site.file("uploads/b", b"two")
    site.look()
    lines = (site.copy / folder.LINES).read_bytes()
    site.follower = site.new_follower()
    site.look()
    assert (site.copy / folder.LINES).read_bytes() == lines
    assert site.follower.lines == 2
    (site.root / "uploads/a").unlink()
    assert paths_of(site.look()) == {"uploads/a": "removed", "uploads/b": "kept"}


def test_nothing_asked_nothing_written_and_files_are_left_alone(site, monkeypatch):
    site.look()
    for _ in range(2):
        site.follower.look()
    asked = []
    monkeypatch.setattr(layer, "own", lambda *_: asked.append(1) or iter(()))
    for _ in range(5):
        site.follower.look()
    assert not asked
    site.access.write_text('{"ts": 1}\n')
    site.follower.look()
    assert asked


def test_the_log_is_copied_as_it_grows_over_several_files(site):
    site.wrote(b"a")
    site.follower.look()
    first = site.log.data
    site.log = Log()
    site.log.sequence = 1
    site.log.transaction(b"b", at=5000)
    (site.upper / "var/lib/mysql/binlog.000002").write_bytes(site.log.data)
    site.follower.look()
    work = site.read()
    assert [path.name for path, _ in work.logs] == ["binlog.000001", "binlog.000002"]
    assert (site.copy / "log/binlog.000001").read_bytes() == first
    assert (work.gtid, work.last_at) == ("0-1-2", 5000)
    (site.copy / "log/binlog.000001").unlink()
    (site.copy / "log/binlog.000002").rename(site.copy / "log/binlog.000001")
    site.log.transaction(b"c")
    (site.copy / "log/binlog.000003").write_bytes(site.log.data)
    work = site.read()
    assert work.gtid == "0-1-2"
    assert "Une partie du journal de la base manque" in work.lost[0]


def test_half_a_file_is_its_former_version_and_is_told(site):
    path = site.file("uploads/a.jpg", b"first")
    site.look()
    path.write_bytes(b"second")
    work = site.look()
    (site.copy / "files" / work.files[0].sha256).write_bytes(b"sec")
    work = site.read()
    assert work.files[0].sha256 == hashlib.sha256(b"first").hexdigest()
    assert "n’était pas encore copié entier : sa version précédente est reprise" in work.lost[0]
    (site.copy / "files" / work.files[0].sha256).unlink()
    work = site.read()
    assert work.files == ()
    assert "il manque" in work.lost[0]


@given(st.data())
def test_a_list_of_files_cut_anywhere_keeps_its_whole_lines(tmp_path_factory, data):
    place = tmp_path_factory.mktemp("copie")
    wanted = [FileLine(path=f"var/www/html/{name}", action="removed") for name in ("a", "é", 'b"\\n')]
    folder.add(place / folder.LINES, wanted)
    text = (place / folder.LINES).read_bytes()
    size = data.draw(st.integers(0, len(text)))
    (place / folder.LINES).write_bytes(text[:size])
    assert list(again.read(place, nothing()).files) == wanted[: text[:size].count(b"\n")]
    # What is added next is not spoilt by what was cut.
    more = FileLine(path="var/www/html/c", action="removed")
    folder.add(place / folder.LINES, [more])
    assert again.read(place, nothing()).files[-1] == more


@pytest.mark.parametrize("path", ["/etc/passwd", "../x", "var/../../x", "", "a\0b"])
def test_a_path_that_leads_elsewhere_is_left_out(tmp_path, path):
    folder.add(tmp_path / folder.LINES, [FileLine(path=path, action="removed")])
    assert again.read(tmp_path, nothing()).files == ()


def test_a_name_that_is_no_text_is_copied_and_put_back(site, tmp_path):
    name = os.fsdecode(b"var/www/html/uploads/caf\xe9.jpg")
    (site.upper / name).parent.mkdir(parents=True)
    (site.upper / name).write_bytes(b"picture")
    (found,) = site.look().files
    assert (found.place, found.path) == (name, "var/www/html/uploads/caf\\xe9.jpg")
    # The archive that is unpacked in a new site gives the very name back.
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.addfile(again.member(found), io.BytesIO(b"picture"))
    (tmp_path / "out").mkdir()
    subprocess.run(["tar", "-xf", tmp_path / "a.tar", "-C", tmp_path / "out"], check=True)
    assert (tmp_path / "out" / name).read_bytes() == b"picture"
    (site.upper / name).unlink()
    # A new process reads again what the former one told.
    site.follower = site.new_follower()
    assert [(one.place, one.action) for one in site.look().files] == [(name, "removed")]


def test_a_file_of_holes_is_left_out_and_told(site):
    hole = site.file("uploads/b.bin", b"")
    os.truncate(hole, 1 << 40)
    site.file("uploads/a.jpg", b"picture")
    assert paths_of(site.look()) == {"uploads/a.jpg": "kept"}
    assert site.follower.too_large == {"var/www/html/uploads/b.bin"}
    hole.unlink()
    site.look()
    assert not site.follower.too_large


def test_a_text_is_taken_to_its_last_whole_line(tmp_path):
    (tmp_path / "access.log").write_bytes(b'{"a": 1}\n{"b"')
    assert folder.whole_lines(tmp_path / "access.log") == b'{"a": 1}\n'
    assert folder.whole_lines(tmp_path / "absent") == b""


def test_a_copy_that_was_not_carried_to_the_end_vouches_for_its_last_row_alone(site):
    look = Look(host="a", at=Moment(at="2026-05-09T08:00:00Z", boot="b", since_boot_s=1.0), every_s=1, sittings={})
    site.file("uploads/a", b"x")
    whole = site.look()
    size = len(site.log.data)
    told = nothing(log={"binlog.000001": size}, files=1)
    assert again.read(site.copy, told).vouched(look) == look.at.at.timestamp()
    assert whole.lost == ()
    for late in (nothing(log={"binlog.000001": size + 1}), nothing(log={"binlog.000002": 4}), nothing(files=2)):
        work = again.read(site.copy, late)
        assert work.vouched(look) == 1000
        assert "s’est arrêtée en chemin" in work.lost[0]


def test_facts_written_twice_are_read_once(tmp_path):
    one = Entry(
        id=1, at="2022-05-09T08:00:00Z", boot="b", since_boot_s=1.0, who="t", number="1", kind="start", detail={}
    )
    folder.add(tmp_path / "w" / folder.JOURNAL, [one, one.model_copy(update={"id": 2}), one])
    assert [fact.id for fact in folder.facts(tmp_path, "w")] == [1, 2]


def test_a_folder_without_a_copy_is_refused_in_french(tmp_path):
    with pytest.raises(SittingError, match="aucune copie de sécurité"):
        spare.status(tmp_path)
    (tmp_path / folder.LOOK).write_text('{"format": 1, "at"')
    with pytest.raises(SittingError, match="illisible"):
        spare.status(tmp_path)


def test_a_copy_is_for_its_owner_alone(site):
    site.file("uploads/a", b"x")
    site.look()
    assert {path.stat().st_mode & 0o077 for path in site.copy.rglob("*")} == {0}
    assert time.time() - site.copy.stat().st_mtime < 3600
