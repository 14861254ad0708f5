"""Orders given from one place to several hosts at once: each is carried out, judged and written down by its host."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, Literal

from provisioner.adapters import remote
from provisioner.adapters.remote import Way
from provisioner.steps.fleet import words

Kind = Literal["start", "pause", "resume", "extend", "end", "undo", "desk", "note"]
"""`desk`: a candidate goes on at another workstation."""
UNDOABLE: Final = frozenset({"start", "extend", "end"})
_AT_ONCE: Final = 16
_UNSURE: Final = "Regardez où il en est avant de redonner cet ordre : il a pu être reçu."


@dataclass(frozen=True)
class Asked:
    """An order to one host."""

    kind: Kind
    wave: str
    who: str
    """For the host's journal."""
    numbers: tuple[str, ...] = ()
    """Nobody: all those of the host for whom it makes sense."""
    minutes: float = 0.0
    reason: str = ""
    entries: tuple[int, ...] = ()
    """To undo."""


@dataclass(frozen=True)
class Came:
    """What came of it on one host."""

    host: str
    numbers: tuple[str, ...] = ()
    """Those whom it changed something for."""
    entries: tuple[int, ...] = ()
    """Facts of its journal that can be undone."""
    trouble: str = ""
    """French; empty: done."""
    hint: str = ""
    seconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether the host did it."""
        return not self.trouble


def commands(asked: Asked) -> list[list[str]]:
    """Return what the host's own `e5b` is asked, one order after another."""
    about = ["--wave", asked.wave, f"--by={asked.who}", "--json"]
    named = ["--", *asked.numbers] if asked.numbers else []
    match asked.kind:
        case "undo":
            return [["undo", *about, "--", str(entry)] for entry in asked.entries]
        case "extend":
            more = [f"--minutes={asked.minutes:g}", f"--reason={asked.reason}"]
            return [["extend", *more, *([] if asked.numbers else ["--all"]), *about, *named]]
        case "pause":
            return [["pause", *([f"--reason={asked.reason}"] if asked.reason else []), *about, *named]]
        case "note":
            return [["log", f"--note={asked.reason}", *about, *named]]
        case _:
            return [[{"end": "stop", "desk": "move"}.get(asked.kind, asked.kind), *about, *named]]


def order(ways: Mapping[str, Way], orders: Mapping[str, Asked]) -> list[Came]:
    """Give these hosts their orders, all at once; one that fails or does not answer does not stop the others."""
    with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="ordre") as pool:
        return list(pool.map(lambda name: _one(name, ways[name], orders[name]), orders))


def _one(name: str, way: Way, asked: Asked) -> Came:
    began, numbers, entries = time.monotonic(), list[str](), list[int]()
    for command in commands(asked):
        answer = remote.ask(way, command, command[0])
        if answer.failure:
            told = words.failure(answer.failure)
            hint = _UNSURE if told.unreachable else told.hint
            return Came(name, tuple(numbers), tuple(entries), told.message, hint, time.monotonic() - began)
        who, facts = _answer(answer.output)
        numbers += who
        entries += facts
    undoable = tuple(dict.fromkeys(entries)) if asked.kind in UNDOABLE else ()
    return Came(name, tuple(dict.fromkeys(numbers)), undoable, seconds=time.monotonic() - began)


def _answer(text: str) -> tuple[Sequence[str], Sequence[int]]:
    """Return who was concerned and which facts were written, from whatever shape the command answers in."""
    try:
        told: Any = json.loads(text)
    except ValueError:
        return (), ()
    lines = [one for one in (told if isinstance(told, list) else [told]) if one.get("order")]
    return [str(who) for one in lines for who in one.get("numbers", [one.get("number")])], [
        int(one["order"]) for one in lines
    ]
