"""Downloads what an exam asks for and the cache lacks; only what has the pinned checksum and version enters."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from provisioner import paths
from provisioner.adapters.download import Progress, download
from provisioner.errors import MediaError
from provisioner.schema.exam import MediaPin
from provisioner.steps.media import store
from provisioner.steps.media.add import Added, Given, ingest
from provisioner.steps.media.tree import digest
from provisioner.steps.media.wanted import title, wanted

Start = Callable[[str], Progress]
"""Called with the title of each download; gives what to call with its progress."""


def missing(exam: str = "") -> Iterator[MediaPin]:
    """Yield each release that an exam asks for, that has an address and is not in the cache."""
    seen: set[tuple[str, str, str]] = set()
    for one in wanted(exam):
        key = (one.pin.kind, one.pin.name, one.pin.version)
        if one.pin.url and key not in seen and store.find(*key) is None:
            seen.add(key)
            yield one.pin


def fetch(pin: MediaPin, start: Start) -> Added:
    """Download one release, verify it, put it into the cache.

    Raises MediaError; what was received before a cut serves the next try.
    """
    with store.locked(), store.told():
        part = _part(pin)
        part.parent.mkdir(exist_ok=True)
        label = title(pin.kind, pin.name, pin.version)
        download(pin.url, part, start(label))
        if _wrong_checksum(part, pin):
            # Resumed from another state of the file, it is wrong as a whole: start again, once.
            part.unlink()
            download(pin.url, part, start(label))
        wrong = _wrong_checksum(part, pin)
        try:
            if wrong:
                raise MediaError(
                    f"{pin.url} : {wrong}. Le fichier reçu a été altéré en route ou n’est pas celui du fabricant.",
                    "Relancez ; si cela persiste, un filtre du réseau remplace le fichier : prenez-le ailleurs, "
                    "puis « ./e5b media add FICHIER ».",
                )
            addition = ingest(part, [pin], Given("download", pin.url, part, replace=True), pin.version)
        finally:
            part.unlink(missing_ok=True)
        return addition.added[0]


def _part(pin: MediaPin) -> Path:
    """Name of the file being received: it holds the expected checksum, so that a new pin never resumes an old file."""
    key = hashlib.sha256(f"{pin.url}\n{pin.sha256}\n{pin.md5}".encode()).hexdigest()[:24]
    return paths.media_cache() / ".downloads" / f"{key}.part"


def _wrong_checksum(part: Path, pin: MediaPin) -> str:
    for algorithm, expected in (("sha256", pin.sha256), ("md5", pin.md5)):
        if expected and (seen := digest(part, algorithm)) != expected:
            return f"empreinte {algorithm} {seen} au lieu de {expected}"
    return ""
