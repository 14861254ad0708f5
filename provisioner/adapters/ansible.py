"""Plays Ansible playbooks over the hosts of an inventory, through ansible-runner; only this module imports it.

A playbook hands back what its task « Bilan » says (`ansible.builtin.debug`, `msg`), host by host. Tasks are named in
French: their names are the progress that the technician sees. What is secret travels in a file that only its owner
reads and that is gone afterwards; never on a command line, and its tasks carry `no_log`.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from provisioner import paths
from provisioner.adapters import disk
from provisioner.errors import E5BError

PLAYBOOKS = paths.PROJECT / "inventories" / "playbooks"
REPORT = "Bilan"
"""Name of the task by which a playbook hands back what it found."""
_NOT_STARTED = "Error executing command."
"""What Ansible says when a program could not even be started."""
CONNECT_S = 10
QUICK_S = 3

Say = Callable[[str, str], None]
"""Told a host's name and what is done there."""


class FleetError(E5BError):
    """The hosts of a centre could not be reached, or refused what was asked."""


@dataclass(frozen=True)
class Failure:
    """What went wrong on one host."""

    task: str
    message: str
    """As Ansible, or the program that it ran, said it."""
    unreachable: bool = False
    output: str = ""
    """Standard output and error of the program, when one ran."""


@dataclass
class Played:
    """What came of a playbook."""

    told: dict[str, Any] = field(default_factory=dict)
    """By host: what its report said; absent: it did not come so far."""
    failures: dict[str, Failure] = field(default_factory=dict)
    """By host: the first thing that went wrong."""
    changed: dict[str, int] = field(default_factory=dict)
    """By host: tasks that changed something."""
    moments: dict[str, dict[str, tuple[float, float]]] = field(default_factory=dict)
    """By host and task: `time.time()` here when it began and when its answer came."""

    @property
    def quiet(self) -> bool:
        """Whether nothing was changed anywhere, and nothing failed."""
        return not self.failures and not any(self.changed.values())


@dataclass(frozen=True)
class Order:
    """What to play."""

    playbook: str
    """Stem of a file in `PLAYBOOKS`."""
    inventory: Path
    variables: Mapping[str, Any] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    """Only these; empty: all of the group."""
    secret: str = ""
    """Put into a file whose path is the variable `e5b_secret`."""
    vault: Path | None = None
    """File with the vault's password."""
    quick: bool = False
    """Candidates wait: a host that does not answer at once is taken for dead."""


def play(order: Order, say: Say = lambda _host, _task: None) -> Played:
    """Play and wait; a host that fails does not stop the others. Raises FleetError when nothing could be tried."""
    import ansible_runner  # noqa: PLC0415 it takes half a second: only those who play wait for it

    place = disk.folder(paths.home() / "fleet" / order.inventory.stem)
    played = Played()
    with tempfile.TemporaryDirectory(prefix="e5b-fleet-") as work, _signals_kept():
        heard = _Listener(played, say)
        _variables(Path(work), order)
        arguments = f"--vault-password-file {_quoted(order.vault)}" if order.vault else None
        runner = ansible_runner.run(
            private_data_dir=work,
            playbook=str(PLAYBOOKS / f"{order.playbook}.yml"),
            inventory=str(order.inventory.absolute()),
            limit=",".join(order.hosts) or None,
            cmdline=arguments,
            envvars=_environment(place, Path(work), quick=order.quick),
            event_handler=heard,
            forks=50,
            quiet=True,
        )
        if runner.status == "canceled":
            raise KeyboardInterrupt
        if runner.status != "successful" and not played.failures:
            said = " ".join(runner.stdout.read().split())[-400:]
            raise FleetError(f"Ansible n’a pas pu travailler : {said}", "Vérifiez l’inventaire, puis relancez.")
    return played


@contextmanager
def _signals_kept() -> Iterator[None]:
    """Put back what Ctrl-C does: ansible-runner takes it for itself, and keeps it."""
    taken = (signal.SIGINT, signal.SIGTERM)
    before = [signal.getsignal(one) for one in taken]
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread():
            for number, handler in zip(taken, before, strict=True):
                signal.signal(number, handler)


