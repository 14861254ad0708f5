"""Media and context in, golden image out."""

from __future__ import annotations

from collections.abc import Callable

from provisioner import catalog
from provisioner.schema.exam import Cms, Exam
from provisioner.schema.image import ImageRecord
from provisioner.steps import image, media
from provisioner.steps.image import pictures


def ensure(exam: Exam, cms: Cms, say: Callable[[str], None], *, rebuild: bool = False) -> ImageRecord:
    """Return the golden image of one CMS of an exam, built unless one of the very same inputs is there.

    Raises MediaError (releases absent), DataError (context), EngineError (Docker).
    """
    items = media.locate(exam, cms)
    folder = catalog.context_folder(exam)
    context = catalog.load_context(folder)
    rendered = pictures.render(context.pictures, folder / "media", say)
    return image.build(exam, cms, items, catalog.context_json(context), rendered, say, cache=not rebuild)
