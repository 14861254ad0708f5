"""The container of a site that is made again: a new copy of the golden image, and what is put in it."""

from __future__ import annotations

import io
import json
import secrets
import shutil
import tarfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import bcrypt

from provisioner import names, paths
from provisioner.adapters import disk, unix_http
from provisioner.adapters.database import reading, writing
from provisioner.adapters.docker import containers, probe
from provisioner.errors import DossierError, SittingError
from provisioner.schema.changes import FileChange
from provisioner.schema.sitting import Sitting
from provisioner.schema.snapshot import Snapshot
from provisioner.schema.stack import Stack

KIND = "reopened"
Kept = Callable[[FileChange], Path | None]
"""Where the bytes of a file are; None: nowhere."""
_ROOT = "/var/www/html"
_DEADLINE_S = 120.0
_STEP_S = 0.05


@dataclass(frozen=True)
class Site:
    """A new copy of the golden image, that nobody has asked for a page yet."""

    container: str
    """Its name."""
    run: Path
    stack: Stack
    password: str
    """Of the account that was the candidate's: new, for the examiner."""
    capture_password: str
    write_password: str

    def snapshot(self) -> Snapshot:
        """Read its database. Raises SittingError."""
        return reading.snapshot(
            self.run / "db.sock", self.stack.database, self.stack.prefix, self.capture_password, _DEADLINE_S
        )

    def writer(self) -> writing.Writer:
        """Return what may write everything in its database. Raises SittingError."""
        return writing.Writer(self.run / "db.sock", self.stack.database, self.stack.prefix, self.write_password)


def start(container: str, image: str, sitting: Sitting, stack: Stack, url: str, password: str, sql: str) -> Site:
    """Start a copy of an image that answers to `url`; `sql` makes it the candidate's. Raises SittingError, EngineError.

    Nothing is left of it when it does not start.
    """
    run = paths.run() / container
    site = Site(container, run, stack, password, secrets.token_hex(16), secrets.token_hex(16))
    shutil.rmtree(run, ignore_errors=True)
    disk.folder(run.parent)
    disk.folder(run)
    host = url.removeprefix("http://")
    keys = {name: secrets.token_hex(32) for name in stack.secrets}
    writer = f"'{writing.USER}'@'localhost'"
    more = (
        f"ALTER USER '{reading.USER}'@'localhost' IDENTIFIED BY '{site.capture_password}';\n"
        f"CREATE OR REPLACE USER {writer} IDENTIFIED BY '{site.write_password}';\n"
        f"GRANT ALL PRIVILEGES ON *.* TO {writer} WITH GRANT OPTION;\n"
    )
    disk.write(run / "personalise.sql", sql + more, 0o644, durable=False)
    disk.write(run / "site.env", f"E5B_URL={url}\nE5B_HOST={host}\n", 0o644, durable=False)
    disk.write(run / "secrets.json", json.dumps({"keys": keys}), 0o644, durable=False)
    labels = {containers.KIND: KIND, f"{names.LABEL}.wave": sitting.wave, f"{names.LABEL}.number": sitting.number}
    try:
        containers.run_site(container, image, run, labels)
    except BaseException:
        shutil.rmtree(run, ignore_errors=True)
        raise
    return site


def new_password() -> tuple[str, str]:
    """Return a password to type and its hash, as the CMSs keep it."""
    letters = "bcdfghjkmnpqrtvwx346789"
    made = "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(3))
    return made, bcrypt.hashpw(made.encode(), bcrypt.gensalt(10)).decode().replace("$2b$", "$2y$", 1)


def put_files(site: Site, files: Sequence[FileChange], kept: Kept) -> list[str]:
    """Put the candidate's files in the site, take out those they removed; return what could not be, in French."""
    lost: list[str] = []
    gone: list[str] = []
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for one in files:
            _inside(one.path, site.stack)
            source = kept(one)
            if one.action == "removed":
                gone.append(one.path)
            elif source is None:
                lost.append(f"Le fichier « {one.path} » ({one.size} octets) n’est pas dans le dossier.")
            else:
                info = tarfile.TarInfo(one.path)
                info.size, info.mode, info.mtime = source.stat().st_size, 0o644, int(time.time())
                with source.open("rb") as content:
                    archive.addfile(info, content)
    (site.run / "files.tar").write_bytes(stream.getvalue())
    (site.run / "gone").write_bytes(b"".join(path.encode("utf-8", "surrogateescape") + b"\0" for path in gone))
    emptied = " ".join(f"'{_ROOT}/{name}'" for name in site.stack.caches)
    script = f"cd {_ROOT} && tar -xf /run/e5b/files.tar --no-same-owner && xargs -0 -r rm -f -- < /run/e5b/gone"
    if emptied:
        script += f' && for f in {emptied}; do [ ! -d "$f" ] || find "$f" -mindepth 1 -delete; done'
    probe.ask(site.container, ["sh", "-c", script])
    for name in ("files.tar", "gone"):
        (site.run / name).unlink()
    return lost


def wait(site: Site, url: str) -> None:
    """Wait for the first full page. Raises SittingError with the container's last lines."""
    deadline, trouble = time.monotonic() + _DEADLINE_S, ""
    while time.monotonic() < deadline:
        answer = unix_http.page(site.run / "web.sock", url + site.stack.ready_path, timeout=30)
        if answer.status == 200:
            (site.run / "personalise.sql").unlink(missing_ok=True)
            return
        trouble = answer.trouble or f"réponse {answer.status}"
        time.sleep(_STEP_S)
    said = containers.last_words(site.container, 8)
    raise SittingError(f"Le site rouvert ne répond pas ({trouble}). {said}", "Relancez la même commande.")


def remove(container: str) -> None:
    """Take such a site away with all it wrote. Raises EngineError."""
    for one in containers.find(kind=KIND):
        if one.name == container:
            containers.remove(one.id)
    shutil.rmtree(paths.run() / container, ignore_errors=True)


def _inside(path: str, stack: Stack) -> None:
    parts = PurePosixPath(path)
    if ".." in parts.parts or not any(parts.is_relative_to(folder) for folder in stack.content_folders):
        raise DossierError(
            f"Le dossier veut écrire « {path} », hors du travail d’un candidat.", "Il n’est pas de nous."
        )
