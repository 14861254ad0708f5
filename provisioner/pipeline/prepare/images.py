"""Media and context in, golden image out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from provisioner import catalog, paths
from provisioner.adapters import disk
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.image import ImageRecord
from provisioner.steps import image, media, pictures


def ensure(exam: Exam, cms: Cms, say: Callable[[str], None], *, rebuild: bool = False) -> ImageRecord:
    """Return the golden image of one CMS of an exam, built unless one of the very same inputs is there.

    Raises MediaError (releases absent), DataError (context, drawings), EngineError (Docker), DiskError.
    """
    items = media.locate(exam, cms)
    sources = media.php_sources(exam, cms)
    folder = catalog.context_folder(exam)
    context = catalog.load_context(folder)
    work = disk.folder(paths.home() / "tmp")
    # The engine has one set of images for all who share this folder: two builds of one image would do the work twice.
    lock = disk.folder(paths.images()) / "lock"
    wait = partial(say, "Une autre commande prépare les images : attente…")
    with disk.turn(lock, wait), disk.told(work), tempfile.TemporaryDirectory(prefix="pictures-", dir=work) as rendered:
        say("Images du contexte…")
        pictures.render(folder, [one for one in context.pictures if cms in one.used_by], Path(rendered))
        return image.build(
            exam, cms, items, catalog.context_json(context), Path(rendered), say, sources, cache=not rebuild
        )
