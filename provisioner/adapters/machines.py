"""Bare Debian hosts made on this one machine, to rehearse a centre: each a folder with namespaces of its own.

Processes, mounts, network, names: a host sees itself alone, with its own SSH server and, later, its own engine. They
are joined by a switch that leads nowhere else: no host can reach anything but the others and this machine. Killing a
host's first process is a power cut: its disk stays, `start` powers it on again.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from provisioner.adapters import disk
from provisioner.adapters.ansible import FleetError
from provisioner.errors import E5BError, reason

NETWORK = "10.231.87"
"""Of all hosts (/24); this machine is `.1`."""
_SWITCH = "e5b-parc"
_LOCK = Path("/run/e5b-parc.lock")
_PACKAGES = "openssh-server,python3,iproute2"
_PROGRAMS = ("setpriv", "unshare", "nsenter", "ip", "ssh", "ssh-keygen", "debootstrap")
_READY_S = 20.0
_INIT = """#!/bin/sh
# First process of a rehearsed host: its network, then its SSH server; it takes up orphans as any first process does.
ip link set lo up
until ip link set eth0 up 2>/dev/null; do sleep 0.05; done
ip addr add "$1/24" dev eth0
mkdir -p /run/sshd
/usr/sbin/sshd -D -e 2>>/var/log/sshd.log &
while :; do wait; sleep 1; done
"""
_ENTER = """
set -eu
mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root"
mount -t proc proc "$2/root/proc"
mount --rbind /sys "$2/root/sys"
mount --rbind /dev "$2/root/dev"
mount -t tmpfs run "$2/root/run"
mkdir -p "$2/root/var/lib/docker"
mount --bind "$2/docker" "$2/root/var/lib/docker"
hostname "$3"
cd "$2/root"
mkdir -p .outside
# Not a mere chroot: what enters a container of this host (docker exec) starts from the root of its mounts.
pivot_root . .outside
umount -l /.outside
exec chroot . /usr/bin/env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
    LANG=C.UTF-8 sh /init "$4"
"""


@dataclass
class Machine:
    """One host."""

    name: str
    folder: Path
    address: str
    process: subprocess.Popen[bytes] | None = None

    @property
    def service(self) -> str:
        """Address for candidates, that another host may take: the host's own plus 100."""
        head, _, last = self.address.rpartition(".")
        return f"{head}.{int(last) + 100}"


