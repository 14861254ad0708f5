"""The two usual ways, on the same container, server and files: the CMS's own installer, and the import of a dump."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from provisioner import exams, paths
from provisioner.adapters import unix_http
from provisioner.adapters.docker import probe
from provisioner.datafiles import load_yaml
from provisioner.errors import SittingError
from provisioner.schema.bench import BenchRecipe
from provisioner.schema.exam import Cms
from provisioner.steps import media

ADDRESS = "http://e5b.invalid"
_PAGE_S = 120


def recipe(cms: Cms) -> BenchRecipe:
    """Return how a CMS is measured. Raises DataError."""
    return load_yaml(paths.STACKS / cms / "bench" / "bench.yml", BenchRecipe)


def installed(exam: str, cms: Cms, image: str) -> float:
    """Return the seconds to start a server, run the CMS's own installer and get the first page. No context is made."""
    known = recipe(cms)
    return _timed(cms, image, "install", known, release=_release(exam, cms, known), proof=known.proof)


def imported(cms: Cms, image: str, dump: Path) -> float:
    """Return the seconds to start a server, import the dump of the seeded site and get the first page."""
    return _timed(cms, image, "import", recipe(cms), dump=dump)


def dump(cms: Cms, image: str, target: Path) -> Path:
    """Write the SQL dump of the golden image's site and return it."""
    with _server(cms, image, recipe(cms)) as (container, run):
        _script(container, "dump")
        shutil.copyfile(run / "bench" / "dump.sql", target)
    return target


def _timed(
    cms: Cms,
    image: str,
    name: str,
    known: BenchRecipe,
    release: Path | None = None,
    dump: Path | None = None,
    proof: str = "",
) -> float:
    ordered = time.monotonic()
    with _server(cms, image, known, release, dump) as (container, run):
        started = time.monotonic() - ordered
        _script(container, f"{name}-prepare")
        since = time.monotonic()
        _script(container, name)
        _first_page(run / "web.sock", proof)
        return started + time.monotonic() - since


def _first_page(socket: Path, proof: str) -> None:
    answer = unix_http.page(socket, f"{ADDRESS}/", timeout=_PAGE_S)
    if answer.status != 200 or b"</html>" not in answer.body[-500:] or proof.encode() not in answer.body:
        raise SittingError(
            f"Le site refait ne répond pas comme prévu ({answer.trouble or f'réponse {answer.status}'}).",
            "Voyez les scripts de mesure de ce CMS, dans stacks/.",
        )


def _script(container: str, name: str) -> None:
    probe.ask(container, ["bash", f"/run/e5b/bench/{name}"], user="root")


@contextmanager
def _server(
    cms: Cms, image: str, known: BenchRecipe, release: Path | None = None, dump: Path | None = None
) -> Iterator[tuple[str, Path]]:
    """Give a running copy of the golden image, whose web server answers, and its run folder."""
    run = paths.run() / "mesure"
    shutil.rmtree(run, ignore_errors=True)
    shutil.copytree(paths.STACKS / cms / "bench", run / "bench")
    run.chmod(0o755)
    if release:
        shutil.copytree(release, run / "bench" / "release")
    if dump:
        shutil.copyfile(dump, run / "bench" / "dump.sql")
    (run / "site.env").write_text(f"E5B_URL={ADDRESS}\nE5B_HOST={ADDRESS.split('//')[1]}\n", encoding="utf-8")
    try:
        with probe.site(image, run, ADDRESS + known.static) as container:
            yield container, run
    finally:
        shutil.rmtree(run, ignore_errors=True)


def _release(exam: str, cms: Cms, known: BenchRecipe) -> Path | None:
    if not known.release:
        return None
    kind, name, folder = known.release.split("/", 2)
    return media.locate(exams.load_exam(exam), cms)[f"{kind}/{name}"].tree / folder
