"""The console is killed again and again while an examiner writes: whatever it acknowledged is there."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time

import httpx2
import pytest
from conducted import WAVE
from console_room import furnish

from provisioner.adapters import ports
from provisioner.paths import PROJECT
from provisioner.steps.console import accounts
from provisioner.steps.console.database import Database

KILLS = 3
PATIENCE_S = 60


class Process:
    """`./e5b console`, as a person starts it."""

    def __init__(self):
        self.port = ports.free_port()
        self.start()

    def start(self):
        command = [sys.executable, "-m", "provisioner", "console", "--port", str(self.port)]
        self.running = subprocess.Popen(command, cwd=PROJECT, stderr=subprocess.DEVNULL, start_new_session=True)
        deadline = time.monotonic() + PATIENCE_S
        while True:
            try:
                httpx2.get(f"http://127.0.0.1:{self.port}/connexion")
            except httpx2.TransportError:
                assert self.running.poll() is None
                assert time.monotonic() < deadline
                time.sleep(0.05)
            else:
                return

    def kill(self):
        os.kill(self.running.pid, signal.SIGKILL)
        self.running.wait()


@pytest.fixture
def process():
    made = Process()
    yield made
    os.killpg(made.running.pid, signal.SIGTERM)
    made.running.wait()


def test_what_was_acknowledged_is_there(process):
    furnish()
    database = Database()
    password = accounts.add(database, "marie", "examinateur", "1")
    origin = f"http://127.0.0.1:{process.port}"
    client = httpx2.Client(base_url=origin, headers={"origin": origin})
    assert client.post("/connexion", data={"nom": "marie", "mot": password}).status_code == 303
    mark = client.get("/compte").text.partition('name="jeton" value="')[2].partition('"')[0]
    acknowledged, sent, over = [], [], threading.Event()

    def write():
        while not over.is_set():
            text = f"note {len(sent)}"
            sent.append(text)
            fields = {"jeton": mark, "question": "0", "note-0": text, "base": "0"}
            try:
                if client.post(f"/suivi/{WAVE}/1/note", data=fields).status_code == 200:
                    acknowledged.append(text)
            except httpx2.TransportError:
                time.sleep(0.02)

    writer = threading.Thread(target=write)
    writer.start()
    for _ in range(KILLS):
        before = len(acknowledged)
        while len(acknowledged) < before + 5:
            assert writer.is_alive()
            time.sleep(random.uniform(0.01, 0.05))
        process.kill()
        process.start()
    over.set()
    writer.join()
    with database.read() as connection:
        kept = [row["text"] for row in connection.execute("SELECT text FROM notes ORDER BY id")]
    assert set(acknowledged) <= set(kept) <= set(sent)
    assert len(acknowledged) >= 5 * KILLS


def test_a_second_console_at_the_same_address_is_refused_and_the_first_goes_on(process):
    command = [sys.executable, "-m", "provisioner", "console", "--port", str(process.port)]
    second = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    assert second.returncode == 1
    assert f"La console ne peut pas répondre à 127.0.0.1, port {process.port}" in second.stderr
    assert "Une autre console y répond peut-être déjà" in second.stderr
    assert httpx2.get(f"http://127.0.0.1:{process.port}/connexion").status_code == 200
