"""Pictures of a report: pages before and after, thumbnails of files.

Always encoded again: a candidate's file is not trusted.
"""

from __future__ import annotations

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


def _pairs(page: Page, index: int, folder: Path, target: Path) -> Iterator[Pair]:
    for device, label in DEVICES.items():
        views = [_view(sight, device) for sight in (page.before, page.after)]
        found = [_opened(folder / Path(view.image).name) if view else None for view in views]
        before, after = found
        if before is None and after is None:
            continue
        if before is not None and after is not None and before.tobytes() == after.tobytes():
            continue
        marks = pixels.compare(before, after) if before is not None and after is not None else Differences()
        if before is not None and after is not None and not marks.before and not marks.after:
            continue
        height = max(picture.height for picture in found if picture is not None)
        shown = [
            _shown(picture, boxes, height, target / f"{index + 1}-{device}-{when}", cut=bool(view and view.cut))
            for picture, boxes, when, view in zip(
                found, (marks.before, marks.after), ("avant", "apres"), views, strict=True
            )
        ]
        width = max(picture.width for picture in found if picture is not None)
        yield Pair(device, label, width, height, *shown)


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


def _shown(picture: Image.Image | None, boxes: tuple[Box, ...], height: int, stem: Path, *, cut: bool) -> Shown | None:
    if picture is None:
        return None
    path = stem.with_name(stem.name + ".jpg")
    path.parent.mkdir(parents=True, exist_ok=True)
    picture.save(path, "JPEG", quality=80, subsampling=0)
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
    return Shown(f"{path.parent.name}/{path.name}", picture.width, picture.height, share, marks, cut)


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
