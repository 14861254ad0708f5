"""Where two pictures of a page differ, as boxes; a block inserted above does not mark all that it pushed down."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from PIL import Image, ImageChops

THRESHOLD = 24
"""Grey levels out of 255 below which two pixels look the same."""
GAP = 12
"""Rows of sameness that do not split a box."""
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
    old, new = before.convert("L"), after.convert("L")
    gone: list[Box] = []
    came: list[Box] = []
    for a, b, c, d in _unmatched(old, new):
        if b - a == d - c and old.width == new.width:
            boxes = _inside(ImageChops.difference(old.crop((0, a, old.width, b)), new.crop((0, c, new.width, d))))
            gone += [_moved(box, a) for box in boxes]
            came += [_moved(box, c) for box in boxes]
        else:
            gone += [_moved(box, a) for box in _drawn(old.crop((0, a, old.width, b)))]
            came += [_moved(box, c) for box in _drawn(new.crop((0, c, new.width, d)))]
    return Differences(_merged(gone), _merged(came))


def _unmatched(old: Image.Image, new: Image.Image) -> list[tuple[int, int, int, int]]:
    """Return the bands of rows (old from, old to, new from, new to) that have no equal in the other picture."""
    a, b = _rows(old), _rows(new)
    shortest = min(len(a), len(b))
    head = next((i for i in range(shortest) if a[i] != b[i]), shortest)
    tail = next((i for i in range(shortest - head) if a[-1 - i] != b[-1 - i]), shortest - head)
    middle_a, middle_b = a[head : len(a) - tail], b[head : len(b) - tail]
    if len(middle_a) == len(middle_b):
        return [(head, head + len(middle_a), head, head + len(middle_b))] if middle_a else []
    # Rows of one colour are everywhere: matching on them would tear blocks apart.
    matcher = SequenceMatcher(lambda row: not row[1], middle_a, middle_b, autojunk=True)
    return [(i + head, j + head, k + head, m + head) for op, i, j, k, m in matcher.get_opcodes() if op != "equal"]


def _rows(picture: Image.Image) -> list[tuple[int, bool]]:
    """Return one mark per row, and whether anything is drawn on it."""
    data, width = picture.tobytes(), picture.width
    rows = (data[i : i + width] for i in range(0, len(data), width))
    return [(hash(row), row.count(row[0]) != width) for row in rows]


def _inside(difference: Image.Image) -> list[Box]:
    """Return the boxes of a picture of differences: one per run of rows."""
    return _runs(difference.point(lambda level: 255 if level > THRESHOLD else 0))


def _drawn(band: Image.Image) -> list[Box]:
    """Return the box of what is drawn on a band: all that differs from its first pixel."""
    if not band.width or not band.height:
        return []
    ground = Image.new("L", band.size, band.getpixel((0, 0)))
    found = _inside(ImageChops.difference(band, ground))
    return (
        [Box(min(b.left for b in found), found[0].top, max(b.right for b in found), found[-1].bottom)] if found else []
    )


def _runs(mask: Image.Image) -> list[Box]:
    data, width = mask.tobytes(), mask.width
    profile = [255 in data[y * width : (y + 1) * width] for y in range(mask.height)]
    boxes: list[Box] = []
    start = None
    for y, marked in enumerate([*profile, False]):
        if marked and start is None:
            start = y
        elif not marked and start is not None:
            around = mask.crop((0, start, mask.width, y)).getbbox()
            if around:
                boxes.append(Box(around[0], start, around[2], y))
            start = None
    return boxes


def _moved(box: Box, down: int) -> Box:
    return Box(box.left, box.top + down, box.right, box.bottom + down)


def _merged(boxes: list[Box]) -> tuple[Box, ...]:
    """Join boxes that follow closely; past MOST, widen the gap until there are few enough to look at."""
    gap = GAP
    merged = _closed(sorted(boxes, key=lambda box: box.top), gap)
    while len(merged) > MOST:
        gap *= 2
        merged = _closed(merged, gap)
    return tuple(merged)


def _closed(boxes: list[Box], gap: int) -> list[Box]:
    if not boxes:
        return []
    groups: list[list[Box]] = [[boxes[0]]]
    for above, box in pairwise(boxes):
        if box.top - max(one.bottom for one in groups[-1]) <= gap or box.top <= above.bottom:
            groups[-1].append(box)
        else:
            groups.append([box])
    return [
        Box(min(b.left for b in g), min(b.top for b in g), max(b.right for b in g), max(b.bottom for b in g))
        for g in groups
    ]
