"""The context's pictures: drawings rendered once, kept by the hash of all that they depend on."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from provisioner import paths
from provisioner.adapters import rasterise
from provisioner.adapters.docker.build import Say
from provisioner.errors import DataError
from provisioner.schema.context import Picture
from provisioner.steps.image.inputs import digest


def render(pictures: tuple[Picture, ...], drawings: Path, say: Say) -> Path:
    """Return a folder holding `<id>.<format>` for each of `pictures`, drawn in `drawings/<id>.svg`.

    Raises DataError when a drawing is missing, BrowserError.
    """
    absent = [picture.id for picture in pictures if not (drawings / f"{picture.id}.svg").is_file()]
    if absent:
        raise DataError(
            f"{drawings} : {len(absent)} dessin(s) absent(s), dont {absent[0]}.svg.",
            "Dessinez-les, ou retirez-les de media.yml.",
        )
    state = "\n".join(
        f"{one.id} {one.width}x{one.height} {one.format} {digest((drawings / f'{one.id}.svg').read_bytes())}"
        for one in pictures
    )
    folder = paths.images() / f"pictures-{digest(state)[:16]}"
    if folder.is_dir():
        return folder
    say(f"Images du contexte : {len(pictures)} dessins à rendre…")
    paths.images().mkdir(mode=0o700, parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix="pictures-", dir=paths.images()))
    try:
        rasterise.render(
            rasterise.Drawing(
                drawings / f"{one.id}.svg", work / f"{one.id}.{one.format}", one.width, one.height, one.format
            )
            for one in pictures
        )
        work.replace(folder)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return folder
