"""The machine: its packages, its Docker Engine, its figures. Everything that asks the operating system is here."""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from provisioner.errors import E5BError

_POLICY = Path("/usr/sbin/policy-rc.d")
_CADDY_UNIT = Path("/etc/systemd/system/caddy.service")


class SetupError(E5BError):
    """The machine lacks something that this program may not, or could not, install."""


def is_root() -> bool:
    """Tell whether packages may be installed."""
    return os.geteuid() == 0


def has_systemd() -> bool:
    """Tell whether systemd runs this machine (its tools may be there without it)."""
    return Path("/run/systemd/system").is_dir()


def has_apt() -> bool:
    """Tell whether this is a Debian or Ubuntu machine."""
    return shutil.which("apt-get") is not None


def command_output(*command: str, timeout: float = 20) -> str:
    """Return what a command prints, or an empty text when it is absent, fails or takes too long."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=timeout, check=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.strip()


def installed_packages(names: Sequence[str]) -> set[str]:
    """Return which of these Debian packages are installed."""
    try:
        done = subprocess.run(
            ["dpkg-query", "--show", "--showformat=${Package} ${db:Status-Status}\n", *names],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,  # it fails as soon as one of them is unknown, and still tells the others
        )
    except OSError:
        return set()
    return {line.split()[0] for line in done.stdout.splitlines() if line.endswith(" installed")}


def install_packages(names: Sequence[str], log: Path) -> None:
    """Install Debian packages without starting any service. Raises SetupError with the end of apt's log."""
    with log.open("ab") as output, quiet_services():
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *names]):
            done = subprocess.run(
                ["apt-get", "--quiet", "-o", "DPkg::Lock::Timeout=300", *command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env=os.environ | {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"},
                check=False,
            )
        # A failed update may still leave lists that are good enough: only the installation decides.
        if done.returncode:
            raise SetupError(
                f"L’installation des paquets a échoué : {last_lines(log, 3)}",
                f"Vérifiez l’accès au miroir Debian et la place libre, puis relancez ; le journal est {log}.",
            )


def last_lines(log: Path, count: int) -> str:
    """Return the end of a log, on one line."""
    try:
        lines = [
            line.strip() for line in log.read_text(encoding="utf-8", errors="replace").splitlines() if line.strip()
        ]
    except OSError:
        return ""
    return " / ".join(lines[-count:])


@contextmanager
def quiet_services() -> Iterator[None]:
    """Keep packages from starting their services: Caddy would take port 80, and the engine is started by us."""
    _mask_caddy()
    ours = not _POLICY.exists()
    if ours:
        _POLICY.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
        _POLICY.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            _POLICY.unlink(missing_ok=True)


def _mask_caddy() -> None:
    """Keep Caddy's service from being enabled: only its binary is used. One already there is left alone."""
    if shutil.which("caddy") is None and _CADDY_UNIT.parent.is_dir() and not os.path.lexists(_CADDY_UNIT):
        _CADDY_UNIT.symlink_to("/dev/null")


def memory_bytes() -> tuple[int, int]:
    """Return the memory of the machine and the part of it still available."""
    figures = {
        line.split(":")[0]: int(line.split()[1]) * 1024
        for line in Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
        if line.endswith(" kB")
    }
    return figures["MemTotal"], figures.get("MemAvailable", figures["MemFree"])


def free_bytes(folder: Path) -> int:
    """Return the free space of the disk that holds `folder`, or would hold it."""
    existing = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.exists())
    return shutil.disk_usage(existing).free


def timezone() -> str:
    """Return the name of the time zone, such as `Europe/Paris`; empty when it cannot be told."""
    if os.environ.get("TZ"):
        return os.environ["TZ"].lstrip(":")
    target = os.path.realpath("/etc/localtime")
    return target.partition("/zoneinfo/")[2]


def clock_synchronised() -> bool:
    """Tell whether the kernel's clock is kept by a time server, whatever program does it."""
    time_error = 5  # TIME_ERROR of adjtimex(2), which changes nothing when its first field is zero
    state: int = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(256))
    return state not in {-1, time_error}
