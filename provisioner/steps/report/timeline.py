"""The sitting as a graph: one line per change, one mark per save, and the same as a table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from provisioner.schema.changes import Span, Timeline
from provisioner.schema.sitting import Sitting

WIDTH = 900
LEFT = 310
"""Where the axis begins: names are on its left."""
RIGHT = 872
TOP = 34
ROW = 24
MOST = 40
"""Lines drawn; the table has them all."""
_LONGEST = 44
"""Characters of a name in the graph."""
_STEPS = (1, 2, 5, 10, 15, 30, 60, 120, 240, 720, 1440)
_TICKS = 9
Anchors = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Tick:
    """One mark of the axis."""

    x: float
    text: str


@dataclass(frozen=True)
class Line:
    """One change: where it is drawn, and what the table says of it."""

    span: Span
    anchor: str
    name: str
    """Title, or kind and title, short enough for the graph."""
    y: float
    marks: tuple[float, ...]
    """Abscissa of each save; none when nobody knows when."""
    first: str
    last: str


@dataclass(frozen=True)
class Graph:
    """What the template draws."""

    lines: tuple[Line, ...]
    drawn: tuple[Line, ...]
    ticks: tuple[Tick, ...]
    height: float
    opened: str
    end: float
    """Abscissa of the end of the time the candidate had."""
    unread: int
    width: int = WIDTH
    names: int = LEFT - 9
    """Where names end."""

    @property
    def undone(self) -> int:
        """How many were tried and undone."""
        return sum(line.span.action == "undone" for line in self.lines)


def graph(timeline: Timeline, sitting: Sitting, anchors: Anchors, ended: datetime | None = None) -> Graph:
    """Lay the timeline out; `ended` is when the clock ended the sitting, where there was one."""
    opened = datetime.fromisoformat(timeline.opened)
    due = max(opened, ended or opened + timedelta(seconds=sitting.duration_s))
    saves = [datetime.fromisoformat(time) for span in timeline.spans for time in span.times]
    total = max([due, *saves]) - opened

    def x(moment: datetime) -> float:
        share = max(0.0, (moment - opened) / total) if total else 0.0
        return round(LEFT + (RIGHT - LEFT) * share, 1)

    lines = tuple(_line(span, number, anchors, x) for number, span in enumerate(timeline.spans))
    drawn = lines[:MOST]
    step = _step(total)
    marks = range(0, int(total.total_seconds() // 60) + 1, step)
    return Graph(
        lines=lines,
        drawn=drawn,
        ticks=tuple(Tick(x(opened + timedelta(minutes=minutes)), _minutes(minutes)) for minutes in marks),
        height=TOP + ROW * len(drawn) + 8,
        opened=clock(timeline.opened),
        end=x(due),
        unread=timeline.unread,
    )


def _line(span: Span, number: int, anchors: Anchors, x: Callable[[datetime], float]) -> Line:
    moments = [datetime.fromisoformat(time) for time in span.times]
    name = span.title or span.label
    return Line(
        span=span,
        anchor=anchors.get((span.kind, span.id), ""),
        name=name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…",
        y=TOP + ROW * (number + 0.5),
        marks=tuple(x(moment) for moment in moments),
        first=clock(span.times[0]) if span.times else "",
        last=clock(span.times[-1]) if span.times else "",
    )


def _step(total: timedelta) -> int:
    minutes = total.total_seconds() / 60
    return next((step for step in _STEPS if minutes / step <= _TICKS), 10_080)


def _minutes(minutes: int) -> str:
    if minutes < 120:
        return f"{minutes}\u202fmin"
    return f"{minutes // 60}\u202fh" + (f"\u202f{minutes % 60:02d}" if minutes % 60 else "")


def clock(iso: str) -> str:
    """Return « 9 h 05 », in the offset that the time was written with; as it is when it is no time."""
    try:
        found = datetime.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{found.hour}\u202fh\u202f{found.minute:02d}"