@dataclass
class Farm:
    """The hosts of a rehearsal, below `folder`; `rootfs` is the bare Debian that they all are at first."""

    folder: Path
    rootfs: Path
    machines: list[Machine] = field(default_factory=list)
    _held: ExitStack = field(default_factory=ExitStack)

    @property
    def key(self) -> Path:
        """Private SSH key that opens every host."""
        return self.folder / "cle"

    def open(self, count: int) -> None:
        """Make and start the hosts. Raises FleetError, also when others are at work: there is one network."""
        try:
            self._held.enter_context(disk.alone(_LOCK))
        except BlockingIOError:
            raise FleetError(
                "Des postes de répétition sont déjà à l’œuvre ici.", "Attendez la fin de l’autre."
            ) from None
        disk.folder(self.folder)
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(self.key))
        _bridge()
        for number in range(1, count + 1):
            one = Machine(f"poste-{number}", self.folder / f"poste-{number}", f"{NETWORK}.{10 + number}")
            self._furnish(one)
            self.machines.append(one)
            self.start(one)
        for one in self.machines:
            self.answers(one)

    def start(self, one: Machine) -> None:
        """Power a host on."""
        # Without its parent a host dies: nothing is left behind by a rehearsal that was killed.
        command = ["setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--pid", "--net", "--uts", "--ipc", "--fork"]
        arguments = [str(self.rootfs), str(one.folder), one.name, one.address]
        with (one.folder / "journal.log").open("ab") as log:
            one.process = subprocess.Popen(
                [*command, "--kill-child", "sh", "-c", _ENTER, "sh", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        _plug(one, _first(one))

    def kill(self, one: Machine) -> None:
        """Cut a host's power: every process of it, its engine and sites too, is gone at once."""
        if one.process:
            with suppress(OSError):
                os.kill(_first(one), signal.SIGKILL)
            one.process.kill()
            one.process.wait()
            one.process = None

    def ways_out(self) -> dict[str, str]:
        """Return, by host, a route that leads elsewhere than to the other hosts: none is there."""
        found: dict[str, str] = {}
        for one in self.machines:
            told = subprocess.run(
                ["nsenter", "--net", "--target", str(_first(one)), "ip", "-o", "route", "show", "default"],
                capture_output=True,
                text=True,
                check=True,
            )
            if told.stdout.strip():
                found[one.name] = told.stdout.strip()
        return found

    def close(self) -> None:
        """Kill every host and take the switch away; what is on their disks stays until `remove`."""
        if not self.machines:
            return
        for one in self.machines:
            self.kill(one)
        _unbridge()
        for one in self.machines:
            _groups_of(one.folder / "docker" / "containers")
        self._held.close()

    def remove(self) -> None:
        """Remove the hosts' disks."""
        for one in self.machines:
            # A namespace's mounts are gone a moment after its last process.
            _wait(partial(_freed, one.folder), f"{one.folder} reste occupé.")
            shutil.rmtree(one.folder, ignore_errors=True)

    def _furnish(self, one: Machine) -> None:
        for name in ("upper/root/.ssh", "upper/etc/ssh", "work", "root", "docker"):
            disk.folder(one.folder / name)
        (one.folder / "upper").chmod(0o755)
        (one.folder / "upper" / "etc").chmod(0o755)
        (one.folder / "upper" / "etc" / "ssh").chmod(0o755)
        public = self.key.with_suffix(".pub").read_text(encoding="utf-8")
        disk.write(one.folder / "upper/root/.ssh/authorized_keys", public)
        disk.write(one.folder / "upper/init", _INIT)
        disk.write(one.folder / "upper/etc/hostname", f"{one.name}\n", 0o644)
        disk.write(one.folder / "upper/etc/hosts", f"127.0.0.1 localhost\n127.0.1.1 {one.name}\n", 0o644)
        own = one.folder / "upper/etc/ssh/ssh_host_ed25519_key"
        _run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", one.name, "-f", str(own))

    def answers(self, one: Machine) -> None:
        """Wait until a host answers. Raises FleetError."""
        command = ["ssh", "-i", str(self.key), "-o", "BatchMode=yes", "-o", "StrictHostKeyChecking=no"]
        command += ["-o", f"UserKnownHostsFile={os.devnull}", "-o", "LogLevel=ERROR", "-o", "ConnectTimeout=2"]
        command += [f"root@{one.address}", "true"]

        def ready() -> bool:
            return subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL).returncode == 0

        def says() -> str:
            said = (one.folder / "journal.log").read_text(encoding="utf-8", errors="replace")[-300:]
            return f"L’hôte de répétition {one.name} ne répond pas : {said}"

        _wait(ready, says)


def bare(rootfs: Path) -> None:
    """Make the bare Debian 12 that hosts begin as, once; it is kept. Raises FleetError."""
    if rootfs.is_dir():
        return
    fresh = rootfs.with_name(f"{rootfs.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    disk.folder(rootfs.parent)
    _run("debootstrap", "--variant=minbase", f"--include={_PACKAGES}", "bookworm", str(fresh))
    # Each host has keys of its own, and no address but the rehearsal's.
    for key in (fresh / "etc" / "ssh").glob("ssh_host_*"):
        key.unlink()
    (fresh / "etc" / "resolv.conf").unlink(missing_ok=True)
    with disk.told(rootfs):
        fresh.rename(rootfs)


def _bridge() -> None:
    """Make the switch that the hosts are plugged into, and this machine's own plug.

    It is in a network namespace of its own: this machine's firewall, that of its engine first, is not between hosts.
    """
    _unbridge()
    _run("ip", "netns", "add", _SWITCH)
    inside = ("ip", "-n", _SWITCH)
    _run(*inside, "link", "add", "pont", "type", "bridge")
    _run(*inside, "link", "set", "pont", "up")
    _run("ip", "link", "add", _SWITCH, "type", "veth", "peer", "name", "console", "netns", _SWITCH)
    _run(*inside, "link", "set", "console", "master", "pont", "up")
    _run("ip", "addr", "add", f"{NETWORK}.1/24", "dev", _SWITCH)
    _run("ip", "link", "set", _SWITCH, "up")


def _unbridge() -> None:
    _quietly("ip", "link", "delete", _SWITCH)
    _quietly("ip", "netns", "delete", _SWITCH)


def _plug(one: Machine, pid: int) -> None:
    """Give a host its network card, plugged into the switch."""
    outside = f"e5b{one.address.rpartition('.')[2]}"
    inside = ("ip", "-n", _SWITCH)
    _quietly(*inside, "link", "delete", outside)
    # A machine that is powered on again has the card that it had: its neighbours still know where to send.
    card = f"02:e5:0b:00:00:{int(one.address.rpartition('.')[2]):02x}"
    ends = ("type", "veth", "peer", "name", "eth0", "address", card, "netns", str(pid))
    _run(*inside, "link", "add", outside, *ends)
    _run(*inside, "link", "set", outside, "master", "pont", "up")


def _first(one: Machine) -> int:
    """Return the number of a host's first process, as this machine sees it. Raises FleetError."""
    assert one.process  # noqa: S101 it is on
    children = Path(f"/proc/{one.process.pid}/task/{one.process.pid}/children")
    found: list[int] = []

    def there() -> bool:
        with suppress(OSError):
            found[:] = [int(text) for text in children.read_text(encoding="ascii").split()]
        return bool(found) and Path(f"/proc/{found[0]}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()

    _wait(there, f"L’hôte de répétition {one.name} ne démarre pas.")
    return found[0]


def _freed(folder: Path) -> bool:
    return str(folder) not in Path("/proc/self/mounts").read_text(encoding="utf-8")


def _groups_of(containers: Path) -> None:
    """Remove the control groups that the containers of a killed engine left empty."""
    with suppress(OSError):
        names = [path.name for path in containers.iterdir()]
        for name in names:
            for group in Path("/sys/fs/cgroup").glob(f"**/docker/{name}"):
                with suppress(OSError):
                    group.rmdir()


def _wait(ready: Callable[[], bool], says: str | Callable[[], str]) -> None:
    deadline = time.monotonic() + _READY_S
    while not ready():
        if time.monotonic() > deadline:
            said = says if isinstance(says, str) else says()
            raise FleetError(said, "Relancez la répétition ; si cela recommence, redémarrez cette machine.")
        time.sleep(0.05)


def _run(*command: str) -> None:
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)
    except OSError as error:
        raise FleetError(
            f"« {command[0]} » ne peut pas être lancé ({reason(error)}).", "Lancez « ./e5b setup »."
        ) from None
    if done.returncode:
        said = " ".join((done.stderr or done.stdout).split())[-300:]
        raise FleetError(f"« {' '.join(command[:4])}… » a échoué : {said}", "Lancez en root, puis relancez.")


def _quietly(*command: str) -> None:
    with suppress(E5BError):
        _run(*command)


def lacking() -> list[str]:
    """Return the programs that a rehearsal needs and this machine lacks."""
    where = f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin"
    return [name for name in _PROGRAMS if shutil.which(name, path=where) is None]
