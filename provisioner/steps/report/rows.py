"""Matches the rows of two pictures of a page, so that a block inserted above does not mark all that it pushed down.

Pictures are JPEG, whose noise moves with the text: no two rows are ever the same bytes. So: which vertical shifts do
rows vote for; how far is each row from its mate under each shift; then the cheapest way down the page.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import groupby

from PIL import Image, ImageChops

COLUMNS = 40
"""Averages that stand for a row of pixels."""
STEP = 12
"""Levels of an average that votes tell apart."""
SHIFTS = 10
"""Shifts looked at, the most voted first."""
COMMON = 12
"""A row that looks like more rows than this votes for nothing."""
NEW = 10
"""Cost of a row without a mate: as far as this from every row, it is another one."""
SWITCH = 80
"""Cost of changing shift, which keeps chance likenesses from tearing a block apart."""
_FARTHEST = bytes([4 * NEW])
_BOUNDED = bytes(min(level, 4 * NEW) for level in range(256))
_STAY = [list(range(count)) for count in range(SHIFTS + 2)]


@dataclass(frozen=True)
class Band:
    """Rows of the new picture, and where their mates start in the old one (None: they have none)."""

    new: int
    new_end: int
    old: int | None


def bands(before: Image.Image, after: Image.Image) -> list[Band]:
    """Cut the new picture into bands, from top to bottom."""
    old, new = _averages(before), _averages(after)
    shifts = _shifts(old, new)
    states = _cheapest([_distances(old, new, shift) for shift in shifts], new.height)
    found: list[Band] = []
    top = 0
    for state, run in groupby(states):
        end = top + len(list(run))
        found.append(Band(top, end, None if state == len(shifts) else top - shifts[state]))
        top = end
    return [_in_place(found, index) for index in range(len(found))]


def _averages(picture: Image.Image) -> Image.Image:
    return picture.convert("L").resize((COLUMNS, picture.height), Image.Resampling.BOX)


def _shifts(old: Image.Image, new: Image.Image) -> list[int]:
    """Return the likeliest shifts; the top and the bottom of the page always count."""
    places: defaultdict[bytes, list[int]] = defaultdict(list)
    for y, mark in enumerate(_marks(old)):
        places[mark].append(y)
    votes: Counter[int] = Counter()
    for y, mark in enumerate(_marks(new)):
        if 0 < len(places.get(mark, ())) <= COMMON and mark.count(mark[0]) != COLUMNS:
            votes.update(y - mate for mate in places[mark])
    chosen = [0]
    for shift in [new.height - old.height, *(shift for shift, count in votes.most_common(200) if count >= 4)]:
        if len(chosen) < SHIFTS and shift not in chosen and all(abs(shift - one) > 1 for one in chosen[2:]):
            chosen.append(shift)
    return chosen


def _marks(averages: Image.Image) -> list[bytes]:
    data = averages.point(lambda level: (level + STEP // 2) // STEP).tobytes()
    return [data[i : i + COLUMNS] for i in range(0, len(data), COLUMNS)]


def _distances(old: Image.Image, new: Image.Image, shift: int) -> bytes:
    """Return how far each new row is from its mate under a shift: the mean over its averages, within reason."""
    moved = ImageChops.invert(new)  # where there is no mate, as far as can be
    moved.paste(old, (0, shift))
    far = ImageChops.difference(new, moved).resize((1, new.height), Image.Resampling.BOX).tobytes()
    first = min(max(shift, 0), new.height)
    last = max(first, min(new.height, old.height + shift))
    return _FARTHEST * first + far[first:last].translate(_BOUNDED) + _FARTHEST * (new.height - last)


def _cheapest(distances: list[bytes], height: int) -> list[int]:
    """Return a state per row: the index of a shift, or their number for « no mate » (Viterbi)."""
    costs = [0] * (len(distances) + 1)
    came: list[list[int]] = []
    # Some thousands of rows, for each of some ten pictures: this is the longest part of a report.
    for steps in zip(*distances, bytes([NEW]) * height, strict=True):
        least = min(costs)
        switch = least + SWITCH
        if max(costs) <= switch:
            came.append(_STAY[len(costs)])
            costs = [cost + step for cost, step in zip(costs, steps, strict=True)]
            continue
        best = costs.index(least)
        came.append([state if cost <= switch else best for state, cost in enumerate(costs)])
        costs = [(min(cost, switch)) + step for cost, step in zip(costs, steps, strict=True)]
    state = min(range(len(costs)), key=costs.__getitem__)
    states = []
    for origins in reversed(came):
        states.append(state)
        state = origins[state]
    return states[::-1]


def _in_place(found: list[Band], index: int) -> Band:
    """Set a band without a mate against what stood in its place, when what surrounds it did not move."""
    band = found[index]
    if band.old is not None or not 0 < index < len(found) - 1:
        return band
    above, below = found[index - 1], found[index + 1]
    if above.old is None or below.old is None or above.new - above.old != below.new - below.old:
        return band
    return Band(band.new, band.new_end, band.new - (above.new - above.old))
