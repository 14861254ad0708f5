"""The journal: what is written stays, whoever writes at the same time, whatever is cut."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from conducted import Machine

from provisioner.adapters.disk import DiskError
from provisioner.errors import DataError
from provisioner.paths import PROJECT
from provisioner.steps.journal import FILE, Journal

WRITER = """
import sys
from pathlib import Path
from provisioner.steps.journal import Journal
for i in range(int(sys.argv[2])):
    entry = Journal(Path(sys.argv[1])).add("note", who=sys.argv[3], detail={"i": i})
    print(entry.id, flush=True)
"""


@pytest.fixture
def book(tmp_path):
    return Journal(tmp_path / "w" / FILE)


def writer(book, count, who):
    command = [sys.executable, "-c", WRITER, str(book.path), str(count), who]
    return subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True)


def test_nothing_is_made_by_reading(book):
    assert book.entries() == []
    assert not book.begun
    assert not book.path.parent.exists()


def test_facts_come_back_in_order(book):
    machine = Machine()
    first = book.add("start", who="t", number="1", now=machine.now())
    machine.wait(5)
    with book.turn(machine.now()) as turn:
        turn.add("pause", who="t", numbers=["1", "2"])
        turn.add("note", who="é", detail={"text": "« coupure »"})
    found = book.entries()
    assert [one.id for one in found] == [1, 2, 3]
    assert found[0] == first
    assert found[1].detail == {"numbers": ["1", "2"]}
    assert found[2].detail["text"] == "« coupure »"
    assert [one.kind for one in book.entries("2")] == ["pause", "note"]
    assert [one.kind for one in book.entries("3", after=1)] == ["note"]


def test_what_is_written_cannot_be_changed(book):
    book.add("start", who="t", number="1")
    base = sqlite3.connect(book.path)
    for order in ("UPDATE entries SET number = '2'", "DELETE FROM entries"):
        with pytest.raises(sqlite3.IntegrityError, match="only grows"):
            base.execute(order)


def test_all_of_a_turn_or_nothing(book):
    def half_way():
        with book.turn() as turn:
            turn.add("start", who="t", numbers=["1"])
            raise KeyError

    with pytest.raises(KeyError):
        half_way()
    assert book.entries() == []


def test_a_new_start_of_the_machine_is_written_first(book):
    machine = Machine()
    book.add("start", who="t", number="1", now=machine.now())
    machine.wait(30)
    book.beat(machine.now())
    machine.wait(1)
    machine.power_cut(600)
    book.beat(machine.now())
    book.beat(machine.now())
    boot = book.entries()[1:]
    assert [one.kind for one in boot] == ["boot"]
    assert boot[0].detail["last_boot"] == "boot-1"
    assert boot[0].detail["last_since_s"] == 1030.0
    assert boot[0].since_boot_s == 20.0


def test_writers_at_the_same_time(book):
    writers = [writer(book, 20, name) for name in "abc"]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda i: book.add("note", who="d", detail={"i": i}), range(20)))
    assert [one.wait(60) for one in writers] == [0, 0, 0]
    found = book.entries()
    assert [one.id for one in found] == list(range(1, 81))
    for name in "abcd":
        assert sorted(one.detail["i"] for one in found if one.who == name) == list(range(20))
    assert [one.at for one in found if one.who == "a"] == sorted(one.at for one in found if one.who == "a")


def test_what_was_acknowledged_outlives_a_kill(book):
    told = []
    for _ in range(3):
        process = writer(book, 10_000, "k")
        assert process.stdout
        for line in process.stdout:
            told.append(int(line))
            if len(told) % 7 == 0:
                break
        os.kill(process.pid, signal.SIGKILL)
        told += [int(line) for line in process.stdout.read().splitlines() if line]
        process.wait(10)
    kept = {one.id for one in book.entries()}
    assert len(told) >= 21
    assert set(told) <= kept


def test_a_damaged_journal_is_told(book):
    book.path.parent.mkdir()
    book.path.write_bytes(b"pas une base" * 100)
    with pytest.raises(DataError, match="journal"):
        book.entries()
    with pytest.raises(DataError, match="journal"):
        book.add("note", who="t")


def test_a_folder_that_refuses(tmp_path):
    (tmp_path / "w").write_text("un fichier")
    with pytest.raises((DiskError, DataError)):
        Journal(tmp_path / "w" / FILE).add("note", who="t")
