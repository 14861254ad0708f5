"""What a site said it had kept is kept, whatever is killed: counted, on both CMSs, through the front door.

`E5B_LOSS_ROUNDS=20` does each fault that many times.
"""

from __future__ import annotations

import os
import subprocess
import tarfile
import tempfile
import time
from pathlib import Path

import pytest
import writing

pytestmark = [
    pytest.mark.docker,
    pytest.mark.skipif(os.geteuid() != 0, reason="needs root to kill what runs in a container"),
]
ROUNDS = int(os.environ.get("E5B_LOSS_ROUNDS", "1"))


@pytest.fixture(scope="module", params=["wordpress", "prestashop"])
def entry(request, tmp_path_factory):
    from provisioner.pipeline.sitting import lifecycle

    wave = f"pertes-{request.param}"
    (entry,) = writing.up(tmp_path_factory.mktemp("pertes"), wave, request.param)
    yield entry
    lifecycle.down(lifecycle.select(wave), force=True)


def door():
    from provisioner.adapters.docker import containers

    (found,) = containers.find(kind="door")
    return found.id


FAULTS = {
    "database": lambda engine, site: [writing.process(engine, site, "mariadbd")],
    "web-server": lambda engine, site: [writing.process(engine, site, "apache2")],
    "container": lambda engine, site: [writing.main_process(engine, site)],
    "door": lambda engine, _: [writing.main_process(engine, door())],
    "power-cut": lambda engine, site: [writing.main_process(engine, one) for one in (site, door())],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_nothing_acknowledged_is_lost(engine, entry, fault):
    with writing.Writer(entry) as writer:
        for _ in range(ROUNDS):
            writer.more(5)
            writing.kill(*FAULTS[fault](engine, entry.container))
            writer.more(5)
    lost = set(writer.told) - writing.stored(engine, entry)
    print(f"{entry.sitting.cms}, {fault}: {len(writer.told)} kept, {writer.failures} refused, {len(lost)} lost")  # noqa: T201 figures, with -s
    assert not lost


def test_what_survives_is_in_both_witnesses(engine, entry):
    """After all those faults the evidence is whole: the snapshot and the binary log tell the same."""
    from provisioner import paths
    from provisioner.pipeline.evidence import capture

    folder = paths.waves() / entry.wave / entry.number
    kept = writing.stored(engine, entry)
    diff = capture.capture(folder, capture.capture_password(folder), pages=False)
    assert diff.unread_log == ""
    assert diff.witness.agrees, diff.witness.disagreements
    assert kept


def test_a_database_waits_for_nobody_to_be_durable(engine, entry):
    """A power cut takes what the kernel has not written: each commit is on the disk before it is acknowledged."""
    names = "'innodb_flush_log_at_trx_commit','sync_binlog','innodb_doublewrite'"
    order = ["mariadb", "-N", "-e", f"SHOW VARIABLES WHERE variable_name IN ({names})"]
    code, said = engine.containers.get(entry.container).exec_run(order)
    assert code == 0
    found = dict(line.split("\t") for line in said.decode().splitlines())
    assert found["innodb_flush_log_at_trx_commit"] == found["sync_binlog"] == "1"
    assert found["innodb_doublewrite"] == "ON"


@pytest.fixture
def small_disk(engine, monkeypatch):
    """Sites whose database is on a disk of its own, with little room; the folder where it is."""
    from provisioner.adapters.docker import containers

    place = Path(tempfile.mkdtemp(prefix="e5b-plein-", dir="/tmp"))

    def mounted(cms):
        golden = containers.golden(writing.exam_of(cms), cms)
        made = engine.api.create_container(golden.tag, labels={"e5b.helper": "test"})
        try:
            stream, _ = engine.api.get_archive(made, "/var/lib/mysql")
            packed = place.with_suffix(".tar")
            with packed.open("wb") as file:
                for piece in stream:
                    file.write(piece)
        finally:
            engine.api.remove_container(made)
        megabytes = packed.stat().st_size // 2**20 + 24
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=755", "e5b", place], check=True)
        with tarfile.open(packed) as archive:
            # Debian 12's Python does not know `filter`; later ones want it told.
            trusted = {"filter": "fully_trusted"} if hasattr(tarfile, "fully_trusted_filter") else {}
            archive.extractall(place, **trusted)
        packed.unlink()
        return place / "mysql"

    plain = containers._run  # noqa: SLF001 the one place where a test adds a disk

    def with_disk(name, image, limits, labels, **more):
        data = {"Type": "bind", "Source": str(place / "mysql"), "Target": "/var/lib/mysql"}
        mounts = [*limits["Mounts"], data] if labels[containers.KIND] == "sitting" else limits["Mounts"]
        return plain(name, image, {**limits, "Mounts": mounts}, labels, **more)

    monkeypatch.setattr(containers, "_run", with_disk)
    yield mounted
    subprocess.run(["umount", "-l", place], check=False)
    place.rmdir()


@pytest.mark.parametrize("cms", ["wordpress", "prestashop"])
def test_a_full_disk_loses_nothing(engine, tmp_path, small_disk, cms):
    from provisioner.pipeline.sitting import lifecycle

    place = small_disk(cms)
    wave = f"plein-{cms}"
    (entry,) = writing.up(tmp_path, wave, cms)
    try:
        with writing.Writer(entry) as writer:
            writer.more(5)
            fill(place / "remplissage")
            stopped_writing(writer)
            (place / "remplissage").unlink()
            # By itself the database looks again after a minute; a start is a harder trial, and a shorter one.
            writing.kill(writing.process(engine, entry.container, "mariadbd"))
            writer.more(5)
        lost = set(writer.told) - writing.stored(engine, entry)
        print(f"{cms}, full disk: {len(writer.told)} kept, {writer.failures} refused, {len(lost)} lost")  # noqa: T201
        assert not lost
    finally:
        lifecycle.down(lifecycle.select(wave), force=True)


def fill(path):
    """Take all the room that is left."""
    with path.open("wb", buffering=0) as file:
        for size in (2**20, 2**12):
            try:
                while True:
                    file.write(b"\0" * size)
            except OSError:
                continue


def stopped_writing(writer, quiet=3.0, within=60.0):
    """Wait until the site keeps nothing any more."""
    deadline, last, since = time.monotonic() + within, len(writer.told), time.monotonic()
    while time.monotonic() - since < quiet:
        assert time.monotonic() < deadline, "the disk never was full"
        if len(writer.told) > last:
            last, since = len(writer.told), time.monotonic()
        time.sleep(0.1)
