"""Locks between commands: the second one waits for its turn, says so once, and goes on when the first dies."""

import multiprocessing
import threading

from provisioner.adapters import disk


def hold(path, held, leave):
    with disk.turn(path, lambda: None):
        held.set()
        leave.wait(30)


def test_the_second_waits_and_says_so(tmp_path):
    held, leave, told, order = threading.Event(), threading.Event(), [], []
    first = threading.Thread(target=hold, args=(tmp_path / "lock", held, leave))
    first.start()
    held.wait(30)

    def waiting():
        told.append("attente")
        order.append("second waits")
        leave.set()

    with disk.turn(tmp_path / "lock", waiting):
        order.append("second works")
    first.join()
    assert told == ["attente"]
    assert order == ["second waits", "second works"]


def test_alone_nobody_waits(tmp_path):
    told = []
    for _ in range(2):
        with disk.turn(tmp_path / "lock", lambda: told.append("attente")):
            pass
    assert told == []


def test_a_command_that_was_killed_holds_nothing(tmp_path):
    context = multiprocessing.get_context("fork")
    held, leave = context.Event(), context.Event()
    other = context.Process(target=hold, args=(tmp_path / "lock", held, leave))
    other.start()
    assert held.wait(30)
    other.kill()
    other.join(30)
    told = []
    with disk.turn(tmp_path / "lock", lambda: told.append("attente")):
        pass
    assert told == []
