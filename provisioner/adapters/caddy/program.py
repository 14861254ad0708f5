"""Caddy as it is installed here, and the image made of it."""

from __future__ import annotations

import hashlib
import io
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

from provisioner.adapters.caddy.route import DoorError


def binary() -> Path:
    """Return the path of Caddy. Raises DoorError when it is not installed."""
    found = shutil.which("caddy")
    if not found:
        raise DoorError("Caddy (porte d’entrée des sites) est absent.", "Lancez « ./e5b setup ».")
    return Path(found)


def image_archive() -> tuple[str, bytes]:
    """Return the tag and content of an image that holds this machine's Caddy, its libraries, and nothing else."""
    program = binary()
    shown = subprocess.run(["ldd", str(program)], capture_output=True, text=True, timeout=10, check=False).stdout
    files = [program, *(Path(path) for path in re.findall(r"(?:=> |^\s+)(/\S+) \(", shown, re.MULTILINE))]
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for file in files:
            info = tarfile.TarInfo("bin/caddy" if file == program else str(file).lstrip("/"))
            content = file.resolve().read_bytes()
            info.size, info.mode = len(content), 0o755
            archive.addfile(info, io.BytesIO(content))
    data = stream.getvalue()
    return f"e5b/door:{hashlib.sha256(data).hexdigest()[:16]}", data
