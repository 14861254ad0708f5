"""Where each sitting stands, from the facts of the journal alone: pure, the same answer on any machine, any day.

Within one start of the machine time is counted by `CLOCK_BOOTTIME`, that nobody can move. While the machine is off
nobody can work: that time is not counted (`boot` entries say when it was last seen alive). Nor is the time between
the last sign of life of a site and its return on another machine (`taken`). The time of day decides nothing: it is only
shown.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from provisioner.schema.journal import Entry, Kind, Moment
from provisioner.schema.sitting import Sitting

State = Literal["waiting", "running", "paused", "ended", "closing", "closed"]
UNDO_S = 120.0
"""A start, an extension or an end can be undone this long."""
OVER: frozenset[State] = frozenset({"ended", "closing", "closed"})
_AT_WORK: frozenset[State] = frozenset({"running", "paused"})
_TO: dict[Kind, State] = {
    "pause": "paused",
    "resume": "running",
    "grace": "ended",
    # What another machine closed is closed again here, from the site that was made again.
    "taken": "ended",
    "closing": "closing",
    "captured": "closing",
    "reported": "closing",
    "closed": "closed",
    "sealed": "closed",
}
"""Where these facts lead."""
_FROM: dict[Kind, frozenset[State]] = {
    "start": frozenset({"waiting"}),
    "pause": frozenset({"running"}),
    "resume": frozenset({"paused"}),
    "extend": _AT_WORK,
    "end": _AT_WORK,
    **dict.fromkeys(("grace", "closing", "captured", "reported", "closed", "sealed", "taken"), OVER),
}
"""Where they make sense."""


@dataclass(frozen=True)
class Standing:
    """Where one sitting stands."""

    number: str
    state: State
    started_at: datetime | None
    ends_at: datetime | None
    """When it will end if nothing happens, or when it ended; None before the start and during a pause."""
    left_s: float
    """Never negative; 0 once it is over."""
    given_s: float
    """Added to the candidate's own duration."""
    paused_s: float
    """Not counted: pauses, the machine switched off, an end that was undone."""


@dataclass(frozen=True)
class _Fold:
    """What the facts read so far amount to."""

    total_s: float
    state: State = "waiting"
    started: Moment | None = None
    mark: Moment | None = None
    """Up to when `worked_s` and `paused_s` are counted."""
    worked_s: float = 0.0
    paused_s: float = 0.0
    given_s: float = 0.0
    ended: Moment | None = None
    overrun_s: float = 0.0
    """How long before `ended` the time was over already."""
    before_end: State = "running"

    @property
    def left_s(self) -> float:
        return self.total_s + self.given_s - self.worked_s


def standing(entries: Iterable[Entry], sitting: Sitting, now: Moment) -> Standing:
    """Return where a sitting stands at `now`. `entries` may be about others too; they come in their order."""
    fold = _Fold(float(sitting.duration_s))
    for entry in entries:
        if entry.concerns(sitting.number):
            fold = (_undo if entry.kind == "undo" else _apply)(_until(fold, entry), entry)
    fold = _advance(fold, now)
    return Standing(
        sitting.number,
        fold.state,
        fold.started.at if fold.started else None,
        _ends_at(fold, now),
        0.0 if fold.state in OVER else max(0.0, fold.left_s),
        fold.given_s,
        fold.paused_s,
    )


def undoable(entries: Iterable[Entry], entry: Entry, now: Moment) -> str:
    """Return why `entry` cannot be undone now (French), or an empty text."""
    if entry.kind not in {"start", "extend", "end"}:
        return "Seuls un début, un temps rendu et une fin s’annulent"
    later = [one for one in entries if one.id > entry.id]
    if any(one.kind == "undo" and one.detail.get("entry") == entry.id for one in later):
        return "C’est déjà annulé"
    if entry.boot != now.boot or now.since_boot_s - entry.since_boot_s > UNDO_S:
        return f"Plus de {UNDO_S / 60:.0f} minutes ont passé"
    numbers = [entry.number] if entry.number else entry.detail.get("numbers", [])
    since = [one for one in later if any(one.concerns(number) for number in numbers)]
    if any(one.kind == "sealed" for one in since):
        return "Le dossier est déjà scellé"
    if any(one.kind in {"start", "pause", "resume", "end", "reset", "undo", "extend", "taken"} for one in since):
        return "D’autres ordres ont suivi"
    return ""


