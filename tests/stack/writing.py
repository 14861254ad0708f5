"""Somebody who writes on a real site through the front door, and remembers what the site said it had kept."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
import uuid
import xmlrpc.client
from dataclasses import dataclass, field

import pytest

ROSTER = "numero,nom,prenom,commission,cms,sujet,tiers_temps\n{lines}"
STORED = {
    "wordpress": "SELECT post_title FROM wordpress.wp_posts WHERE post_title LIKE 'ecrit-%'",
    "prestashop": "SELECT email FROM prestashop.ps_emailsubscription WHERE email LIKE 'ecrit-%'",
}


def exam_of(cms):
    """Return an exam whose golden image is on this machine, or skip."""
    from provisioner.adapters.docker import containers
    from provisioner.errors import EngineError

    for exam in ("2022", "decouverte"):
        with contextlib.suppress(EngineError):
            containers.golden(exam, cms)
            return exam
    return pytest.skip(f"no golden image of {cms}: ./e5b image build")


def up(folder, wave, *cms):
    """Open one site per CMS named; return their entries."""
    from provisioner.pipeline.bench.ready import free_ports
    from provisioner.pipeline.sitting import opening
    from provisioner.steps.sitting import store

    exam = {exam_of(one) for one in cms}
    if len(exam) > 1:
        pytest.skip("golden images of one exam are needed")
    lines = "".join(f"{7301 + i},Essai,Écrit,1,{one},A,non\n" for i, one in enumerate(cms))
    path = folder / f"{wave}.csv"
    path.write_text(ROSTER.format(lines=lines), encoding="utf-8")
    opened = opening.up(exam.pop(), path, wave=wave, host="127.0.0.1", port_base=free_ports(10, 41_000))
    assert not opened.failed, opened.failed
    return store.entries(wave)


@dataclass
class Writer:
    """Writes one thing after another; what failed is not written again."""

    entry: object
    told: list = field(default_factory=list)
    """What the site said it had kept."""
    failures: int = 0

    def __enter__(self):
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._write) for _ in range(2)]
        for one in self._threads:
            one.start()
        return self

    def __exit__(self, *_):
        self._stop.set()
        for one in self._threads:
            one.join(60)
            assert not one.is_alive()

    def more(self, count, within=90.0):
        """Wait until that many more were kept."""
        wanted, deadline = len(self.told) + count, time.monotonic() + within
        while len(self.told) < wanted:
            assert time.monotonic() < deadline, f"{len(self.told)} kept, {self.failures} failed, {wanted} wanted"
            self._stop.wait(0.05)

    def _write(self):
        while not self._stop.is_set():
            name = f"ecrit-{uuid.uuid4().hex[:16]}"
            try:
                kept = getattr(self, f"_{self.entry.sitting.cms}")(name)
            except (OSError, http.client.HTTPException, xmlrpc.client.Error, urllib.error.URLError, ValueError):
                kept = ""
            except Exception as error:  # noqa: BLE001 whatever half an answer makes of the parser is no acknowledgement
                kept = "" if type(error).__name__ == "ExpatError" else pytest.fail(repr(error))
            if kept:
                self.told.append(kept)
            else:
                self.failures += 1
                self._stop.wait(0.1)

    def _wordpress(self, name):
        site, access = self.entry.sitting, self.entry.candidate.access
        server = xmlrpc.client.ServerProxy(f"{site.url}/xmlrpc.php")
        found = server.wp.newPost(0, access.login, access.password, {"post_title": name, "post_status": "draft"})
        return name if str(found).isdigit() else ""

    def _prestashop(self, name):
        fields = {"email": f"{name}@essai.example", "submitNewsletter": "1", "action": "0"}
        data = urllib.parse.urlencode({**fields, "blockHookName": "displayFooterBefore"}).encode()
        with urllib.request.urlopen(self.entry.sitting.url + "/", data=data, timeout=60) as answer:
            page = answer.read().decode()
        return fields["email"] if "Votre inscription a bien été prise en compte" in page else ""


def stored(engine, entry):
    """Return what the database holds, asked as its own administrator."""
    order = ["mariadb", "-N", "-e", STORED[entry.sitting.cms]]
    deadline = time.monotonic() + 60
    while True:
        code, said = engine.containers.get(entry.container).exec_run(order)
        if code == 0:
            return set(said.decode().split())
        assert time.monotonic() < deadline, said
        time.sleep(0.2)


def main_process(engine, container):
    """Return the process of the machine that is a container's first."""
    return int(engine.api.inspect_container(container)["State"]["Pid"])


def process(engine, container, word):
    """Return the oldest process of a container whose command holds `word`."""
    listed = engine.api.top(container, ps_args="-eo pid,args")["Processes"]
    return min(int(line[0]) for line in listed if word in line[1])


def kill(*pids):
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