class _Listener:
    """Turns the events of ansible-runner into what `Played` holds."""

    def __init__(self, played: Played, say: Say) -> None:
        self._played, self._say = played, say
        self._began: dict[tuple[str, str], float] = {}

    def __call__(self, event: Mapping[str, Any]) -> bool:
        """Hear one event; nothing of it needs to be kept on disk."""
        data = event.get("event_data") or {}
        host, task = str(data.get("host") or ""), str(data.get("task") or "")
        match event.get("event"):
            case "runner_on_start":
                self._began[host, task] = time.time()
                if task != REPORT:
                    self._say(host, task)
            case "runner_on_ok":
                self._ok(host, task, data)
            case "runner_on_failed" if not data.get("ignore_errors"):
                self._failed(host, task, data.get("res") or {})
            case "runner_on_unreachable":
                message = str((data.get("res") or {}).get("msg") or "")
                self._played.failures.setdefault(host, Failure(task, message, unreachable=True))
            case "playbook_on_stats":
                for name, count in (data.get("changed") or {}).items():
                    self._played.changed[name] = int(count)
        return False

    def _ok(self, host: str, task: str, data: Mapping[str, Any]) -> None:
        began = self._began.get((host, task), time.time())
        self._played.moments.setdefault(host, {})[task] = (began, time.time())
        if task == REPORT:
            self._played.told[host] = (data.get("res") or {}).get("msg")

    def _failed(self, host: str, task: str, result: Mapping[str, Any]) -> None:
        # A task over a list tells what went wrong item by item.
        result = next((one for one in result.get("results") or () if one.get("failed")), result)
        output = "\n".join(
            str(result[one]) for one in ("stdout", "stderr", "module_stdout", "module_stderr") if result.get(one)
        )
        if result.get("msg") == _NOT_STARTED and result.get("rc"):
            # The only place where the reason is told: `rc` is the error's number.
            output = f"{os.strerror(int(result['rc']))}: {result['cmd']}"
        self._played.failures.setdefault(host, Failure(task, str(result.get("msg") or ""), output=output))


def _variables(work: Path, order: Order) -> None:
    """Write what the playbook is told where ansible-runner looks for it: given otherwise, it would be in `ps`."""
    values = dict(order.variables)
    if order.secret:
        disk.write(work / "secret", order.secret, durable=False)
        values["e5b_secret"] = str(work / "secret")
    disk.folder(work / "env")
    disk.write(work / "env" / "extravars", yaml.safe_dump(values, allow_unicode=True), durable=False)


def _environment(place: Path, work: Path, *, quick: bool) -> dict[str, str]:
    """Return what Ansible is told besides the inventory and `ansible.cfg`."""
    known = _quoted(place / "known_hosts")
    patience = QUICK_S if quick else CONNECT_S
    ssh = (
        f"-o ControlMaster=auto -o ControlPersist=60s -o BatchMode=yes -o ConnectTimeout={patience}"
        f" -o ServerAliveInterval=5 -o ServerAliveCountMax=3"
        # The first time a host is met its key is kept; another key later on is refused.
        f" -o UserKnownHostsFile={known} -o StrictHostKeyChecking=accept-new"
    )
    binaries = Path(sys.executable).parent
    return {
        "PATH": f"{binaries}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "ANSIBLE_CONFIG": str(PLAYBOOKS / "ansible.cfg"),
        "ANSIBLE_HOME": str(place / "ansible"),
        "ANSIBLE_LOCAL_TEMP": str(work / "local"),
        "ANSIBLE_SSH_ARGS": ssh,
        "ANSIBLE_SSH_CONTROL_PATH_DIR": str(work / "cp"),
        **({"ANSIBLE_SSH_RETRIES": "0"} if quick else {}),
        "LC_ALL": "C.UTF-8",
        "LANG": "C.UTF-8",
    }


def _quoted(path: Path) -> str:
    text = str(path)
    return f'"{text}"' if " " in text else text


def known() -> Sequence[str]:
    """Return the names of the playbooks."""
    return sorted(path.stem for path in PLAYBOOKS.glob("*.yml"))
