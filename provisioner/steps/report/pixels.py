"""Where two pictures of a page differ, as boxes."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from PIL import Image, ImageChops

from provisioner.steps.report.rows import Band, bands

THRESHOLD = 32
"""Levels out of 255 below which two places look the same…"""
BLUR = 4
"""… once averaged over squares of this side: the noise of JPEG goes, a letter stays."""
CELL = 16
"""Side of the cells whose neighbours make one box; doubled while there are too many boxes to look at."""
SPECK = BLUR
"""Pixels: what is smaller both ways is noise."""
MOST = 40


@dataclass(frozen=True)
class Box:
    """A rectangle, in pixels."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True)
class Differences:
    """What is marked on each picture."""

    before: tuple[Box, ...] = ()
    after: tuple[Box, ...] = ()


def compare(before: Image.Image, after: Image.Image) -> Differences:
    """Return the boxes that changed in each picture: rows are matched first, then compared."""
    old, new = before.convert("RGB"), after.convert("RGB")
    if old.size == new.size and ImageChops.difference(old, new).getbbox() is None:
        return Differences()  # most pages of a sitting did not change
    masks = Image.new("L", old.size), Image.new("L", new.size)
    alone = [True] * old.height
    for band in bands(old, new):
        if band.old is None:
            _mark_drawn(new, masks[1], band.new, band.new_end)
        else:
            _mark_changed(band.old, band, (old, new), masks)
            alone[band.old : band.old + band.new_end - band.new] = [False] * (band.new_end - band.new)
    top = 0
    for lonely, run in groupby(alone):
        end = top + len(list(run))
        if lonely:
            _mark_drawn(old, masks[0], top, end)
        top = end
    return Differences(_boxes(masks[0]), _boxes(masks[1]))


def _mark_changed(
    top: int, band: Band, pictures: tuple[Image.Image, Image.Image], masks: tuple[Image.Image, Image.Image]
) -> None:
    """Whiten on both masks the pixels of a band that differ from their mates."""
    width, height = max(picture.width for picture in pictures), band.new_end - band.new
    old, new = (
        picture.crop((0, start, width, start + height)).reduce(BLUR)
        for picture, start in zip(pictures, (top, band.new), strict=True)
    )
    small = _loud(ImageChops.difference(old, new))
    found = small.resize((small.width * BLUR, small.height * BLUR), Image.Resampling.NEAREST)
    for mask, start in zip(masks, (top, band.new), strict=True):
        mask.paste(found.crop((0, 0, mask.width, height)), (0, start))


def _mark_drawn(picture: Image.Image, mask: Image.Image, top: int, end: int) -> None:
    """Whiten all that is drawn on rows: what differs from their first pixel."""
    rows = picture.crop((0, top, picture.width, end))
    ground = Image.new("RGB", rows.size, rows.getpixel((0, 0)))
    mask.paste(_loud(ImageChops.difference(rows, ground)), (0, top))


def _loud(difference: Image.Image) -> Image.Image:
    """Return the pixels where one colour at least differs clearly, in white."""
    red, green, blue = difference.split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point(lambda level: 255 if level > THRESHOLD else 0)


def _boxes(mask: Image.Image) -> tuple[Box, ...]:
    boxes: list[Box] = []
    cell = CELL
    grid = _any(mask.reduce(cell))
    while True:
        boxes = [box for group in _groups(grid) if (box := _around(mask, group, cell))]
        if len(boxes) <= MOST or cell > mask.height:
            return tuple(sorted(boxes, key=lambda box: (box.top, box.left, box.right)))
        cell *= 2
        grid = _any(grid.reduce(2))


def _any(reduced: Image.Image) -> Image.Image:
    """Whiten the cells where anything at all was marked."""
    return reduced.point(lambda level: 255 if level else 0)


def _groups(grid: Image.Image) -> list[list[tuple[int, int]]]:
    """Return the groups of neighbouring cells that hold a marked pixel."""
    width = grid.width + 1  # one empty column, so that a row's last cell is no neighbour of the next row's first
    data = grid.tobytes()
    left = {y * width + x for y in range(grid.height) for x in range(grid.width) if data[y * grid.width + x]}
    around = (-width - 1, -width, -width + 1, -1, 1, width - 1, width, width + 1)
    groups = []
    for start in sorted(left):
        if start not in left:
            continue
        left.remove(start)
        group = [start]
        for place in group:  # grows while it is read
            for step in around:
                if place + step in left:
                    left.remove(place + step)
                    group.append(place + step)
        groups.append([(place % width, place // width) for place in group])
    return groups


def _around(mask: Image.Image, group: list[tuple[int, int]], cell: int) -> Box | None:
    """Return the box of the marked pixels of a group of cells, None for a speck."""
    left, top = min(x for x, _ in group) * cell, min(y for _, y in group) * cell
    right, bottom = (max(x for x, _ in group) + 1) * cell, (max(y for _, y in group) + 1) * cell
    found = mask.crop((left, top, min(right, mask.width), min(bottom, mask.height))).getbbox()
    if not found or (found[2] - found[0] <= SPECK and found[3] - found[1] <= SPECK):
        return None
    return Box(left + found[0], top + found[1], left + found[2], top + found[3])
