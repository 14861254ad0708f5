"""A candidate's site in, evidence and diff out; and the golden image's own state, that they are compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from provisioner import candidate_folder, names, paths
from provisioner.adapters import disk
from provisioner.datafiles import load_json
from provisioner.errors import E5BError, SittingError
from provisioner.schema.changes import Diff
from provisioner.schema.sitting import Wave
from provisioner.steps import capture as step
from provisioner.steps import diff as differ
from provisioner.steps import frontdoor
from provisioner.steps.sitting import seed, store

AT_ONCE = 2
"""Browsers at work together: more would only wait for each other on two cores."""
Told = Callable[[Path, "Diff | E5BError"], None]


def capture(folder: Path, password: str, *, pages: bool = True) -> Diff:
    """Capture the sitting of a candidate's folder, all or nothing, and return what changed.

    `password` is that of the database user `capture`. One that is going on for the same candidate is waited for.
    Raises SittingError, EngineError, BrowserError; the previous capture then stays.
    """
    sitting = candidate_folder.sitting(folder)
    laid = (folder / seed.FILE).read_text(encoding="utf-8") if sitting.seed else ""
    baseline(sitting.image, sitting.cms, container=sitting.container, seed_sql=laid)
    # The browser takes a second to start: the time that the database and the copy of the site take.
    browser = step.Chromium() if pages else nullcontext()
    with _turn(folder), step.staging(folder) as stage, browser as eyes:
        step.data(stage, password)
        result = differ.run(stage)
        if pages:
            wanted = step.choose(sitting, differ.pages_to_see(result))
            step.complete(sitting.image, sitting.cms, frontdoor.temporary_door, wanted, eyes, seed=sitting.seed)
            step.pages(stage, wanted, frontdoor.temporary_door, eyes)
    return result


def _turn(folder: Path) -> AbstractContextManager[None]:
    """Let one capture of a candidate go on at a time: the keeper's, and the one that somebody orders."""
    lock = disk.folder(paths.home() / "locks") / names.join(folder.parent.name, folder.name)
    return disk.turn(lock, lambda: None)


def capture_all(folders: Sequence[Path], told: Told, *, pages: bool = True) -> dict[Path, Diff | E5BError]:
    """Capture several candidates of one machine; one that fails does not stop the others. `told` hears of each."""

    def one(folder: Path) -> Diff | E5BError:
        result: Diff | E5BError
        try:
            result = capture(folder, capture_password(folder), pages=pages)
        except E5BError as error:
            result = error
        told(folder, result)
        return result

    with ThreadPoolExecutor(AT_ONCE, "capture") as workers:
        return dict(zip(folders, workers.map(one, folders), strict=True))


def capture_password(folder: Path) -> str:
    """Return the password of a candidate's database user `capture`, that the wave keeps. Raises SittingError."""
    path = folder.parent / "roster.json"
    if not path.is_file():
        raise SittingError(f"{path} n’existe pas : les accès de cette vague sont perdus.", "Relancez « ./e5b up ».")
    wave = load_json(path, Wave)
    for candidate in wave.candidates:
        if candidate.who.number == folder.name:
            return candidate.access.capture_password
    raise SittingError(f"Le candidat {folder.name} n’est pas dans {path}.", "Vérifiez le numéro.")


def folders(wave: str, numbers: Sequence[str], *, here: bool = False) -> list[Path]:
    """Return the candidates' folders: those numbers, or all; of one wave, or of all. Raises SittingError.

    `here` leaves out those whose site `down` has removed: there is nothing left to capture.
    """
    found = sorted(path.parent for path in paths.waves().glob(f"{wave or '*'}/*/sitting.json"))
    if here:
        found = [one for one in found if not store.removed(one.parent.name, one.name)]
    if not found:
        where = f"la vague « {wave} »" if wave else str(paths.waves())
        raise SittingError(f"Aucun candidat dans {where}.", "« ./e5b status » montre les vagues et les candidats.")
    chosen = [folder for folder in found if not numbers or folder.name in numbers]
    for number in numbers:
        several = [folder.parent.name for folder in chosen if folder.name == number]
        if not several:
            raise SittingError(f"Le candidat {number} est inconnu.", "« ./e5b status » montre les candidats.")
        if len(several) > 1:
            raise SittingError(
                f"Le candidat {number} est dans plusieurs vagues ({', '.join(several)}).", "Précisez --wave."
            )
    return chosen


def again(folder: Path) -> Diff:
    """Compute the diff of a captured candidate again, from the disk alone. Raises SittingError."""
    return differ.run(folder)


def baseline(tag: str, cms: str, *, container: str = "", everything: bool = False, seed_sql: str = "") -> Path:
    """Take a golden image's snapshot and home page (all its pages when `everything`) unless it is done.

    Return their folder. Other pages are looked at when a candidate first changes something there.
    """
    model = differ.load_model(cms)
    return step.baseline(
        tag,
        cms,
        frontdoor.temporary_door,
        lambda snapshot: differ.all_pages(snapshot, model),
        container=container,
        everything=everything,
        seed=seed_sql,
    )
