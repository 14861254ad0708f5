"""A dossier in, the candidate's site as it was out: on a new copy of the golden image, proven row by row."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter

from provisioner import candidate_folder, names, paths
from provisioner.adapters import disk, ports
from provisioner.adapters.docker import containers
from provisioner.errors import DossierError
from provisioner.pipeline.evidence import reopen_state
from provisioner.pipeline.sitting.opening import stack as stack_of
from provisioner.schema.changes import FileChange, Witness
from provisioner.schema.seal import Manifest
from provisioner.schema.sitting import Sitting
from provisioner.schema.snapshot import Snapshot
from provisioner.schema.stack import Stack
from provisioner.steps import diff as differ
from provisioner.steps import frontdoor, image
from provisioner.steps.diff.engine import cleaner
from provisioner.steps.diff.witness import compare, personal_cells
from provisioner.steps.reopen import changes
from provisioner.steps.reopen import site as making
from provisioner.steps.reopen.site import Site
from provisioner.steps.seal import contents, keys
from provisioner.steps.seal.reading import unpack
from provisioner.steps.sitting import access, personalise

Say = Callable[[str], None]
PORT_BASE = 8801
_FILES = TypeAdapter(tuple[FileChange, ...])
_LOGINS = ("login", "email")


@dataclass(frozen=True)
class Reopened:
    """A site that is there again."""

    container: str
    url: str
    back_office: str
    login: str
    password: str
    at: str
    """ISO 8601: the moment of the sitting that it shows; empty: its end."""
    read_only: bool
    witness: Witness
    """What comparing it with the dossier, cell by cell, gave before any page was asked of it."""
    reservations: tuple[str, ...]
    """French: what could not be as it was."""


def reopen(
    path: Path,
    say: Say,
    *,
    minute: float | None = None,
    read_only: bool = False,
    key: str = "",
    host: str = "",
    port: int = 0,
) -> Reopened:
    """Make the site of a dossier again, as it was at the end or at a minute of the sitting, and open it.

    Raises DossierError (altered, another centre's key, image absent), SittingError, EngineError; nothing is left then.
    """
    work = disk.folder(paths.home() / "tmp")
    with tempfile.TemporaryDirectory(prefix="reouverture-", dir=work) as unpacked:
        folder = Path(unpacked)
        say("Vérification du dossier…")
        found = unpack(path, folder)
        assert found.manifest  # noqa: S101 unpack refuses a dossier without one
        _trusted(found.manifest, key)
        golden = _image(found.manifest)
        sitting = candidate_folder.sitting(folder)
        container = names.join(names.LABEL, "revu", found.digest[:8], "fin" if minute is None else f"{minute:g}")
        making.remove(container)
        url = f"http://{host or ports.first_address()}:{port or _free_port()}"
        say("Nouvelle copie de l’image…")
        try:
            return _made(folder, sitting, container, golden, url, minute, say, read_only=read_only)
        except BaseException:
            close([container])
            raise


def close(wanted: list[str]) -> list[str]:
    """Take these reopened sites away (none named: all) and return their names. Raises EngineError."""
    found = [one.name for one in listing() if not wanted or one.name in wanted]
    frontdoor.withdraw(set(found) | set(wanted))
    for name in found:
        making.remove(name)
    return found


def listing() -> list[containers.Found]:
    """Return the reopened sites of this machine. Raises EngineError."""
    return containers.find(kind=making.KIND)


def _made(
    folder: Path,
    sitting: Sitting,
    container: str,
    golden: str,
    url: str,
    minute: float | None,
    say: Say,
    *,
    read_only: bool,
) -> Reopened:
    stack = stack_of(sitting.cms)
    password, hashed = making.new_password()
    sql = _personalised(folder, sitting, stack, url, hashed)
    site = making.start(container, golden, sitting, stack, url, password, sql)
    fresh = site.snapshot()
    say("Remise en place de la base et des fichiers…")
    lost: list[str] = []
    until = reopen_state.moment(folder, sitting, minute) if minute is not None else None
    wanted, login = reopen_state.wanted(folder, sitting, url, fresh, until, lost)
    witness = _laid(site, folder, sitting, wanted, fresh, lost, final=until is None, read_only=read_only)
    lists = [folder / "capture" / name for name in ("files.json", "derived.json")]
    files = [one for path in lists if path.is_file() for one in _FILES.validate_json(path.read_bytes())]
    lost += making.put_files(site, files, lambda one: contents.kept(folder, one.path, one.sha256))
    if until is not None and files:
        lost.append("Les fichiers déposés sont ceux de la fin de l’épreuve : leur heure n’est pas connue.")
    say("Première page…")
    making.wait(site, url)
    frontdoor.open_routes([frontdoor.route(container, int(url.rpartition(":")[2]), site.run / "door.log")])
    shown = datetime.fromtimestamp(until).astimezone().isoformat(timespec="seconds") if until is not None else ""
    back = url + stack.login_path
    return Reopened(container, url, back, login, password, shown, read_only, witness, tuple(dict.fromkeys(lost)))


def _laid(
    site: Site,
    folder: Path,
    sitting: Sitting,
    wanted: Snapshot,
    fresh: Snapshot,
    lost: list[str],
    *,
    final: bool,
    read_only: bool,
) -> Witness:
    """Write the state, and compare what is then read from the site with what the dossier holds."""
    structure = folder / "capture" / "structure.json"
    known = json.loads(structure.read_text(encoding="utf-8")) if structure.is_file() else {}
    writer = site.writer()
    try:
        writer.apply(changes.changes(fresh, wanted, known, lost))
        now = site.snapshot()
        if read_only:
            writer.only_read(site.stack.sign_in_tables)
    finally:
        writer.close()
    if not final:
        return compare(wanted, now, (), lambda *_: False)
    model = differ.load_model(sitting.cms)
    here = sitting.model_copy(update={"url": (site.run / "site.env").read_text().split("\n")[0].partition("=")[2]})
    mine = cleaner({**differ.personal_of(here), **differ.personal_of(sitting)})
    after = Snapshot.read(folder / "capture" / "after.json.gz")
    return compare(after, now, (), personal_cells(model, mine))


def _personalised(folder: Path, sitting: Sitting, stack: Stack, url: str, hashed: str) -> str:
    login = sitting.login.partition("@")[0]
    values = {
        "url": url,
        "host": url.removeprefix("http://"),
        "login": login,
        "email": access.email(stack, login),
        "password_hash": hashed,
        "capture_password": access.key(32),
    }
    laid = folder / "seed.sql"
    seed = laid.read_text(encoding="utf-8") if laid.is_file() else ""
    return personalise.render(paths.STACKS / sitting.cms / "personalise.sql", values) + seed


def _trusted(manifest: Manifest, key: str) -> None:
    """Refuse a dossier of another centre, unless its key is the one demanded: what it holds is put in a site."""
    shown = keys.fingerprint(manifest.key)
    if key and keys.told(key) != shown:
        raise DossierError(
            f"La clé du dossier est {shown}, pas celle demandée.", "Vérifiez l’empreinte auprès du centre."
        )
    if not key and manifest.key != keys.centre_key().name:
        raise DossierError(
            f"Ce dossier est d’un autre centre (clé {shown}).",
            f'Vérifiez cette empreinte auprès de lui, puis donnez --key "{shown}".',
        )


def _image(manifest: Manifest) -> str:
    """Return the id of the golden image of the very same content. Raises DossierError."""
    origin = manifest.origin
    known = image.listing()
    same = [one for one in known if one.id == origin.image_id]
    # Built on another machine from the very same inputs: it has the same tag, which is their hash.
    same += [one for one in known if one.tag == origin.image and origin.image_inputs in ({}, one.inputs)]
    if not same:
        raise DossierError(
            f"L’image de ce site ({origin.image}, contenu {origin.image_id[7:19] or 'inconnu'}) n’est pas ici.",
            "Installez le kit de cette épreuve, ou rouvrez le dossier sur la machine où elle a eu lieu.",
        )
    return same[0].id


def _free_port() -> int:
    taken = set(ports.listening()) | {one.port for one in frontdoor.current_routes().values()}
    return next(port for port in range(PORT_BASE, 65_536) if port not in taken)
