"""Pictures of a report: pages before and after, thumbnails of files.

Pages are pictures that our own browser took, copied as they are; a candidate's file is not trusted: encoded again.
"""

from __future__ import annotations

import shutil
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from provisioner.schema.changes import FileChange
from provisioner.schema.pages import Page, Pages, Sight, View
from provisioner.steps.report import pixels
from provisioner.steps.report.pixels import Box, Differences

THUMBNAIL = (320, 240)
LARGEST = 60_000_000
"""Pixels of a picture beyond which it is not opened (decompression bombs)."""
_FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "BMP", "ICO")
DEVICES = {"desktop": "Ordinateur", "phone": "Téléphone"}


@dataclass(frozen=True)
class Mark:
    """A box on a picture, in per cent of its frame."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True)
class Shown:
    """One picture of a page, in the report's folder."""

    image: str
    width: int
    height: int
    share: float
    """Its height, in per cent of the frame's: the taller of the two pictures fills it."""
    marks: tuple[Mark, ...]
    cut: bool


@dataclass(frozen=True)
class Pair:
    """One page at one width, before and after."""

    device: str
    label: str
    width: int
    height: int
    before: Shown | None
    after: Shown | None


@dataclass(frozen=True)
class PageView:
    """One page of the site."""

    anchor: str
    path: str
    label: str
    problems: tuple[str, ...]
    pairs: tuple[Pair, ...]
    new: bool
    gone: bool


def page_views(pages: Pages, folder: Path, target: Path) -> Iterator[PageView]:
    """Yield the pages in order; pictures that differ are written to `target`, pages that do not have no pair."""
    for index, page in enumerate(pages.pages):
        pairs = tuple(_pairs(page, index, folder, target))
        before_ok, after_ok = _answered(page.before), _answered(page.after)
        yield PageView(
            anchor=f"page-{index + 1}",
            path=page.path,
            label=page.label or (page.after or page.before or Sight(status=0)).title or page.path,
            problems=tuple(_problems(page)),
            pairs=pairs,
            new=after_ok and not before_ok,
            gone=before_ok and not after_ok,
        )


def _answered(sight: Sight | None) -> bool:
    return sight is not None and 200 <= sight.status < 400


def _problems(page: Page) -> Iterator[str]:
    for when, sight in (("Avant", page.before), ("Après", page.after)):
        if sight is not None and sight.problem:
            yield f"{when} : {sight.problem}"
        elif sight is not None and sight.status >= 400:
            yield f"{when} : la page répondait « {sight.status} »."


@dataclass(frozen=True)
class _Taken:
    """One picture of a page, read."""

    path: Path
    picture: Image.Image
    cut: bool


def _pairs(page: Page, index: int, folder: Path, target: Path) -> Iterator[Pair]:
    for device, label in DEVICES.items():
        before, after = _taken(page.before, device, folder), _taken(page.after, device, folder)
        both = [taken.picture for taken in (before, after) if taken]
        marks = pixels.compare(*both) if len(both) == 2 else Differences()
        if not both or (len(both) == 2 and not marks.before and not marks.after):
            continue
        height = max(picture.height for picture in both)
        stem = target / f"{index + 1}-{device}"
        yield Pair(
            device,
            label,
            max(picture.width for picture in both),
            height,
            _shown(before, marks.before, height, stem.with_name(f"{stem.name}-avant")),
            _shown(after, marks.after, height, stem.with_name(f"{stem.name}-apres")),
        )


def _taken(sight: Sight | None, device: str, folder: Path) -> _Taken | None:
    view = _view(sight, device)
    path = (folder / view.image).resolve() if view else folder
    if view is None or not path.is_relative_to(folder.resolve()):
        return None
    picture = _opened(path)
    return _Taken(path, picture, view.cut) if picture else None


def _view(sight: Sight | None, device: str) -> View | None:
    if not _answered(sight) or sight is None:
        return None
    return next((view for view in sight.views if view.device == device), None)


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _opened(path: Path) -> Image.Image | None:
    """Return a picture in RGB, None when it is none that can be read."""
    try:
        with _quiet(), Image.open(path, formats=_FORMATS) as picture:
            if picture.width * picture.height > LARGEST:
                return None
            return picture.convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None


def _shown(taken: _Taken | None, boxes: tuple[Box, ...], height: int, stem: Path) -> Shown | None:
    if taken is None:
        return None
    picture = taken.picture
    path = stem.with_name(stem.name + taken.path.suffix.lower())
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(taken.path, path)
    marks = tuple(
        Mark(
            left=round(100 * box.left / picture.width, 3),
            top=round(100 * box.top / picture.height, 3),
            width=round(100 * (box.right - box.left) / picture.width, 3),
            height=round(100 * (box.bottom - box.top) / picture.height, 3),
        )
        for box in boxes
    )
    share = round(100 * picture.height / height, 3)
    return Shown(f"{path.parent.name}/{path.name}", picture.width, picture.height, share, marks, taken.cut)


def thumbnails(files: tuple[FileChange, ...], folder: Path, target: Path) -> dict[str, str]:
    """Write a thumbnail of each picture among the files; return file path -> picture, relative to the report."""
    found: dict[str, str] = {}
    for index, file in enumerate(files):
        path = (folder / file.path).resolve()
        if file.action == "removed" or not path.is_relative_to(folder.resolve()) or not path.is_file():
            continue
        picture = _opened(path)
        if picture is None:
            continue
        picture.thumbnail(THUMBNAIL)
        target.mkdir(parents=True, exist_ok=True)
        picture.save(target / f"{index + 1}.jpg", "JPEG", quality=82)
        found[file.path] = f"{target.name}/{index + 1}.jpg"
    return found