def _until(fold: _Fold, entry: Entry) -> _Fold:
    """Count up to an entry; across a new start of the machine, up to the last sign of life of the one before."""
    if entry.kind in {"boot", "taken"} and fold.mark and entry.detail.get("last_boot") == fold.mark.boot:
        last_at = datetime.fromisoformat(entry.detail["last_at"])
        seen = Moment(at=last_at, boot=fold.mark.boot, since_boot_s=entry.detail["last_since_s"])
        if seen.since_boot_s > fold.mark.since_boot_s:
            fold = _advance(fold, seen)
    return _elsewhere(fold, entry.moment) if entry.kind == "taken" else _advance(fold, entry.moment)


def _elsewhere(fold: _Fold, to: Moment) -> _Fold:
    """Count no time up to `to`: the site was nowhere. Two machines may share one kernel, hence one start."""
    if fold.mark is None or fold.state not in _AT_WORK:
        return fold
    same = to.boot == fold.mark.boot
    off = to.since_boot_s - fold.mark.since_boot_s if same else (to.at - fold.mark.at).total_seconds()
    return replace(fold, paused_s=fold.paused_s + max(0.0, off), mark=to)


def _advance(fold: _Fold, to: Moment) -> _Fold:
    """Count the time up to `to`."""
    if fold.mark is None or fold.state in OVER or fold.state == "waiting":
        return fold
    spent = max(0.0, to.since_boot_s - fold.mark.since_boot_s) if to.boot == fold.mark.boot else 0.0
    off = max(0.0, (to.at - fold.mark.at).total_seconds()) if to.boot != fold.mark.boot else 0.0
    if fold.state == "paused":
        return replace(fold, paused_s=fold.paused_s + spent + off, mark=to)
    over = spent - fold.left_s
    if over >= 0:
        worked = fold.total_s + fold.given_s
        return replace(fold, state="ended", before_end="running", worked_s=worked, ended=to, overrun_s=over, mark=to)
    return replace(fold, worked_s=fold.worked_s + spent, paused_s=fold.paused_s + off, mark=to)


def _apply(fold: _Fold, entry: Entry) -> _Fold:
    """Take in one fact; one that makes no sense where the sitting stands changes nothing."""
    kind, state, now = entry.kind, fold.state, entry.moment
    if kind == "reset":
        return _Fold(fold.total_s) if entry.detail.get("again") else fold
    if state not in _FROM.get(kind, ()) or (kind == "resume" and fold.left_s <= 0):
        return fold
    if kind == "start":
        return _Fold(fold.total_s, "running", started=now, mark=now)
    if kind == "extend":
        return replace(fold, given_s=fold.given_s + 60.0 * float(entry.detail["minutes"]))
    if kind == "end":
        return replace(fold, state="ended", before_end=state, ended=now, overrun_s=0.0)
    return replace(fold, state=_TO[kind])


def _undo(fold: _Fold, entry: Entry) -> _Fold:
    undone = entry.detail.get("kind")
    if undone == "start" and fold.state in {"running", "paused"}:
        return _Fold(fold.total_s)
    if undone == "extend" and fold.state in {"running", "paused"}:
        return _advance(replace(fold, given_s=fold.given_s - 60.0 * float(entry.detail["minutes"])), entry.moment)
    if undone == "end" and fold.state in OVER and fold.ended:
        now = entry.moment
        lost = max(0.0, now.since_boot_s - fold.ended.since_boot_s) if now.boot == fold.ended.boot else 0.0
        state: State = fold.before_end if fold.left_s > 0 else "paused"
        return replace(fold, state=state, paused_s=fold.paused_s + lost + fold.overrun_s, mark=now, ended=None)
    return fold


def _ends_at(fold: _Fold, now: Moment) -> datetime | None:
    if fold.state == "running":
        return now.at + timedelta(seconds=fold.left_s)
    if fold.ended and fold.state in OVER:
        return fold.ended.at - timedelta(seconds=fold.overrun_s)
    return None
