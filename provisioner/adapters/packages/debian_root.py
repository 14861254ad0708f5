"""A bare Debian system made by debootstrap, streamed as a tar archive."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from provisioner.errors import EngineError

MIRROR = "http://deb.debian.org/debian"
_CHUNK = 1 << 20
_PHASES = {
    "Retrieving": "téléchargement",
    "Validating": "téléchargement",
    "Extracting": "extraction",
    "Unpacking": "installation",
    "Configuring": "réglage",
}


@contextmanager
def archive(suite: str, mirror: str, say: Callable[[str], None], work: Path) -> Iterator[Iterator[bytes]]:
    """Make the system of `suite` in a folder of `work`, give its tar archive, remove the folder.

    Raises EngineError when it needs root, debootstrap, a mirror or room that is not there.
    """
    if os.geteuid() != 0:
        raise EngineError(
            "Le système Debian de base ne peut être préparé que par root.",
            "Lancez « ./e5b image build » une fois en tant que root, ou ouvrez l’accès à un registre d’images.",
        )
    if shutil.which("debootstrap") is None:
        raise EngineError("Le programme debootstrap n’est pas installé.", "Lancez « ./e5b setup », puis recommencez.")
    with tempfile.TemporaryDirectory(prefix="debian-", dir=work) as folder:
        root = Path(folder) / "root"
        _debootstrap(suite, mirror, root, say)
        with subprocess.Popen(
            ["tar", "--create", "--numeric-owner", "--one-file-system", "--directory", str(root), "."],
            stdout=subprocess.PIPE,
        ) as tar:
            assert tar.stdout is not None  # noqa: S101
            yield _chunks(tar.stdout)


def _chunks(stream: IO[bytes]) -> Iterator[bytes]:
    while chunk := stream.read(_CHUNK):
        yield chunk


def _debootstrap(suite: str, mirror: str, root: Path, say: Callable[[str], None]) -> None:
    command = ["debootstrap", "--variant=minbase", suite, str(root), mirror]
    tail: list[str] = []
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=os.environ | {"LC_ALL": "C.UTF-8"},
    ) as process:
        assert process.stdout is not None  # noqa: S101
        for line in process.stdout:
            tail = [*tail[-4:], line.strip()]
            words = line.split()
            if len(words) > 2 and words[1] in _PHASES:
                say(f"Debian 11 : {_PHASES[words[1]]} de {words[2].rstrip('.')}")
    if process.returncode:
        raise EngineError(
            f"La préparation du système Debian ({suite}, depuis {mirror}) a échoué : {' / '.join(tail)}",
            "Vérifiez l’accès au miroir Debian et la place libre, puis relancez.",
        )
