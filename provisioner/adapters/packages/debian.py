"""Debian packages as files: fetched with all that they need, indexed, and installed from a folder with no network."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import BinaryIO

from provisioner.adapters.system import SetupError, command_output, last_lines, quiet_services

_ENVIRONMENT = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
_QUIET = ("-q", "-o", "APT::Sandbox::User=root", "-o", "DPkg::Lock::Timeout=300")
_RELEASE = Path("/etc/os-release")


def architecture() -> str:
    """Return this machine's architecture as Debian calls it (`amd64`); empty on another system."""
    return command_output("dpkg", "--print-architecture")


def release() -> str:
    """Return the version of Debian, such as `12`; empty on another system."""
    try:
        text = _RELEASE.read_text(encoding="utf-8")
    except OSError:
        return ""
    fields = dict(re.findall(r'^(\w+)="?([^"\n]*)"?$', text, re.MULTILINE))
    return fields.get("VERSION_ID", "") if fields.get("ID") == "debian" else ""


def wanted(names: Sequence[str]) -> list[str]:
    """Return the files of these packages and of all that they need, as if nothing were installed. Raises SetupError."""
    with tempfile.TemporaryDirectory() as work:
        # What apt has in its own cache it does not name: it is shown an empty one.
        (Path(work) / "partial").mkdir()
        shown = _apt("--print-uris", "-o", f"Dir::Cache::archives={work}", "install", *names, empty=Path(work))
    return sorted(re.findall(r"^'[^']+' (\S+\.deb) ", shown, re.MULTILINE))


def fetch(names: Sequence[str], folder: Path) -> list[Path]:
    """Bring into `folder` what `wanted` names, and return it; what is there already is not fetched again.

    Raises SetupError.
    """
    (folder / "partial").mkdir(parents=True, exist_ok=True)
    files = wanted(names)
    if not all((folder / name).is_file() for name in files):
        with tempfile.TemporaryDirectory() as work:
            _apt("--download-only", "-o", f"Dir::Cache::archives={folder}", "install", *names, empty=Path(work))
    return [folder / name for name in files]


def refresh() -> None:
    """Have apt read its mirror again; lists that could not be refreshed may still do."""
    command_output("apt-get", "update", timeout=300)


def _apt(*arguments: str, empty: Path) -> str:
    status = empty / "status"
    status.touch()
    # With an empty list of what is installed, apt brings everything: any Debian of this version lacks nothing then.
    state = ("-o", f"Dir::State::status={status}", "-o", "Debug::NoLocking=1", "--no-install-recommends", "--yes")
    done = subprocess.run(
        ["apt-get", *_QUIET, *state, *arguments],
        capture_output=True,
        text=True,
        env=os.environ | _ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        check=False,
    )
    if done.returncode:
        raise SetupError(
            f"Les paquets Debian du kit n’ont pas pu être réunis : {' '.join(done.stderr.split())[-300:]}",
            "Vérifiez l’accès au miroir Debian, puis relancez.",
        )
    return done.stdout


def index(files: Iterable[Path]) -> str:
    """Return the list (`Packages`) by which apt knows these files, as those of one flat folder."""
    return "\n".join(_described(path) for path in sorted(files))


def _described(path: Path) -> str:
    fields = subprocess.run(["dpkg-deb", "--field", path], capture_output=True, text=True, check=True).stdout.strip()
    with path.open("rb") as stream:
        sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    return f"{fields}\nFilename: ./{path.name}\nSize: {path.stat().st_size}\nSHA256: {sha256}\n"


def install(names: Sequence[str], folder: Path, log: Path) -> None:
    """Install packages from the folder of an index, and from nowhere else; no service is started.

    Raises SetupError with the end of apt's log.
    """
    with tempfile.TemporaryDirectory() as work, log.open("ab") as output, quiet_services():
        source = Path(work) / "kit.list"
        # The kit's own signature stands for the repository's.
        source.write_text(f"deb [trusted=yes] file:{folder} ./\n", encoding="utf-8")
        (Path(work) / "lists" / "partial").mkdir(parents=True)
        here = ("-o", f"Dir::Etc::sourcelist={source}", "-o", "Dir::Etc::sourceparts=-")
        lists = ("-o", f"Dir::State::lists={work}/lists", "-o", f"Dir::Cache={work}")
        apt = ("apt-get", *_QUIET, *here, *lists)
        steady = ("--yes", "--no-install-recommends")
        # An installation that was cut (power, kill) left packages half configured: they are finished before any other.
        _told(["dpkg", "--configure", "-a"], output)
        code = _told([*apt, "update"], output)
        if not code:
            _told([*apt, "install", "--fix-broken", "--no-remove", *steady], output)
            code = _told([*apt, "install", *steady, *names], output)
    if code:
        raise SetupError(
            f"L’installation des paquets du kit a échoué : {last_lines(log, 3)}",
            f"Relancez la même commande ; si cela recommence, le journal est {log}.",
        )


def _told(command: Sequence[str], output: BinaryIO) -> int:
    """Run a command to its end, what it says into `output`; return its code."""
    return subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        env=os.environ | _ENVIRONMENT,
        check=False,
    ).returncode
