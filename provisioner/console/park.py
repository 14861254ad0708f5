"""All hosts of a centre on one page: who carries whom, how each host goes, since when one is silent."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from provisioner.pipeline.fleet import consoles as consoles_of
from provisioner.pipeline.fleet.following import Following, Seen
from provisioner.pipeline.sitting.load import Load
from provisioner.pipeline.sitting.seats import Seat
from provisioner.schema.fleet import Place, Placement
from provisioner.schema.inventory import Host
from provisioner.schema.watch import CopyTold, MachineTold
from provisioner.steps.fleet.words import Told

RESYNC_S: Final = 5
"""Loads and ages are told again this often, when nothing else changes."""
LATE_S: Final = 8.0
"""A copy that is older than this does not follow: 3 to 4 s is what one takes."""


@dataclass(frozen=True)
class Copy:
    """How the spare follows a host."""

    spare: str
    age_s: float | None
    """Seconds since what the copy vouches for; None: no copy, or the spare does not answer."""
    problems: int = 0

    @property
    def late(self) -> bool:
        """Whether losing the host now would lose more than it should."""
        return self.age_s is None or self.age_s > LATE_S or self.problems > 0


@dataclass(frozen=True)
class Post:
    """One host on the page."""

    host: Host
    answers: bool
    age_s: float | None
    """Seconds since its last word; None: it never had one."""
    trouble: Told | None
    load: Load | None
    copy: Copy | None
    """None: it carries nobody."""
    console: str
    """Address for examiners' browsers; empty: its console does not answer, or only itself."""
    seats: tuple[Seat, ...]
    """Candidates of the wave that it carries."""
    visitors: dict[str, str]
    """By number: those who began on another host, and which."""
    strays: tuple[str, ...]
    """Candidates whose site is still there although another host carries them."""
    unkept: bool
    problems: tuple[str, ...]
    others: dict[str, int]
    """Other waves that go on there, with how many candidates."""

    @property
    def behind_s(self) -> float | None:
        """Seconds before its last word that the spare's copy goes to: what losing it loses; None: no copy is known."""
        if self.copy is None or self.copy.age_s is None or self.age_s is None:
            return None
        return max(0.0, self.copy.age_s - self.age_s)

    @property
    def commissions(self) -> list[str]:
        """Commissions of those whom it carries."""
        return list(dict.fromkeys(one.commission for one in self.seats))


@dataclass(frozen=True)
class Park:
    """A wave over all hosts at one moment."""

    wave: str
    posts: tuple[Post, ...]
    version: str
    """Changes whenever a page must be drawn again."""

    @property
    def seats(self) -> list[Seat]:
        """Everybody."""
        return [seat for post in self.posts for seat in post.seats]

    def post(self, name: str) -> Post | None:
        """Return a host by its name."""
        return next((one for one in self.posts if one.host.name == name), None)

    def where(self, number: str) -> tuple[Post, Seat] | None:
        """Return a candidate and who carries them."""
        return next(((post, seat) for post in self.posts for seat in post.seats if seat.number == number), None)


def look(following: Following, wave: str) -> Park | None:
    """Return a wave over all hosts; None when it was never opened from here. Raises DataError."""
    placement = following.centre.placement(wave)
    if placement is None:
        return None
    seen = following.seen()
    others = [one for one in following.centre.going() if one.wave != wave]
    posts = tuple(_post(one, placement.places, wave, seen, others) for one in seen.values())
    return Park(wave, posts, f"{int(time.monotonic() / RESYNC_S)}.{hash(_matter(posts)) & 0xFFFFFFFF:x}")


def waves(following: Following) -> list[tuple[str, int, int]]:
    """Return the centre's waves, the last first: name, how many candidates, how many of them have a site now.

    Raises DataError.
    """
    there = [(seat.wave, seat.number) for one in following.seen().values() if one.told for seat in one.told.seats]
    return [
        (name, len(following.centre.settled(name).places), sum(wave == name for wave, _ in set(there)))
        for name in reversed(following.centre.waves())
    ]


def _post(one: Seen, places: Sequence[Place], wave: str, seen: dict[str, Seen], others: Sequence[Placement]) -> Post:
    name, told, answers = one.host.name, one.told, one.answers
    mine = [place for place in places if place.host == name]
    here = {seat.number: seat for seat in _seats(told, wave)}
    age = one.age_s() or 0.0
    seats = tuple(_now(here.get(place.number) or _absent(wave, place), age if answers else 0.0) for place in mine)
    return Post(
        host=one.host,
        answers=answers,
        age_s=one.age_s(),
        trouble=one.trouble,
        load=Load(**told.load.model_dump()) if told else None,
        copy=_copy(one.host, seen) if mine and one.host.spare else None,
        console=consoles_of.address(one.host, told.console if told else ""),
        seats=seats,
        visitors={place.number: place.home for place in mine if place.home != name},
        strays=tuple(one.number for one in places if one.host != name and one.number in here),
        unkept=bool(told and wave in told.unkept),
        problems=told.problems if told else (),
        others={other.wave: len(there) for other in others if (there := other.on(name))},
    )


def _seats(told: MachineTold | None, wave: str) -> list[Seat]:
    return [Seat(**one.model_dump()) for one in told.seats if one.wave == wave] if told else []


def _now(seat: Seat, age_s: float) -> Seat:
    """Return a seat as it is since its host told: a clock that goes went on. A silent host's stays where it was."""
    return seat.model_copy(update={"left_s": max(0.0, seat.left_s - age_s)}) if seat.running else seat


def _absent(wave: str, place: Place) -> Seat:
    return Seat(
        wave=wave,
        number=place.number,
        commission=place.commission,
        cms="",
        subject="",
        extra_time=False,
        url="",
        state="",
        left_s=0.0,
        total_s=0.0,
        given_s=0.0,
        paused_s=0.0,
        closing="",
        trouble="",
        exam="",
    )


def _copy(host: Host, seen: dict[str, Seen]) -> Copy:
    spare = seen.get(host.spare)
    held: Iterable[CopyTold] = spare.told.copies if spare and spare.told else ()
    found = next((one for one in held if one.host == host.name), None)
    if spare is None or found is None or not spare.answers:
        return Copy(host.spare, None)
    return Copy(host.spare, found.age_s + (spare.age_s() or 0.0), found.problems)


def _matter(posts: Sequence[Post]) -> tuple[object, ...]:
    return tuple(
        (
            post.host.name,
            post.answers,
            post.trouble,
            post.console,
            post.strays,
            post.unkept,
            post.problems,
            bool(post.copy and post.copy.late),
            tuple((one.number, one.state, one.total_s, one.closing, one.trouble, one.url) for one in post.seats),
        )
        for post in posts
    )
