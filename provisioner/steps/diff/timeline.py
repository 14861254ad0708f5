"""When each change was made, and what was tried then undone: the writes of the binary log, told as entities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from provisioner.schema.changes import Change, Diff, OtherChange, Span, Timeline
from provisioner.schema.events import Event
from provisioner.steps.diff.engine import diff
from provisioner.steps.diff.replay import Replay, bursts
from provisioner.steps.diff.saves import Recording, Touched, Who, row_key, touched, writes

MOST = 12
"""Moments of the sitting at which what was undone is looked for: each costs a comparison of the whole site."""


def timeline(recording: Recording, final: Diff, opened: str) -> Timeline:
    """Return when each change of `final` was written, and what was tried and undone."""
    groups = bursts(recording.events)
    entities, rows = touched(recording, writes(recording.before, groups))
    zone = datetime.fromisoformat(opened).tzinfo

    def moments(touched: Touched | None) -> tuple[str, ...]:
        times = sorted(touched.times) if touched else []
        return tuple(datetime.fromtimestamp(at, zone).isoformat(timespec="seconds") for at in times)

    spans = [_of_change(change, moments(entities.get((change.kind, change.id)))) for change in final.changes]
    spans += [_of_row(other, moments(rows.get((other.table, row_key(other.key))))) for other in final.others]
    told = {(change.kind, change.id) for change in final.changes}
    tried = {who: touched for who, touched in entities.items() if who not in told and len(touched.bursts) > 1}
    undone, unread = _undone(recording, groups, tried)
    spans += [
        _of_change(changes[0], moments(tried[who]), tuple(dict.fromkeys(one.sentence for one in changes)))
        for who, changes in undone.items()
    ]
    spans.sort(key=lambda span: (span.times[:1], span.kind, span.id))
    return Timeline(opened=opened, spans=tuple(spans), unread=unread)


def _of_change(change: Change, times: tuple[str, ...], tried: tuple[str, ...] = ()) -> Span:
    return Span(
        kind=change.kind,
        id=change.id,
        label=change.kind_label,
        title=change.title,
        action="undone" if tried else change.action,
        times=times,
        tried=tried,
    )


def _of_row(other: OtherChange, times: tuple[str, ...]) -> Span:
    key = row_key(other.key)
    return Span(kind=other.table, id=key, label=other.table, title=key, action=other.action, times=times)


def _undone(
    recording: Recording, groups: Sequence[Sequence[Event]], tried: Mapping[Who, Touched]
) -> tuple[dict[Who, list[Change]], int]:
    """Return what the site showed, between two saves, of entities that ended as they began."""
    wanted = sorted({burst for touched in tried.values() for burst in touched.bursts[:-1]})
    looked = wanted[:MOST]
    found: dict[Who, list[Change]] = {}
    replay = Replay(recording.before)
    for number, group in enumerate(groups):
        if not looked or number > looked[-1]:
            break
        for event in group:
            replay.apply(event)
        if number in looked:
            meanwhile = diff(recording.before, replay.snapshot(), recording.model, recording.personal)
            for change in meanwhile.changes:
                who = (change.kind, change.id)
                if who in tried and number in tried[who].bursts:
                    found.setdefault(who, []).append(change)
    return found, len(wanted) - len(looked)
